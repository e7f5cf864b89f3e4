"""The hours of a consultant's day: who is visited first, when each visit begins, and the kilometres of the round."""

from __future__ import annotations

import datetime as dt

from jikim.rules.dispatching.distances import Distances
from jikim.rules.dispatching.hours import CLOSES, after, alone, before, keeps_limits, shared_day, travel
from jikim.rules.dispatching.schedule import Day


def round_km(road: Distances, day: Day) -> float:
    """From the base, by all stops, and back."""
    return road.round_km(day.consultant, day.stops[0][0], day.stops[-1][0])


def starts(road: Distances, day: Day, earliest: float = 0) -> list[tuple[int, int, dt.time]]:
    """(workplace, visit, start) in the order of the day; the nearer one first. The next begins after visit and way.

    Where a workplace named its hours, the order is the one in which both fit and the day ends first. `earliest`: a day of one begins
    no sooner, after a late visit the day before.
    """
    stops = sorted(day.stops, key=lambda stop: (road.base[day.consultant, stop[0]], stop))
    if len(stops) == 2 and (road.hours[stops[0][0]] or road.hours[stops[1][0]]):
        both = shared_day(road, day.consultant, stops[0][0], stops[1][0])
        if both:
            visit = dict(stops)
            return [(w, visit[w], clock(minute)) for w, minute in both]
    minute = alone(road, day.consultant, stops[0][0], earliest if len(stops) == 1 else 0) or 0
    made = []
    for at, (w, number) in enumerate(stops):
        if at:
            minute = after(road, stops[at - 1][0], minute, w) or 0
        made.append((w, number, clock(minute)))
    return made


def fitted(road: Distances, c: int, w: int, there: int, minute: int) -> int | None:
    """When w can be visited on a day on which `there` begins at that minute and stays: before or after it; None: not at all."""
    if not road.minutes_fit(c, w, there):
        return None
    if road.hours[w] or road.hours[there]:
        return _fitted_in_hours(road, c, w, there, minute)
    way = travel(road, float(road.between[w, there]))
    first = alone(road, c, w)
    if first is not None and first + road.minutes[w] + way <= minute:
        return first
    then = after(road, there, minute, w)
    return then if then is not None and then + road.minutes[w] <= CLOSES else None


def clock(minute: int) -> dt.time:
    return dt.time(minute // 60, minute % 60)


def _fitted_in_hours(road: Distances, c: int, w: int, there: int, minute: int) -> int | None:
    first = before(road, c, w, there, minute)
    if first is not None:
        return first
    then = after(road, there, minute, w)
    if then is None or (not road.hours[w] and then + road.minutes[w] > CLOSES):
        return None
    return then if keeps_limits(road, c, (there, minute), (w, then)) else None
