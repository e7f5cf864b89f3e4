"""The days a group of workplaces needs, in order, each with the last date that leaves room for those after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.rules.dispatching.capacity import windows
from jikim.rules.dispatching.large_sites import days_of
from jikim.rules.dispatching.model import MOST_DAYS_APART, Model, Season
from jikim.rules.dispatching.pairing import Group

#: which visits share a day: (place in the group, visit) by day of the group's sequence
_SEQUENCES: dict[int, tuple[tuple[tuple[int, int], ...], ...]] = {
    1: (((0, 1),), ((0, 2),), ((0, 3),)),
    2: (((0, 1), (1, 1)), ((0, 2), (1, 2)), ((0, 3), (1, 3))),
    3: (((0, 1), (1, 1)), ((1, 2), (2, 1)), ((0, 2), (2, 2)), ((0, 3), (1, 3)), ((2, 3),)),
}


@dataclass(slots=True)
class Task:
    """One day of a group, or the days of one visit that lasts several."""

    group: int
    stops: tuple[tuple[int, int], ...]
    #: the last day to begin, and the day by which it must have ended: the same unless it lasts several
    deadline: dt.date
    ends_by: dt.date
    #: days; one that lasts several stands alone
    lasts: int = 1


def tasks_of(model: Model, group: Group, number: int) -> list[Task]:
    """The group's days in order, each with the last date that leaves room for those after it."""
    spans, season = windows(model.season), model.season
    latest: dict[tuple[int, int], dt.date] = {}
    tasks: list[Task] = []
    for pattern in reversed(_SEQUENCES[len(group.members)]):
        stops = tuple((group.members[place], visit) for place, visit in pattern)
        ends_by = min(
            min(spans[visit - 1][1], latest[w, visit + 1] - gap(season, visit + 1) if visit < 3 else season.ends_on) for w, visit in stops
        )
        deadline = min(_last_begin(model, group.consultant, stops, ends_by), *(_month_ends(model, w, ends_by) for w, visit in stops if visit == 1), ends_by)
        latest.update(dict.fromkeys(stops, deadline))
        lasts = season.days_at(model.workplaces[stops[0][0]], stops[0][1])
        tasks.append(Task(number, stops, deadline, ends_by, lasts))
    return tasks[::-1]


def _month_ends(model: Model, w: int, last: dt.date) -> dt.date:
    """The last day to begin a first visit: this one, or that of the month drawn for the workplace."""
    month = (model.season.start_months or {}).get(model.workplaces[w].key)
    if month is None:
        return last
    year, number = map(int, month.split("-"))
    following = dt.date(year + number // 12, number % 12 + 1, 1)
    return min(last, following - dt.timedelta(1))


def _last_begin(model: Model, c: int, stops: tuple[tuple[int, int], ...], ends_by: dt.date) -> dt.date:
    """The last day from which the visits have ended by then. One that lasts several days stands alone."""
    (w, visit), consultant = stops[0], model.consultants[c]
    if model.season.days_at(model.workplaces[w], visit) == 1:
        return ends_by
    for n in range(MOST_DAYS_APART + 1):
        first = ends_by - dt.timedelta(n)
        days = days_of(model.season, consultant, model.workplaces[w], visit, first)
        if days and days[-1] <= ends_by and consultant.works(first):
            return first
    return ends_by


def gap(season: Season, visit: int) -> dt.timedelta:
    """From the end of the visit before."""
    return dt.timedelta(season.days_to_second if visit == 2 else season.days_to_third)
