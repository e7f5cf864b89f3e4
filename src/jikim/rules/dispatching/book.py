"""The season's calendar as booked: which rules one more visit would break on a day, and the hour it would have. Plans nothing itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from copy import copy

from jikim.rules.calendar import is_working_day
from jikim.rules.dispatching.booking import Booking, Stop
from jikim.rules.dispatching.capacity import month_of
from jikim.rules.dispatching.day import fitted
from jikim.rules.dispatching.distances import Distances
from jikim.rules.dispatching.hours import alone
from jikim.rules.dispatching.large_sites import days_between, days_of
from jikim.rules.dispatching.model import VISITS, Model
from jikim.rules.dispatching.rest import earliest_after, latest_before, nights_matter
from jikim.rules.dispatching.schedule import Day

_DAY = dt.timedelta(1)


class Book:
    """`caps[c]`: workplaces a consultant may have. Workplaces and consultants are counted as the model lists them."""

    def __init__(self, model: Model, road: Distances, caps: Sequence[int]) -> None:
        self.model, self.road, self.caps = model, road, list(caps)
        self.lasting, self.nights = _lasting(road), nights_matter(model.season, road)
        index = {agency.name: a for a, agency in enumerate(model.agencies)}
        self.agency_of = [index.get(consultant.agency, -1) for consultant in model.consultants]
        self.at: dict[Stop, Booking] = {}
        self.days: dict[tuple[int, dt.date], list[Stop]] = defaultdict(list)
        #: visits that last across a day without standing on it
        self.across: dict[tuple[int, dt.date], list[Stop]] = defaultdict(list)
        self.days_used: Counter[tuple[int, str]] = Counter()
        self.made: Counter[tuple[int, str]] = Counter()
        #: visits by consultant and workplace
        self.held: list[Counter[int]] = [Counter() for _ in model.consultants]

    def under(self, model: Model, road: Distances, caps: Sequence[int]) -> Book:
        """The same bookings under other facts; both books then share them."""
        other = copy(self)
        other.model, other.road, other.caps, other.lasting = model, road, list(caps), _lasting(road)
        other.nights = self.nights or nights_matter(model.season, road)
        return other

    def add(self, stop: Stop, booking: Booking) -> None:
        """Each of its days is one of the consultant's in that month; to the agency it is one visit, in the month it begins."""
        c = booking.consultant
        self.made[self.agency_of[c], month_of(booking.on)] += 1
        for on in booking.days:
            self.days_used[c, month_of(on)] += not self.days[c, on]
            self.days[c, on].append(stop)
        for on in days_between(booking.days):
            self.across[c, on].append(stop)
        self.held[c][stop[0]] += 1
        self.at[stop] = booking

    def remove(self, stop: Stop) -> Booking:
        booking = self.at.pop(stop)
        c = booking.consultant
        self.made[self.agency_of[c], month_of(booking.on)] -= 1
        for on in booking.days:
            self.days[c, on].remove(stop)
            self.days_used[c, month_of(on)] -= not self.days[c, on]
        for on in days_between(booking.days):
            self.across[c, on].remove(stop)
        self.held[c][stop[0]] -= 1
        if not self.held[c][stop[0]]:
            del self.held[c][stop[0]]
        return booking

    def days_of(self, stop: Stop, c: int, on: dt.date) -> tuple[dt.date, ...] | None:
        """The days a visit that begins then would stand on, whatever else does; None: the calendar has no such days."""
        if stop[0] not in self.lasting:
            return (on,)
        model = self.model
        return days_of(model.season, model.consultants[c], model.workplaces[stop[0]], stop[1], on)

    def booking(self, stop: Stop, c: int, on: dt.date) -> Booking | None:
        """The visit beginning that day, beside what stands there; None: it does not fit."""
        minute, days = self.minute(stop, c, on), self.days_of(stop, c, on)
        return None if minute is None or days is None else Booking(c, on, minute, days[1:])

    def minute(self, stop: Stop, c: int, on: dt.date) -> int | None:
        """When the visit would begin, beside what already stands that day; None: it does not fit the day."""
        there = self.days.get((c, on), [])
        earliest = self.earliest(c, on) if self.nights else 0.0
        if not there:
            minute = alone(self.road, c, stop[0], earliest)
        elif len(there) >= self.model.season.visits_a_day:
            return None
        else:
            minute = fitted(self.road, c, stop[0], there[0][0], self.at[there[0]].minute)
        if self.nights and minute is not None and not self._rests(stop, c, on, minute, earliest):
            return None
        return minute

    def earliest(self, c: int, on: dt.date) -> float:
        """When a visit may begin that day after the consultant's rest from the day before."""
        before = [self.at[stop].minute + float(self.road.minutes[stop[0]]) for stop in self.days.get((c, on - _DAY), ())]
        return max(0.0, earliest_after(self.model.season, max(before))) if before else 0.0

    def _rests(self, stop: Stop, c: int, on: dt.date, minute: int, earliest: float) -> bool:
        """Do the nights before and after it leave the consultant the season's rest?"""
        last = (self.days_of(stop, c, on) or (on,))[-1]
        after = [self.at[other].minute for other in self.days.get((c, last + _DAY), ())]
        ends = minute + float(self.road.minutes[stop[0]])
        return minute >= earliest and (not after or ends <= latest_before(self.model.season, min(after)))

    def in_hours(self, w: int, minute: int) -> bool:
        """Does a visit that begins then stand in the hours the workplace named?"""
        hours, minutes = self.road.hours[w], float(self.road.minutes[w])
        return not hours or any(low <= minute and minute + minutes <= high for low, high in hours)

    def extra_km(self, stop: Stop, c: int, on: dt.date, lasts: int = 0) -> float:
        """What the rounds of its days grow by. `lasts`: of an appointment already made, which may differ from the season's rule."""
        w, there = stop[0], self.days.get((c, on), [])
        if not there:
            if not lasts:
                lasts = self.model.season.days_at(self.model.workplaces[w], stop[1]) if w in self.lasting else 1
            return float(2 * self.road.base[c, w] * lasts)
        return self.road.round_km(c, there[0][0], w) - float(2 * self.road.base[c, there[0][0]])

    def broken(self, stop: Stop, c: int, on: dt.date, days: tuple[dt.date, ...] | None = None) -> Iterator[str]:
        """The hard rules this visit would break, by name, the cheap ones first. The stop itself must not stand in the book.

        `days`: those it stands on, where it is an appointment already made; else those the calendar gives it.
        """
        own = days or self.days_of(stop, c, on)
        yield from self._alone(stop, c, on, own)
        yield from self._beside(stop, c, on, own or (on,))

    def possible(self, stop: Stop, c: int, on: dt.date) -> bool:
        """May it stand there if everything else gave way?"""
        return next(self._alone(stop, c, on, self.days_of(stop, c, on)), None) is None

    def _alone(self, stop: Stop, c: int, on: dt.date, days: tuple[dt.date, ...] | None) -> Iterator[str]:
        """Rules that no other appointment has part in."""
        (w, visit), model, season = stop, self.model, self.model.season
        workplace, consultant = model.workplaces[w], model.consultants[c]
        last = days[-1] if days else on
        if not season.starts_on <= on <= last <= season.ends_on:
            yield "season"
        if model.not_before and on < model.not_before:
            yield "past"
        for day in days or (on,):
            if not is_working_day(day, season.holidays):
                yield "working_day"
            if not consultant.works(day):
                yield "day_off"
            if day in workplace.closed:
                yield "closed"
        if not self.road.may[c, w]:
            yield "may"
        if visit == 1 and season.first_visits_by and last > season.first_visits_by:
            yield "first_visits_by"
        if visit == 1 and season.start_months and season.start_months.get(workplace.key, month_of(on)) != month_of(on):
            yield "start_month"
        if days is None or len(days) != season.days_at(workplace, visit):
            yield "large_site"

    def _beside(self, stop: Stop, c: int, on: dt.date, days: tuple[dt.date, ...]) -> Iterator[str]:
        """Rules about this and other appointments."""
        w, model, agency = stop[0], self.model, self.agency_of[c]
        yield from self._sequence(stop, c, days)
        if self.full_month(c, days):
            yield "monthly_days"
        if agency >= 0 and self.made[agency, month_of(on)] >= model.agencies[agency].visits_in(month_of(on)):
            yield "agency_month"
        if w not in self.held[c] and len(self.held[c]) >= self.caps[c]:
            yield "fair_share"
        if self.minute(stop, c, on) is None or self.in_the_way(c, days):
            yield "day_full"

    def full_month(self, c: int, days: Sequence[dt.date]) -> str | None:
        """The first month in which the consultant has not so many days left."""
        more = Counter(month_of(on) for on in days if not self.days.get((c, on)))
        consultant = self.model.consultants[c]
        return next((month for month, many in more.items() if self.days_used[c, month] + many > consultant.days_in(month)), None)

    def in_the_way(self, c: int, days: tuple[dt.date, ...]) -> Stop | None:
        """A visit that lasts across the first day, or stands on or between the further ones: it and this one cannot both be."""
        across = self.across.get((c, days[0]))
        if across or len(days) == 1:
            return across[0] if across else None
        on_days = [stop for on in (*days[1:], *days_between(days)) for stop in (*self.days.get((c, on), ()), *self.across.get((c, on), ()))]
        return on_days[0] if on_days else None

    def _sequence(self, stop: Stop, c: int, days: tuple[dt.date, ...]) -> Iterator[str]:
        """The same consultant throughout (unless one has left), and the days from the end of one visit to the next."""
        for visit in VISITS:
            other = self.at.get((stop[0], visit))
            if other is None:
                continue
            until = self.model.consultants[other.consultant].until
            if other.consultant != c and (until is None or visit > stop[1] or days[0] <= until):
                yield "same_consultant"
            before, after = (other.days[-1], days[0]) if visit < stop[1] else (days[-1], other.on)
            if (after - before).days < self.gap(min(visit, stop[1]), max(visit, stop[1])):
                yield "interval"

    def gap(self, low: int, high: int) -> int:
        """The least days between two visits of a workplace, by their numbers."""
        season = self.model.season
        return (season.days_to_second if low == 1 < high else 0) + (season.days_to_third if low < high == 3 else 0)

    def fits(self, stop: Stop, c: int, on: dt.date) -> bool:
        return next(self.broken(stop, c, on), None) is None

    def fitting(self, stop: Stop, c: int, days: Sequence[dt.date]) -> Iterator[dt.date]:
        """Those of the days on which `fits` says yes. What is the same on every day is asked once: a search asks for a season's days."""
        w, consultant, agency = stop[0], self.model.consultants[c], self.agency_of[c]
        if not self.road.may[c, w] or (w not in self.held[c] and len(self.held[c]) >= self.caps[c]):
            return
        some_hour = alone(self.road, c, w) is not None
        begun = any((w, visit) in self.at for visit in VISITS)
        full = {
            month: agency >= 0 and self.made[agency, month] >= self.model.agencies[agency].visits_in(month)
            for month in {month_of(on) for on in days}
        }
        for on in days:
            month = month_of(on)
            if full[month] or (self.across and self.across.get((c, on))):
                continue
            if self.days.get((c, on)):
                if self.minute(stop, c, on) is None:
                    continue
            elif not some_hour or self.days_used[c, month] >= consultant.days_in(month) or (self.nights and self.minute(stop, c, on) is None):
                continue
            own = self.days_of(stop, c, on)
            if own is None or (len(own) > 1 and (self.full_month(c, own) or self.in_the_way(c, own))):
                continue
            if next(self._alone(stop, c, on, own), None) is None and not (begun and next(self._sequence(stop, c, own), None)):
                yield on

    def as_days(self) -> list[Day]:
        """Every day with its visits, in the order they are made."""
        made = []
        for (c, on), stops in self.days.items():
            if stops:
                made.append(Day(c, on, tuple(sorted(stops, key=lambda stop: self.at[stop].minute))))
        return sorted(made, key=lambda day: (day.on, day.consultant))


def _lasting(road: Distances) -> frozenset[int]:
    """Workplaces some visit of which lasts more than a day."""
    return frozenset(int(w) for w in (road.days > 1).nonzero()[0])
