"""What is to be protected: cells, the sums that bind them, who is primary and how wide its interval must be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jikim.rules.disclosure.table import FrequencyTable, Sum

Interval = tuple[int, int | None]
"""Lowest and highest count an outsider can prove, both included; None = no upper bound."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One suppression problem over cells 0 … len(n) − 1.

    `weights` are what hiding a cell costs (positive). `primary` cells must be hidden and protected: the provable
    interval's upper end ≥ `minimum` and its width ≥ `width`. `last` cells are hidden only if nothing else will do.
    `ceilings[i]` is what an outsider knows the cell cannot exceed (headcount), None if nothing; protection of a
    cell asks for no more than its ceiling allows. Errors: ValueError for a weight < 1 or minimum < 2.
    """

    n: tuple[int, ...]
    sums: tuple[Sum, ...]
    weights: tuple[int, ...]
    primary: frozenset[int]
    minimum: int
    width: int
    last: frozenset[int] = frozenset()
    ceilings: tuple[int | None, ...] | None = None

    def __post_init__(self) -> None:
        if self.minimum < 2 or self.width < self.minimum:
            raise ValueError(
                f"minimum {self.minimum} must be at least 2 and width {self.width} at least that"
            )
        if self.weights and min(self.weights) < 1:
            raise ValueError("hiding a cell must cost at least 1")

    def ceiling(self, cell: int) -> int | None:
        return None if self.ceilings is None else self.ceilings[cell]

    def need_up(self, cell: int) -> int:
        """How far above its count a primary cell's interval must reach."""
        top = self.ceiling(cell)
        return max(0, (self.minimum if top is None else min(self.minimum, top)) - self.n[cell])

    def need_width(self, cell: int) -> int:
        top = self.ceiling(cell)
        return self.width if top is None else min(self.width, top)

    def holds(self, cell: int, interval: Interval) -> bool:
        """Whether this provable interval protects the cell."""
        low, high = interval
        if high is None:
            return True
        return high >= self.n[cell] + self.need_up(cell) and high - low >= self.need_width(cell)

    def cost(self, cells: Iterable[int]) -> int:
        return sum(self.weights[i] for i in cells)


def problem_of(
    table: FrequencyTable,
    *,
    minimum: int,
    protect: int = 0,
    zeros_are_safe: bool = False,
    weights: Sequence[int] | None = None,
    ceilings: Sequence[int | None] | None = None,
) -> Problem:
    """The table's problem: cells with 0 < n < `minimum` are primary (0 too unless `zeros_are_safe`), margins alike;
    width at least max(`minimum`, `protect`); weight n, at least 1; the grand total last (SCIENCE.md § 2.3).
    """
    primary = frozenset(i for i, n in enumerate(table.n) if n < minimum and (n > 0 or not zeros_are_safe))
    return Problem(
        n=table.n,
        sums=table.sums,
        weights=tuple(max(1, n) for n in table.n) if weights is None else tuple(weights),
        primary=primary,
        minimum=minimum,
        width=max(minimum, protect),
        last=frozenset({table.grand}) - primary,
        ceilings=None if ceilings is None else tuple(ceilings),
    )
