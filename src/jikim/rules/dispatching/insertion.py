"""Dates for the open visits of one workplace while everything else stays: the cheapest, found exactly by branch and bound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jikim.rules.dispatching.book import Book
from jikim.rules.dispatching.booking import Booking, Stop
from jikim.rules.dispatching.model import VISITS

#: what a day nearer to the wished date is worth, in km
KM_A_DAY = 0.2
#: ends the search in hopeless tangles; never seen to bind where there is a free day a month
NODES = 4000


@dataclass(frozen=True, slots=True)
class Placed:
    """Bookings for the visits asked for, and their cost in km (days off the wished date included)."""

    bookings: Mapping[Stop, Booking]
    cost: float


def place(book: Book, stops: Sequence[Stop], c: int, days: Sequence[dt.date], wished: Mapping[Stop, dt.date]) -> Placed | None:
    """The cheapest days of one consultant for these visits of one workplace; the book is left as it was."""
    return _Search(book, sorted(stops), c, days, wished).best()


def wishes(book: Book, days: Sequence[dt.date], stops: Sequence[Stop], before: Mapping[Stop, dt.date]) -> dict[Stop, dt.date]:
    """Wished dates: where it stood, else the earliest its interval from the first day allows."""
    season = book.model.season
    after = {1: 0, 2: season.days_to_second, 3: season.days_to_second + season.days_to_third}
    return {stop: before.get(stop) or (days[0] + dt.timedelta(after[stop[1]]) if days else dt.date.min) for stop in stops}


def has_room(book: Book, stops: Sequence[Stop], c: int, days: Sequence[dt.date]) -> bool:
    """Is there any place? The first day that fits each visit in turn mostly answers; else the search does."""
    made: list[Stop] = []
    for stop in sorted(stops):
        on = next((day for day in days if book.fits(stop, c, day)), None)
        if on is None:
            break
        booking = book.booking(stop, c, on)
        assert booking is not None
        book.add(stop, booking)
        made.append(stop)
    for stop in made:
        book.remove(stop)
    return len(made) == len(stops) or (bool(made) and place(book, stops, c, days, {}) is not None)


class _Search:
    def __init__(self, book: Book, stops: Sequence[Stop], c: int, days: Sequence[dt.date], wished: Mapping[Stop, dt.date]) -> None:
        self.book, self.stops, self.c, self.nodes = book, stops, c, 0
        self.found: dict[Stop, Booking] | None = None
        self.cost = float("inf")
        self.options: list[list[tuple[float, dt.date]]] = [[] for _ in stops]
        for at, stop in enumerate(stops):
            wish = wished.get(stop)
            self.options[at] = sorted(
                (book.extra_km(stop, c, on) + KM_A_DAY * (abs((on - wish).days) if wish else 0), on) for on in book.fitting(stop, c, days)
            )
            if not self.options[at]:  # then there is no place at all
                break
        #: the least the visits from here on can cost
        self.rest = [0.0] * (len(stops) + 1)
        for at in range(len(stops) - 1, -1, -1):
            self.rest[at] = self.rest[at + 1] + (self.options[at][0][0] if self.options[at] else float("inf"))

    def best(self) -> Placed | None:
        if self.rest[0] < float("inf"):
            self._descend(0, 0.0, {})
        return None if self.found is None else Placed(self.found, self.cost)

    def _descend(self, at: int, cost: float, made: dict[Stop, Booking]) -> None:
        if at == len(self.stops):
            self.found, self.cost = dict(made), cost
            return
        stop = self.stops[at]
        # stops come in their order: too soon after one just booked is most of what `fits` would refuse, and quickly seen
        soonest = max((b.days[-1] + dt.timedelta(self.book.gap(visit, stop[1])) for (_, visit), b in made.items()), default=dt.date.min)
        for price, on in self.options[at]:
            # visits of one workplace never share a day, so prices do not change as others are booked
            if cost + price + self.rest[at + 1] >= self.cost - 1e-9 or self.nodes > NODES:
                return
            if made and (on < soonest or not self.book.fits(stop, self.c, on)):
                continue
            self.nodes += 1
            booking = self.book.booking(stop, self.c, on)
            assert booking is not None
            made[stop] = booking
            self.book.add(stop, booking)
            self._descend(at + 1, cost + price, made)
            self.book.remove(stop)
            del made[stop]


def open_stops(book: Book, w: int) -> list[Stop]:
    return [(w, visit) for visit in VISITS if (w, visit) not in book.at]
