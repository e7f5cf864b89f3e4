"""What the parts of entries are called on the editor's page."""

from __future__ import annotations

from jikim.rules.words import Text

_PARTS = {
    "title": Text("제목", "Title"), "what": Text("무엇을", "What"), "steps": Text("순서", "Step"), "done": Text("했다는 증거", "Evidence of doing"),
    "effect": Text("효과의 증거", "Evidence of effect"), "elsewhere": Text("다른 곳의 예", "Who else did it"), "factors": Text("위험 요인", "Risk factors"),
    "subjects": Text("하위영역", "Subscales"), "occupations": Text("직종", "Occupations"), "level": Text("단계", "Level"),
    "effort": Text("품", "Effort"), "time": Text("기간", "Time"), "cost": Text("비용", "Cost"), "law": Text("법", "Law"),
    "basis": Text("근거", "Basis"), "line": Text("예방 방향", "Line of prevention"), "reviewed_on": Text("검토한 날", "Reviewed on"),
    "happens": Text("이런 일", "What happens"), "say": Text("할 말", "Words to say"), "next": Text("그다음 10분", "Next ten minutes"),
    "stop": Text("멈추는 때", "When to stop"), "keep": Text("남길 것", "What to keep"), "hazard": Text("위험", "Hazard"),
    "measures": Text("조치", "Measures"), "lead": Text("첫머리", "Lead"), "points": Text("항목", "Point"), "by_size": Text("규모별", "By size"),
    "sizes": Text("규모·용지", "Sizes"), "pull": Text("끌어올 것", "Draws"), "from": Text("어디에서", "From"), "keys": Text("이름", "Keys"),
    "lines": Text("문안", "Line"), "levels": Text("단계", "Level"), "most": Text("많아야", "At most"), "heading": Text("큰 글", "Heading"),
    "where": Text("붙일 곳", "Where"), "form": Text("종류", "Form"), "text": Text("문구", "Text"), "evidence": Text("증거", "Evidence"),
    "part": Text("부분", "Part"), "about": Text("소개", "About"), "also": Text("다른 이름", "Also called"), "after": Text("그날과 그 뒤", "Afterwards"),
    "self_care": Text("나를 돌보는 법", "Looking after oneself"), "employer": Text("사업주의 몫", "The employer owes"), "quiz": Text("확인 문제", "Quiz"),
    "question": Text("질문", "Question"), "options": Text("보기", "Option"), "answer": Text("답", "Answer"), "why": Text("까닭", "Why"),
    "slides": Text("화면", "Slide"), "notes": Text("설명", "Notes"), "minutes": Text("분", "Minutes"), "source": Text("출처", "Source"),
    "licence": Text("이용 조건", "Licence"), "wording": Text("문구의 지위", "Wording"), "sectors": Text("업종", "Sectors"),
    "industries": Text("산업 코드", "Industry codes"), "first": Text("보고서에 먼저", "First in reports"), "for": Text("대상", "For"),
    "rank": Text("차례", "Rank"), "reader": Text("읽는 사람", "Reader"), "parts": Text("부분", "Part"), "audience": Text("대상", "Audience"),
    "from_size": Text("최소 규모", "From size"), "awareness": Text("인식 질문", "Awareness question"), "key": Text("이름", "Key"),
}  # fmt: skip


def part_words(part: str) -> Text:
    """The name of a part; one without words of its own goes by its key."""
    return _PARTS.get(part, Text(part, part))
