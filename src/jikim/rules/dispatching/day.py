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


def round_km(road: Distances, day: Day) -> float:
    """From the base, by all stops, and back."""
    return road.round_km(day.consultant, day.stops[0][0], day.stops[-1][0])


def starts(road: Distances, day: Day) -> list[tuple[int, int, dt.time]]:
    """(workplace, visit, start) in the order of the day; the nearer one first. The next begins after visit and way."""
    stops = sorted(day.stops, key=lambda stop: (road.base[day.consultant, stop[0]], stop))
    minute = min(LATEST_START, max(OPENS, LEAVES + _travel(road, float(road.base[day.consultant, stops[0][0]]))))
    made = []
    for at, (w, visit) in enumerate(stops):
        if at:
            before = stops[at - 1][0]
            minute = max(AFTERNOON, minute + float(road.minutes[before]) + _travel(road, float(road.between[before, w])))
        minute = -STEP * int(-minute // STEP)
        made.append((w, visit, dt.time(int(minute) // 60, int(minute) % 60)))
    return made


def _travel(road: Distances, km: float) -> float:
    return 60 * km / road.km_an_hour
