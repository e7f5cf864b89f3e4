"""Ten-minute talks on the day of a visit: the slots its minutes leave, and how many workers they do not reach. Counts, never names."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from jikim.rules.dispatching.day import clock
from jikim.rules.dispatching.distances import distances
from jikim.rules.dispatching.hours import CLOSES
from jikim.rules.dispatching.model import Model, Workplace
from jikim.rules.dispatching.result import Visit
from jikim.rules.visit_hours import DAY

TALK_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Slots:
    """When talks can begin after the work of one visit's day is done."""

    workplace: str
    visit: int
    on: dt.date
    starts: tuple[dt.time, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Of one workplace over its visits: slots, customer service workers, and how many find none."""

    slots: int
    workers: int

    @property
    def unmet(self) -> int:
        return max(0, self.workers - self.slots)


def talk_slots(model: Model, visits: Sequence[Visit]) -> tuple[Slots, ...]:
    """The slots of every visit of these plans' days, by day and hour; a visit of several days has some on each.

    After a visit's own minutes (`Season.visit_minutes`) talks go on until the consultant leaves for the next visit; after the
    last until six (or the end of the hours a workplace named), or until the day with its travel would be longer than `Season.day_minutes`.
    """
    road, season = distances(model), model.season
    number = {w.key: at for at, w in enumerate(model.workplaces)}
    person = {c.name: at for at, c in enumerate(model.consultants)}
    days: dict[tuple[int, dt.date], list[Visit]] = defaultdict(list)
    for v in visits:
        for on in v.days:
            days[person[v.consultant], on].append(v)
    made = []
    for (c, on), own in sorted(days.items(), key=lambda entry: (entry[0][1], entry[0][0])):
        own.sort(key=lambda v: v.start)
        left_home = _minute(own[0]) - _travel(road.base[c, number[own[0].workplace]], season.km_an_hour)
        for at, v in enumerate(own):
            w = number[v.workplace]
            if at + 1 < len(own):
                until = _minute(own[at + 1]) - _travel(road.between[w, number[own[at + 1].workplace]], season.km_an_hour)
            else:
                until = min(_closes(model.workplaces[w], _minute(v)), left_home + season.day_minutes - _travel(road.base[c, w], season.km_an_hour))
            begins = _minute(v) + int(road.minutes[w])
            # a talk begins on the day of the visit: not after midnight
            many = max(0, int((min(until, DAY) - begins) // TALK_MINUTES))
            made.append(Slots(v.workplace, v.visit, on, tuple(clock(begins + n * TALK_MINUTES) for n in range(many))))
    return tuple(made)


def talk_reach(model: Model, visits: Sequence[Visit]) -> dict[str, Reach]:
    """Per planned workplace how far the slots of its visits go."""
    slots: dict[str, int] = defaultdict(int)
    for one in talk_slots(model, visits):
        slots[one.workplace] += len(one.starts)
    return {w.key: Reach(slots[w.key], w.service_workers) for w in model.workplaces if w.key in slots}


def _closes(workplace: Workplace, minute: int) -> int:
    """The end of the window the visit stands in; six where no hours were named or it stands in none of them."""
    return next((high for low, high in workplace.hours if low <= minute < high), CLOSES)


def _minute(visit: Visit) -> int:
    return visit.start.hour * 60 + visit.start.minute


def _travel(km: float, km_an_hour: float) -> float:
    return 60 * float(km) / km_an_hour
