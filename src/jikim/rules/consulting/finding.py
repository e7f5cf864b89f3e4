"""What was found at a workplace: unmet items of the checklist, incidents of the visit record, released figures of the workplace.

Never sees a worker's answer: figures come in as released, and where there are none the occupation and the sector stand in and say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from jikim.rules.consulting.scoring import ItemScore, Score
from jikim.rules.library import Factor, Hazard, Library, Mark, Measure, Occupation, Subject
from jikim.rules.words import NOTHING, Text


class FindingKind(StrEnum):
    """Most binding first; findings are shown in this order."""

    FINED = "fined"
    DUTY = "duty"
    ITEM = "item"
    INCIDENT = "incident"
    FIGURE = "figure"
    USUAL = "usual"

    @property
    def label(self) -> Text:
        return _KINDS[self]


_KINDS = {
    FindingKind.FINED: Text("지키지 않은 의무(과태료·벌칙)", "Duty not met, fined"),
    FindingKind.DUTY: Text("지키지 않은 의무", "Duty not met"),
    FindingKind.ITEM: Text("권고 항목", "Recommended item"),
    FindingKind.INCIDENT: Text("일어난 일", "What happened"),
    FindingKind.FIGURE: Text("공개된 설문 결과", "Released survey result"),
    FindingKind.USUAL: Text("이 직종에서 흔한 일", "Usual in this occupation"),
}


@dataclass(frozen=True, slots=True)
class Incident:
    """Incidents of the last twelve months as the visit record has them: known, reported, handled. None where nobody could say."""

    hazard: Hazard
    happened: int | None
    reported: int | None = None
    handled: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One released figure of the whole workplace against its reference, both 0 to 100. `mean` is None where only a share was released."""

    subject: Subject
    title: Text
    mean: int | None
    reference: int | None
    #: the whole of the reference lies below the interval of this workplace
    is_above: bool


@dataclass(frozen=True)
class Facts:
    """Everything the advice is drawn from.

    figures  None where the workplace has no releasable figures: then occupations and sector are used
    taken    keys of measures already in the plan
    """

    score: Score | None
    library: Library
    laws: Mapping[str, Any]
    occupations: Sequence[Occupation] = ()
    sector_name: Text = NOTHING
    workers: int | None = None
    incidents: Sequence[Incident] = ()
    figures: Sequence[Figure] | None = None
    taken: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `weight` 1 to 3 says how much; `measures` are keys of measures that answer it; `cite` the article, of duties.

    note: to whom the article applies; penalty: what a breach costs.
    """

    kind: FindingKind
    key: str
    text: Text
    weight: int
    measures: tuple[str, ...]
    cite: Text = NOTHING
    note: Text = NOTHING
    line: str = ""
    penalty: Text = NOTHING


_LEVEL = (Text("없음", "none"), Text("문서만 있음", "on paper only"))
#: no counts: the workplace reads these words, and how many incidents were told to the consultant stays with the programme
_INCIDENT = Text("방문 조사에서 확인한 일: {hazard}", "Found at the visit: {hazard}")
_ABOVE = Text("‘{title}’ 평균 {mean}점: 참여 사업장 평균 {reference}점보다 높음", "“{title}”, mean {mean}: above {reference}, the mean of all workplaces")
_USUAL = Text("{job}: {what}", "{job}: {what}")

#: what in the work lies behind a kind of incident
BEHIND: dict[Hazard, tuple[Factor, ...]] = {
    Hazard.VERBAL: (Factor.RUDENESS,), Hazard.THREAT: (Factor.VIOLENCE,), Hazard.SEXUAL: (Factor.SEXUAL_HARASSMENT,),
    Hazard.PHYSICAL: (Factor.VIOLENCE,), Hazard.DEMAND: (Factor.UNREASONABLE_DEMANDS, Factor.REPEAT_COMPLAINTS),
    Hazard.STRAIN: (Factor.SUFFERING_SEEN, Factor.DISPLAY_RULES),
}  # fmt: skip


def findings_of(facts: Facts) -> tuple[Finding, ...]:
    """Findings in order: unmet duties (fined first), unmet recommended items, incidents, figures or what is usual in the occupation."""
    found = [*_items(facts), *_incidents(facts), *(_usual(facts) if facts.figures is None else _figures(facts))]
    order = list(FindingKind)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), -one.weight)))


def _items(facts: Facts) -> Iterator[Finding]:
    for one in facts.score.items if facts.score else ():
        if one.level is None or not one.is_unmet:
            continue
        kind = {Mark.FINED: FindingKind.FINED, Mark.NOT_FINED: FindingKind.DUTY}.get(one.standing.mark, FindingKind.ITEM)
        said, level = one.item.text, _LEVEL[one.level]
        yield Finding(
            kind, one.item.key, Text(f"{said.ko} → {level.ko}", f"{said.say('en')} → {level.en}"), 3 - one.level,
            _fitting(one, facts), one.standing.cite, one.standing.note, one.item.part,
            one.standing.penalty,
        )  # fmt: skip


def _fitting(one: ItemScore, facts: Facts) -> tuple[str, ...]:
    """The item's measures that fit the place; for a duty all of them where none fits, since a duty does not go away."""
    named = [key for key in one.item.measures if key in facts.library.measures]
    fit = [key for key in named if fits(facts.library.measures[key], facts)]
    return tuple(fit or (named if one.standing.mandatory else ()))


def fits(measure: Measure, facts: Facts) -> bool:
    """Whether a measure makes sense for one of the workplace's occupations and its size."""
    jobs = [job.key for job in facts.occupations] or [""]
    return any(measure.fits(job, facts.workers) for job in jobs)


def _incidents(facts: Facts) -> Iterator[Finding]:
    for one in facts.incidents:
        if not one.happened:
            continue
        said = Text(_INCIDENT.ko.format(hazard=one.hazard.label.ko), _INCIDENT.en.format(hazard=one.hazard.label.en))
        weight = 3 if one.happened >= 10 else 2 if one.happened >= 3 else 1
        yield Finding(FindingKind.INCIDENT, one.hazard.value, said, weight, _against(one.hazard, facts))


def _against(hazard: Hazard, facts: Facts) -> tuple[str, ...]:
    """What the occupations' situations of this kind name; else whatever lessens what lies behind it."""
    named = [key for job in facts.occupations for one in job.situations if one.hazard is hazard for key in one.measures]
    keys = named or [key for key, one in facts.library.measures.items() if set(one.factors) & set(BEHIND[hazard])]
    return tuple(key for key in dict.fromkeys(keys) if key in facts.library.measures and fits(facts.library.measures[key], facts))


def _figures(facts: Facts) -> Iterator[Finding]:
    for one in facts.figures or ():
        if not one.is_above or one.mean is None or one.reference is None:
            continue
        said = Text(_ABOVE.ko.format(title=one.title.ko, mean=one.mean, reference=one.reference),
                    _ABOVE.en.format(title=one.title.say("en"), mean=one.mean, reference=one.reference))  # fmt: skip
        weight = 3 if one.mean - one.reference >= 10 else 2
        keys = [key for key, measure in facts.library.measures.items() if one.subject in measure.subjects and fits(measure, facts)]
        yield Finding(FindingKind.FIGURE, one.subject.value, said, weight, tuple(keys))


def _usual(facts: Facts) -> Iterator[Finding]:
    for job in facts.occupations:
        for one in job.situations:
            keys = tuple(key for key in one.measures if key in facts.library.measures and fits(facts.library.measures[key], facts))
            said = Text(_USUAL.ko.format(job=job.title.ko, what=one.title.ko), _USUAL.en.format(job=job.title.say("en"), what=one.title.say("en")))
            yield Finding(FindingKind.USUAL, f"{job.key}/{one.key}", said, 1, keys)
