"""The attacker for tables that are no network (three variables, two hierarchies): linear and integer programmes.

Linear bounds may be wider than what whole persons allow, so that protection is always confirmed in integers.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix, identity, kron  # type: ignore[import-untyped]

from jikim.rules.disclosure.problem import Interval, Problem
from jikim.rules.disclosure.separate import DUST, Cut

Array = NDArray[np.float64]
BLOCK_CELLS = 20_000
WIDENING_TRIES = 40


@dataclass(frozen=True, slots=True)
class Push:
    """How far one cell moved in one direction, which move does it, and the reduced costs that prove no more is possible."""

    reach: float
    moves: Array
    reduced: Array


class LinearSeparator:
    """Separation by duality, confirmed in integers."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.order = sorted(problem.primary)
        self.matrix = sums_matrix(problem)
        self.counts = np.array(problem.n, dtype=np.float64)
        tops = [math.inf if (t := problem.ceiling(i)) is None else t - n for i, n in enumerate(problem.n)]
        self.tops = np.array(tops, dtype=np.float64)

    def violated(self, chosen: Collection[int]) -> list[Cut]:
        hidden = self._mask(self.problem.primary | set(chosen))
        up, down = np.where(hidden, self.tops, 0.0), np.where(hidden, self.counts, 0.0)
        cuts, doubtful = self._linear_cuts(up, down)
        if cuts:
            return cuts
        for p in doubtful:
            if not self.problem.holds(p, self._whole_interval(p, up, down)):
                return [self._widen(p, hidden)]
        return []

    def loosely_violated(self, shares: Mapping[int, float]) -> list[Cut]:
        y = np.zeros(len(self.counts))
        y[self.order] = 1.0
        for i, share in shares.items():
            y[i] = share
        reach = np.minimum(self.tops, 4.0 * self.problem.width)
        cuts, _ = self._linear_cuts(np.where(y > DUST, y * reach, 0.0), y * self.counts)
        return [c for c in cuts if c.missing(shares) > DUST]

    def intervals(self, hidden: Collection[int], cells: Collection[int]) -> dict[int, Interval]:
        mask = self._mask(set(hidden))
        up, down = np.where(mask, self.tops, 0.0), np.where(mask, self.counts, 0.0)
        cells = list(cells)
        return self._all_intervals(cells, up, down)

    def _mask(self, cells: Collection[int]) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.counts), dtype=bool)
        mask[list(cells)] = True
        return mask

    def _linear_cuts(self, up: Array, down: Array) -> tuple[list[Cut], list[int]]:
        """Cuts of the cells whose linear interval is too narrow, and those whose move is not in whole persons."""
        problem = self.problem
        own = [float(problem.n[p]) for p in self.order]
        falls = pushes(self.matrix, [(p, -1) for p in self.order], own, up, down)
        targets = [
            max(float(problem.need_up(p)), problem.need_width(p) - f.reach)
            for p, f in zip(self.order, falls, strict=True)
        ]
        rises = pushes(self.matrix, [(p, 1) for p in self.order], targets, up, down)
        cuts, doubtful = [], []
        for p, fall, rise, target in zip(self.order, falls, rises, targets, strict=True):
            if rise.reach < target - DUST:
                cut = self._cut(p, fall, rise)
                if cut is not None:
                    cuts.append(cut)
                else:  # lost in rounding: the integer programme decides
                    doubtful.append(p)
            elif not (_whole(fall.moves) and _whole(rise.moves)):
                doubtful.append(p)
        return cuts, doubtful

    def _cut(self, p: int, fall: Push, rise: Push) -> Cut | None:
        width, own = self.problem.need_width(p), self.problem.n[p]
        if rise.reach < self.problem.need_up(p) - DUST:
            return self._capped(p, self._rooms(rise, width), max(self.problem.need_up(p), width - own))
        if fall.reach >= own - DUST:
            return self._capped(p, self._rooms(rise, width), width - own)
        return self._capped(p, self._rooms(rise, width) + self._rooms(fall, width), width)

    def _rooms(self, push: Push, width: int) -> Array:
        """Per cell, the most that hiding it can add to the push (Lagrangian bound)."""
        gains = np.where(push.reduced < -DUST, -push.reduced * np.minimum(self.tops, 1e9), 0.0)
        rooms: Array = gains + np.where(push.reduced > DUST, push.reduced * self.counts, 0.0)
        return np.minimum(rooms, float(width))

    def _capped(self, p: int, rooms: Array, need: float) -> Cut | None:
        rooms = rooms.copy()
        rooms[p] = 0.0
        left = need - float(rooms[self.order].sum())
        if left <= DUST:
            return None
        rooms[self.order] = 0.0
        return Cut({int(i): min(float(rooms[i]), left) for i in np.flatnonzero(rooms > DUST)}, left)

    def _whole_interval(self, p: int, up: Array, down: Array) -> Interval:
        fall = whole_push(self.matrix, p, -1, float(self.problem.n[p]), up, down)
        ceiling = float(self.tops[p])
        limit = min(ceiling, float(self.problem.width))
        rise = whole_push(self.matrix, p, 1, limit, up, down)
        return self.problem.n[p] - fall, self.problem.n[p] + rise

    def _all_intervals(self, cells: list[int], up: Array, down: Array) -> dict[int, Interval]:
        far = 4.0 * (float(self.counts.sum()) + self.problem.width)
        own = [float(self.problem.n[p]) for p in cells]
        tops = [min(far, float(self.tops[p])) for p in cells]
        falls = pushes(self.matrix, [(p, -1) for p in cells], own, up, down)
        rises = pushes(self.matrix, [(p, 1) for p in cells], tops, up, down)
        found: dict[int, Interval] = {}
        for p, fall, rise, limit in zip(cells, falls, rises, own, strict=True):
            drop = _reach(fall, lambda p=p, limit=limit: whole_push(self.matrix, p, -1, limit, up, down))
            top = min(far, float(self.tops[p]))
            if rise.reach >= far - 0.5:
                found[p] = (self.problem.n[p] - drop, None)
                continue
            gain = _reach(rise, lambda p=p, top=top: whole_push(self.matrix, p, 1, top, up, down))
            found[p] = (self.problem.n[p] - drop, self.problem.n[p] + gain)
        return found

    def _widen(self, p: int, hidden: NDArray[np.bool_]) -> Cut:
        """No set within `hidden` protects p in whole persons: grow it while that stays true, then ask for one cell outside."""
        outside = [i for i in np.argsort(self.problem.weights, kind="stable") if not hidden[i]]
        mask = hidden.copy()
        for i in outside[:WIDENING_TRIES]:
            mask[i] = True
            up, down = np.where(mask, self.tops, 0.0), np.where(mask, self.counts, 0.0)
            if self.problem.holds(p, self._whole_interval(p, up, down)):
                mask[i] = False
        return Cut({int(i): 1.0 for i in np.flatnonzero(~mask)}, 1.0)


def sums_matrix(problem: Problem) -> csr_matrix:
    """Sums × cells: −1 for the total, 1 for each part."""
    rows, columns, values = [], [], []
    for k, s in enumerate(problem.sums):
        rows += [k] * (1 + len(s.parts))
        columns += [s.total, *s.parts]
        values += [-1.0] + [1.0] * len(s.parts)
    return csr_matrix((values, (rows, columns)), shape=(len(problem.sums), len(problem.n)))


def pushes(
    matrix: csr_matrix, targets: Sequence[tuple[int, int]], limits: Sequence[float], up: Array, down: Array
) -> list[Push]:
    """For each (cell, direction): the furthest move ≤ its limit that keeps all sums, other cells within up and down.
    Solved in blocks, since the programmes are independent.
    """
    open_cells = np.flatnonzero((up > 0) | (down > 0))
    part = matrix[:, open_cells]
    part = part[np.flatnonzero(np.diff(part.indptr))]
    size = max(1, BLOCK_CELLS // max(1, len(open_cells)))
    found: list[Push] = []
    for at in range(0, len(targets), size):
        found += _block(matrix, part, open_cells, targets[at : at + size], limits[at : at + size], up, down)
    return found


def _block(
    matrix: csr_matrix,
    part: csr_matrix,
    open_cells: NDArray[np.intp],
    targets: Sequence[tuple[int, int]],
    limits: Sequence[float],
    up: Array,
    down: Array,
) -> list[Push]:
    width, many = len(open_cells), len(targets)
    place = {int(cell): j for j, cell in enumerate(open_cells)}
    cost = np.zeros(width * many)
    lower, upper = np.tile(-down[open_cells], many), np.tile(up[open_cells], many)
    for b, ((cell, direction), limit) in enumerate(zip(targets, limits, strict=True)):
        at = b * width + place[cell]
        cost[at] = -direction
        lower[at], upper[at] = (0.0, limit) if direction > 0 else (-limit, 0.0)
    found = linprog(
        cost,
        A_eq=kron(identity(many), part, format="csr"),
        b_eq=np.zeros(part.shape[0] * many),
        bounds=np.column_stack([lower, upper]),
    )
    if found.x is None:
        raise ArithmeticError(f"the bounds of {many} cells could not be found: {found.message}")
    rows = np.flatnonzero(np.diff(matrix[:, open_cells].indptr))
    prices = np.zeros((many, matrix.shape[0]))
    prices[:, rows] = found.eqlin.marginals.reshape(many, -1)
    reduced = -(matrix.T @ prices.T).T
    moves = found.x.reshape(many, width)
    out = []
    for b, (cell, direction) in enumerate(targets):
        reduced[b, cell] -= direction
        out.append(Push(float(moves[b, place[cell]]) * direction, moves[b], reduced[b]))
    return out


def whole_push(matrix: csr_matrix, cell: int, direction: int, limit: float, up: Array, down: Array) -> int:
    """The furthest move in whole persons (integer programme)."""
    open_cells = np.flatnonzero((up > 0) | (down > 0))
    part = matrix[:, open_cells]
    at = int(np.searchsorted(open_cells, cell))
    cost = np.zeros(len(open_cells))
    cost[at] = -direction
    lower, upper = -down[open_cells], up[open_cells].copy()
    lower[at], upper[at] = (0.0, limit) if direction > 0 else (-limit, 0.0)
    found = milp(
        cost,
        constraints=LinearConstraint(part, 0.0, 0.0),
        integrality=np.ones(len(open_cells)),
        bounds=Bounds(lower, upper),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise ArithmeticError(f"the bound of a cell could not be found: {found.message}")
    return round(-float(found.fun))


def _whole(moves: Array) -> bool:
    return bool(np.all(np.abs(moves - np.round(moves)) < 1e-6))


def _reach(push: Push, in_persons: object) -> int:
    """The linear reach if its move is in whole persons, else the integer programme's."""
    if _whole(push.moves):
        return round(push.reach)
    assert callable(in_persons)
    return int(in_persons())
