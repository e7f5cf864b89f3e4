"""When a visit can begin where a workplace named its hours, alone or beside another of the same day. Plans no season."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from jikim.rules.visit_hours import DAY, Hours

if TYPE_CHECKING:
    from jikim.rules.dispatching.distances import Bools, Distances, Ints

#: workplaces receive from nine; nobody leaves before seven; appointments stand on ten minutes
OPENS, LEAVES, STEP = 9 * 60, 7 * 60, 10
#: a second visit waits until everybody has had lunch
AFTERNOON = 13 * 60
#: whoever travels longer than this goes the day before
LATEST_START = 14 * 60
#: a visit added to a day that already has one ends by then
CLOSES = 18 * 60


def first_start(hours: Hours, minutes: float, earliest: float) -> int | None:
    """The first start, on ten minutes and before midnight, from which the visit ends inside one window."""
    for low, high in hours:
        start = stepped(max(low, earliest))
        if start + minutes <= high and start < DAY:
            return start
    return None


def last_start(hours: Hours, minutes: float, latest: float) -> int | None:
    """The last start not after `latest` from which the visit ends inside one window."""
    for low, high in reversed(hours):
        start = int(min(latest, high - minutes, DAY - STEP) // STEP) * STEP
        if start >= low:
            return start
    return None


def alone(road: Distances, c: int, w: int, earliest: float = 0) -> int | None:
    """When the first visit of a day begins, in minutes after midnight. None: no window is as long as the visit, or only before `earliest`.

    Where a window closes before one could be there from seven, one goes the day before.
    """
    hours, reach = road.hours[w], LEAVES + travel(road, float(road.base[c, w]))
    if not hours:
        start = stepped(max(earliest, min(LATEST_START, max(OPENS, reach))))
        return start if start <= LATEST_START else None
    start_there = first_start(hours, float(road.minutes[w]), max(earliest, reach))
    return first_start(hours, float(road.minutes[w]), earliest) if start_there is None else start_there


def after(road: Distances, before: int, minute: float, w: int) -> int | None:
    """When w can begin after another visit that began at that minute: past it and the way, and past lunch unless w named hours."""
    ready = minute + float(road.minutes[before]) + travel(road, float(road.between[before, w]))
    if road.hours[w]:
        return first_start(road.hours[w], float(road.minutes[w]), ready)
    return stepped(max(AFTERNOON, ready))


def before(road: Distances, c: int, w: int, there: int, minute: float) -> int | None:
    """When w can begin so that the other visit still begins at that minute: as early as may be, else as late."""
    latest = minute - travel(road, float(road.between[w, there])) - float(road.minutes[w])
    first = alone(road, c, w)
    if first is None or first > latest:
        return None
    if keeps_limits(road, c, (w, first), (there, minute)):
        return first
    usual = ((OPENS, CLOSES),)
    late = last_start(road.hours[w] or usual, float(road.minutes[w]), latest)
    return late if late is not None and late >= first and keeps_limits(road, c, (w, late), (there, minute)) else None


def shared_day(road: Distances, c: int, first: int, second: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Both visits as (workplace, start), of the two orders the one that ends first. For days on which a workplace named its hours."""
    found = []
    for one, other in ((first, second), (second, first)):
        begins = alone(road, c, one)
        then = None if begins is None else after(road, one, begins, other)
        if then is None or (not road.hours[other] and then + road.minutes[other] > CLOSES):
            continue
        start = before(road, c, one, other, then)
        if start is not None:
            found.append((then + float(road.minutes[other]), ((one, start), (other, then))))
    return min(found)[1] if found else None


def span_of(road: Distances, c: int, places: Sequence[int], earliest: float) -> tuple[float, float] | None:
    """When a day of these one or two visits begins and ends; a day of one begins no sooner than `earliest`. As day.starts has it."""
    if len(places) == 1:
        begins = alone(road, c, places[0], earliest)
        return None if begins is None else (begins, begins + float(road.minutes[places[0]]))
    one, other = sorted(places, key=lambda w: float(road.base[c, w]))
    if road.hours[one] or road.hours[other]:
        both = shared_day(road, c, one, other)
        return (both[0][1], both[1][1] + float(road.minutes[both[1][0]])) if both else None
    first = alone(road, c, one) or 0
    return first, (after(road, one, first, other) or 0) + float(road.minutes[other])


def keeps_limits(road: Distances, c: int, first: tuple[int, float], second: tuple[int, float]) -> bool:
    """The day with its waiting, by the same limits as the visits: without and with the way there and back."""
    (one, begins), (other, then) = first, second
    visits = then + float(road.minutes[other]) - begins
    way = travel(road, float(road.base[c, one] + road.base[c, other]))
    return visits <= road.visits_minutes and visits + way <= road.day_minutes


def stepped(minute: float) -> int:
    return -STEP * int(-minute // STEP)


def travel(road: Distances, km: float) -> float:
    """Minutes."""
    return 60 * km / road.km_an_hour


def hours_apart(road: Distances, places: Ints) -> Bools:
    """Which of these workplaces cannot share a day because of the hours they named, whoever goes. Never true of two that could:
    a bound rests on it."""
    kinds: dict[tuple[Hours, float], int] = {}
    of = np.array([kinds.setdefault((road.hours[w], float(road.minutes[w])), len(kinds)) for w in places], np.int64)
    longest_way = np.full((len(kinds), len(kinds)), np.inf)
    for one, a in kinds.items():
        for other, b in kinds.items():
            if one[0] or other[0]:
                longest_way[a, b] = max(_longest_way(road, one, other), _longest_way(road, other, one))
    way = 60 * road.between[np.ix_(places, places)] / road.km_an_hour
    return np.asarray(way > longest_way[np.ix_(of, of)] + 1e-9)


def _longest_way(road: Distances, one: tuple[Hours, float], other: tuple[Hours, float]) -> float:
    """Minutes of way between a visit and the next of the day that their windows and the limit for visits allow at the very most."""
    (first, first_minutes), (second, second_minutes) = one, other
    spare = road.visits_minutes - first_minutes - second_minutes
    ways = [
        min(high - second_minutes - low_first - first_minutes, spare)
        for low_first, high_first in first or ((OPENS, DAY),) for low, high in second or ((OPENS, DAY),)
        if low - high_first <= spare
    ]  # fmt: skip
    return max(ways, default=-np.inf)
