"""The actor's own desk, and when a counsellor works."""

from __future__ import annotations

import datetime as dt

from jikim.areas.counselling.models import CounsellorSeat
from jikim.areas.people.public import people_holding
from jikim.rules.access import Action, Actor, Role
from jikim.rules.counselling import WorkingTime
from jikim.shared.access import require


def own_seat(by: Actor) -> CounsellorSeat | None:
    """The actor's own desk, if the office has appointed them."""
    require(by, Action.counselling_desk)
    kind, _, number = by.key.partition(":")
    if kind != "person" or not number.isdigit():
        return None
    return CounsellorSeat.objects.select_related("person", "deputy__person").filter(person_id=int(number)).first()


def sitting() -> frozenset[int]:
    """The persons who hold a counsellor's seat today. Whoever's seat has ended reads nothing any more."""
    return frozenset(one.person_id for one in people_holding(Role.COUNSELLOR))


def working(seat: CounsellorSeat, holidays: frozenset[dt.date]) -> WorkingTime:
    return WorkingTime(seat.hours, holidays, seat.away_from, seat.away_to)
