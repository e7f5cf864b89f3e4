"""A plan after illness, withdrawal, a moved appointment or a new workplace: what can stay stays, and every change is named."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from jikim.rules.dispatching.allot import Admitted, calendar_room
from jikim.rules.dispatching.book import Book
from jikim.rules.dispatching.booking import Booking, Stop
from jikim.rules.dispatching.capacity import fair_caps, open_days
from jikim.rules.dispatching.changes import changes_between
from jikim.rules.dispatching.distances import distances
from jikim.rules.dispatching.ejection import Ejection
from jikim.rules.dispatching.insertion import Placed, open_stops, place, wishes
from jikim.rules.dispatching.left_out import Situation, explain_left
from jikim.rules.dispatching.model import VISITS, Model
from jikim.rules.dispatching.pins import able, booked
from jikim.rules.dispatching.result import Replanned, Result, Visit
from jikim.rules.dispatching.solve import load, visits_of

#: rules of one appointment alone: nothing else could move to save it
ALONE = frozenset({"consultant_gone", "day_off", "closed", "hours", "working_day", "may", "season", "first_visits_by", "start_month", "large_site"})


def replan(model: Model, plan: Sequence[Visit], *, seed: int = 1) -> Replanned:
    """The plan for the facts of `model`, changing as few of `plan`'s appointments as possible.

    Nobody who can still be served is dropped; then fewest appointments moved; then least travel. Newcomers take what is free.
    Pinned and past appointments stay. A consultant keeps as many workplaces as `plan` gave, even where somebody's withdrawal
    makes the fair share smaller. The same question has the same answer; `seed` is there for the day chance plays a part.
    """
    work = _Work(model, plan)
    work.settle()
    proven = work.repair_all()
    served = {w for w, _ in work.book.at}
    for w in range(len(model.workplaces)):
        if model.target is not None and len(served) >= model.target:
            break
        if w not in served and w not in work.known and work.admit(w):
            served.add(w)
    result = work.result()
    changes = changes_between(model, plan, result.visits, work.why)
    gone = sum(change.kind == "dropped" and change.workplace not in work.number for change in changes)
    return Replanned(result, changes, gone + proven)


class _Work:
    def __init__(self, model: Model, plan: Sequence[Visit]) -> None:
        self.model, self.plan, self.road = model, plan, distances(model)
        self.number = {w.key: at for at, w in enumerate(model.workplaces)}
        self.person = {c.name: at for at, c in enumerate(model.consultants)}
        held = Counter(name for name, _ in {(v.consultant, v.workplace) for v in plan})
        self.held = [held[one.name] for one in model.consultants]
        self.fair = fair_caps(model, len({v.workplace for v in plan}))
        self.book = Book(model, self.road, list(map(max, self.fair, self.held)))
        #: how many were served when newcomers' shares were reckoned
        self.reckoned = -1
        self.days = open_days(model.season, model.not_before)
        self.before: dict[Stop, dt.date] = {}
        #: visits of the plan that cannot stay, and the rule
        self.loose: dict[Stop, str] = {}
        self.fixed: set[Stop] = set()
        self.known = {self.number[v.workplace] for v in plan if v.workplace in self.number}

    @property
    def why(self) -> dict[tuple[str, int], str]:
        """Why an appointment of the plan is another one now."""
        with_loose = {w for w, _ in self.loose}
        told = {stop: "follows" if stop[0] in with_loose else "makes_room" for stop in self.before if stop not in self.fixed}
        return {(self.model.workplaces[w].key, visit): rule for (w, visit), rule in {**told, **self.loose}.items()}

    def settle(self) -> None:
        """Pins first, then all that can stay as it was."""
        for stop, booking in booked(self.model).items():
            self.book.add(stop, booking)
            self.fixed.add(stop)
        for v in sorted(self.plan, key=lambda v: (v.on, v.start, v.workplace)):
            w, c = self.number.get(v.workplace), self.person.get(v.consultant)
            if w is None:
                continue
            stop = (w, v.visit)
            self.before[stop] = v.on
            if stop in self.fixed:
                continue
            past = self.model.not_before is not None and v.on < self.model.not_before
            rule = "consultant_gone" if c is None else None if past else next(self._broken(stop, c, v), None)
            if rule is None and c is not None:
                self.book.add(stop, Booking(c, v.on, v.start.hour * 60 + v.start.minute, v.further_days))
                self.fixed |= {stop} if past else set()
            else:
                self.loose[stop] = str(rule)

    def _broken(self, stop: Stop, c: int, v: Visit) -> Iterator[str]:
        if not self.book.in_hours(stop[0], v.start.hour * 60 + v.start.minute):
            yield "hours"
        rules = sorted(self.book.broken(stop, c, v.on, v.days), key=lambda rule: rule not in ALONE)
        yield from (rule for rule in rules if rule != "day_full")

    def repair_all(self) -> int:
        """All lost visits; the least changes that could be proven. Those of one consultant are looked at together."""
        groups: dict[str, set[int]] = defaultdict(set)
        for v in sorted(self.plan, key=lambda v: (v.on, v.start, v.workplace)):
            if (self.number.get(v.workplace, -1), v.visit) in self.loose:
                groups[v.consultant].add(self.number[v.workplace])
        search = Ejection(self.book, frozenset(self.fixed), self.days, self.before)
        return sum(self._repair_group(sorted(places), search) for places in groups.values())

    def _repair_group(self, places: Sequence[int], search: Ejection) -> int:
        """One workplace after the other; where that changes more than must be, all of them at once."""
        lost = [stop for stop in self.loose if stop[0] in places]
        start = dict(self.book.at)
        least = sum(self._at_least(w) for w in places)
        for w in places:
            self.repair(w)
        if self._disturbed(lost, start) == (0, least):
            return least
        one_by_one = self._restored(start)
        found = search.search(lost, max(0, least - len(lost)))
        for stop in found.bookings if found else ():
            if stop in self.book.at:
                self.book.remove(stop)
        for stop, booking in found.bookings.items() if found else ():
            self.book.add(stop, booking)
        if found is None:
            self._restored(one_by_one)
        whole = all(self.loose[stop] in ALONE for stop in lost)
        return len(lost) + found.given_way if found and found.proven and whole else least

    def _at_least(self, w: int) -> int:
        """Changes this workplace needs even if every other one gave way."""
        alone = Book(self.model, self.road, self.book.caps)
        for visit in VISITS:
            if (w, visit) in self.book.at:
                alone.add((w, visit), self.book.at[w, visit])
        lost = [stop for stop, rule in self.loose.items() if stop[0] == w and rule in ALONE]
        free = [stop for stop in alone.at if stop not in self.fixed]
        for many in range(len(free) + 1):
            for more in combinations(free, many):
                taken = {stop: alone.remove(stop) for stop in more}
                able_now = able(alone, self.road, w)
                stops = [*lost, *more]
                if not stops or any(place(alone, stops, c, self.days, wishes(alone, self.days, stops, self.before)) for c in able_now):
                    return len(stops)
                for stop, booking in taken.items():
                    alone.add(stop, booking)
        return len(lost) + len(free)

    def _restored(self, at: Mapping[Stop, Booking]) -> dict[Stop, Booking]:
        """The book as it was; returns what it was until now."""
        now = dict(self.book.at)
        for stop in [stop for stop, booking in now.items() if at.get(stop) != booking]:
            self.book.remove(stop)
        for stop, booking in at.items():
            if stop not in self.book.at:
                self.book.add(stop, booking)
        return now

    def _disturbed(self, lost: Sequence[Stop], start: Mapping[Stop, Booking]) -> tuple[int, int]:
        """Visits without a place, and those with another one."""
        dropped = [stop for stop in {*lost, *start} if stop not in self.book.at]
        return len(dropped), sum(stop in self.book.at for stop in lost) + sum(self.book.at.get(stop, booking) != booking for stop, booking in start.items())

    def repair(self, w: int) -> None:
        """The fewest further visits of this workplace released, then the cheapest dates."""
        loose = [stop for stop in self.loose if stop[0] == w]
        free = [(w, visit) for visit in VISITS if (w, visit) in self.book.at and (w, visit) not in self.fixed]
        for many in range(len(free) + 1):
            best: tuple[Placed, tuple[Stop, ...]] | None = None
            for more in combinations(free, many):
                taken = {stop: self.book.remove(stop) for stop in more}
                for c in able(self.book, self.road, w):
                    made = place(self.book, [*loose, *more], c, self.days, wishes(self.book, self.days, [*loose, *more], self.before))
                    if made and (best is None or made.cost < best[0].cost):
                        best = made, more
                for stop, booking in taken.items():
                    self.book.add(stop, booking)
            if best:
                for stop in best[1]:
                    self.book.remove(stop)
                for stop, booking in best[0].bookings.items():
                    self.book.add(stop, booking)
                return
        for stop in free:
            self.book.remove(stop)

    def admit(self, w: int) -> bool:
        """A newcomer, in what is free; one more served makes everybody's fair share a little larger."""
        if (served := len({v for v, _ in self.book.at})) != self.reckoned:
            self.reckoned, self.fair = served, fair_caps(self.model, served + 1)
            self.book.caps = list(map(max, self.fair, self.held))
        best: Placed | None = None
        for c in able(self.book, self.road, w):
            if len(self.book.held[c]) < self.book.caps[c]:
                stops = open_stops(self.book, w)
                made = place(self.book, stops, c, self.days, wishes(self.book, self.days, stops, {}))
                if made and (best is None or made.cost < best.cost):
                    best = made
        for stop, booking in best.bookings.items() if best else ():
            self.book.add(stop, booking)
        return best is not None

    def result(self) -> Result:
        model, days = self.model, self.book.as_days()
        room = calendar_room(model)
        room = replace(room, consultant=tuple(self.book.caps))
        fixed = {stop: booking.minute for stop, booking in self.book.at.items()}
        visits = self._as_before(visits_of(model, self.road, days, room, fixed))
        admitted = Admitted(tuple(sorted(w for w, _ in self.book.at)), room, tuple(self.fair))
        left = explain_left(Situation(model, self.road, admitted, self.book))
        return Result(visits, left, len(model.workplaces), 0.0, load(model, visits))

    def _as_before(self, visits: Sequence[Visit]) -> tuple[Visit, ...]:
        """An appointment that stays keeps its reason, unless its day is another one now."""
        old = {(v.workplace, v.visit): v for v in self.plan}
        return tuple(
            replace(v, reason=was.reason) if (was := old.get((v.workplace, v.visit))) and was == replace(v, reason=was.reason) else v
            for v in visits
        )
