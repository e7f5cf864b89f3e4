"""The flow behind `quotas`: regions → sectors with lower and upper bounds, kept feasible while places are given one by one."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

Cell = tuple[str, str]
Pair = tuple[int, int | None]
_PLENTY = 10**9


class Flow:
    """A completion that keeps every quota. `taken` counts the places given so far, per cell.

    Nodes: source, regions, sectors, sink. An arc u→v carries `flow[u][v]` between `low` and `high`; the arc sink→source carries the total.
    """

    def __init__(
        self, supply: Mapping[Cell, int], seated: Mapping[Cell, int], target: int,
        regions: Mapping[str, Pair], sectors: Mapping[str, Pair],
    ) -> None:  # fmt: skip
        self.taken: dict[Cell, int] = {}
        names = {cell[0] for cell in (*supply, *seated)} | set(regions)
        self._region = {name: 1 + place for place, name in enumerate(sorted(names))}
        names = {cell[1] for cell in (*supply, *seated)} | set(sectors)
        self._sector = {name: 1 + len(self._region) + place for place, name in enumerate(sorted(names))}
        self._sink = 1 + len(self._region) + len(self._sector)
        self._low: list[dict[int, int]] = [{} for _ in range(self._sink + 1)]
        self._high: list[dict[int, int]] = [{} for _ in range(self._sink + 1)]
        self._flow: list[dict[int, int]] = [{} for _ in range(self._sink + 1)]
        self._back: list[set[int]] = [set() for _ in range(self._sink + 1)]
        for name, node in self._region.items():
            self._arc(0, node, *regions.get(name, (0, None)))
        for name, node in self._sector.items():
            self._arc(node, self._sink, *sectors.get(name, (0, None)))
        for cell in {*supply, *seated}:
            held = seated.get(cell, 0)
            self._arc(self._region[cell[0]], self._sector[cell[1]], held, held + supply.get(cell, 0))
            self.taken[cell] = held
        self._arc(self._sink, 0, 0, max(target, sum(seated.values())))
        self._cut: set[int] = set()

    def _arc(self, u: int, v: int, low: int, high: int | None) -> None:
        self._low[u][v], self._high[u][v] = low, _PLENTY if high is None else high
        self._flow[u][v] = 0
        self._back[v].add(u)

    def solve(self) -> int:
        """Find a flow that keeps every bound, then the largest. Returns the shortfall: 0 when all bounds can be kept."""
        for u, arcs in enumerate(self._flow):
            for v in arcs:
                while self._flow[u][v] < self._low[u][v]:
                    pushed = self._push(u, v, self._low[u][v] - self._flow[u][v])
                    if not pushed:
                        return self._missing()
        while self._push(self._sink, 0, _PLENTY):
            pass
        return 0

    def take(self, cell: Cell) -> bool:
        """Give a place to somebody of this cell if a completion exists that has it."""
        u, v = self._region[cell[0]], self._sector[cell[1]]
        if self._flow[u][v] <= self._low[u][v] and not self._push(u, v, 1, keep=(self._sink, 0)):
            # nobody further of this cell can be placed: what is possible only ever shrinks
            self._high[u][v] = self._low[u][v]
            return False
        self._low[u][v] += 1
        self.taken[cell] += 1
        return True

    def blocking(self) -> tuple[tuple[str, str], ...]:
        """The groups whose bounds clash: their arcs cross the cut of the last failed search with a bound that holds."""
        groups = [("region", name, 0, node) for name, node in self._region.items()]
        groups += [("sector", name, node, self._sink) for name, node in self._sector.items()]
        return tuple(
            (kind, name) for kind, name, u, v in groups
            if ((u in self._cut) != (v in self._cut)) and (self._low[u][v] > 0 or self._high[u][v] < _PLENTY)
        )  # fmt: skip

    def _push(self, u: int, v: int, want: int, keep: tuple[int, int] | None = None) -> int:
        """Send up to `want` more along u→v and round again from v to u. `keep` is an arc whose flow may not fall."""
        room = min(want, self._high[u][v] - self._flow[u][v])
        if room <= 0:
            return 0
        path = self._path(v, u, keep, (u, v))
        if path is None:
            return 0
        for a, b, forward in path:
            room = min(room, self._high[a][b] - self._flow[a][b] if forward else self._flow[b][a] - self._low[b][a])
        for a, b, forward in path:
            if forward:
                self._flow[a][b] += room
            else:
                self._flow[b][a] -= room
        self._flow[u][v] += room
        return room

    def _path(
        self, start: int, goal: int, keep: tuple[int, int] | None, without: tuple[int, int]
    ) -> list[tuple[int, int, bool]] | None:
        """The shortest way along arcs with room (forward) or flow above their lower bound (backward)."""
        came: dict[int, tuple[int, bool]] = {start: (-1, True)}
        queue = deque([start])
        while queue:
            a = queue.popleft()
            if a == goal:
                return self._trace(came, goal)
            for b in self._flow[a]:
                if b not in came and self._flow[a][b] < self._high[a][b]:
                    came[b] = (a, True)
                    queue.append(b)
            for b in self._back[a]:
                if b not in came and (b, a) not in (keep, without) and self._flow[b][a] > self._low[b][a]:
                    came[b] = (a, False)
                    queue.append(b)
        self._cut = set(came)
        return None

    @staticmethod
    def _trace(came: Mapping[int, tuple[int, bool]], goal: int) -> list[tuple[int, int, bool]]:
        steps: list[tuple[int, int, bool]] = []
        b = goal
        while came[b][0] >= 0:
            a, forward = came[b]
            steps.append((a, b, forward))
            b = a
        return steps[::-1]

    def _missing(self) -> int:
        return sum(max(0, self._low[u][v] - f) for u, arcs in enumerate(self._flow) for v, f in arcs.items())
