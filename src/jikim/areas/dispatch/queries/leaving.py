"""What an agency that leaves has open, and what the next one is told of a workplace it takes over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from jikim.areas.dispatch.models import Appointment, HandOver
from jikim.areas.dispatch.models.appointments import OPEN
from jikim.areas.dispatch.queries.conflicts import allotted_to


@dataclass(frozen=True, slots=True)
class OpenWorkplace:
    """A workplace with visits of this agency still to come."""

    workplace_id: int
    number: str
    name: str
    held: int
    open: int


def open_workplaces(*, agency_id: int) -> list[OpenWorkplace]:
    """The agency's workplaces with at least one visit to come, by number."""
    counted = (
        Appointment.objects.filter(consultant__agency_id=agency_id).order_by("workplace__number")
        .values_list("workplace_id", "workplace__number", "workplace__name")
        .annotate(held=Count("pk", filter=Q(status="held")), open=Count("pk", filter=Q(status__in=OPEN)))
    )  # fmt: skip
    return [OpenWorkplace(*row) for row in counted.filter(open__gt=0)]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What an earlier agency left about a workplace."""

    workplace_id: int
    number: str
    name: str
    agency_id: int
    agency: str
    held: int
    open: int
    note: str
    on: dt.date


def handed_over(*, agency_id: int | None = None, workplace_ids: frozenset[int] | None = None) -> list[HandedOver]:
    """Hand-overs of one agency, or about these workplaces, newest first."""
    found = HandOver.objects.select_related("workplace", "agency__organisation").order_by("-handed_at", "-pk")
    if agency_id is not None:
        found = found.filter(agency_id=agency_id)
    if workplace_ids is not None:
        found = found.filter(workplace_id__in=workplace_ids)
    return [
        HandedOver(
            one.workplace_id, one.workplace.number, one.workplace.name, one.agency_id, one.agency.organisation.name, one.held, one.open,
            one.note, timezone.localtime(one.handed_at).date(),
        )
        for one in found
    ]  # fmt: skip


def taken_over(*, agency_id: int) -> list[HandedOver]:
    """What earlier agencies left about workplaces this one serves now."""
    places = allotted_to(agency_id=agency_id)
    return [one for one in handed_over(workplace_ids=places) if one.agency_id != agency_id] if places else []
