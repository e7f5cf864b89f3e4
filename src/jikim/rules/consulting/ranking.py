"""Which measures come first at a workplace, each with its reasons.

Order: measures that answer an unmet duty with a fine, then other unmet duties, then recommendations; within these causes before
changes of the work before support of the person; then by how much was found; effort, cost and time break ties, at last the key.
Deterministic: the same findings give the same order, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jikim.rules.consulting.finding import Facts, Finding, FindingKind
from jikim.rules.library import Cost, Effort, Level, Measure, TimeNeeded
from jikim.rules.words import NOTHING, Text

_TIERS = {FindingKind.FINED: 0, FindingKind.DUTY: 1}
RECOMMENDATION = 2
_LEVELS, _EFFORTS, _COSTS, _TIMES = list(Level), list(Effort), list(Cost), list(TimeNeeded)

_NO_FIGURES = Text(
    "응답이 적거나 아직 결과를 산출하지 않아 이 사업장의 설문 수치는 쓰지 않았습니다. 대신 {jobs}에서 흔한 일을 기준으로 삼았습니다.",
    "No survey figures of this workplace were used: too few answers, or no release yet. What is usual in {jobs} stands in for them.",
)
_WITH_FIGURES = Text(
    "점검표, 방문 기록의 사건, 공개된 사업장 전체 설문 수치를 근거로 하였습니다. 개인의 응답은 쓰지 않았습니다.",
    "Drawn from the checklist, the incidents of the visit record and the released figures of the whole workplace. Nobody's answers were used.",
)
_ANY_JOB = Text("고객을 응대하는 일", "work with customers")


@dataclass(frozen=True, slots=True)
class Why:
    """One reason a measure is recommended: what was found, and for a duty the article."""

    kind: FindingKind
    text: Text
    cite: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Recommended:
    """One measure in its place. `tier` 0: fined duty not met, 1: other duty not met, 2: recommendation."""

    place: int
    measure: Measure
    tier: int
    weight: int
    why: tuple[Why, ...]

    @property
    def cite(self) -> Text:
        """The article it answers first; empty for a recommendation."""
        return next((one.cite for one in self.why if one.kind in _TIERS), NOTHING)


def rank_measures(facts: Facts, findings: Sequence[Finding]) -> tuple[Recommended, ...]:
    """Every measure that answers a finding and is not yet in the plan, in order, with its reasons in the findings' order."""
    kinds = list(FindingKind)
    ordered = sorted(findings, key=lambda one: (kinds.index(one.kind), -one.weight, one.key))
    answering: dict[str, list[Finding]] = {}
    for one in ordered:
        for key in one.measures:
            if key not in facts.taken and key in facts.library.measures:
                answering.setdefault(key, []).append(one)
    ranked = sorted(answering, key=lambda key: _order(facts.library.measures[key], answering[key]))
    return tuple(
        Recommended(
            place, facts.library.measures[key], _tier(answering[key]), _weight(answering[key]),
            tuple(Why(one.kind, one.text, one.cite) for one in answering[key]),
        )
        for place, key in enumerate(ranked, 1)
    )  # fmt: skip


def basis_of(facts: Facts) -> Text:
    """What the advice rests on, said above it: figures, or the occupation and sector in their place."""
    if facts.figures is not None:
        return _WITH_FIGURES
    ko = ", ".join(job.title.ko for job in facts.occupations[:3]) or facts.sector_name.ko or _ANY_JOB.ko
    en = ", ".join(job.title.say("en") for job in facts.occupations[:3]) or facts.sector_name.say("en") or _ANY_JOB.en
    if facts.sector_name.ko and facts.occupations:
        ko, en = f"{facts.sector_name.ko} 업종({ko})", f"the sector {facts.sector_name.say('en')} ({en})"
    return Text(_NO_FIGURES.ko.format(jobs=ko), _NO_FIGURES.en.format(jobs=en))


def _tier(found: Sequence[Finding]) -> int:
    return min(_TIERS.get(one.kind, RECOMMENDATION) for one in found)


def _weight(found: Sequence[Finding]) -> int:
    return sum(one.weight for one in found)


def _order(measure: Measure, found: Sequence[Finding]) -> tuple[int, int, int, int, int, int, str]:
    return (
        _tier(found), _LEVELS.index(measure.level), -_weight(found), _EFFORTS.index(measure.effort), _COSTS.index(measure.cost),
        _TIMES.index(measure.time), measure.key,
    )  # fmt: skip
