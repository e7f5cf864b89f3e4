"""Appointments as every later room and page reads them: one line each, with place, people and state. Never changes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from jikim.areas.dispatch.models import Appointment
from jikim.rules.access import GRANTED, Action, Actor, Reach
from jikim.rules.dispatching import VISIT_NAMES
from jikim.rules.dispatching.model import MOST_DAYS_APART
from jikim.rules.words import Text
from jikim.shared import codes


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """One appointment. `status` is a state of the lifecycle `appointment`."""

    id: int
    season_id: int
    workplace_id: int
    workplace_number: str
    workplace_name: str
    region: str
    district: str
    address: str
    contact_name: str
    contact_phone: str
    service_workers: int
    number: int
    on: dt.date
    start: dt.time
    minutes: int
    consultant_id: int
    consultant_key: str
    consultant_name: str
    agency_id: int
    agency_key: str
    agency_name: str
    status: str
    reason: Text
    version: int = 1
    travel_km: float = 0.0
    #: the days after the first that a large site's visit lasts; the hours are the same every day
    further_days: tuple[dt.date, ...] = ()

    @property
    def region_name(self) -> Text:
        return codes.region_name(self.region)

    @property
    def visit_name(self) -> Text:
        return visit_name(self.number)

    @property
    def place(self) -> Text:
        """Number and name of the workplace, the same in both languages."""
        return Text(f"{self.workplace_number} {self.workplace_name}", f"{self.workplace_number} {self.workplace_name}")

    @property
    def days(self) -> tuple[dt.date, ...]:
        """All its days."""
        return (self.on, *self.further_days)

    @property
    def last(self) -> dt.date:
        """The day it ends on."""
        return self.days[-1]

    @property
    def ends(self) -> dt.time:
        return (dt.datetime.combine(self.on, self.start) + dt.timedelta(minutes=self.minutes)).time()


def visit_name(number: int) -> Text:
    """“1차 현황조사·설문”."""
    name = VISIT_NAMES[number]
    return Text(f"{number}차 {name.ko}", f"Visit {number}: {name.en}")


def visit_short(number: int) -> Text:
    """“1차”: for a column of many."""
    return Text(f"{number}차", f"Visit {number}")


def appointments(
    *, season_id: int, consultant_key: str = "", agency_key: str = "", workplace_id: int | None = None,
    since: dt.date | None = None, until: dt.date | None = None, statuses: Iterable[str] = (),
) -> list[AppointmentLine]:  # fmt: skip
    """The season's appointments by day and hour, narrowed as asked. Asks no actor: callers ask for theirs.

    `since`, `until`: those of which any day may lie between; one that lasts several days is there on each.
    """
    found = Appointment.objects.filter(season_id=season_id)
    if consultant_key:
        found = found.filter(consultant__person_id=_person(consultant_key))
    if agency_key:
        found = found.filter(consultant__agency__organisation_id=int(agency_key) if agency_key.isdigit() else -1)
    if workplace_id is not None:
        found = found.filter(workplace_id=workplace_id)
    if since is not None:
        found = found.filter(not_over(since))
    if until is not None:
        found = found.filter(on__lte=until)
    if wanted := tuple(statuses):
        found = found.filter(status__in=wanted)
    return lines(found)


def not_over(since: dt.date) -> Q:
    """A filter on appointments: those that end that day or later."""
    return Q(on__gte=since) | Q(last_on__gte=since)


def around(first: dt.date, last: dt.date) -> Q:
    """A filter that lets through whatever stands on these days, and its neighbours; callers look at `days`."""
    apart = dt.timedelta(days=MOST_DAYS_APART)
    return Q(on__gte=first - 2 * apart, on__lte=last + apart)


def appointment(*, appointment_id: int) -> AppointmentLine:
    """One appointment. Raises Appointment.DoesNotExist."""
    return line(joined(Appointment.objects.all()).get(pk=appointment_id))


def consultant_keys(*, season_id: int, workplace_ids: Collection[int] | None = None) -> dict[int, str]:
    """Workplace → key of the person who visits it, of whatever is not cancelled; the latest visit decides."""
    found = Appointment.objects.filter(season_id=season_id).exclude(status__in=("cancelled", "missed"))
    if workplace_ids is not None:
        found = found.filter(workplace_id__in=workplace_ids)
    pairs = found.order_by("on", "pk").values_list("workplace_id", "consultant__person_id")
    return {workplace: f"person:{person}" if person else "" for workplace, person in pairs}


def reached_appointments(by: Actor, action: Action = Action.appointments_see) -> Q:
    """A filter on appointments that lets through what the actor's seats reach for `action`, and nothing else."""
    found = Q(pk__in=[])
    for grant in by.grants:
        if grant.role not in GRANTED[action]:
            continue
        numbers = [int(key) for key in grant.keys if key.isdigit()]
        match grant.reach:
            case Reach.NATION:
                return Q()
            case Reach.REGION:
                found |= Q(workplace__region__in=sorted(grant.keys))
            case Reach.AGENCY:
                found |= Q(consultant__agency__organisation_id__in=numbers)
            case Reach.WORKPLACE:
                found |= Q(workplace_id__in=numbers)
            case Reach.PERSON:
                found |= Q(consultant__person_id__in=[_person(key) for key in grant.keys])
    return found


def reached_agencies(by: Actor, path: str = "") -> Q:
    """A filter on agencies (under `path`) for choices: an agency's own seat sees itself, everybody of the programme sees all."""
    if any(grant.reach in (Reach.NATION, Reach.REGION) for grant in by.grants):
        return Q()
    numbers = [int(key) for grant in by.grants if grant.reach is Reach.AGENCY for key in grant.keys if key.isdigit()]
    return Q(**{f"{path}organisation_id__in": numbers})


def joined(found: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """With everything a line needs, in one statement."""
    return found.select_related("workplace", "consultant__agency__organisation")


def lines(found: Any) -> list[AppointmentLine]:
    return [line(one) for one in joined(found).order_by("on", "start", "pk")]


def line(one: Appointment) -> AppointmentLine:
    """One row as a value; `one` comes from `joined`."""
    place, who = one.workplace, one.consultant
    return AppointmentLine(
        id=one.pk, season_id=one.season_id, workplace_id=place.pk, workplace_number=place.number, workplace_name=place.name,
        region=place.region, district=place.district, address=place.address, contact_name=place.contact_name,
        contact_phone=place.contact_phone, service_workers=place.service_workers, number=one.number, on=one.on, start=one.start,
        minutes=one.minutes, consultant_id=who.pk, consultant_key=f"person:{who.person_id}" if who.person_id else "",
        consultant_name=who.name, agency_id=who.agency_id, agency_key=str(who.agency.organisation_id),
        agency_name=who.agency.organisation.name, status=one.status, reason=one.reason, version=one.version, travel_km=one.travel_km,
        further_days=one.days[1:],
    )  # fmt: skip


def _person(key: str) -> int:
    """The number in a person's key; −1 for anything else, which nobody has."""
    number = key.removeprefix("person:")
    return int(number) if number.isdigit() else -1
