"""`solve(model, seed=…) → Result`: who is served, by whom, on which days and in which order, with reasons. Pure and repeatable."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from jikim.rules.dispatching.allot import Admitted, Room, Shares, admit, calendar_room
from jikim.rules.dispatching.book import Book
from jikim.rules.dispatching.booking import Booking
from jikim.rules.dispatching.capacity import fair_caps, month_of, open_days
from jikim.rules.dispatching.day import clock, round_km, starts
from jikim.rules.dispatching.distances import Distances, distances
from jikim.rules.dispatching.insertion import open_stops, place, wishes
from jikim.rules.dispatching.left_out import Situation, explain_left
from jikim.rules.dispatching.model import VISITS, Model
from jikim.rules.dispatching.pairing import Pairing, least_km, pair_up
from jikim.rules.dispatching.pins import Standing, able, standing
from jikim.rules.dispatching.reasons import Reasons
from jikim.rules.dispatching.rest import earliest_after
from jikim.rules.dispatching.result import Result, Visit
from jikim.rules.dispatching.schedule import Day, timetable

#: how often places are corrected by what the calendar really held
MOST_ATTEMPTS = 3


def solve(model: Model, *, seed: int = 1) -> Result:
    """The plan. Hard rules always hold; then everybody served, travel, first visits early, in this order.

    Of applications that cannot all be served, earlier ones count before later ones beyond the target; within a region that
    is full, those are chosen whose visits cost least travel. The same model and seed give the same plan.
    """
    road = distances(model)
    fixed = standing(model, road)
    rest, shares, barred = fixed.rest, fixed.shares, fixed.begun
    most = fixed.complete + len(admit(rest, road.may, calendar_room(model), barred, shares).served)
    room = calendar_room(rest)
    best: tuple[tuple[Day, ...], Admitted] | None = None
    bound: _Bound | None = None
    for _ in range(MOST_ATTEMPTS):
        admitted = admit(rest, road.may, room, barred, shares)
        pairing = pair_up(road, _candidates(rest, road, admitted, barred), admitted, seed=seed)
        table = timetable(rest, road, pairing.groups, room, fixed.spans)
        days = _within_shares(shares, [_without(day, set(table.failed)) for day in table.days])
        if best is None or _served(days) > _served(best[0]):
            best = days, admitted
        # only before places were corrected do the prices prove anything about every other plan
        bound = bound or _Bound(pairing.bound_km, pairing.km_of_one, len(admitted.served))
        if not table.failed or _served(days) == len(admitted.served):
            break
        room, barred = _corrected(room, barred, table.failed, pairing, days)
    assert best is not None
    assert bound is not None
    return _result(model, road, *best, bound, most, fixed, seed)


@dataclass(frozen=True, slots=True)
class _Bound:
    """The least km of a plan that serves `served`, and what each one more or fewer changes at the least."""

    km: float
    km_of_one: float
    served: int


def _candidates(model: Model, road: Distances, admitted: Admitted, barred: frozenset[int]) -> list[int]:
    """Applications up to the last one admitted in order; all of them when the target is out of reach."""
    full = model.target is not None and len(admitted.served) >= model.target
    last = admitted.served[-1] if full and admitted.served else len(model.workplaces) - 1
    return [w for w in range(last + 1) if w not in barred and road.may[:, w].any()]


def _served(days: Sequence[Day]) -> int:
    return len({w for day in days for w, _ in day.stops})


def _without(day: Day, dropped: set[int]) -> Day:
    return Day(day.consultant, day.on, tuple(stop for stop in day.stops if stop[0] not in dropped))


def _within_shares(shares: Shares, days: Sequence[Day]) -> tuple[Day, ...]:
    """When fewer are served than the fair shares were reckoned for, the shares shrink: those above them give up a workplace."""
    kept = [day for day in days if day.stops]
    while True:
        caps = shares.caps(_served(kept))
        own: dict[int, set[int]] = {}
        for day in kept:
            own.setdefault(day.consultant, set()).update(w for w, _ in day.stops)
        over = {max(held) for c, held in own.items() if len(held) > caps[c]}
        if not over:
            return tuple(kept)
        kept = [shorter for day in kept if (shorter := _without(day, over)).stops]


def _corrected(
    room: Room, barred: frozenset[int], failed: dict[int, str], pairing: Pairing, days: Sequence[Day]
) -> tuple[Room, frozenset[int]]:
    """Places as the calendar really held them."""
    holder = {w: group.consultant for group in pairing.groups for w in group.members}
    held = {w: day.consultant for day in days for w, _ in day.stops}
    by_consultant = Counter(held.values())
    by_agency = Counter(room.agency_of[c] for c in held.values())
    consultants, agencies = list(room.consultant), list(room.agency)
    for w, why in failed.items():
        c = holder[w]
        if why == "workplace":
            barred |= {w}
        elif why == "agency":
            agencies[room.agency_of[c]] = by_agency[room.agency_of[c]]
        else:
            consultants[c] = by_consultant[c]
    return Room(tuple(consultants), tuple(agencies), room.agency_of), barred


def _result(
    model: Model, road: Distances, days: Sequence[Day], admitted: Admitted, bound: _Bound, most: int, fixed: Standing, seed: int
) -> Result:
    held = [len(own) for own in fixed.book.held]
    room = replace(admitted.room, consultant=tuple(map(sum, zip(admitted.room.consultant, held, strict=True))))
    days = [*fixed.days, *days]
    visits = visits_of(model, road, days, room, fixed.minutes)
    book = _booked(model, road, visits, [0] * len(held))
    if _inserted(book):
        days = book.as_days()
        visits = visits_of(model, road, days, room, {stop: booking.minute for stop, booking in book.at.items()})
    by_workplace = Counter(w for w, _ in book.at)
    served = sum(many == len(VISITS) for many in by_workplace.values())
    if fixed.begun:
        least = _least_with_pins(model, road, book, served, seed)
    else:
        least = bound.km - bound.km_of_one * (bound.served - served)
    admitted = Admitted(tuple(sorted(by_workplace)), room, tuple(fair_caps(model, served)))
    left = explain_left(Situation(model, road, admitted, book))
    return Result(visits, left, max(most, served), max(0.0, least), load(model, visits))


def _inserted(book: Book) -> bool:
    """Whoever the timetable left out and still finds room beside the days as they are, in order of application."""
    model, reckoned = book.model, -1
    days = open_days(model.season, model.not_before)
    known = served = len({w for w, _ in book.at})
    for w in range(len(model.workplaces)):
        if model.target is not None and served >= model.target:
            break
        stops = open_stops(book, w)
        if len(stops) < len(VISITS):
            continue
        if reckoned != served:
            reckoned = served
            book.caps = [max(cap, len(held)) for cap, held in zip(fair_caps(model, served + 1), book.held, strict=True)]
        free = [c for c in able(book, book.road, w) if len(book.held[c]) < book.caps[c]]
        made = [found for c in free if (found := place(book, stops, c, days, wishes(book, days, stops, {})))]
        for stop, booking in min(made, key=lambda found: found.cost).bookings.items() if made else ():
            book.add(stop, booking)
        served += bool(made)
    return served > known


def _least_with_pins(model: Model, road: Distances, book: Book, served: int, seed: int) -> float:
    """The bound over everybody: a workplace with pinned visits may always go to whoever holds it."""
    may, held = road.may.copy(), [len(own) for own in book.held]
    alone, days = road.alone.copy(), road.days.copy()
    for (w, visit), booking in book.at.items():
        may[booking.consultant, w] = True
        if len(booking.days) != model.season.days_at(model.workplaces[w], visit) or len(book.days[booking.consultant, booking.on]) > 1:
            alone[w], days[w] = False, 1.0  # pinned before the season's rule for large sites: no bound rests on that rule
    room, agency = calendar_room(model), Counter[int]()
    for c, many in enumerate(held):
        agency[room.agency_of[c]] += many
    wide = Room(
        tuple(max(pair) for pair in zip(map(min, room.consultant, fair_caps(model, served)), held, strict=True)),
        tuple(max(most, agency[a]) for a, most in enumerate(room.agency)), room.agency_of,
    )  # fmt: skip
    candidates = [w for w in range(len(model.workplaces)) if may[:, w].any()]
    return least_km(replace(road, may=may, alone=alone, days=days), candidates, served, wide, seed=seed)


def _booked(model: Model, road: Distances, visits: Sequence[Visit], caps: Sequence[int]) -> Book:
    number = {w.key: at for at, w in enumerate(model.workplaces)}
    person = {c.name: at for at, c in enumerate(model.consultants)}
    book = Book(model, road, caps)
    for v in visits:
        book.add((number[v.workplace], v.visit), Booking(person[v.consultant], v.on, v.start.hour * 60 + v.start.minute, v.further_days))
    return book


def visits_of(
    model: Model, road: Distances, days: Sequence[Day], room: Room, fixed: Mapping[tuple[int, int], int] = MappingProxyType({})
) -> tuple[Visit, ...]:
    """The appointments of these days with hours (where not fixed, in minutes after midnight), kilometres and reasons, by workplace and visit."""
    reasons = Reasons(model, road, room, days)
    km: dict[tuple[int, int], float] = defaultdict(float)
    for day in days:
        for stop in day.stops:
            km[stop] += round_km(road, day) / len(day.stops)
    visits, minute, ends = [], dict(fixed), dict[tuple[int, dt.date], float]()
    for day in sorted(days, key=lambda day: day.on):
        consultant = model.consultants[day.consultant]
        if not all(stop in minute for stop in day.stops):
            before = ends.get((day.consultant, day.on - dt.timedelta(1)))
            hours = starts(road, day, 0.0 if before is None else earliest_after(model.season, before))
            minute.update({(w, visit): start.hour * 60 + start.minute for w, visit, start in hours})
        ends[day.consultant, day.on] = max(minute[stop] + float(road.minutes[stop[0]]) for stop in day.stops)
        for w, visit in day.stops:
            on, *further = reasons.days[w, visit]
            start = clock(minute[w, visit])
            if on == day.on:
                visits.append(Visit(
                    model.workplaces[w].key, visit, on, start, consultant.agency, consultant.name, round(km[w, visit], 3),
                    reasons.of(day, w, visit), tuple(further),
                ))  # fmt: skip
    order = {workplace.key: at for at, workplace in enumerate(model.workplaces)}
    return tuple(sorted(visits, key=lambda v: (order[v.workplace], v.visit)))


def load(model: Model, visits: Sequence[Visit]) -> dict[str, float]:
    """Visits per available day, for everybody who has any; a visit of several days counts for each."""
    working = Counter(month_of(day) for day in open_days(model.season))
    made = Counter(visit.consultant for visit in visits for _ in visit.days)
    available = {c.name: sum(min(c.days_in(month), many) for month, many in working.items()) for c in model.consultants}
    return {name: made[name] / days for name, days in available.items() if days}
