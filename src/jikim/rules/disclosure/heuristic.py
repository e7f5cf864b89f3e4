"""A good protecting choice without proof of optimality, for tables of any size and as the exact searches' start.

Each primary cell in turn gets the cheapest further cells through which enough persons could be exchanged; then
cells that turn out not to be needed are published again. The attacker has the last word in suppress.py.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]

from jikim.rules.disclosure.linear import pushes, sums_matrix
from jikim.rules.disclosure.network import Flows, Network, flows_over, room_up, shortfall
from jikim.rules.disclosure.problem import Problem
from jikim.rules.disclosure.separate import DUST, Separator


def cheap_choice(
    problem: Problem,
    network: Network | None,
    separator: Separator,
    free: Iterable[int],
    stop: Callable[[], bool] = lambda: False,
    begin: Iterable[int] = (),
) -> frozenset[int]:
    """A choice among `free` that protects, if one was found (callers must ask the attacker); in networks it may
    `begin` with cells that are hidden already.
    """
    if network is not None:
        return _by_paths(problem, network, frozenset(free), stop, begin)
    return _trimmed(problem, separator, _by_programmes(problem, frozenset(free)), stop)


def _trimmed(
    problem: Problem, separator: Separator, chosen: set[int], stop: Callable[[], bool]
) -> frozenset[int]:
    """Publishes again, dearest first, what the protection does not need."""
    for cell in sorted(chosen, key=lambda i: -problem.weights[i]):
        if stop():
            break
        if not separator.violated(chosen - {cell}):
            chosen = chosen - {cell}
    return frozenset(chosen)


# Networks: shortest paths.


def _by_paths(
    problem: Problem,
    network: Network,
    free: frozenset[int],
    stop: Callable[[], bool],
    begin: Iterable[int],
) -> frozenset[int]:
    near: list[list[tuple[int, int, int]]] = [[] for _ in range(network.nodes)]
    for i in free | problem.primary:
        near[network.tails[i]].append((network.heads[i], i, 1))
        near[network.heads[i]].append((network.tails[i], i, -1))
    hidden = problem.primary | set(begin)
    flows = flows_over(problem, network, hidden)
    for p in sorted(problem.primary, key=lambda i: (problem.n[i], i)):
        for _ in range(len(problem.n)):
            need = shortfall(problem, flows, p)
            if need is None:
                break
            more = _cheapest(problem, network, near, hidden, p, need) - hidden
            if not more:
                break
            for i in more:
                flows.hide(i, room_up(problem, i), problem.n[i])
            hidden = hidden | more
    return _fewer(problem, flows, set(hidden - problem.primary), stop)


def _fewer(problem: Problem, flows: Flows, chosen: set[int], stop: Callable[[], bool]) -> frozenset[int]:
    """Publishes again, dearest first, what no primary cell of the same connected part needs."""
    for cell in sorted(chosen, key=lambda i: -problem.weights[i]):
        if stop():
            break
        concerned = flows.neighbourhood(cell) & problem.primary
        flows.show(cell)
        if any(shortfall(problem, flows, p) is not None for p in concerned):
            flows.hide(cell, room_up(problem, cell), problem.n[cell])
        else:
            chosen = chosen - {cell}
    return frozenset(chosen)


def _cheapest(
    problem: Problem,
    network: Network,
    near: list[list[tuple[int, int, int]]],
    hidden: frozenset[int],
    p: int,
    need: int,
) -> set[int]:
    """The cells of the cheapest single exchange that gives p its whole need; if there is none, of a smaller one."""
    width, own = problem.need_width(p), problem.n[p]
    ways = [(width, 0), (max(problem.need_up(p), width - own), own)]
    amount = need
    while amount:
        paths = [_path(problem, network, near, hidden, p, rise, fall) for rise, fall in ways]
        found = [path for path in paths if path is not None]
        if found:
            return set(sorted(found, key=lambda cells: (problem.cost(cells - hidden), len(cells)))[0])
        amount //= 2
        ways = [(amount, 0)]
    return set()


def _path(
    problem: Problem,
    network: Network,
    near: list[list[tuple[int, int, int]]],
    hidden: frozenset[int],
    p: int,
    rise: int,
    fall: int,
) -> frozenset[int] | None:
    """Dijkstra for the exchange in which p can rise by `rise` and fall by `fall`."""
    source, sink = network.heads[p], network.tails[p]
    if source == sink:
        return frozenset()
    best: dict[int, int] = {source: 0}
    came: dict[int, tuple[int, int]] = {}
    heap = [(0, source)]
    while heap:
        cost, node = heapq.heappop(heap)
        if node == sink:
            return _cells_back(came, source, sink)
        if cost > best[node]:
            continue
        for other, i, direction in near[node]:
            if (
                i == p
                or problem.n[i] < (fall if direction > 0 else rise)
                or not _roomy(problem, i, direction, rise, fall)
            ):
                continue
            through = cost + (0 if i in hidden else problem.weights[i])
            if through < best.get(other, through + 1):
                best[other] = through
                came[other] = (node, i)
                heapq.heappush(heap, (through, other))
    return None


def _roomy(problem: Problem, i: int, direction: int, rise: int, fall: int) -> bool:
    top = problem.ceiling(i)
    return top is None or top - problem.n[i] >= (rise if direction > 0 else fall)


def _cells_back(came: Mapping[int, tuple[int, int]], source: int, sink: int) -> frozenset[int]:
    cells = set()
    node = sink
    while node != source:
        node, i = came[node]
        cells.add(i)
    return frozenset(cells)


# Any sums: the cheapest move as a linear programme, in whole persons where needed.


def _by_programmes(problem: Problem, free: frozenset[int]) -> set[int]:
    matrix = sums_matrix(problem)
    hidden = set(problem.primary)
    for p in sorted(problem.primary, key=lambda i: (problem.n[i], i)):
        if _moves_enough(problem, matrix, hidden, p):
            continue
        width, own = problem.need_width(p), problem.n[p]
        up_only = _move(problem, matrix, hidden, free, p, width)
        part = _move(problem, matrix, hidden, free, p, max(problem.need_up(p), width - own))
        both = None if part is None else _move(problem, matrix, hidden | part, free, p, -own)
        ways = [up_only] if up_only is not None else []
        if part is not None and both is not None:
            ways.append(part | both)
        if ways:
            hidden |= min(ways, key=lambda move: problem.cost(move - hidden))
    return hidden - problem.primary


def _moves_enough(problem: Problem, matrix: csr_matrix, hidden: set[int], p: int) -> bool:
    """Whether p is protected already, as far as a linear programme can tell."""
    mask = np.zeros(len(problem.n), dtype=bool)
    mask[list(hidden)] = True
    tops = [np.inf if (t := problem.ceiling(i)) is None else t - n for i, n in enumerate(problem.n)]
    up, down = np.where(mask, tops, 0.0), np.where(mask, problem.n, 0.0)
    fall = pushes(matrix, [(p, -1)], [float(problem.n[p])], up, down)[0].reach
    target = max(float(problem.need_up(p)), problem.need_width(p) - fall)
    return pushes(matrix, [(p, 1)], [target], up, down)[0].reach >= target - DUST


def _move(
    problem: Problem, matrix: csr_matrix, hidden: set[int], free: frozenset[int], p: int, amount: int
) -> set[int] | None:
    """The cells of the cheapest move of p by `amount`: weight × persons moved, hidden cells for nothing."""
    if amount == 0:
        return set()
    usable = np.array(sorted(hidden | free | {p}))
    part = matrix[:, usable]
    n = np.array([problem.n[i] for i in usable], dtype=np.float64)
    tops = np.array(
        [np.inf if problem.ceiling(int(i)) is None else problem.ceiling(int(i)) for i in usable],
        dtype=np.float64,
    )
    cost = np.array([0.0 if int(i) in hidden else float(problem.weights[i]) for i in usable]) + 1e-3
    at = int(np.searchsorted(usable, p))
    up, down = tops - n, n.copy()
    lower = np.zeros(2 * len(usable))
    up[at], down[at] = (amount, 0.0) if amount > 0 else (0.0, -amount)
    upper = np.concatenate([up, down])
    lower[at if amount > 0 else at + len(usable)] = abs(amount)
    both, costs = hstack([part, -part], format="csr"), np.concatenate([cost, cost])
    found = linprog(costs, A_eq=both, b_eq=np.zeros(part.shape[0]), bounds=np.column_stack([lower, upper]))
    if found.x is not None and np.abs(found.x - np.round(found.x)).max() > 1e-6:
        found = milp(costs, constraints=LinearConstraint(both, 0.0, 0.0), integrality=np.ones(len(costs)),
                     bounds=Bounds(lower, upper), options={"time_limit": 5.0, "mip_rel_gap": 0.05})  # fmt: skip
    if found.x is None:
        return None
    moved = np.abs(found.x[: len(usable)]) + np.abs(found.x[len(usable) :])
    return {int(i) for i, m in zip(usable, moved, strict=True) if m > DUST}
