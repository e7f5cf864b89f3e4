"""How many workplaces a consultant or an agency can carry at the very most, by the calendar alone. Upper limits, never promises."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from jikim.rules.calendar import working_days
from jikim.rules.dispatching.model import Consultant, Model, Season

Month = tuple[int, int]


def windows(season: Season) -> tuple[tuple[dt.date, dt.date], ...]:
    """First and last day each of the three visits can fall on."""
    second, third = dt.timedelta(season.days_to_second), dt.timedelta(season.days_to_third)
    first_last = season.ends_on - third - second
    if season.first_visits_by:
        first_last = min(first_last, season.first_visits_by)
    start = season.starts_on
    return (start, first_last), (start + second, season.ends_on - third), (start + second + third, season.ends_on)


def open_days(season: Season) -> tuple[dt.date, ...]:
    return tuple(working_days(season.starts_on, season.ends_on, season.holidays))


def month_of(day: dt.date) -> Month:
    return day.year, day.month


def most_of_consultant(season: Season, days: Sequence[dt.date], consultant: Consultant) -> int:
    """Workplaces one consultant's days could hold."""
    own = [day for day in days if day not in consultant.days_off]
    return _most(season, own, consultant.days_a_month, season.visits_a_day, None)


def most_of_agency(season: Season, days: Sequence[dt.date], visits_a_month: int) -> int:
    """Workplaces an agency's monthly maximum could hold."""
    return _most(season, days, None, None, visits_a_month)


def _most(season: Season, days: Sequence[dt.date], days_a_month: int | None, a_day: int | None, a_month: int | None) -> int:
    """Hall's condition over the three windows: any k of the visits need room for k × workplaces in their days."""
    spans = windows(season)
    best = None
    for k in (1, 2, 3):
        for some in combinations(spans, k):
            inside = Counter(month_of(day) for day in days if any(low <= day <= high for low, high in some))
            room = 0
            for many in inside.values():
                visits = many if days_a_month is None else min(many, days_a_month)
                visits = visits * a_day if a_day is not None else 10**9
                room += visits if a_month is None else min(visits, a_month)
            best = room // k if best is None else min(best, room // k)
    return max(0, best or 0)


def fair_caps(model: Model, served: int) -> list[int]:
    """The most workplaces each consultant may have when `served` are served: twice the fair share by availability, at least one.

    Everybody with any availability may have one: a share below a half would otherwise forbid small plans altogether.
    """
    total = sum(consultant.days_a_month for consultant in model.consultants)
    times = model.season.fair_share_times
    return [
        max(1, times * served * consultant.days_a_month // total) if consultant.days_a_month else 0
        for consultant in model.consultants
    ]
