"""The fewest appointments to change so that lost ones find a place: other visits give way one by one, tried in order of their number.

Exact: every way of making room is tried for 0, 1, 2 … visits that give way, unless the search runs out of steps, and says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jikim.rules.dispatching.book import Book
from jikim.rules.dispatching.booking import Booking, Stop
from jikim.rules.dispatching.capacity import month_of
from jikim.rules.dispatching.insertion import KM_A_DAY
from jikim.rules.dispatching.pins import able

#: choices looked at in one re-plan, and after a first answer to find a shorter way
STEPS, POLISH = 60_000, 4_000
#: so many more than the least may give way to one group of lost ones
MOST_GIVING_WAY = 4


@dataclass(frozen=True, slots=True)
class Found:
    """Where the lost visits and those that gave way stand; `proven`: fewer could not have."""

    bookings: Mapping[Stop, Booking]
    given_way: int
    proven: bool


class Ejection:
    """One search over a book in which the lost visits do not stand. The book is left as it was."""

    def __init__(self, book: Book, fixed: frozenset[Stop], days: Sequence[dt.date], before: Mapping[Stop, dt.date]) -> None:
        self.book, self.fixed, self.days, self.before = book, fixed, days, before
        self.steps = STEPS
        self.possible: dict[tuple[Stop, int], list[dt.date]] = {}
        self.dismissed: dict[Stop, Booking] = {}
        self.placed: dict[Stop, Booking] = {}
        self.best: tuple[float, dict[Stop, Booking]] | None = None

    def search(self, lost: Sequence[Stop], least: int) -> Found | None:
        """`least`: so many must give way in any case. None: no place is found even if four more do, or the steps ran out first."""
        proven = True
        for budget in range(least, least + MOST_GIVING_WAY + 1):
            self.best, begun = None, self.steps
            self._descend(sorted(lost), budget, 0.0)
            if self.best:
                return Found(self.best[1], budget, proven)
            if self.steps <= 0:
                return None
            proven = proven and begun > self.steps >= 0
        return None

    def _descend(self, lost: list[Stop], budget: int, cost: float) -> None:
        if not lost:
            self.best = cost, dict(self.placed)
            self.steps = min(self.steps, POLISH)
            return
        stop, rest = lost[0], lost[1:]
        for price, c, on in self._choices(stop):
            if self.steps <= 0 or (self.best and cost + price >= self.best[0]):
                return
            for gave in self._cleared(stop, c, on, budget):
                booking = self.book.booking(stop, c, on)
                if booking is None:
                    continue
                self.placed[stop] = booking
                self.book.add(stop, booking)
                # those that gave way next: what they need is known best now
                self._descend([*gave, *rest], budget - len(gave), cost + price)
                self.book.remove(stop)
                del self.placed[stop]

    def _choices(self, stop: Stop) -> list[tuple[float, int, dt.date]]:
        """Consultants and days by what they cost now; never where it stood."""
        stood, found = self.dismissed.get(stop), []
        for c in able(self.book, self.book.road, stop[0]):
            if (stop, c) not in self.possible:
                self.possible[stop, c] = [on for on in self.days if self.book.possible(stop, c, on)]
            for on in self.possible[stop, c]:
                if stood is None or (stood.consultant, stood.on) != (c, on):
                    away = abs((on - self.before[stop]).days) if stop in self.before else 0
                    found.append((self.book.extra_km(stop, c, on) + KM_A_DAY * away, c, on))
        return sorted(found)

    def _cleared(self, stop: Stop, c: int, on: dt.date, budget: int) -> Iterator[tuple[Stop, ...]]:
        """Every way in which at most so many visits give way to this one; between yields they are out of the book."""
        self.steps -= 1
        rule = next(self.book.broken(stop, c, on), None)
        if rule is None:
            yield ()
            return
        if budget <= 0:
            return
        for some in self._ways(rule, stop, c, on):
            if len(some) > budget or any(one in self.fixed or one in self.placed for one in some):
                continue
            for one in some:
                self.dismissed[one] = self.book.remove(one)
            for more in self._cleared(stop, c, on, budget - len(some)):
                yield (*some, *more)
            for one in some:
                self.book.add(one, self.dismissed.pop(one))

    def _ways(self, rule: str, stop: Stop, c: int, on: dt.date) -> list[tuple[Stop, ...]]:
        """Smallest sets of visits one of which must give way before this rule is kept."""
        book, month, days = self.book, month_of(on), self.book.days_of(stop, c, on) or (on,)
        if rule in ("interval", "same_consultant"):
            others = [other for visit in (1, 2, 3) if (other := (stop[0], visit)) in book.at and other != stop]
            if rule == "same_consultant":
                return [tuple(other for other in others if book.at[other].consultant != c)]
            return [(other,) for other in others]
        if rule == "day_full":
            # whoever stands on a further day, or lasts across one, must go in any case; of those on the first day one may be enough
            must = book.in_the_way(c, days)
            if must:
                return [(must,)]
            # where nights matter, a late visit the day before or an early one the day after may be what stands in the way
            near = (days[-1] + dt.timedelta(1), on - dt.timedelta(1)) if book.nights else ()
            return [(other,) for day in (on, *near) for other in book.days.get((c, day), ())]
        if rule == "monthly_days":
            full = book.full_month(c, days)
            held = (tuple(stops) for (one, day), stops in book.days.items() if one == c and stops and month_of(day) == full)
            return sorted(dict.fromkeys(held), key=len)
        if rule == "agency_month":
            a = book.agency_of[c]
            return [(other,) for other, at in book.at.items() if book.agency_of[at.consultant] == a and month_of(at.on) == month]
        if rule == "fair_share":
            return [tuple(other for other, at in book.at.items() if other[0] == w and at.consultant == c) for w in book.held[c]]
        return []
