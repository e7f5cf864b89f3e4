"""The hours of a consultant's day: who is visited first, when each visit begins, and the kilometres of the round."""

from __future__ import annotations

import datetime as dt

from jikim.rules.dispatching.distances import Distances
from jikim.rules.dispatching.schedule import Day

#: workplaces receive from nine; nobody leaves before seven; appointments stand on ten minutes
OPENS, LEAVES, STEP = 9 * 60, 7 * 60, 10
#: a second visit waits until everybody has had lunch
AFTERNOON = 13 * 60
#: whoever travels longer than this goes the day before
LATEST_START = 14 * 60
#: a visit added to a day that already has one ends by then
CLOSES = 18 * 60


def round_km(road: Distances, day: Day) -> float:
    """From the base, by all stops, and back."""
    return road.round_km(day.consultant, day.stops[0][0], day.stops[-1][0])


def starts(road: Distances, day: Day) -> list[tuple[int, int, dt.time]]:
    """(workplace, visit, start) in the order of the day; the nearer one first. The next begins after visit and way."""
    stops = sorted(day.stops, key=lambda stop: (road.base[day.consultant, stop[0]], stop))
    minute = alone(road, day.consultant, stops[0][0])
    made = []
    for at, (w, visit) in enumerate(stops):
        if at:
            minute = _after(road, stops[at - 1][0], minute, w)
        made.append((w, visit, clock(minute)))
    return made


def alone(road: Distances, c: int, w: int) -> int:
    """When the first visit of a day begins, in minutes after midnight."""
    return _stepped(min(LATEST_START, max(OPENS, LEAVES + _travel(road, float(road.base[c, w])))))


def fitted(road: Distances, c: int, w: int, there: int, minute: int) -> int | None:
    """When w can be visited on a day on which `there` begins at that minute and stays: before or after it; None: not at all."""
    if not road.fits_a_day(c, w, there):
        return None
    way = _travel(road, float(road.between[w, there]))
    first = alone(road, c, w)
    if first + road.minutes[w] + way <= minute:
        return first
    after = _after(road, there, minute, w)
    return after if after + road.minutes[w] <= CLOSES else None


def clock(minute: int) -> dt.time:
    return dt.time(minute // 60, minute % 60)


def _after(road: Distances, before: int, minute: int, w: int) -> int:
    """The next visit: past lunch, the visit before and the way."""
    return _stepped(max(AFTERNOON, minute + float(road.minutes[before]) + _travel(road, float(road.between[before, w]))))


def _stepped(minute: float) -> int:
    return -STEP * int(-minute // STEP)


def _travel(road: Distances, km: float) -> float:
    return 60 * km / road.km_an_hour
