"""The last page: what was asked, how it was counted and protected, what it cannot say, and where it comes from."""

from __future__ import annotations

from typing import Any

from jikim.areas.statistics.report import words
from jikim.areas.statistics.report.source import Source
from jikim.rules.words import Text


def method(source: Source, language: str) -> dict[str, Any]:
    return {
        "paragraphs": [
            {"head": head.say(language), "body": body.say(language)} for head, body in _paragraphs(source)
        ],
        "reliability": _reliability(source, language),
        "cannot": [text.say(language) for text in words.CANNOT],
        "source": source.pack.source.say(language),
        "wording": words.WORKING_WORDING.say(language) if source.pack.trial else "",
        "identity": [
            [Text("공개본", "Release").say(language), source.content_hash[:16]],
            [Text("기준", "Reference").say(language), f"{source.content['season']['year']}-{source.reference_number}"],
            [Text("측정도구", "Instrument").say(language), f"{source.pack.label} · {source.pack.content_hash[:12]}"],
            [Text("보호 규칙", "Protection rules").say(language), source.rules_version],
        ],
    }  # fmt: skip


def _paragraphs(source: Source) -> list[tuple[Text, Text]]:
    return [_asked(source), _scored(), _reference(source), _interval(), _protected(source)]


def _asked(source: Source) -> tuple[Text, Text]:
    instrument = source.pack.instrument
    return (
        Text("무엇을 물었는가", "What was asked"),
        Text(
            f"{instrument.title.ko} {len(instrument.items)}문항에 이름 없이 답했습니다. 응답은 가명으로, 본 자료와 떨어진 금고에 암호화하여 보관하며 회사·수행기관·공단 누구도 한 사람의 응답을 볼 수 없습니다.",
            f"{instrument.title.en}: {len(instrument.items)} items, answered without a name. Answers are pseudonymous and kept encrypted in a vault apart from all other data; neither the employer nor the agency nor the programme office can see one person's answers.",
        ),
    )


def _scored() -> tuple[Text, Text]:
    return (
        Text("점수와 위험군", "Scores and “at risk”"),
        Text(
            "하위영역마다 응답을 0점에서 100점으로 바꾸며, 높을수록 부담이 큽니다. 문항의 절반 이상(최소 2개)에 답한 경우에만 점수를 냅니다. 위험군은 공개된 성별 절단점 이상인 사람이고, 성별을 밝히지 않은 사람은 두 절단점의 판정이 같을 때만 셉니다. 공식 총점은 없습니다.",
            "Each area's answers are turned into 0 to 100; higher means a heavier burden. A score is formed only when at least half of the items (and at least two) are answered. “At risk” means at or above the published cut-off by sex; who did not give a sex is counted only where both cut-offs agree. There is no official total.",
        ),
    )


def _reference(source: Source) -> tuple[Text, Text]:
    reference = source.reference
    return (
        Text("기준", "Reference"),
        Text(
            f"이번 사업에서 자기 결과를 볼 수 있는 {reference['workplaces']:,}개 사업장, {reference['answered']:,}명의 평균과 비율입니다. 전국을 대표하는 값은 아닙니다. 업종·규모·직무의 기준은 5개 사업장, 100명 이상일 때만 만듭니다.",
            f"Means and shares of the {reference['workplaces']:,} workplaces of this season that can see their own result, {reference['answered']:,} people. It does not stand for the whole country. References of sector, size and occupation need 5 workplaces and 100 people.",
        ),
    )


def _interval() -> tuple[Text, Text]:
    return (
        Text("구간", "Interval"),
        Text(
            "95% 구간은 사업 전체에 공통된 개인 간 산포로 계산합니다. 이 사업장만의 산포를 쓰면 개인이 드러날 수 있기 때문입니다. 기준이 구간 밖에 있을 때만 ‘높다’ 또는 ‘낮다’고 적었습니다.",
            "The 95 % interval uses the spread between persons common to the whole season, since a workplace's own spread could give persons away. “Above” or “below” is said only where the reference lies outside the interval.",
        ),
    )


def _protected(source: Source) -> tuple[Text, Text]:
    minimum = source.minimums
    return (
        Text("보호 규칙", "Protection"),
        Text(
            f"사업장 전체는 {minimum['whole']}명, 부서는 {minimum['unit']}명 이상일 때만 보입니다. 비율은 양쪽이 각각 {minimum['share']}명 이상이어야 하고, 아니면 구간으로 적거나 비공개 처리합니다. 빼기로 다른 칸을 알아낼 수 있으면 그 칸도 비공개 처리합니다. 몇 사람이 자기 결과를 모아도 다른 한 사람의 결과를 알아낼 수 없는지도 확인했습니다. 한 사람을 뺀 모두가 모이면 막을 수 없다는 사실은 근로자에게 미리 알립니다.",
            f"The whole workplace is shown from {minimum['whole']} people on, a unit from {minimum['unit']}. A share needs {minimum['share']} people on each side, else it becomes a band or is not shown. Whatever could be found by subtraction is hidden as well. It was checked that several people who pool their own results cannot work out another's. That all but one pooling cannot be prevented is told to workers beforehand.",
        ),
    )


def _reliability(source: Source, language: str) -> str:
    """Alpha and ICC by area: from the whole season, never from one workplace. Blank while there is too little."""
    parts = []
    for key, title in source.titles.items():
        inner, between = source.reference["reliability"].get(key), source.reference["agreement"].get(key)
        if inner and between:
            both = [f"{inner[name]:.2f}" for name in ("alpha", "omega") if inner.get(name) is not None]
            groups = ", ".join("–" if between[name] is None else f"{between[name]:.2f}" for name in ("icc1", "icc2"))
            parts.append(f"{title.say(language)} {' · '.join(both)} ({groups})")
    if not parts:
        return ""
    says = Text(
        "크론바흐 α와 맥도널드 ω, 괄호 안은 급내상관 ICC(1), ICC(2)입니다. α가 0.7에 못 미치는 영역은 조심하여 읽으십시오. ICC(2)가 0.7 이상이면 사업장 평균을 견주어 볼 수 있습니다. ",
        "Cronbach's alpha and McDonald's omega, in brackets the intraclass correlations ICC(1) and ICC(2). Read an area with alpha under 0.7 with care. From an ICC(2) of 0.7 on, workplaces' means may be compared. ",
    )
    return says.say(language) + "; ".join(parts) + "."
