"""Which consultant serves which workplace, and which workplaces share a day, at least travel.

A set partition by column generation: a column is a consultant's day of one or two workplaces, its cost the round. The linear
relaxation bounds every plan from below (a plan's three rounds of visits average to a point of it); HiGHS makes it whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy  # type: ignore[import-untyped]  # its parts load when they are first used
from numpy.typing import NDArray

from jikim.rules.dispatching.allot import Admitted, Room
from jikim.rules.dispatching.bounding import Prices, price, relax
from jikim.rules.dispatching.columns import UNSERVED_KM, Columns, Ground, Ints
from jikim.rules.dispatching.distances import Distances, Floats
from jikim.rules.dispatching.trios import Trios, promising

MOST_ROUNDS = 40
#: the relaxation ends when what it could still win is less than this share
NEAR_ENOUGH = 2e-5
#: columns whose reduced cost is beyond this many km are let go between relaxations
DEAR_KM = 20.0
#: pairs are sought among so many workplaces of each consultant, until no more than this share of a column a workplace is found
AMONG, FEW = 40, 0.1
#: columns whose reduced cost is beyond this many km rarely help a whole-number plan; so many in all, or by workplace, and of each
#: consultant's days of one stay
KEEP_KM, KEEP_COLUMNS, KEEP_BY_WORKPLACE, KEEP_ALONE = 12.0, 30_000, 30, 4
# nodes, not the clock, end the search: the same question has the same answer on a slow machine (the seconds are a last resort)
RELATIVE_GAP, NODES, SECONDS = 0.0002, 300, 90.0
#: workplaces one search can hold; relaxations before it, and from where on a choice counts as settled
MOST_AT_ONCE, MOST_DIVES, SETTLED = 1200, 12, 0.99


@dataclass(frozen=True, slots=True)
class Group:
    """Workplaces that share days with one consultant: one, two, or three as in trios.py."""

    consultant: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """`bound_km` holds for all three visits of any plan that serves as many; each one fewer lowers it by `km_of_one`."""

    groups: tuple[Group, ...]
    bound_km: float
    km_of_one: float


def pair_up(road: Distances, candidates: Sequence[int], admitted: Admitted, *, seed: int) -> Pairing:
    """The plan of least travel that serves as many of these workplaces as were admitted, near enough, with its bound."""
    wanted, room = len(admitted.served), admitted.room
    if not wanted:
        return Pairing((), 0.0, 0.0)
    ground = Ground(road, candidates, wanted, room, seed, apart=True)
    columns, prices, bound = _generate(ground, admitted)
    if road.month.any():
        # later visits of different starters may share days: only prices that know this prove a bound
        bound = _generate(Ground(road, candidates, wanted, room, seed, apart=False), admitted)[2]
    reduced = ground.reduced(columns, prices.workplaces, prices.places)
    order = np.argsort(reduced, kind="stable")[: max(KEEP_COLUMNS, KEEP_BY_WORKPLACE * len(candidates))]
    kept = columns.only(order[reduced[order] <= KEEP_KM]).with_more(_alone(ground, prices, KEEP_ALONE))
    trios = promising(ground, prices.workplaces, prices.places)
    groups = _whole(ground, kept, trios)
    groups = _filled(road, candidates, wanted, room, groups)
    return Pairing(groups, max(0.0, 3 * bound), 3 * prices.one_less)


def least_km(road: Distances, candidates: Sequence[int], wanted: int, room: Room, *, seed: int) -> float:
    """A bound on the travel of any plan that serves so many of these, all three visits."""
    return max(0.0, 3 * _generate(Ground(road, candidates, wanted, room, seed, apart=False))[2]) if wanted else 0.0


def _filled(
    road: Distances, candidates: Sequence[int], wanted: int, room: Room, groups: tuple[Group, ...]
) -> tuple[Group, ...]:
    """Where the search ended early, those still missing go alone to the nearest consultant with a place."""
    served = {w for group in groups for w in group.members}
    left, agency = list(room.consultant), list(room.agency)
    for group in groups:
        left[group.consultant] -= len(group.members)
        agency[room.agency_of[group.consultant]] -= len(group.members)
    more = list(groups)
    for w in candidates:
        able = [int(c) for c in np.flatnonzero(road.may[:, w]) if left[c] > 0 and agency[room.agency_of[c]] > 0]
        if w in served or not able or len(served) >= wanted:
            continue
        c = min(able, key=lambda one: road.base[one, w])
        left[c] -= 1
        agency[room.agency_of[c]] -= 1
        served.add(w)
        more.append(Group(c, (w,)))
    return tuple(more)


def _generate(ground: Ground, admitted: Admitted | None = None) -> tuple[Columns, Prices, float]:
    """Columns until none would help, the last prices and the best bound any prices proved.

    Whom `admitted` gave each workplace to comes first, so that everybody wanted is served from the start; what turned out far too
    dear is let go on the way, and comes back should it ever be worth it.
    """
    columns, bound = _first(ground, admitted), -np.inf
    few = len(ground.served) * FEW
    for _ in range(MOST_ROUNDS):
        prices, km, _ = relax(ground, columns)
        more, at_least = price(ground, prices, AMONG)
        if len(more.c) <= few and at_least == -np.inf:
            more, at_least = price(ground, prices)
        bound = max(bound, at_least)
        if not len(more.c) or km - bound <= NEAR_ENOUGH * km:
            break
        columns = columns.only(ground.reduced(columns, prices.workplaces, prices.places) <= DEAR_KM).with_more(more)
    return columns, prices, bound if bound > -np.inf else price(ground, prices)[1]


def _first(ground: Ground, admitted: Admitted | None) -> Columns:
    """Near workplaces by near consultants, a place counting what it costs when every visit is half a trip of its own."""
    certain = ground.alone(admitted.holders, admitted.served) if admitted else ground.alone((), ())
    singles = ground.near_alone().with_more(certain)
    prices, _, used = relax(ground, replace(singles, km=singles.km / 2))
    first = ground.first_columns(prices.places).with_more(certain)
    # where there are many, the few consultants named for a pair are often the wrong ones
    return first.with_more(ground.mates(used)) if len(ground.served) > MOST_AT_ONCE else first


def _alone(ground: Ground, prices: Prices, many: int) -> Columns:
    """Days of one: each consultant's best and each workplace's best."""
    cost = np.where(ground.may & (ground.caps > 0)[:, None], 2 * ground.base * ground.days - prices.workplaces + prices.places[:, None], np.inf)
    by_consultant = np.argsort(cost, axis=1, kind="stable")[:, :many]
    by_workplace = np.argsort(cost, axis=0, kind="stable")[:many]
    c = np.r_[np.repeat(np.arange(cost.shape[0]), by_consultant.shape[1]), by_workplace.ravel()]
    w = np.r_[by_consultant.ravel(), np.tile(np.arange(cost.shape[1]), by_workplace.shape[0])]
    return ground.made(c, w, w)


def _whole(ground: Ground, columns: Columns, trios: Trios) -> tuple[Group, ...]:
    """Whole numbers: each workplace at most once, nobody above their places.

    A season too large for one search is first made smaller: what the relaxation has settled stays, and it is relaxed again.
    """
    task = _Task.of(ground, columns, trios)
    settled: list[int] = []
    for _ in range(MOST_DIVES):
        if task.open_workplaces <= MOST_AT_ONCE:
            break
        x = task.relaxed()
        sure = np.flatnonzero(x >= SETTLED) if x is not None else np.zeros(0, int)
        if not len(sure):
            break
        settled += [int(task.which[at]) for at in sure]
        task = task.without(sure)
    found = task.searched()
    chosen = sorted({*settled, *found})
    return tuple(sorted((_group(ground, columns, trios, x) for x in chosen), key=lambda g: (g.consultant, g.members)))


@dataclass(frozen=True, slots=True)
class _Task:
    """A set partition: choices (`which`: their number among columns and trios), the workplaces of each, what they hold, what is left."""

    which: Ints
    cost: Floats
    serve: scipy.sparse.csc_array
    hold: scipy.sparse.csc_array
    limits: Floats
    spare: float
    open: NDArray[np.bool_]

    @classmethod
    def of(cls, ground: Ground, columns: Columns, trios: Trios) -> _Task:
        serve, hold = ground.rows(columns)
        n, many = len(ground.served), len(trios.c)
        at = np.arange(many)
        threes = scipy.sparse.csr_array((np.ones(3 * many), (trios.members.T.ravel(), np.tile(at, 3))), shape=(n, many))
        rows = [np.full(many, 3.0), *(np.where(ground.agency_of[trios.c] == a, 3.0, 0.0) for a in ground.agencies)]
        held = scipy.sparse.csr_array((rows[0], (trios.c, at)), shape=(len(ground.caps), many))
        if ground.agencies:
            held = scipy.sparse.csr_array(scipy.sparse.vstack([held, scipy.sparse.csr_array(np.array(rows[1:]))]))
        noise = np.r_[ground.noise[columns.i], ground.noise[trios.members[:, 0]]]
        return cls(
            np.arange(len(columns.c) + many), np.r_[columns.km, trios.km] + noise,
            scipy.sparse.csc_array(scipy.sparse.hstack([serve, threes])), scipy.sparse.csc_array(scipy.sparse.hstack([hold, held])),
            np.r_[ground.caps, ground.agency_caps], ground.spare, np.ones(n, bool),
        )  # fmt: skip

    @property
    def open_workplaces(self) -> int:
        return int(self.open.sum())

    def _matrices(self) -> tuple[Floats, scipy.sparse.csr_array, Floats, scipy.sparse.csr_array]:
        """Costs, rows of places with the one of how many may be left out, its limits, and one row per open workplace."""
        rows = np.flatnonzero(self.open)
        n, many = len(rows), len(self.which)
        cost = np.r_[self.cost, np.zeros(n), np.full(n, UNSERVED_KM)]
        wide = scipy.sparse.hstack([self.hold, scipy.sparse.csr_array((self.hold.shape[0], 2 * n))])
        last = scipy.sparse.csr_array(np.r_[np.zeros(many), np.ones(n), np.zeros(n)][None, :])
        each = scipy.sparse.hstack([scipy.sparse.csr_array(self.serve)[rows], scipy.sparse.eye_array(n), scipy.sparse.eye_array(n)])
        return cost, scipy.sparse.csr_array(scipy.sparse.vstack([wide, last])), np.r_[self.limits, self.spare], scipy.sparse.csr_array(each)

    def relaxed(self) -> Floats | None:
        cost, places, limits, each = self._matrices()
        found = scipy.optimize.linprog(cost, A_ub=places, b_ub=limits, A_eq=each, b_eq=np.ones(each.shape[0]), bounds=(0, 1), method="highs")
        return None if found.x is None else np.asarray(found.x[: len(self.which)])

    def without(self, sure: Ints) -> _Task:
        """These choices made: their workplaces and places are gone, and with them every choice that needs them."""
        done = np.asarray(self.serve[:, sure].sum(axis=1)).ravel() > 0.5
        limits = self.limits - np.asarray(self.hold[:, sure].sum(axis=1)).ravel()
        touched = np.asarray(self.serve.T @ done.astype(float)) > 0.5
        keep = np.flatnonzero(~touched)
        return _Task(self.which[keep], self.cost[keep], self.serve[:, keep], self.hold[:, keep], limits, self.spare, self.open & ~done)

    def searched(self) -> list[int]:
        if not len(self.which):
            return []
        cost, places, limits, each = self._matrices()
        n, many = each.shape[0], len(self.which)
        found = scipy.optimize.milp(
            cost,
            constraints=[scipy.optimize.LinearConstraint(scipy.sparse.csc_array(each), 1, 1), scipy.optimize.LinearConstraint(scipy.sparse.csc_array(places), -np.inf, limits)],
            integrality=np.r_[np.ones(many), np.zeros(n), np.ones(n)], bounds=scipy.optimize.Bounds(0, 1),
            options={"mip_rel_gap": RELATIVE_GAP, "node_limit": NODES, "time_limit": SECONDS, "disp": False},
        )  # fmt: skip
        return [] if found.x is None else [int(self.which[x]) for x in np.flatnonzero(found.x[:many] > 0.5)]


def _group(ground: Ground, columns: Columns, trios: Trios, x: int) -> Group:
    if x < len(columns.c):
        members = [columns.i[x]] if columns.i[x] == columns.j[x] else [columns.i[x], columns.j[x]]
        owner = columns.c[x]
    else:
        members, owner = list(trios.members[x - len(columns.c)]), trios.c[x - len(columns.c)]
    return Group(int(owner), tuple(int(ground.served[m]) for m in members))
