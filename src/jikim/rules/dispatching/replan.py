"""A plan after illness, withdrawal, a moved appointment or a new workplace: what can stay stays, and every change is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from jikim.rules.dispatching.allot import Admitted, calendar_room
from jikim.rules.dispatching.book import Book, Booking, Stop
from jikim.rules.dispatching.capacity import fair_caps, open_days
from jikim.rules.dispatching.changes import changes_between
from jikim.rules.dispatching.distances import distances
from jikim.rules.dispatching.insertion import Placed, open_stops, place, wishes
from jikim.rules.dispatching.left_out import Situation, explain_left
from jikim.rules.dispatching.model import VISITS, Model, Replanned, Result, Visit
from jikim.rules.dispatching.pins import booked
from jikim.rules.dispatching.solve import load, visits_of


def replan(model: Model, plan: Sequence[Visit], *, seed: int = 1) -> Replanned:
    """The plan for the facts of `model`, changing as few of `plan`'s appointments as possible.

    Nobody who can still be served is dropped; then fewest appointments moved; then least travel. Newcomers take what is free.
    A consultant keeps as many workplaces as `plan` gave, even where somebody's withdrawal makes the fair share smaller.
    """
    work = _Work(model, plan)
    work.settle()
    least = len(work.loose)
    for w in sorted({w for w, _ in work.loose}):
        work.repair(w)
    served = {w for w, _ in work.book.at}
    for w in range(len(model.workplaces)):
        if model.target is not None and len(served) >= model.target:
            break
        if w not in served and w not in work.known and work.admit(w):
            served.add(w)
    result = work.result(served)
    return Replanned(result, changes_between(model, plan, result.visits, work.why), least)


class _Work:
    def __init__(self, model: Model, plan: Sequence[Visit]) -> None:
        self.model, self.plan, self.road = model, plan, distances(model)
        self.number = {w.key: at for at, w in enumerate(model.workplaces)}
        self.person = {c.name: at for at, c in enumerate(model.consultants)}
        held = np.zeros(len(model.consultants), int)
        for name, _ in {(v.consultant, v.workplace) for v in plan}:
            if name in self.person:
                held[self.person[name]] += 1
        served = len({v.workplace for v in plan})
        self.fair = fair_caps(model, served)
        self.book = Book(model, self.road, [max(pair) for pair in zip(self.fair, (int(many) for many in held), strict=True)])
        self.days = open_days(model.season, model.not_before)
        self.before: dict[Stop, dt.date] = {}
        #: visits of the plan that cannot stay, and the rule
        self.loose: dict[Stop, str] = {}
        self.why: dict[tuple[str, int], str] = {}
        self.pinned: set[Stop] = set()
        self.known = {self.number[v.workplace] for v in plan if v.workplace in self.number}

    def settle(self) -> None:
        """Pins first, then all that can stay as it was."""
        for stop, booking in booked(self.model).items():
            self.book.add(stop, booking)
            self.pinned.add(stop)
        for v in sorted(self.plan, key=lambda v: (v.on, v.start, v.workplace)):
            w, c = self.number.get(v.workplace), self.person.get(v.consultant)
            if w is None:
                continue
            stop = (w, v.visit)
            self.before[stop] = v.on
            if stop in self.book.at:
                continue
            rule = "consultant_gone" if c is None else next(self._broken(stop, c, v), None)
            if rule is None and c is not None:
                self.book.add(stop, Booking(c, v.on, v.start.hour * 60 + v.start.minute))
            else:
                self.loose[stop] = str(rule)
                self.why[v.workplace, v.visit] = str(rule)

    def _broken(self, stop: Stop, c: int, v: Visit) -> Iterator[str]:
        return (rule for rule in self.book.broken(stop, c, v.on) if rule not in ("day_full", "past"))

    def repair(self, w: int) -> None:
        """The fewest further visits of this workplace released, then the cheapest dates; the same consultant if at all possible."""
        own = {self.book.at[w, visit].consultant for visit in VISITS if (w, visit) in self.book.at}
        loose = [stop for stop in self.loose if stop[0] == w]
        free = [(w, visit) for visit in VISITS if (w, visit) in self.book.at and (w, visit) not in self.pinned]
        for many in range(len(free) + 1):
            best: tuple[Placed, tuple[Stop, ...]] | None = None
            for more in combinations(free, many):
                taken = {stop: self.book.remove(stop) for stop in more}
                left = {self.book.at[w, visit].consultant for visit in VISITS if (w, visit) in self.book.at}
                for c in self._able(w, own if left else None):
                    made = place(self.book, [*loose, *more], c, self.days, wishes(self.days, [*loose, *more], self.before))
                    if made and (best is None or made.cost < best[0].cost):
                        best = made, more
                for stop, booking in taken.items():
                    self.book.add(stop, booking)
            if best:
                for stop in best[1]:
                    self.book.remove(stop)
                    self.why[self.model.workplaces[w].key, stop[1]] = "follows"
                for stop, booking in best[0].bookings.items():
                    self.book.add(stop, booking)
                return
        for stop in free:
            self.book.remove(stop)
            self.why[self.model.workplaces[w].key, stop[1]] = "follows"

    def _able(self, w: int, own: set[int] | None) -> list[int]:
        able = [int(c) for c in np.flatnonzero(self.road.may[:, w])]
        if own:
            named = [c for c in own if self.model.consultants[c].until is None]
            return [c for c in able if c in named] if named else able
        return able

    def admit(self, w: int) -> bool:
        """A newcomer, in what is free."""
        best: Placed | None = None
        for c in self._able(w, None):
            if len(self.book.held[c]) < self.book.caps[c]:
                stops = open_stops(self.book, w)
                made = place(self.book, stops, c, self.days, wishes(self.days, stops, {}))
                if made and (best is None or made.cost < best.cost):
                    best = made
        for stop, booking in best.bookings.items() if best else ():
            self.book.add(stop, booking)
        return best is not None

    def result(self, served: set[int]) -> Result:
        model, days = self.model, self.book.as_days()
        room = calendar_room(model)
        room = replace(room, consultant=tuple(self.book.caps))
        fixed = {stop: booking.minute for stop, booking in self.book.at.items()}
        visits = self._as_before(visits_of(model, self.road, days, room, fixed))
        admitted = Admitted(tuple(sorted(w for w, _ in self.book.at)), room, tuple(self.fair))
        left = explain_left(Situation(model, self.road, admitted, tuple(days)))
        return Result(visits, left, len(model.workplaces), 0.0, load(model, visits))

    def _as_before(self, visits: Sequence[Visit]) -> tuple[Visit, ...]:
        """An appointment that stays keeps its reason, unless its day is another one now."""
        old = {(v.workplace, v.visit): v for v in self.plan}
        return tuple(
            replace(v, reason=was.reason) if (was := old.get((v.workplace, v.visit))) and was == replace(v, reason=was.reason) else v
            for v in visits
        )
