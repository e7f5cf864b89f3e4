"""Kilometres between workplaces and bases as arrays: great circle times the season's detour. Radius: IUGG mean, 6,371.0088 km."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jikim.rules.dispatching.hours import shared_day
from jikim.rules.dispatching.model import VISITS, Consultant, Model, Season, Workplace
from jikim.rules.visit_hours import Hours, longest
from jikim.rules.words import Text

EARTH_KM = 6371.0088
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Distances:
    """`base[c, w]` from a consultant's base, `between[w, v]` from one workplace to another, in road kilometres.

    `may[c, w]`: the agency covers the region and the consultant has what the workplace needs. `minutes[w]` of a visit.
    `alone[w]`: a large site, which shares no day; `days[w]`: how many its visits last on average, 1 elsewhere. `month[w]`: a number for the month of start drawn for it, 0 where it is free.
    `hours[w]`: the hours it named, empty where the usual ones suit.
    """

    base: Floats
    between: Floats
    may: Bools
    minutes: Floats
    km_an_hour: float
    day_minutes: float
    visits_minutes: float
    alone: Bools
    days: Floats
    month: Ints
    hours: tuple[Hours, ...]

    def apart(self, places: Ints) -> Bools:
        """Which of these workplaces cannot share the days of all three visits, whoever goes: large sites, different months of start."""
        alone, month = self.alone[places], self.month[places]
        return np.asarray(alone[:, None] | alone[None, :] | (month[:, None] != month[None, :]))

    def round_km(self, consultant: int, first: int, second: int) -> float:
        return float(self.base[consultant, first] + self.between[first, second] + self.base[consultant, second])

    def fits_a_day(self, consultant: int, first: int, second: int) -> bool:
        """Do both visits and the round fit the day's limits, and the hours both workplaces named?"""
        if not self.minutes_fit(consultant, first, second):
            return False
        free = first == second or not (self.hours[first] or self.hours[second])
        return free or shared_day(self, consultant, first, second) is not None

    def minutes_fit(self, consultant: int, first: int, second: int) -> bool:
        """Do both visits and the round fit the day's limits, whatever the hour?"""
        if first != second and (self.alone[first] or self.alone[second]):
            return False
        minutes = self.minutes[first] + self.minutes[second]
        travel = 60 * self.round_km(consultant, first, second) / self.km_an_hour
        way = 60 * self.between[first, second] / self.km_an_hour
        return bool(travel + minutes <= self.day_minutes and way + minutes <= self.visits_minutes)


def great_circle_km(one: Floats, other: Floats) -> Floats:
    """All distances between two lists of (latitude, longitude) in degrees: haversine."""
    km = np.empty((len(one), len(other)))
    b = np.radians(other)
    for at, a in enumerate(np.radians(one)):  # row by row: the sines of a large season would not fit in memory
        half = np.sin((a - b) / 2) ** 2
        square = half[:, 0] + np.cos(a[0]) * np.cos(b[:, 0]) * half[:, 1]
        km[at] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(square, 0.0, 1.0)))
    return km


def distances(model: Model) -> Distances:
    """The arrays of a model."""
    season = model.season
    places, bases = _points(model.workplaces), _points(model.consultants)
    return Distances(
        season.detour * great_circle_km(bases, places), season.detour * great_circle_km(places, places), _may(model),
        np.array([season.minutes_at(w) for w in model.workplaces], float), season.km_an_hour, season.day_minutes,
        season.visits_minutes, np.array([season.is_large(w) for w in model.workplaces], bool),
        np.array([sum(season.days_at(w, visit) for visit in VISITS) / len(VISITS) for w in model.workplaces], float), _months(model),
        tuple(w.hours for w in model.workplaces),
    )  # fmt: skip


def _months(model: Model) -> Ints:
    drawn = model.season.start_months or {}
    order = {month: at for at, month in enumerate(sorted(set(drawn.values())), 1)}
    return np.array([order.get(drawn.get(w.key, ""), 0) for w in model.workplaces], np.int64)


def _points(things: Sequence[Workplace] | Sequence[Consultant]) -> Floats:
    return np.array([(thing.latitude, thing.longitude) for thing in things], float).reshape(-1, 2)


def _may(model: Model) -> Bools:
    """Asked once for each region and need, not for each workplace: a large season has few of these."""
    covered = {agency.name: agency.regions for agency in model.agencies}
    alike: dict[tuple[str, str, frozenset[str]], list[int]] = {}
    for w, workplace in enumerate(model.workplaces):
        if hold_a_visit(model.season, workplace):
            alike.setdefault((workplace.region, workplace.qualification, workplace.languages), []).append(w)
    may = np.zeros((len(model.consultants), len(model.workplaces)), bool)
    for (region, _, _), places in alike.items():
        one = model.workplaces[places[0]]
        able = [c for c, consultant in enumerate(model.consultants) if region in covered.get(consultant.agency, ()) and suits(consultant, one)]
        may[np.ix_(able, places)] = True
    for w, workplace in enumerate(model.workplaces):
        if workplace.barred:
            may[[c for c, consultant in enumerate(model.consultants) if bar(consultant, workplace)], w] = False
    return may


def hold_a_visit(season: Season, workplace: Workplace) -> bool:
    """Is one window of the hours it named as long as a visit there?"""
    return not workplace.hours or longest(workplace.hours) >= season.minutes_at(workplace)


def bar(consultant: Consultant, workplace: Workplace) -> Text | None:
    """Why this consultant or the whole agency may not serve there, if so."""
    return workplace.barred.get(consultant.name) or workplace.barred.get(consultant.agency)


def suits(consultant: Consultant, workplace: Workplace) -> bool:
    """Has the consultant the qualification and the languages a workplace needs?"""
    qualified = not workplace.qualification or consultant.qualification == workplace.qualification
    return qualified and workplace.languages <= consultant.languages
