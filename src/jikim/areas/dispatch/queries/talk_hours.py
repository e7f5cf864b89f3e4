"""How long a consultant can stay after a visit's own work, for talks with workers: until the next visit, or the end of the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from jikim.areas.dispatch.models import Appointment
from jikim.areas.dispatch.queries.appointments import AppointmentLine, joined
from jikim.areas.dispatch.queries.terms import terms_of
from jikim.rules import dispatching as rules
from jikim.rules.visit_hours import visit_hours
from jikim.rules.words import NOTHING

#: what is not cancelled takes its part of the day
_STANDS = ("planned", "proposed", "confirmed", "held")
_Point = tuple[float, float]


def minutes_left(visits: Collection[AppointmentLine]) -> dict[int, int]:
    """Appointment → minutes left after its own work (rules.dispatching.talk_slots), in whole turns; one statement for all."""
    if not visits:
        return {}
    season_id = next(iter(visits)).season_id
    found = list(joined(Appointment.objects.filter(
        season_id=season_id, consultant_id__in={one.consultant_id for one in visits}, on__in={one.on for one in visits}, status__in=_STANDS,
    )))  # fmt: skip
    if not found:
        return {}
    starts = {(slots.workplace, slots.visit, slots.on): len(slots.starts) for slots in rules.talk_slots(_model(season_id, found), [_visit(one) for one in found])}
    return {one.id: starts.get((str(one.workplace_id), one.number, one.on), 0) * rules.TALK_MINUTES for one in visits}


def _model(season_id: int, found: list[Appointment]) -> rules.Model:
    """Only what these days need. A place without coordinates counts as next door."""
    terms = terms_of(season_id)
    homes: dict[int, _Point] = {}
    places: dict[int, rules.Workplace] = {}
    for one in found:
        there = _point(one.workplace) or _point(one.consultant) or (0.0, 0.0)
        homes.setdefault(one.consultant_id, _point(one.consultant) or there)
        place = one.workplace
        places.setdefault(place.pk, rules.Workplace(str(place.pk), place.region, *there, service_workers=place.service_workers, hours=visit_hours(place.particulars)))
    people = tuple(rules.Consultant(str(pk), "", *point, days_a_month=31) for pk, point in homes.items())
    season = rules.Season(terms.starts_on, terms.ends_on, visit_minutes=terms.visit_minutes, day_minutes=terms.day_minutes)
    return rules.Model(tuple(places.values()), (), people, season, len(places))


def _point(row: object) -> _Point | None:
    north, east = getattr(row, "latitude", None), getattr(row, "longitude", None)
    return (north, east) if north is not None and east is not None else None


def _visit(one: Appointment) -> rules.Visit:
    start: dt.time = one.start
    return rules.Visit(str(one.workplace_id), one.number, one.on, start, "", str(one.consultant_id), 0.0, NOTHING)
