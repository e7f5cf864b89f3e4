"""Tables whose sums form a network (two variables, one of them perhaps a hierarchy): an attack is a maximum flow.

A cell is an arc between the two sums it takes part in; adding persons to it sends flow along it, and the margins hold
only if the flow comes back through other hidden cells. Integers come for free (total unimodularity).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from jikim.rules.disclosure.problem import Problem

GROUND = 0
UNLIMITED = 1 << 40


@dataclass(frozen=True, slots=True)
class Network:
    """Arc of cell i: from `tails[i]` to `heads[i]`; node 0 stands for "no second sum"."""

    tails: tuple[int, ...]
    heads: tuple[int, ...]
    nodes: int


def network_of(problem: Problem) -> Network | None:
    """The problem's network, or None if its sums do not form one (three variables, two hierarchies)."""
    uses: list[list[tuple[int, int]]] = [[] for _ in problem.n]
    for k, s in enumerate(problem.sums):
        uses[s.total].append((k, -1))
        for part in s.parts:
            uses[part].append((k, 1))
    if any(len(u) > 2 for u in uses):
        return None
    signs = _signs(uses, len(problem.sums))
    if signs is None:
        return None
    tails, heads = [], []
    for use in uses:
        ends = {1: GROUND, -1: GROUND}
        for k, coefficient in use:
            ends[coefficient * signs[k]] = k + 1
        tails.append(ends[-1])
        heads.append(ends[1])
    return Network(tuple(tails), tuple(heads), len(problem.sums) + 1)


def _signs(uses: Sequence[Sequence[tuple[int, int]]], sums: int) -> list[int] | None:
    """A sign per sum so that each cell enters its two sums with opposite signs; None if there is none."""
    links: list[list[tuple[int, int]]] = [[] for _ in range(sums)]
    for use in uses:
        if len(use) == 2:
            (a, x), (b, y) = use
            links[a].append((b, -x * y))
            links[b].append((a, -x * y))
    signs = [0] * sums
    for start in range(sums):
        if signs[start]:
            continue
        signs[start], queue = 1, [start]
        while queue:
            a = queue.pop()
            for b, product in links[a]:
                if not signs[b]:
                    signs[b] = signs[a] * product
                    queue.append(b)
                elif signs[b] != signs[a] * product:
                    return None
    return signs


class Flows:
    """Maximum flows over the hidden cells of one network. Room per cell may be fractional (for bounds)."""

    def __init__(self, network: Network, up: dict[int, float], down: dict[int, float]) -> None:
        """`up` and `down`: how many persons each hidden cell may gain or lose."""
        self.network, self.up, self.down = network, up, down
        self.near: list[list[tuple[int, int, int]]] = [[] for _ in range(network.nodes)]
        for i in up:
            self._link(i)

    def hide(self, i: int, up: float, down: float) -> None:
        """One more hidden cell."""
        self.up[i], self.down[i] = up, down
        self._link(i)

    def show(self, i: int) -> None:
        """A cell is published again."""
        del self.up[i], self.down[i]
        tail, head = self.network.tails[i], self.network.heads[i]
        self.near[tail].remove((head, i, 1))
        self.near[head].remove((tail, i, -1))

    def neighbourhood(self, i: int) -> set[int]:
        """The hidden cells that any flow through cell i could use: those of its connected part."""
        seen, queue, cells = {self.network.tails[i]}, [self.network.tails[i]], {i}
        if self.network.heads[i] not in seen:
            seen.add(self.network.heads[i])
            queue.append(self.network.heads[i])
        while queue:
            for other, j, _ in self.near[queue.pop()]:
                cells.add(j)
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return cells

    def _link(self, i: int) -> None:
        tail, head = self.network.tails[i], self.network.heads[i]
        self.near[tail].append((head, i, 1))
        self.near[head].append((tail, i, -1))

    def most(self, cell: int, direction: int, limit: float) -> tuple[float, set[int] | None]:
        """How far the other hidden cells let `cell` rise (direction 1) or fall (−1), up to `limit`; and, if short of
        `limit`, the nodes on the source's side of the smallest cut.
        """
        ends = (self.network.heads[cell], self.network.tails[cell])
        source, sink = ends if direction > 0 else ends[::-1]
        if source == sink:
            return limit, None
        moved: dict[int, float] = {}
        total = 0.0 if isinstance(limit, float) else 0
        while total < limit:
            path, reached = self._path(cell, source, sink, moved)
            if path is None:
                return total, reached
            room = min(min(self._room(i, d, moved) for i, d in path), limit - total)
            for i, d in path:
                moved[i] = moved.get(i, 0) + d * room
            total += room
        return total, None

    def _room(self, i: int, d: int, moved: dict[int, float]) -> float:
        return self.up[i] - moved.get(i, 0) if d > 0 else self.down[i] + moved.get(i, 0)

    def _path(
        self, skip: int, source: int, sink: int, moved: dict[int, float]
    ) -> tuple[list[tuple[int, int]] | None, set[int]]:
        came: dict[int, tuple[int, int, int]] = {source: (source, -1, 0)}
        queue = deque([source])
        up, down = self.up, self.down
        while queue:
            node = queue.popleft()
            for other, i, d in self.near[node]:
                if other in came or i == skip:
                    continue
                shift = moved.get(i, 0)
                if (up[i] - shift if d > 0 else down[i] + shift) <= 1e-9:
                    continue
                came[other] = (node, i, d)
                if other == sink:
                    return _walk_back(came, sink), set()
                queue.append(other)
        return None, set(came)


def _walk_back(came: dict[int, tuple[int, int, int]], sink: int) -> list[tuple[int, int]]:
    path = []
    node, i, d = came[sink]
    while True:
        path.append((i, d))
        if came[node][1] < 0:
            return path
        node, i, d = came[node]


def flows_over(problem: Problem, network: Network, hidden: Collection[int]) -> Flows:
    """Flows when exactly these cells are hidden."""
    return Flows(network, {i: room_up(problem, i) for i in hidden}, {i: problem.n[i] for i in hidden})


def room_up(problem: Problem, i: int) -> float:
    """How many more persons cell i may be thought to hold."""
    top = problem.ceiling(i)
    return UNLIMITED if top is None else top - problem.n[i]


def shortfall(problem: Problem, flows: Flows, p: int) -> int | None:
    """How far primary cell p must be able to rise if it is to be protected; None if it is."""
    fall, _ = flows.most(p, -1, problem.n[p])
    target = max(problem.need_up(p), problem.need_width(p) - int(fall))
    rise, _ = flows.most(p, 1, target)
    return None if rise >= target else target
