"""A whole season at once: region > workplace > unit × two categories (sex), thousands of tables as a few arrays.

Safe by construction: a cell counts as protected only if a move that no margin can see is known for it, so that the
attacker of audit.py finds nothing; cheapest is not promised (suppress.py does that, table by table). All arrays of
units are padded: workplaces × most units.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from jikim.rules.disclosure.problem import Problem
from jikim.rules.disclosure.table import Sum

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SeasonCounts:
    """`units[i]` = (first, second) category's persons in unit i; `workplace[i]` its workplace; `region[w]` w's region."""

    units: Counts
    workplace: Counts
    region: Counts


@dataclass(frozen=True, slots=True)
class SeasonMask:
    """What to hide, columns (first, second, total): `units` × 3, `workplaces` × 3. Regions and the nation stay shown."""

    units: Mask
    workplaces: Mask


@dataclass(frozen=True, slots=True)
class _State:
    """`split`: rows (units) whose two categories are hidden; `whole`: rows whose total is hidden too (subset).
    `pooled` / `lost`: workplaces whose own categories / total are hidden, so that they exchange within their region.
    """

    f: Counts
    m: Counts
    listed: Mask
    region: Counts
    least: int
    width: int
    zeros_are_safe: bool
    split: Mask
    whole: Mask
    pooled: Mask
    lost: Mask

    @property
    def t(self) -> Counts:
        return self.f + self.m

    def primary(self, n: Counts) -> Mask:
        found: Mask = (n < self.least) & ((n > 0) | (not self.zeros_are_safe))
        return found


def protect_season(
    counts: SeasonCounts, *, minimum: int, protect: int = 0, zeros_are_safe: bool = False
) -> SeasonMask:
    """Hides small cells and what would reveal them, with the protection of SCIENCE.md § 2.3.

    Errors: ValueError if a region cannot hold its small workplaces (it has too few people in all).
    """
    padded, place = _padded(counts)
    state = _start(padded, counts.region, minimum, max(minimum, protect), zeros_are_safe)
    state = _pool_regions(_grow(_pair_totals(state)))
    state = _trim(state)
    missing = ~_holds(state)
    if missing.any():
        raise ValueError(f"{int(missing.sum())} workplaces cannot be protected within their region")
    return _mask_of(state, counts, place)


def _padded(counts: SeasonCounts) -> tuple[tuple[Counts, Counts, Mask], Counts]:
    """First and second category by workplace and row, which rows exist, and each unit's row."""
    many = len(counts.region)
    order = np.argsort(counts.workplace, kind="stable")
    sizes = np.bincount(counts.workplace, minlength=many)
    starts = np.cumsum(sizes) - sizes
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order)) - np.repeat(starts, sizes)
    shape = (many, int(sizes.max(initial=1)))
    f, m, listed = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, bool)
    f[counts.workplace, place], m[counts.workplace, place] = counts.units[:, 0], counts.units[:, 1]
    listed[counts.workplace, place] = True
    return (f, m, listed), place


def _start(
    padded: tuple[Counts, Counts, Mask], region: Counts, least: int, width: int, zeros_are_safe: bool
) -> _State:
    f, m, listed = padded
    none = np.zeros(len(f), bool)
    state = _State(
        f, m, listed, region, least, width, zeros_are_safe, listed & False, listed & False, none, none
    )
    whole = listed & state.primary(f + m)
    split = whole | (listed & (state.primary(f) | state.primary(m)))
    totals_f, totals_m = f.sum(axis=1), m.sum(axis=1)
    lost = state.primary(totals_f + totals_m)
    pooled = lost | state.primary(totals_f) | state.primary(totals_m)
    return replace(state, split=split | (pooled[:, None] & listed), whole=whole | (lost[:, None] & listed),
                   pooled=pooled, lost=lost)  # fmt: skip


def _pair_totals(state: _State) -> _State:
    """A hidden row total needs at least one more, and all of them together the protection: smallest rows first."""
    whole, t = state.whole.copy(), state.t
    price = np.where(state.split, t, 2 * t)
    for _ in range(t.shape[1]):
        few = whole.sum(axis=1)
        short = (few > 0) & ((few < 2) | ((t * whole).sum(axis=1) < state.width)) & ~state.lost
        if not _add_cheapest(whole, short, state.listed & ~whole, price):
            break
    return replace(state, whole=whole, split=state.split | whole)


def _add_cheapest(rows: Mask, where: Mask, open_rows: Mask, price: Counts) -> bool:
    """In each of the workplaces `where`, adds the cheapest open row; False if there was nothing to add."""
    can = where & open_rows.any(axis=1)
    if not can.any():
        return False
    costs = np.where(open_rows, price, np.iinfo(np.int64).max)
    at = np.flatnonzero(can)
    rows[at, costs[at].argmin(axis=1)] = True
    return True


@dataclass(frozen=True, slots=True)
class _Rooms:
    """What stands ready to be exchanged: in the hidden rows (`pf`, `pm`) and, both categories, in
    the `rows` with hidden totals (`qt`);
    per workplace, or per region for workplaces that exchange there.
    """

    pf: Counts
    pm: Counts
    qt: Counts
    rows: Counts


def _rooms(state: _State) -> _Rooms:
    def shared(own: Counts, members: Mask) -> Counts:
        sums = np.bincount(state.region, weights=own * members)
        return np.where(members, sums[state.region].astype(np.int64), own)

    return _Rooms(
        shared((state.f * state.split).sum(axis=1), state.pooled),
        shared((state.m * state.split).sum(axis=1), state.pooled),
        shared((state.t * state.whole).sum(axis=1), state.lost),
        shared(state.whole.sum(axis=1), state.lost),
    )


def _row_failures(state: _State) -> tuple[Mask, Mask]:
    """Workplaces that need more rows split, and more row totals hidden.

    A split row (its total shown) moves x = min(m, pool's other f) up in the first category and y down; a row with a
    hidden total moves with the other hidden totals, and through its own second category with the rest of the pool.
    """
    room = _rooms(state)
    pf, pm = room.pf[:, None], room.pm[:, None]
    f, m, need = state.f, state.m, state.width
    x, y = np.minimum(m, pf - f), np.minimum(f, pm - m)
    low_f, low_m = state.primary(f), state.primary(m)
    split_only = state.split & ~state.whole
    thin = (
        (low_f & (f + x < state.least)) | (low_m & (m + y < state.least)) | ((low_f | low_m) & (x + y < need))
    )
    no_split = (split_only & thin).any(axis=1)
    # Among hidden totals, rows trade either category: first for first, or second for first with the pool's help.
    in_whole = (state.whole & ((low_f & (pf < need)) | (low_m & (pm < need)))).any(axis=1)
    alone = state.whole.any(axis=1) & ((room.rows < 2) | (room.qt < need))
    return no_split | in_whole, alone


def _grow(state: _State) -> _State:
    """More rows for workplaces that need them, cheapest first; those that run out of rows join their region."""
    for _ in range(2 * state.f.shape[1] + 2):
        split, whole = state.split.copy(), state.whole.copy()
        no_split, no_whole = _row_failures(state)
        t = state.t
        grown = _add_cheapest(whole, no_whole & ~state.lost, state.listed & ~whole, np.where(split, t, 2 * t))
        split |= whole
        grown |= _add_cheapest(split, no_split & ~state.pooled, state.listed & ~split, t)
        state = replace(state, split=split, whole=whole)
        if not grown:
            break
    no_split, no_whole = _row_failures(state)
    return _join(
        state, pooled=(no_split | no_whole) & ~state.pooled, lost=no_whole & state.pooled & ~state.lost
    )


def _join(state: _State, *, pooled: Mask, lost: Mask) -> _State:
    """These workplaces' margins are hidden, and with them all their rows, so that they exchange within the region."""
    every_split, every_whole = state.listed & (pooled | lost)[:, None], state.listed & lost[:, None]
    return replace(state, pooled=state.pooled | pooled | lost, lost=state.lost | lost,
                   split=state.split | every_split, whole=state.whole | every_whole)  # fmt: skip


def _pool_regions(state: _State) -> _State:
    """In each region with pooled workplaces, the cheapest further ones until what they need can be exchanged."""
    for _ in range(2 * len(state.region)):
        thin, alone = _region_failures(state)
        no_split, no_whole = _row_failures(state)
        wants_lost = alone & state.lost
        wants_pool = (thin | no_split | no_whole) & state.pooled & ~wants_lost
        lost = _cheapest_of_regions(state, wants_lost, ~state.lost)
        pooled = _cheapest_of_regions(state, wants_pool, ~state.pooled)
        if not (lost.any() or pooled.any()):
            break
        state = _grow(_join(state, pooled=pooled, lost=lost))
    return state


def _region_failures(state: _State) -> tuple[Mask, Mask]:
    """Pooled workplaces whose own margins need more partners: for their categories, and for their totals."""
    room = _rooms(state)
    f, m = state.f.sum(axis=1), state.m.sum(axis=1)
    own_f, own_m = (state.f * state.split).sum(axis=1), (state.m * state.split).sum(axis=1)
    x, y = np.minimum(own_m, room.pf - own_f), np.minimum(own_f, room.pm - own_m)
    low_f, low_m = state.primary(f), state.primary(m)
    thin = (low_f & (f + x < state.least)) | (low_m & (m + y < state.least))
    thin |= (low_f | low_m) & (x + y < state.width)
    shallow = (low_f & (room.pf < state.width)) | (low_m & (room.pm < state.width))
    mates = np.bincount(state.region, weights=state.lost)[state.region]
    alone = state.primary(f + m) & ((mates < 2) | (room.qt < state.width))
    return np.where(state.lost, shallow, thin & state.pooled), alone & state.lost


def _cheapest_of_regions(state: _State, wanting: Mask, free: Mask) -> Mask:
    """The smallest free workplace of each region in which one is wanting."""
    regions = np.bincount(state.region, weights=wanting) > 0
    open_here = np.flatnonzero(free & regions[state.region])
    chosen = np.zeros(len(state.region), bool)
    order = open_here[np.lexsort((state.t[open_here].sum(axis=1), state.region[open_here]))]
    chosen[order[np.flatnonzero(np.diff(state.region[order], prepend=-1))]] = True
    return chosen


def _trim(state: _State) -> _State:
    """Shows again, dearest first, rows that nothing needs; only within workplaces that exchange within themselves."""
    own = ~state.pooled
    must_whole = state.primary(state.t)
    must_split = must_whole | state.primary(state.f) | state.primary(state.m)
    order = np.argsort(-state.t, axis=1, kind="stable")
    everyone = np.arange(len(order))
    for kind in ("whole", "split"):
        for row in order.T:
            rows: Mask = getattr(state, kind)
            must = must_whole if kind == "whole" else must_split | state.whole
            open_here = own & rows[everyone, row] & ~must[everyone, row]
            if not open_here.any():
                continue
            fewer = rows.copy()
            fewer[everyone[open_here], row[open_here]] = False
            trial = replace(state, whole=fewer) if kind == "whole" else replace(state, split=fewer)
            kept = open_here & ~_holds(trial)
            fewer[everyone[kept], row[kept]] = True
            state = replace(state, whole=fewer) if kind == "whole" else replace(state, split=fewer)
    return state


def _holds(state: _State) -> Mask:
    no_split, no_whole = _row_failures(state)
    thin, alone = _region_failures(state)
    held: Mask = ~(no_split | no_whole | thin | alone)
    return held


def _mask_of(state: _State, counts: SeasonCounts, place: Counts) -> SeasonMask:
    split, whole = state.split[counts.workplace, place], state.whole[counts.workplace, place]
    return SeasonMask(
        np.column_stack([split, split, whole]), np.column_stack([state.pooled, state.pooled, state.lost])
    )


def season_problem(
    counts: SeasonCounts, *, minimum: int, protect: int = 0, zeros_are_safe: bool = False
) -> Problem:
    """The season as one problem for the attacker: three cells each per unit, workplace, region, and the nation."""
    region = np.unique(counts.region, return_inverse=True)[1]  # a region without workplaces has no row
    units, works, regions = len(counts.units), len(counts.region), int(region.max()) + 1
    by_work = np.zeros((works, 2), np.int64)
    np.add.at(by_work, counts.workplace, counts.units)
    by_region = np.zeros((regions, 2), np.int64)
    np.add.at(by_region, region, by_work)
    levels = [counts.units, by_work, by_region, by_region.sum(axis=0, keepdims=True)]
    n = [int(v) for level in levels for v in np.column_stack([level, level.sum(axis=1)]).ravel()]
    first = [0, units, units + works, units + works + regions]
    sums = [Sum(3 * i + 2, (3 * i, 3 * i + 1)) for i in range(units)]
    for parents, offset, base in ((counts.workplace, first[1], first[0]), (region, first[2], first[1]),
                                  (np.zeros(regions, np.int64), first[3], first[2])):  # fmt: skip
        children: dict[int, list[int]] = {}
        for child, parent in enumerate(parents):
            children.setdefault(int(parent), []).append(base + child)
        sums += [Sum(3 * (offset + p) + c, tuple(3 * i + c for i in listed))
                 for p, listed in children.items() for c in range(3)]  # fmt: skip
    primary = frozenset(i for i, v in enumerate(n) if v < minimum and (v > 0 or not zeros_are_safe))
    return Problem(tuple(n), tuple(sums), tuple(max(1, v) for v in n), primary, minimum, max(minimum, protect),
                   last=frozenset({len(n) - 1}) - primary)  # fmt: skip


def hidden_cells(mask: SeasonMask) -> set[int]:
    """The mask as cells of `season_problem`."""
    flat = np.concatenate([mask.units.ravel(), mask.workplaces.ravel()])
    return {int(i) for i in np.flatnonzero(flat)}
