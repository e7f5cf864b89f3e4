"""Dates: every group's days, the earliest deadline first, day by day through the season. Says which workplaces found no dates."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from types import MappingProxyType

from jikim.rules.dispatching.allot import Room
from jikim.rules.dispatching.capacity import Month, month_of, open_days
from jikim.rules.dispatching.distances import Distances
from jikim.rules.dispatching.hours import span_of
from jikim.rules.dispatching.large_sites import days_of
from jikim.rules.dispatching.model import Model
from jikim.rules.dispatching.pairing import Group
from jikim.rules.dispatching.rest import earliest_after, latest_before, nights_matter
from jikim.rules.dispatching.tasks import Task, gap, tasks_of

#: by consultant and day: when it begins and ends, in minutes after midnight
Spans = Mapping[tuple[int, dt.date], tuple[float, float]]
_DAY = dt.timedelta(1)


@dataclass(frozen=True, slots=True)
class Day:
    """A consultant's day: the visits made, as (workplace, visit). A visit that lasts several days stands in each of them."""

    consultant: int
    on: dt.date
    stops: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The days, and per workplace without dates whose room ended: "consultant", "agency" or "workplace"."""

    days: tuple[Day, ...]
    failed: dict[int, str] = field(default_factory=dict)


def timetable(model: Model, road: Distances, groups: Sequence[Group], room: Room, spans: Spans = MappingProxyType({})) -> Timetable:
    """Dates for all groups, beside days that stand already (`spans`: when they begin and end). Groups that do not fit are taken apart;
    where that is not enough, all of their agency's, whose visits then share days as they come. What still does not fit is left out whole."""
    table = _fitted(model, road, groups, room, spans)
    if table.failed:
        tight = {room.agency_of[group.consultant] for group in groups if not table.failed.keys().isdisjoint(group.members)}
        apart = [
            part for group in groups
            for part in ([Group(group.consultant, (w,)) for w in group.members] if room.agency_of[group.consultant] in tight else [group])
        ]  # fmt: skip
        table = min(table, _fitted(model, road, apart, room, spans), key=lambda one: len(one.failed))
    return table


def _fitted(model: Model, road: Distances, groups: Sequence[Group], room: Room, spans: Spans) -> Timetable:
    left: dict[int, str] = {}
    todo = list(groups)
    while True:
        run = _Run(model, road, todo, room, spans)
        stuck = run.go()
        if not stuck:
            return Timetable(tuple(run.days), left)
        for at in sorted(stuck, reverse=True):
            group = todo.pop(at)
            if len(group.members) == 1:
                left[group.members[0]] = stuck[at]
            else:
                todo.append(Group(group.consultant, group.members[:-1]))
                todo.append(Group(group.consultant, group.members[-1:]))


class _Run:
    def __init__(self, model: Model, road: Distances, groups: Sequence[Group], room: Room, spans: Spans) -> None:
        self.model, self.road, self.room = model, road, room
        self.waiting: dict[int, list[Task]] = defaultdict(list)
        for number, group in enumerate(groups):
            self.waiting[group.consultant] += tasks_of(model, group, number)
        for tasks in self.waiting.values():
            tasks.sort(key=lambda task: (task.deadline, task.group, task.stops[0][1]))
        self.months = model.season.start_months or {}
        self.done: dict[tuple[int, int], dt.date] = {}
        self.days: list[Day] = []
        #: by consultant and month the days used, and the last day of a visit that lasts several
        self.used: dict[tuple[int, Month], int] = defaultdict(int)
        self.until: dict[int, dt.date] = {}
        self.nights, self.spans = nights_matter(model.season, road), dict(spans)
        months = sorted({month_of(day) for day in open_days(model.season, model.not_before)}, reverse=True)
        #: days of each consultant from a month to the season's end
        self.days_left = {
            (c, month): days for c in self.waiting
            for month, days in zip(months, accumulate(model.consultants[c].days_in(month) for month in months), strict=True)
        }  # fmt: skip

    def go(self) -> dict[int, str]:
        """Runs through the season. The groups that missed a deadline, and why."""
        model = self.model
        used = self.used
        visits: dict[tuple[int, Month], int] = defaultdict(int)
        full_agencies: set[int] = set()
        for day in open_days(model.season, model.not_before):
            month = month_of(day)
            ready = []
            for c, tasks in self.waiting.items():
                consultant = model.consultants[c]
                if tasks and used[c, month] < consultant.days_in(month) and consultant.works(day) and self.until.get(c, day) <= day:
                    best = next((one for one in tasks if self._ready(c, one, day)), None)
                    if best:
                        ready.append((best.deadline, self._spare(c, day, used[c, month]), c, best))
            # of one deadline, those with least days to spare first: an agency's month may be full before the last
            for _, _, c, first in sorted(ready, key=lambda entry: entry[:3]):
                a = self.room.agency_of[c]
                free = model.agencies[a].visits_in(month) - visits[a, month]
                task: Task | None = first
                if len(first.stops) > free:
                    full_agencies.add(a)
                    task = next((one for one in self.waiting[c] if len(one.stops) <= free and self._ready(c, one, day)), None)
                if task:
                    made = self._make(c, day, task, free)
                    visits[a, month] += made
        return {
            task.group: self._why(c, task, full_agencies) for c, tasks in sorted(self.waiting.items()) for task in tasks
        }

    def _spare(self, c: int, day: dt.date, used: int) -> int:
        """Days left to this consultant over the season, less those the waiting visits need at two a day."""
        waiting = sum(len(task.stops) for task in self.waiting[c] if task.lasts == 1)
        lasting = sum(task.lasts for task in self.waiting[c] if task.lasts > 1)
        return self.days_left[c, month_of(day)] - used - -(-waiting // 2) - lasting

    def _days(self, c: int, task: Task, day: dt.date) -> tuple[dt.date, ...] | None:
        """Those the task takes when begun that day; None: its further days do not fit the calendar or the months."""
        (w, visit), consultant = task.stops[0], self.model.consultants[c]
        days = days_of(self.model.season, consultant, self.model.workplaces[w], visit, day)
        if days is None or days[-1] > task.ends_by:
            return None
        more = Counter(month_of(one) for one in days)
        return days if all(self.used[c, month] + many <= consultant.days_in(month) for month, many in more.items()) else None

    def _ready(self, c: int, task: Task, day: dt.date) -> bool:
        if day > task.deadline:
            return False
        for w, visit in task.stops:
            if visit > 1:
                before = self.done.get((w, visit - 1))
                if before is None or day < before + gap(self.model.season, visit):
                    return False
            elif self.months.get(self.model.workplaces[w].key, month_of(day)) != month_of(day):
                return False
            if day in self.model.workplaces[w].closed:
                return False
        if task.lasts > 1 and self._days(c, task, day) is None:
            return False
        return not self.nights or self._span(c, task.stops, day, (self._days(c, task, day) or (day,))[-1]) is not None

    def _span(self, c: int, stops: tuple[tuple[int, int], ...], day: dt.date, last: dt.date) -> tuple[float, float] | None:
        """When these visits begin and end; None where the consultant would not rest in the night before or after them."""
        before, after = self.spans.get((c, day - _DAY)), self.spans.get((c, last + _DAY))
        earliest = max(0.0, earliest_after(self.model.season, before[1])) if before else 0.0
        span = span_of(self.road, c, [w for w, _ in stops], earliest)
        if span is None or span[0] < earliest or (after and span[1] > latest_before(self.model.season, after[0])):
            return None
        return span

    def _make(self, c: int, day: dt.date, task: Task, free: int) -> int:
        """The task is done that day, and where it is a single visit another single one that fits: that never costs more km."""
        tasks, own = self.waiting[c], self._days(c, task, day) or (day,)
        tasks.remove(task)
        stops = task.stops
        if len(stops) == 1 and free > 1 and self.model.season.visits_a_day > 1:
            w = stops[0][0]
            others = [one for one in tasks if len(one.stops) == 1 and self._ready(c, one, day) and self.road.fits_a_day(c, w, one.stops[0][0])
                      and (not self.nights or self._span(c, (*stops, *one.stops), day, day))]
            if others:
                other = min(others, key=lambda one: (one.stops[0][1], self.road.round_km(c, w, one.stops[0][0])))
                tasks.remove(other)
                stops += other.stops
        self.done.update(dict.fromkeys(stops, own[-1]))
        span = self._span(c, stops, day, own[-1]) if self.nights else None
        for one in own:
            if span:
                self.spans[c, one] = span
            self.used[c, month_of(one)] += 1
            self.days.append(Day(c, one, stops))
        if len(own) > 1:
            self.until[c] = own[-1] + dt.timedelta(1)
        return len(stops)

    def _why(self, c: int, task: Task, full_agencies: set[int]) -> str:
        if any(self.model.workplaces[w].closed or self.model.workplaces[w].key in self.months for w, _ in task.stops):
            return "workplace"
        return "agency" if self.room.agency_of[c] in full_agencies else "consultant"
