"""Kilometres of a consultant's day as it stands in the appointments, and what a place by hand would break. Changes nothing."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from jikim.areas.dispatch.queries.question import Question
from jikim.rules import dispatching as rules
from jikim.rules.words import Text

#: not a rule anybody set: kilometres are written down after the move
_COUNTED_LATER = frozenset({"travel_km"})


def days_there(asked: Question, *, number: str, visit: int, consultant: str, on: dt.date) -> tuple[dt.date, ...]:
    """The days a visit lasts that somebody puts on this day: one, or a large site's."""
    who = next(one for one in asked.model.consultants if one.name == consultant)
    place = next(one for one in asked.model.workplaces if one.key == number)
    return rules.days_by_hand(asked.model.season, who, place, visit, on)


def broken_by(asked: Question, *, number: str, visit: int, consultant: str, days: tuple[dt.date, ...], start: dt.time) -> list[Text]:
    """The rules that this place would break and the present one does not, in words. Empty: none."""
    who = next(one for one in asked.model.consultants if one.name == consultant)
    there = rules.Visit(number, visit, days[0], start, who.agency, consultant, 0.0, Text("", ""), days[1:])
    after = [one for one in asked.standing if (one.workplace, one.visit) != (number, visit)] + [there]
    # moving one by hand, its own pin does not count
    model = replace(asked.model, pinned=tuple(p for p in asked.model.pinned if (p.workplace, p.visit) != (number, visit)))
    before = {(one.rule, one.where) for one in rules.check(model, asked.standing)}
    return [
        one.where for one in rules.check(model, after)
        if one.rule not in _COUNTED_LATER and (one.rule, one.where) not in before
    ]  # fmt: skip


def day_km(asked: Question, consultant: str, numbers: Sequence[str]) -> float:
    """Kilometres of one visit of a day that goes to these workplaces in this order: the round divided by its visits."""
    who = next(one for one in asked.model.consultants if one.name == consultant)
    places = {one.key: one for one in asked.model.workplaces}
    stops = [(places[number].latitude, places[number].longitude) for number in numbers if number in places]
    base = (who.latitude, who.longitude)
    around = sum(_km(a, b) for a, b in pairwise([base, *stops, base])) * asked.model.season.detour
    return round(around / len(stops), 3) if stops else 0.0


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance (haversine)."""
    a, b = math.radians(one[0]), math.radians(other[0])
    turn = math.radians(other[1] - one[1])
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(half))
