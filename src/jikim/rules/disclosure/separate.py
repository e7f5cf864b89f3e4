"""Why a set of hidden cells does not protect: cuts every protecting set must satisfy (Fischetti and Salazar 2001).

A cut says Σ coefficient·(cell hidden) ≥ need over the cells that are not primary. Network tables only; linear.py does the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from jikim.rules.disclosure.network import UNLIMITED, Flows, Network, flows_over
from jikim.rules.disclosure.problem import Interval, Problem

DUST = 1e-6


@dataclass(frozen=True, slots=True)
class Cut:
    """Σ `coefficients[i]`·hidden_i ≥ `need`; coefficients already capped at `need`."""

    coefficients: Mapping[int, float]
    need: float

    def missing(self, shares: Mapping[int, float]) -> float:
        """How far a (fractional) choice falls short."""
        return self.need - sum(c * shares.get(i, 0.0) for i, c in self.coefficients.items())


class Separator(Protocol):
    """The attacker, as the solvers see it."""

    def violated(self, chosen: Collection[int]) -> list[Cut]:
        """Cuts broken when the primary and the `chosen` cells are hidden; empty exactly if all are protected."""

    def loosely_violated(self, shares: Mapping[int, float]) -> list[Cut]:
        """Cuts broken by a fractional choice; may miss some."""

    def intervals(self, hidden: Collection[int], cells: Collection[int]) -> dict[int, Interval]:
        """The exact provable integer interval of each of `cells` when `hidden` are hidden."""


class NetworkSeparator:
    """Separation by maximum flow and minimum cut."""

    def __init__(self, problem: Problem, network: Network) -> None:
        self.problem, self.network = problem, network
        self.order = sorted(problem.primary)

    def violated(self, chosen: Collection[int]) -> list[Cut]:
        flows = flows_over(self.problem, self.network, self.problem.primary | set(chosen))
        return self._cuts(flows)

    def loosely_violated(self, shares: Mapping[int, float]) -> list[Cut]:
        up: dict[int, float] = {}
        down: dict[int, float] = {}
        for i in (*self.problem.primary, *(j for j, y in shares.items() if y > DUST)):
            y = 1.0 if i in self.problem.primary else shares[i]
            up[i], down[i] = y * self._rise(i), y * self.problem.n[i]
        return [c for c in self._cuts(Flows(self.network, up, down)) if c.missing(shares) > DUST]

    def intervals(self, hidden: Collection[int], cells: Collection[int]) -> dict[int, Interval]:
        flows = flows_over(self.problem, self.network, set(hidden))
        found: dict[int, Interval] = {}
        for i in cells:
            top = self.problem.ceiling(i)
            limit = UNLIMITED >> 1 if top is None else top - self.problem.n[i]
            rise, _ = flows.most(i, 1, limit)
            fall, _ = flows.most(i, -1, self.problem.n[i])
            unbounded = top is None and rise >= limit
            found[i] = (self.problem.n[i] - int(fall), None if unbounded else self.problem.n[i] + int(rise))
        return found

    def _rise(self, i: int) -> int:
        top = self.problem.ceiling(i)
        return 2 * self.problem.width if top is None else min(2 * self.problem.width, top - self.problem.n[i])

    def _cuts(self, flows: Flows) -> list[Cut]:
        cuts = []
        for p in self.order:
            cut = self._cut(flows, p)
            if cut is not None:
                cuts.append(cut)
        return cuts

    def _cut(self, flows: Flows, p: int) -> Cut | None:
        """The cut that cell p breaks: short of its upper end, or of its width."""
        own, width, up_need = self.problem.n[p], self.problem.need_width(p), self.problem.need_up(p)
        fall, below = flows.most(p, -1, own)
        target = max(up_need, width - fall)
        rise, above = flows.most(p, 1, target)
        if above is None or rise >= target - DUST:
            return None
        if rise < up_need - DUST:
            return self._capped(self._crossing(p, above), max(up_need, width - own))
        if below is None:
            return self._capped(self._crossing(p, above), width - own)
        both = self._crossing(p, above)
        for i, room in self._crossing(p, below).items():
            both[i] = both.get(i, 0) + room
        return self._capped(both, width)

    def _crossing(self, p: int, side: set[int]) -> dict[int, float]:
        """Room of every cell that would carry flow out of `side`."""
        n, tails, heads = self.problem.n, self.network.tails, self.network.heads
        rooms: dict[int, float] = {}
        for i, count in enumerate(n):
            from_tail, from_head = tails[i] in side, heads[i] in side
            if i == p or from_tail == from_head:
                continue
            room = count if from_head else self._rise(i)
            if room:
                rooms[i] = room
        return rooms

    def _capped(self, rooms: dict[int, float], need: float) -> Cut | None:
        left = need - sum(room for i, room in rooms.items() if i in self.problem.primary)
        if left <= DUST:
            return None
        return Cut({i: min(room, left) for i, room in rooms.items() if i not in self.problem.primary}, left)
