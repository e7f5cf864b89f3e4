"""How many workplaces a consultant or an agency can carry at the very most, by the calendar alone. Upper limits, never promises."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations_with_replacement

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]

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
    own = tuple(day for day in days if day not in consultant.days_off)
    return _most(season, own, consultant.days_a_month, None)


def most_of_agency(season: Season, days: Sequence[dt.date], visits_a_month: int) -> int:
    """Workplaces an agency's monthly maximum could hold."""
    return _most(season, tuple(days), None, visits_a_month)


@lru_cache(maxsize=4096)
def _most(season: Season, days: tuple[dt.date, ...], days_a_month: int | None, visits_a_month: int | None) -> int:
    """The most workplaces whose visits fit the months: a whole number of each triple of months that the intervals allow."""
    by_month = Counter(month_of(day) for day in days)
    months = sorted(by_month)
    triples = [
        triple for triple in combinations_with_replacement(months, 3)
        if _possible(season, days, triple) and not (days_a_month == 1 and triple[0] == triple[1])
    ]  # fmt: skip
    if not triples:
        return 0
    room = []
    for month in months:
        held = by_month[month] if days_a_month is None else min(by_month[month], days_a_month)
        visits = held * season.visits_a_day if days_a_month is not None else 10**6
        room.append(visits if visits_a_month is None else min(visits, visits_a_month))
    uses = np.array([[triple.count(month) for triple in triples] for month in months], float)
    found = milp(
        -np.ones(len(triples)), constraints=LinearConstraint(uses, -np.inf, np.array(room, float)),
        integrality=np.ones(len(triples)), bounds=Bounds(0, np.inf), options={"node_limit": 200},
    )  # fmt: skip
    # what HiGHS proved, should it have stopped before the end
    return max(0, math.floor(1e-6 - float(found.mip_dual_bound)))


def _possible(season: Season, days: tuple[dt.date, ...], triple: tuple[Month, ...]) -> bool:
    """Is there a day for each visit in its month, window and interval? The earliest day each time is as good as any."""
    gaps = (0, season.days_to_second, season.days_to_third)
    after = dt.date.min
    for month, (low, high), gap in zip(triple, windows(season), gaps, strict=True):
        least = max(low, after + dt.timedelta(gap))
        first = next((day for day in days if month_of(day) == month and least <= day <= high), None)
        if first is None:
            return False
        after = first
    return True


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
