"""The attacker over several one-way tables of the same people, fast enough for a whole season.

Tables that share nothing but their people meet in the totals alone: whatever the rows of one and of another add up to,
persons can be laid out so that both hold, kind by kind. So the unknowns are each table's categories, not their
combinations, bound by equal totals of every kind of person and of their scores. joint.py is the same attacker over all
combinations (crossed tables too) and proves this one right in tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from jikim.rules.disclosure.joint import Attack, Group, Quantity

#: kinds of person: without a score, without a class, not at risk, at risk; then the scores of the last three
_BLANK, _UNCLASSED, _NORMAL, _RISK = range(4)
_SCORES = {_UNCLASSED: 4, _NORMAL: 5, _RISK: 6}
_WIDE = 7
_COUNTED: dict[Quantity, tuple[int, ...]] = {
    Quantity.PERSONS: (_BLANK, _UNCLASSED, _NORMAL, _RISK),
    Quantity.SCORED: (_UNCLASSED, _NORMAL, _RISK),
    Quantity.CLASSED: (_NORMAL, _RISK),
    Quantity.AT_RISK: (_RISK,),
    Quantity.SCORES: (4, 5, 6),
}
Row = dict[int, float]


@dataclass(slots=True)
class MarginAttack(Attack):
    """All that is known of one measure from tables by single variables. `variables` lists each one's categories.

    Groups name one variable only (or none: everybody). Errors: ArithmeticError if the facts contradict each other.
    """

    places: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for variable, categories in self.variables.items():
            for category in categories:
                self.places[variable, category] = _WIDE * len(self.places)

    def row(self, group: Group, weights: Mapping[Quantity, float]) -> NDArray[np.float64]:
        cost = np.zeros(_WIDE * len(self.places))
        for quantity, weight in weights.items():
            for column in self._columns(group, quantity):
                cost[column] += weight
        return cost

    def _columns(self, group: Group, quantity: Quantity) -> list[int]:
        if any(not way for way in group):
            first = next(iter(self.variables))
            starts = [self.places[first, category] for category in self.variables[first]]
        else:
            starts = [self.places[name, value] for way in group for name, value in way.items()]
        return [start + kind for start in starts for kind in _COUNTED[quantity]]

    def _integral(self) -> NDArray[np.float64]:
        return np.tile([1.0] * 4 + [0.0] * 3, len(self.places))

    def _constraints(self) -> LinearConstraint:
        rows: list[tuple[Row, float, float]] = []
        for fact in self.known:
            row = dict.fromkeys(self._columns(fact.group, fact.quantity), 1.0)
            if fact.quantity is Quantity.SCORES and self.measure.low:
                row |= dict.fromkeys(self._columns(fact.group, Quantity.SCORED), self.measure.low)
            rows.append((row, fact.low, fact.high))
        rows += self._kinds()
        rows += self._equal_totals()
        at, columns, values = zip(
            *((i, column, value) for i, (row, _, _) in enumerate(rows) for column, value in row.items()),
            strict=True,
        )
        matrix = csr_matrix((values, (at, columns)), shape=(len(rows), _WIDE * len(self.places)))
        return LinearConstraint(
            matrix, np.array([low for _, low, _ in rows]), np.array([high for _, _, high in rows])
        )

    def _kinds(self) -> list[tuple[Row, float, float]]:
        """What a score says about its class: at risk from the lowest cut-off on, normal up to the highest."""
        width = self.measure.high - self.measure.low
        cuts = [cut - self.measure.low for cut in self.measure.cutoffs]
        least, most = (min(cuts), max(cuts)) if cuts else (0.0, width)
        rows: list[tuple[Row, float, float]] = []
        for start in self.places.values():
            for kind, top in ((_UNCLASSED, width), (_NORMAL, most), (_RISK, width)):
                rows.append(({start + _SCORES[kind]: 1.0, start + kind: -top}, -np.inf, 0.0))
            rows.append(({start + _SCORES[_RISK]: 1.0, start + _RISK: -least}, 0.0, np.inf))
        return rows

    def _equal_totals(self) -> list[tuple[Row, float, float]]:
        first, *others = self.variables
        rows: list[tuple[Row, float, float]] = []
        for other in others:
            for kind in range(_WIDE):
                row = {self.places[first, c] + kind: 1.0 for c in self.variables[first]}
                row |= {self.places[other, c] + kind: -1.0 for c in self.variables[other]}
                rows.append((row, 0.0, 0.0))
        return rows
