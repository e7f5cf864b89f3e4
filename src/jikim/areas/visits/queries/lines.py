"""Visit records as lists show them, within the actor's reach. No answers in a list, so that an export holds none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from jikim.areas.visits.models import HeadcountCase, Visit, VisitCheck, VisitConflict
from jikim.areas.visits.queries.reach import reached
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.ui.tables import Asked, narrow

JOINED = ("appointment__workplace", "appointment__consultant__agency__organisation")


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One record in a list."""

    uuid: UUID
    workplace_number: str
    workplace_name: str
    region: str
    region_name: Text
    number: int
    on: dt.date
    minutes: int | None
    agency: str
    consultant: str
    status: str
    conflicts: int
    is_below: bool


@dataclass(frozen=True, slots=True)
class HeadcountLine:
    """A workplace found below the minimum."""

    case_id: int
    uuid: UUID
    workplace_number: str
    workplace_name: str
    region_name: Text
    on: dt.date | None
    found: int
    minimum: int
    proposal: str
    status: str
    decided_by: str
    settlement: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check by the workplace, answered or not."""

    check_id: int
    workplace_number: str
    workplace_name: str
    region_name: Text
    phone: str
    number: int
    on: dt.date | None
    agency: str
    asked_on: dt.date
    reminded_on: dt.date | None
    answered_on: dt.date | None
    how: str
    happened: str
    length: str
    explained: str
    satisfaction: int | None
    comment: str


_undecided = VisitConflict.objects.filter(visit=OuterRef("pk"), chosen="").order_by().values("visit")


def visit_lines(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[VisitLine], int]:
    """Records of the season the actor reaches; two statements whatever their number."""
    rows = Visit.objects.filter(reached(by, Action.visits_see), appointment__season_id=season_id).select_related(*JOINED).annotate(
        day=Coalesce(F("held_on"), F("appointment__on")),
        # asked row by row: a join would have every record of the season grouped before the page is cut
        clashes=Coalesce(Subquery(_undecided.annotate(many=Count("pk")).values("many")), 0),
        below=Exists(HeadcountCase.objects.filter(visit=OuterRef("pk"))),
    )  # fmt: skip
    found, total = narrow(
        rows, asked,
        sort={"number": "appointment__number", "workplace": "appointment__workplace__number", "name": "appointment__workplace__name",
              "region": "appointment__workplace__region", "on": "day", "agency": "appointment__consultant__agency__organisation__name",
              "consultant": "appointment__consultant__name", "status": "status", "minutes": "minutes"},
        search=("appointment__workplace__number", "appointment__workplace__name", "appointment__consultant__name",
                "appointment__consultant__agency__organisation__name"),
        filters={"status": "status", "number": "appointment__number", "region": "appointment__workplace__region", "open": _open},
    )  # fmt: skip
    return [_line(one) for one in found], total


def _open(rows: QuerySet, value: str) -> QuerySet:
    match value:
        case "both":
            return rows.filter(Exists(VisitConflict.objects.filter(visit=OuterRef("pk"), chosen="")))
        case "below":
            return rows.filter(below=True)
    return rows


def _line(one: Any) -> VisitLine:
    place, who = one.appointment.workplace, one.appointment.consultant
    return VisitLine(
        uuid=one.uuid, workplace_number=place.number, workplace_name=place.name, region=place.region,
        region_name=codes.region_name(place.region), number=one.appointment.number, on=one.day, minutes=one.minutes,
        agency=who.agency.organisation.name, consultant=who.name, status=one.status, conflicts=one.clashes, is_below=one.below,
    )  # fmt: skip


def headcount_lines(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[HeadcountLine], int]:
    """Workplaces found below the minimum, for whoever decides and for those who read records."""
    rows = HeadcountCase.objects.filter(
        reached(by, Action.visit_read, "visit__"), visit__appointment__season_id=season_id
    ).select_related("visit__appointment__workplace")
    found, total = narrow(
        rows, asked,
        sort={"workplace": "visit__appointment__workplace__number", "name": "visit__appointment__workplace__name", "found": "found",
              "on": "visit__held_on", "status": "status"},
        search=("visit__appointment__workplace__number", "visit__appointment__workplace__name"), filters={"status": "status"},
    )  # fmt: skip
    return [_case(one) for one in found], total


def _case(one: Any) -> HeadcountLine:
    place = one.visit.appointment.workplace
    return HeadcountLine(
        case_id=one.pk, uuid=one.visit.uuid, workplace_number=place.number, workplace_name=place.name,
        region_name=codes.region_name(place.region), on=one.visit.held_on, found=one.found, minimum=one.minimum,
        proposal=one.proposal, status=one.status, decided_by=one.decided_by, settlement=one.settlement,
    )  # fmt: skip


def check_lines(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[CheckLine], int]:
    """Checks by workplaces, for the programme's seats alone."""
    rows = VisitCheck.objects.filter(
        reached(by, Action.visit_checks_see, "visit__"), visit__appointment__season_id=season_id
    ).select_related(*(f"visit__{name}" for name in JOINED))
    found, total = narrow(
        rows, asked,
        sort={"workplace": "visit__appointment__workplace__number", "name": "visit__appointment__workplace__name",
              "number": "visit__appointment__number", "on": "visit__held_on", "asked_on": "asked_at", "answered_on": "answered_at",
              "satisfaction": "satisfaction", "agency": "visit__appointment__consultant__agency__organisation__name"},
        search=("visit__appointment__workplace__number", "visit__appointment__workplace__name"),
        filters={"state": _answered, "happened": "happened", "number": "visit__appointment__number"},
    )  # fmt: skip
    return [check_line(one) for one in found], total


def _answered(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(answered_at=None) if value == "waiting" else rows.exclude(answered_at=None)


def check_line(one: Any) -> CheckLine:
    place, who = one.visit.appointment.workplace, one.visit.appointment.consultant
    return CheckLine(
        check_id=one.pk, workplace_number=place.number, workplace_name=place.name, region_name=codes.region_name(place.region),
        phone=place.contact_phone, number=one.visit.appointment.number, on=one.visit.held_on, agency=who.agency.organisation.name,
        asked_on=timezone.localtime(one.asked_at).date(), reminded_on=timezone.localtime(one.reminded_at).date() if one.reminded_at else None,
        answered_on=timezone.localtime(one.answered_at).date() if one.answered_at else None, how=one.how, happened=one.happened, length=one.length,
        explained=one.explained, satisfaction=one.satisfaction, comment=one.comment,
    )  # fmt: skip
