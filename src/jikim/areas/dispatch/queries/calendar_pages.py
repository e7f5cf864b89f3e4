"""A month or a week of visits as days, for the calendar page. Pure arrangement; reads nothing by itself."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from jikim.areas.dispatch.queries.plans import VisitRow
from jikim.shared.ui import formats

#: visits of a day shown in a month; the rest are a link away
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Day:
    on: dt.date
    rows: tuple[VisitRow, ...]
    inside: bool
    is_off: bool
    shown: int = SHOWN

    @property
    def first(self) -> tuple[VisitRow, ...]:
        return self.rows[: self.shown]

    @property
    def short(self) -> str:
        """Without the year, which stands above."""
        return formats.short_day(self.on)

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - self.shown)


@dataclass(frozen=True, slots=True)
class Span:
    """The days shown, in weeks from Monday, and the addresses before and after."""

    view: str
    first: dt.date
    last: dt.date
    before: dt.date
    after: dt.date

    @staticmethod
    def month(on: dt.date) -> Span:
        first = on.replace(day=1)
        last = first.replace(day=calendar.monthrange(on.year, on.month)[1])
        return Span("month", first, last, first - dt.timedelta(days=1), last + dt.timedelta(days=1))

    @staticmethod
    def week(on: dt.date) -> Span:
        first = on - dt.timedelta(days=on.weekday())
        return Span("week", first, first + dt.timedelta(days=6), first - dt.timedelta(days=7), first + dt.timedelta(days=7))


def weeks(span: Span, rows: Iterable[VisitRow], holidays: Collection[dt.date]) -> list[list[Day]]:
    """The span's days in weeks, each with its visits; a month is filled up to whole weeks."""
    by_day: dict[dt.date, list[VisitRow]] = {}
    for row in rows:
        for on in row.days:
            by_day.setdefault(on, []).append(row)
    start = span.first - dt.timedelta(days=span.first.weekday())
    made = []
    while start <= span.last:
        days = [start + dt.timedelta(days=n) for n in range(7)]
        made.append([
            Day(day, tuple(by_day.get(day, ())), span.first <= day <= span.last, day.weekday() > 4 or day in holidays,
                SHOWN if span.view == "month" else 10_000)
            for day in days
        ])  # fmt: skip
        start += dt.timedelta(days=7)
    return made


def months_of(counts: Mapping[tuple[dt.date, int], int]) -> tuple[list[dt.date], list[tuple[int, list[int]]]]:
    """The months from the first visit to the last, and how many of each of the three visits fall in each. `counts`: (first of month, visit) → visits."""
    if not counts:
        return [], []
    month, last = min(counts)[0], max(counts)[0]
    months = [month]
    while months[-1] < last:
        months.append((months[-1] + dt.timedelta(days=31)).replace(day=1))
    return months, [(number, [counts.get((month, number), 0) for month in months]) for number in (1, 2, 3)]
