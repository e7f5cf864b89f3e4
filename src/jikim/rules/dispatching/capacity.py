"""How many workplaces a consultant or an agency can carry at the very most, by the calendar alone. Upper limits, never promises."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations_with_replacement, groupby

import numpy as np
import scipy  # type: ignore[import-untyped]  # its parts load when they are first used

from jikim.rules.calendar import working_days
from jikim.rules.dispatching.model import Agency, Consultant, Model, Season

Month = str


def windows(season: Season) -> tuple[tuple[dt.date, dt.date], ...]:
    """First and last day each of the three visits can fall on."""
    second, third = dt.timedelta(season.days_to_second), dt.timedelta(season.days_to_third)
    first_last = season.ends_on - third - second
    if season.first_visits_by:
        first_last = min(first_last, season.first_visits_by)
    start = season.starts_on
    return (start, first_last), (start + second, season.ends_on - third), (start + second + third, season.ends_on)


def open_days(season: Season, not_before: dt.date | None = None) -> tuple[dt.date, ...]:
    first = max(season.starts_on, not_before) if not_before else season.starts_on
    return tuple(working_days(first, season.ends_on, season.holidays))


@lru_cache(maxsize=8192)
def month_of(day: dt.date) -> Month:
    """A calendar month as "2017-04"."""
    return f"{day.year:04}-{day.month:02}"


def most_of_consultant(season: Season, days: Sequence[dt.date], consultant: Consultant) -> int:
    """Workplaces one consultant's days could hold."""
    own = tuple(day for day in days if consultant.works(day))
    by_month = Counter(month_of(day) for day in own)
    return _most(season, own, tuple((month, min(many, consultant.days_in(month))) for month, many in sorted(by_month.items())), None)


def most_of_agency(season: Season, days: Sequence[dt.date], agency: Agency) -> int:
    """Workplaces an agency's monthly maximum could hold."""
    months = sorted({month_of(day) for day in days})
    return _most(season, tuple(days), None, tuple((month, agency.visits_in(month)) for month in months))


Limits = tuple[tuple[Month, int], ...]


@lru_cache(maxsize=4096)
def _most(season: Season, days: tuple[dt.date, ...], days_of: Limits | None, visits_of: Limits | None) -> int:
    """The most workplaces whose visits fit the months: a whole number of each triple of months that the intervals allow."""
    limits = dict(days_of or visits_of or ())
    months = sorted(limits)
    by_month = {month: tuple(group) for month, group in groupby(days, key=month_of)}
    ranges = windows(season)
    triples = [
        triple for triple in combinations_with_replacement(months, 3)
        if _possible(season, ranges, by_month, triple) and not (days_of and limits[triple[0]] == 1 and triple[0] == triple[1])
    ]  # fmt: skip
    if not triples:
        return 0
    room = [limits[month] * (season.visits_a_day if days_of else 1) for month in months]
    uses = np.array([[triple.count(month) for triple in triples] for month in months], float)
    found = scipy.optimize.milp(
        -np.ones(len(triples)), constraints=scipy.optimize.LinearConstraint(uses, -np.inf, np.array(room, float)),
        integrality=np.ones(len(triples)), bounds=scipy.optimize.Bounds(0, np.inf), options={"node_limit": 200},
    )  # fmt: skip
    # what HiGHS proved, should it have stopped before the end
    return max(0, math.floor(1e-6 - float(found.mip_dual_bound)))


def _possible(
    season: Season, ranges: Sequence[tuple[dt.date, dt.date]], by_month: Mapping[Month, Sequence[dt.date]], triple: tuple[Month, ...]
) -> bool:
    """Is there a day for each visit in its month, window and interval? The earliest day each time is as good as any."""
    gaps = (0, season.days_to_second, season.days_to_third)
    after = dt.date.min
    for month, (low, high), gap in zip(triple, ranges, gaps, strict=True):
        days = by_month.get(month, ())
        at = bisect_left(days, max(low, after + dt.timedelta(gap)))
        if at == len(days) or days[at] > high:
            return False
        after = days[at]
    return True


def availability(model: Model) -> list[int]:
    """Days each consultant could visit over the season's months."""
    season = model.season
    months = sorted({month_of(season.starts_on + dt.timedelta(n)) for n in range((season.ends_on - season.starts_on).days + 1)})
    return [sum(consultant.days_in(month) for month in months) for consultant in model.consultants]


def fair_caps(model: Model, served: int) -> list[int]:
    """The most workplaces each consultant may have when `served` are served: twice the fair share by availability, at least one.

    Everybody with any availability may have one: a share below a half would otherwise forbid small plans altogether.
    What the office allows somebody by name stands in place of the share.
    """
    days = availability(model)
    total, times = sum(days), model.season.fair_share_times
    return [
        one.most_workplaces if one.most_workplaces is not None else max(1, times * served * own // total) if own else 0
        for one, own in zip(model.consultants, days, strict=True)
    ]
