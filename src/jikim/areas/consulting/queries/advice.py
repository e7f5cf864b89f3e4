"""What was found at a workplace and which measures come first: facts gathered, rules asked. Worker results only as released."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.areas.consulting.models import Assessment, PlanItem
from jikim.areas.consulting.queries.editions import checklist_of
from jikim.areas.enrolment import public as enrolment
from jikim.areas.statistics import public as statistics
from jikim.areas.visits import public as visits
from jikim.rules.consulting import (
    Facts,
    Figure,
    Finding,
    Incident,
    Recommended,
    Score,
    basis_of,
    findings_of,
    levels_of,
    rank_measures,
    score,
)
from jikim.rules.library import Hazard, Subject
from jikim.rules.words import Text
from jikim.shared import library as shelf
from jikim.shared.clock import today
from jikim.shared.library.overlay import current


@dataclass(frozen=True, slots=True)
class Found:
    """Findings with the ranked measures that answer them; `basis` says what they rest on."""

    basis: Text
    findings: tuple[Finding, ...]
    measures: tuple[Recommended, ...]
    has_checklist: bool


def score_of(assessment: Assessment, workers: int | None, day: dt.date | None = None) -> Score:
    """The score of one assessment; what is mandatory follows from its own day unless another is given."""
    checklist = checklist_of(assessment.edition_id)
    return score(checklist, levels_of(checklist, assessment.values), laws=shelf.laws(), day=day or assessment.held_on, workers=workers)


def newest_assessment(workplace_id: int, *, closed_only: bool = True) -> Assessment | None:
    found = Assessment.objects.filter(workplace_id=workplace_id)
    return (found.filter(status="closed") if closed_only else found).order_by("-number").first()


def found_at(workplace_id: int) -> Found:
    """Findings and measures of a workplace as of today. Asks no actor: callers ask for theirs."""
    facts = facts_of(workplace_id)
    findings = findings_of(facts)
    return Found(basis_of(facts), findings, rank_measures(facts, findings), facts.score is not None)


def facts_of(workplace_id: int) -> Facts:
    """Everything the rules need, gathered through the rooms' public doors."""
    place, library = enrolment.workplace_of(workplace_id), current()
    newest = newest_assessment(workplace_id)
    released = statistics.released_figures(workplace_id)
    taken = PlanItem.objects.filter(workplace_id=workplace_id).exclude(status="dropped").values_list("measure_key", flat=True)
    return Facts(
        score=score_of(newest, place.workers, min(newest.held_on, today())) if newest else None, library=library, laws=shelf.laws(),
        occupations=library.occupations_of(industry=place.industry_code, sector=place.sector), sector_name=place.sector_name,
        workers=place.workers, incidents=_incidents(workplace_id), figures=_figures(released), taken=frozenset(taken),
    )  # fmt: skip


def _incidents(workplace_id: int) -> list[Incident]:
    known = {one.value: one for one in Hazard}
    return [
        Incident(known[one.kind], one.happened, one.reported, one.handled)
        for one in visits.incidents_of(workplace_id).counts if one.kind in known
    ]  # fmt: skip


def _figures(released: statistics.ReleasedFigures | None) -> list[Figure] | None:
    if released is None:
        return None
    known = {one.value: one for one in Subject}
    return [
        Figure(known[one.key], one.title, one.mean, one.reference, one.is_above)
        for one in released.figures if one.key in known
    ]  # fmt: skip
