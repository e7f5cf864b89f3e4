"""Assessments of a workplace with their scores; before and after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from jikim.areas.consulting.models import Assessment
from jikim.areas.consulting.queries.advice import found_at, score_of
from jikim.areas.enrolment import public as enrolment
from jikim.rules.consulting import Compared, Finding, Score, compare


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment. `share` is points of the most possible, in per cent, as are those by line and by mark (None: nothing looked at)."""

    uuid: UUID
    number: int
    on: dt.date
    status: str
    share: int | None
    by_line: tuple[tuple[str, int | None], ...]
    by_mark: tuple[tuple[str, int | None], ...]
    unmet_duties: int
    looked_at: int
    items: int


def assessments_of(workplace_id: int) -> tuple[AssessmentLine, ...]:
    """By visit. Asks no actor: callers ask for theirs."""
    workers = enrolment.workplace_of(workplace_id).workers
    found = Assessment.objects.filter(workplace_id=workplace_id).order_by("number", "pk")
    return tuple(_line(one, score_of(one, workers)) for one in found)


def findings_of(workplace_id: int) -> tuple[Finding, ...]:
    """What was found, most binding first. Asks no actor: callers ask for theirs."""
    return found_at(workplace_id).findings


def change_of(workplace_id: int) -> tuple[Compared, ...]:
    """The first closed assessment against the last; empty while there is only one."""
    workers = enrolment.workplace_of(workplace_id).workers
    found = list(Assessment.objects.filter(workplace_id=workplace_id, status="closed").order_by("number", "pk"))
    if len(found) < 2:
        return ()
    return compare(score_of(found[0], workers), score_of(found[-1], workers))


def _line(one: Assessment, scored: Score) -> AssessmentLine:
    return AssessmentLine(
        uuid=one.uuid, number=one.number, on=one.held_on, status=one.status, share=scored.total.share,
        by_line=tuple((part.key, part.share) for part in scored.parts), by_mark=tuple((mark.key, mark.share) for mark in scored.marks),
        unmet_duties=len(scored.unmet_duties), looked_at=scored.total.looked_at, items=len(scored.items),
    )  # fmt: skip
