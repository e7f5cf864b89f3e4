"""What happened and may be paid, read from the season's records: accepted, missed, withdrawn, ended. Nothing of a worker, no answer of a form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils import timezone

from jikim.areas.enrolment import public as enrolment
from jikim.areas.visits.models import HeadcountCase, Visit
from jikim.rules.settling import Fact, Item, key_of
from jikim.shared.workflow.models import StatusChange

JOINED = ("appointment__workplace", "appointment__consultant")
ENDED = ("replaced", "ended")


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact with what a statement's line shows beside it."""

    fact: Fact
    agency_id: int
    workplace_number: str
    workplace_name: str
    region: str


def happened(*, season_id: int, agency_id: int | None = None) -> list[Happened]:
    """Everything payable of a season (of one agency); a fixed number of statements. Asks no actor: callers ask for theirs."""
    rows = Visit.objects.filter(appointment__season_id=season_id).select_related(*JOINED).defer("values")
    if agency_id is not None:
        rows = rows.filter(appointment__consultant__agency_id=agency_id)
    returns = dict(
        StatusChange.objects.filter(thing_kind="visit", target="returned").values_list("thing_key").annotate(count=Count("pk"))
    )  # fmt: skip
    found = [one for visit in rows.filter(status="accepted") for one in _accepted(visit, returns.get(visit.workflow_key(), 0))]
    found += [_of(visit, Item.MISSED, visit.appointment.on, _day(visit.status_since)) for visit in rows.filter(status="not_held")]
    return found + list(_ended(season_id, agency_id))


def _accepted(visit: Visit, returns: int) -> Iterator[Happened]:
    on, due_on = visit.held_on or visit.appointment.on, _day(visit.status_since)
    yield visit_fact(visit, due_on)
    if visit.appointment.travel_km:
        yield _of(visit, Item.TRAVEL, on, due_on, travel_km=Decimal(str(round(visit.appointment.travel_km, 1))))
    if returns:
        yield _of(visit, Item.RETURNED, on, due_on, times=returns)


def _of(visit: Visit, item: Item, on: dt.date, due_on: dt.date, **more: Any) -> Happened:
    place = visit.appointment.workplace
    number = more.pop("number", visit.appointment.number)
    name = more.pop("name", visit.workflow_key())
    fact = Fact(key_of(item, name), item, on, due_on, number, place.service_workers, **more)
    return Happened(fact, visit.appointment.consultant.agency_id, place.number, place.name, place.region)


def visit_fact(visit: Visit, due_on: dt.date) -> Happened:
    """An accepted visit's own fact, or of one that is paid although its record is not accepted yet."""
    return _of(visit, Item.VISIT, visit.held_on or visit.appointment.on, due_on)


def _ended(season_id: int, agency_id: int | None) -> Iterator[Happened]:
    """Workplaces that left after one or two visits: the agency that made the last one is paid."""
    gone = {one.id: one.number for one in enrolment.workplaces(season_id=season_id, statuses=("withdrawn",))}
    if not gone:
        return
    left = _left_on([f"{season_id}/{number}" for number in gone.values()])
    below = dict(HeadcountCase.objects.filter(status__in=ENDED, visit__appointment__workplace_id__in=gone).values_list("visit__appointment__workplace_id", "decided_at"))
    made: dict[int, list[Visit]] = {}
    rows = Visit.objects.filter(appointment__workplace_id__in=gone).exclude(closed_at=None).select_related(*JOINED).defer("values")
    for visit in rows.order_by("appointment__number"):
        made.setdefault(visit.appointment.workplace_id, []).append(visit)
    for place, visits in made.items():
        last, day = visits[-1], left.get(f"{season_id}/{gone[place]}")
        if len(visits) > 2 or day is None or (agency_id is not None and last.appointment.consultant.agency_id != agency_id):
            continue
        if decided := below.get(place):
            yield _of(last, Item.BELOW, last.held_on or day, _day(decided), number=len(visits), name=str(place))
        else:
            yield _of(last, Item.WITHDRAWN, last.held_on or day, day, number=len(visits), name=str(place))


def _left_on(keys: Iterable[str]) -> dict[str, dt.date]:
    rows = StatusChange.objects.filter(thing_kind="application", target="withdrawn", thing_key__in=list(keys)).order_by("pk")
    return {key: _day(at) for key, at in rows.values_list("thing_key", "at")}


def _day(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()
