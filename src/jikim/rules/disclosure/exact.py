"""Own exact search for small tables: branch and bound over cuts that are found as they are broken.

Every cell set that protects satisfies every cut, so the cheapest choice under the cuts found so far is a lower bound,
and once it protects it is the optimum. Bounds come from dual ascent on the broken cuts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jikim.rules.disclosure.problem import Problem
from jikim.rules.disclosure.separate import DUST, Cut, Separator

Array = NDArray[np.float64]


@dataclass(slots=True)
class Search:
    """State of one search. `best` is the cheapest protecting choice known; `proven` once no cheaper one can exist."""

    problem: Problem
    separator: Separator
    free: frozenset[int]
    best: frozenset[int]
    node_limit: int
    stop: Callable[[], bool]
    nodes: int = 0
    cut_short: bool = False
    best_cost: int = 0
    weights: Array = field(default_factory=lambda: np.zeros(0))
    cuts: Array = field(default_factory=lambda: np.zeros((0, 0)))
    needs: Array = field(default_factory=lambda: np.zeros(0))


def search(
    problem: Problem,
    separator: Separator,
    free: Iterable[int],
    start: Iterable[int],
    *,
    node_limit: int = 20_000,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[frozenset[int], bool]:
    """The cheapest set of `free` cells that protects together with the primary ones, and whether that is proven.

    `start` is a protecting choice to beat. Gives up unproven after `node_limit` nodes or when `stop()` says so.
    """
    size = len(problem.n)
    state = Search(problem, separator, frozenset(free), frozenset(start), node_limit, stop)
    state.best_cost = problem.cost(state.best)
    state.weights = np.array(problem.weights, dtype=np.float64)
    state.cuts = np.zeros((0, size))
    closed = np.ones(size, dtype=bool)
    closed[list(state.free)] = False
    _visit(state, np.zeros(size, dtype=bool), closed)
    return state.best, not state.cut_short


def _visit(state: Search, chosen: NDArray[np.bool_], closed: NDArray[np.bool_]) -> None:
    """All choices that hold `chosen` and nothing of `closed` (arrays are this node's own)."""
    while not state.cut_short:
        state.nodes += 1
        state.cut_short = state.nodes > state.node_limit or state.stop()
        rows, left = _broken(state, chosen)
        if not len(rows):
            picked = frozenset(int(i) for i in np.flatnonzero(chosen))
            found = state.separator.violated(picked)
            if not found:
                cost = state.problem.cost(picked)
                if cost < state.best_cost:
                    state.best, state.best_cost = picked, cost
                return
            _remember(state, found)
            continue
        open_room = np.where(chosen | closed, 0.0, np.minimum(rows, left[:, None]))
        slack = open_room.sum(axis=1) - left
        if slack.min() < -DUST:
            return
        spent = float(state.weights[chosen].sum())
        bound, reduced = _dual_ascent(state.weights, open_room, left)
        if spent + np.ceil(bound - DUST) >= state.best_cost:
            return
        forced = (open_room > slack[:, None] + DUST).any(axis=0)
        shut = (open_room.max(axis=0) > 0) & (spent + bound + reduced >= state.best_cost - DUST) & ~forced
        if forced.any() or shut.any():
            chosen |= forced
            closed |= shut
            continue
        _branch(state, chosen, closed, open_room, left, slack)
        return


def _branch(
    state: Search,
    chosen: NDArray[np.bool_],
    closed: NDArray[np.bool_],
    room: Array,
    left: Array,
    slack: Array,
) -> None:
    """Split on the most useful cell of the tightest cut: hidden first, then published."""
    tightest = int(np.argmin(np.count_nonzero(room, axis=1)))
    worth = np.minimum(room / left[:, None], 1.0).sum(axis=0) / state.weights
    cell = int(np.argmax(np.where(room[tightest] > 0, worth, -1.0)))
    for hide in (True, False):
        now_chosen, now_closed = chosen.copy(), closed.copy()
        (now_chosen if hide else now_closed)[cell] = True
        _visit(state, now_chosen, now_closed)


def _broken(state: Search, chosen: NDArray[np.bool_]) -> tuple[Array, Array]:
    if not len(state.needs):
        return state.cuts, state.needs
    left = state.needs - state.cuts @ chosen
    broken = left > DUST
    return state.cuts[broken], left[broken]


def _remember(state: Search, found: list[Cut]) -> None:
    rows = np.zeros((len(found), len(state.weights)))
    for row, cut in zip(rows, found, strict=True):
        for i, coefficient in cut.coefficients.items():
            row[i] = coefficient
    state.cuts = np.vstack([state.cuts, rows])
    state.needs = np.append(state.needs, [cut.need for cut in found])


def _dual_ascent(weights: Array, room: Array, left: Array) -> tuple[float, Array]:
    """A lower bound on Σ weight over choices with Σ room ≥ left, and what each cell still costs beyond it."""
    reduced = weights.copy()
    bound = 0.0
    for k in np.argsort(np.count_nonzero(room, axis=1), kind="stable"):
        used = room[k] > 0
        price = float((reduced[used] / room[k][used]).min())
        if price > 0:
            bound += price * float(left[k])
            reduced[used] -= price * room[k][used]
    return bound, np.maximum(reduced, 0.0)
