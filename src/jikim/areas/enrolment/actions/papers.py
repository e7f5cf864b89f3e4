"""The participation agreement and its one-page notice for the wall, as PDF. The notice carries the way to report a breach."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.urls import reverse

from jikim.areas.enrolment.actions.letters import Paper, plain_name
from jikim.areas.enrolment.queries.agreements import PaperFacts, paper_facts
from jikim.areas.enrolment.queries.breaches import breach_code
from jikim.rules.access import Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.documents import compile_pdf

#: the wording of version 1; whoever changes a word makes a version 2
ARTICLES: tuple[tuple[Text, Text], ...] = (
    (Text("유급 시간", "Paid time"),
     Text("설문에 답하고 컨설턴트나 상담자와 이야기하는 시간은 근무시간으로 보고 임금을 지급합니다. 답할 장소와 시간은 근로자가 방해받지 않도록 마련합니다.",
          "Time to answer the questionnaire and to talk with the consultant or a counsellor is working time and is paid. "
          "Workers get a place and a time where nobody disturbs them.")),
    (Text("카드와 결과를 요구하지 않음", "No asking for cards or results"),
     Text("사업주와 관리자는 응답 카드를 거두거나 보여 달라고 하지 않으며, 누가 응답하였는지, 무엇이라고 답하였는지, 결과가 어떠한지 묻지 않습니다.",
          "The employer and supervisors do not collect cards or ask to see them. They do not ask who has answered, what anybody answered, or what a result was.")),
    (Text("불이익 금지", "No retaliation"),
     Text("참여하거나 참여하지 않았다는 이유, 답변이나 상담, 협약 위반 신고를 이유로 누구에게도 불이익을 주지 않습니다.",
          "Nobody is put at a disadvantage for taking part or not, for an answer or a talk, or for reporting a breach of this agreement.")),
    (Text("사업주가 보는 것", "What the employer will see"),
     Text("사업장 전체와 충분히 큰 부서의 평균과 비율, 참여 인원, 개선을 위한 권고만 봅니다. 정해진 인원보다 적은 집단의 숫자는 가립니다.",
          "Means and shares for the whole workplace and for units that are large enough, how many took part, and advice on what to improve. "
          "Figures of groups below the set size are hidden.")),
    (Text("사업주가 보지 않는 것", "What the employer will not see"),
     Text("개인의 응답과 결과는 사업주도, 수행기관도, 공단도 보지 않습니다. 상담 여부와 내용도 알리지 않습니다.",
          "No answer or result of any person: not by the employer, not by the agency, not by the programme office. Whether and what "
          "somebody talked about with a counsellor is not told either.")),
    (Text("자유로운 참여", "Free participation"),
     Text("참여는 자유이며 도중에 그만둘 수 있습니다. 사업주와 근로자대표는 각각 언제든지 이 협약에서 물러날 수 있고, 그 뒤에는 새 설문을 열지 않습니다.",
          "Taking part is free and can be stopped at any point. Employer and workers' representative may each withdraw from this agreement "
          "at any time; no new survey is opened after that.")),
    (Text("알림", "Notice to all"),
     Text("이 협약을 간추린 안내문을 모든 근로자가 볼 수 있는 곳에 붙입니다. 지켜지지 않으면 누구나 이름을 밝히지 않고 지역본부에 알릴 수 있습니다.",
          "The one-page notice of this agreement hangs where every worker can read it. Anybody can tell the regional office, without a name, when it is not kept.")),
)  # fmt: skip
PROMISES: tuple[Text, ...] = (
    Text("답하는 시간과 이야기하는 시간에는 임금이 나옵니다.", "The time to answer and to talk is paid."),
    Text("아무도 카드나 결과를 보여 달라고 할 수 없습니다.", "Nobody may ask to see your card or your result."),
    Text("참여하거나 참여하지 않았다고 불이익을 주지 않습니다.", "Nobody is put at a disadvantage for taking part or not."),
    Text("회사는 충분히 큰 집단의 평균만 봅니다. 내 답은 보지 못합니다.", "Your employer sees averages of large enough groups, never your answers."),
    Text("언제든지 그만둘 수 있습니다.", "You can stop at any time."),
)  # fmt: skip


def agreement_paper(*, workplace_id: int, language: str, by: Actor) -> Paper:
    """The agreement ready to be signed by both sides."""
    facts, language = paper_facts(by=by, workplace_id=workplace_id), "en" if language == "en" else "ko"
    contents = _place(facts, language) | {
        "title": Text("참여 협약서", "Participation agreement").say(language),
        "articles": [[title.say(language), text.say(language)] for title, text in ARTICLES],
    }
    audit.record(by, "agreement.printed", "workplace", workplace_id, language=language)
    return Paper(compile_pdf("enrolment/agreement.typ", contents, language, data_date=facts.dated),
                 f"agreement-{plain_name(facts.number)}-{language}.pdf")  # fmt: skip


def wall_paper(*, workplace_id: int, language: str, by: Actor) -> Paper:
    """One page for the wall and for the back of the cards' sheet."""
    facts, language = paper_facts(by=by, workplace_id=workplace_id), "en" if language == "en" else "ko"
    address = breach_address(workplace_id)
    contents = _place(facts, language) | {
        "title": Text("우리 사업장의 약속", "What our workplace has promised").say(language),
        "promises": [text.say(language) for text in PROMISES], "address": address, "qr": _qr(address),
    }  # fmt: skip
    return Paper(compile_pdf("enrolment/wall.typ", contents, language, data_date=facts.dated),
                 f"notice-{plain_name(facts.number)}-{language}.pdf")  # fmt: skip


def breach_address(workplace_id: int) -> str:
    """Where a breach of this workplace's agreement is reported."""
    return f"{settings.JIKIM_BASE_URL}{reverse('breach_report', args=[breach_code(workplace_id)])}"


def _place(facts: PaperFacts, language: str) -> dict[str, object]:
    return {
        "name": facts.name, "number": facts.number, "employer": facts.employer_name, "address_line": facts.address,
        "region": facts.region_name.say(language), "season": facts.season_name.say(language), "version": facts.text_version,
    }  # fmt: skip


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=4, border=2, xmldecl=False)
    return out.getvalue().decode()
