"""Appointments that stay: booked first, their workplaces' other visits next, and what days and places are left for everybody else."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from jikim.rules.dispatching.allot import Shares
from jikim.rules.dispatching.book import Book
from jikim.rules.dispatching.booking import Booking, Stop
from jikim.rules.dispatching.capacity import month_of, open_days
from jikim.rules.dispatching.distances import Distances
from jikim.rules.dispatching.insertion import Placed, open_stops, place, wishes
from jikim.rules.dispatching.model import VISITS, Model
from jikim.rules.dispatching.schedule import Day


@dataclass(frozen=True, slots=True)
class Standing:
    """`rest`: the model with only the days, visits and workplaces that are left; `begun`: workplaces with a pinned visit."""

    book: Book
    rest: Model
    begun: frozenset[int]
    complete: int

    @property
    def shares(self) -> Shares:
        return Shares(self.book.model, tuple(len(held) for held in self.book.held), self.complete)

    @property
    def days(self) -> list[Day]:
        return self.book.as_days()

    @property
    def minutes(self) -> Mapping[Stop, int]:
        return {stop: booking.minute for stop, booking in self.book.at.items()}

    @property
    def spans(self) -> Mapping[tuple[int, dt.date], tuple[float, float]]:
        """When the days that stand begin and end, in minutes after midnight."""
        book = self.book
        return {
            day: (min(book.at[stop].minute for stop in stops), max(book.at[stop].minute + float(book.road.minutes[stop[0]]) for stop in stops))
            for day, stops in book.days.items() if stops
        }  # fmt: skip


def standing(model: Model, road: Distances) -> Standing:
    """Nothing but the model itself where nothing is pinned."""
    book = Book(model, road, [len(model.workplaces)] * len(model.consultants))
    for stop, booking in booked(model).items():
        book.add(stop, booking)
    begun = sorted({w for w, _ in book.at})
    days, complete = open_days(model.season, model.not_before), 0
    for w in begun:
        complete += _completed(book, road, w, days)
    return Standing(book, _rest(model, book, complete), frozenset(begun), complete)


def booked(model: Model) -> dict[Stop, Booking]:
    """The pins of workplaces and consultants the model knows."""
    number = {w.key: at for at, w in enumerate(model.workplaces)}
    person = {c.name: at for at, c in enumerate(model.consultants)}
    return {
        (number[pin.workplace], pin.visit): Booking(
            person[pin.consultant], pin.on, pin.start.hour * 60 + pin.start.minute, pin.further_days
        )
        for pin in model.pinned if pin.workplace in number and pin.consultant in person
    }  # fmt: skip


def able(book: Book, road: Distances, w: int) -> list[int]:
    """Who may make the open visits: the consultant of those that stand, or anybody where that one has left."""
    may = [int(c) for c in np.flatnonzero(road.may[:, w])]
    own = {book.at[w, visit].consultant for visit in VISITS if (w, visit) in book.at}
    staying = [c for c in own if book.model.consultants[c].until is None]
    return [c for c in may if c in staying] if staying else may


def _completed(book: Book, road: Distances, w: int, days: tuple[dt.date, ...]) -> bool:
    stops = open_stops(book, w)
    best: Placed | None = None
    for c in able(book, road, w) if stops else ():
        made = place(book, stops, c, days, wishes(book, days, stops, {}))
        if made and (best is None or made.cost < best.cost):
            best = made
    for stop, booking in best.bookings.items() if best else ():
        book.add(stop, booking)
    return not stops or best is not None


def _rest(model: Model, book: Book, complete: int) -> Model:
    if not book.at:
        return model
    taken: dict[int, set[dt.date]] = defaultdict(set)
    for (c, on), stops in (*book.days.items(), *book.across.items()):
        if stops:
            taken[c].add(on)
    months = sorted({month_of(on) for on in open_days(model.season)} | {month for _, month in book.days_used})
    consultants = tuple(
        replace(one, taken=one.taken | taken[c], days_by_month={m: max(0, one.days_in(m) - book.days_used[c, m]) for m in months})
        for c, one in enumerate(model.consultants)
    )
    agencies = tuple(
        replace(one, visits_by_month={m: max(0, one.visits_in(m) - book.made[a, m]) for m in months})
        for a, one in enumerate(model.agencies)
    )
    target = None if model.target is None else max(0, model.target - complete)
    return replace(model, consultants=consultants, agencies=agencies, target=target)
