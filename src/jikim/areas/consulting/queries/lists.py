"""Checklists and measures as lists show them, within the actor's reach."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from jikim.areas.consulting.models import Assessment, PlanItem
from jikim.areas.consulting.numbers import checklist_uuid
from jikim.areas.consulting.queries.advice import score_of
from jikim.areas.consulting.queries.plan import OPEN, plan_line
from jikim.areas.dispatch import public as dispatch
from jikim.rules.access import Action, Actor, Role
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.clock import today
from jikim.shared.ui.tables import Asked, narrow

#: visits of the next days may be prepared
DAYS_AHEAD = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One checklist in the list."""

    uuid: UUID
    workplace_id: int
    workplace: str
    name: str
    region: Text
    number: int
    on: dt.date
    status: str
    share: int | None
    unmet_duties: int
    by: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One measure in the list and its export."""

    id: int
    workplace: str
    name: str
    region: Text
    measure_key: str
    title: Text
    tier: str
    cite: Text
    status: str
    owner: str
    due_on: dt.date | None
    is_overdue: bool
    evidence_wanted: str
    progress: str
    evidence: int
    number: int
    proposed_on: dt.date
    version: int
    measure_version: int


@dataclass(frozen=True, slots=True)
class DueCheck:
    """A first or third visit whose checklist is not closed."""

    appointment_id: int
    place: Text
    visit: Text
    on: dt.date
    uuid: UUID | None
    is_late: bool


def check_rows(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[CheckRow], int]:
    rows = Assessment.objects.filter(
        dispatch.reached_workplaces(by, Action.advice_see), workplace__season_id=season_id
    ).select_related("workplace")  # fmt: skip
    found, total = narrow(
        rows, asked,
        sort={"workplace": "workplace__number", "name": "workplace__name", "number": "number", "on": "held_on", "status": "status"},
        search=("workplace__number", "workplace__name", "author_name"),
        filters={"status": "status", "number": "number", "region": "workplace__region"},
    )  # fmt: skip
    return [_check(one) for one in found], total


def _check(one: Any) -> CheckRow:
    place, scored = one.workplace, score_of(one, one.workplace.workers)
    return CheckRow(
        one.uuid, one.workplace_id, place.number, place.name, codes.region_name(place.region), one.number, one.held_on, one.status,
        scored.total.share, len(scored.unmet_duties), one.author_name,
    )  # fmt: skip


def item_rows(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[ItemRow], int]:
    """Measures of the season within reach; two statements whatever their number."""
    rows = PlanItem.objects.filter(
        dispatch.reached_workplaces(by, Action.advice_see), season_id=season_id
    ).select_related("workplace").annotate(files=Count("evidence"))  # fmt: skip
    found, total = narrow(
        rows, asked,
        sort={"workplace": "workplace__number", "name": "workplace__name", "title": "title_ko", "status": "status", "owner": "owner",
              "due_on": "due_on", "tier": "tier", "proposed_on": "proposed_at"},
        search=("workplace__number", "workplace__name", "title_ko", "title_en", "owner"),
        filters={"status": "status", "tier": "tier", "region": "workplace__region", "state": _state},
    )  # fmt: skip
    return [_item(one) for one in found], total


def _state(rows: QuerySet, value: str) -> QuerySet:
    match value:
        case "overdue":
            return rows.filter(status__in=OPEN, due_on__lt=today())
        case "soon":
            return rows.filter(status__in=OPEN, due_on__range=(today(), today() + DAYS_AHEAD))
    return rows


def _item(one: Any) -> ItemRow:
    line, place = plan_line(one), one.workplace
    return ItemRow(
        one.pk, place.number, place.name, codes.region_name(place.region), one.measure_key, line.title, str(one.tier), line.cite, one.status,
        one.owner, one.due_on, line.is_overdue, one.evidence_wanted, one.progress, one.files, one.number, line.proposed_on, one.version,
        one.measure_version,
    )  # fmt: skip


def due_checks(*, season_id: int, by: Actor) -> list[DueCheck]:
    """The actor's own first and third visits up to a week ahead without a closed checklist, latest first."""
    lines = [
        line for key in sorted(by.keys(Role.CONSULTANT))
        for line in dispatch.appointments(season_id=season_id, consultant_key=key, until=today() + DAYS_AHEAD,
                                          statuses=("planned", "proposed", "confirmed", "held"))
        if line.number in (1, 3)
    ]  # fmt: skip
    there = dict(Assessment.objects.filter(uuid__in=[checklist_uuid(line.id) for line in lines]).values_list("appointment_id", "status"))
    found = [
        DueCheck(line.id, line.place, line.visit_name, line.on, checklist_uuid(line.id) if line.id in there else None, line.last < today())
        for line in lines if there.get(line.id) != "closed"
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.on, one.appointment_id), reverse=True)
