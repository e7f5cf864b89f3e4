"""The attacker over everything shown at once: counts, counts at risk and sums of scores, in all overlapping tables.

Unknown are the persons of every combination of categories (unit, sex, age, …). What was shown bounds sums of them;
a mixed integer programme finds how closely any further sum follows. Never told a true figure that was not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from jikim.rules.disclosure.settings import Measure

Group = Sequence[Mapping[str, str]]
"""Persons of any of these combinations; a variable not named is not restricted, [{}] is everybody."""

EVERYBODY: Group = ({},)

MOST_ATOMS = 20_000
DUST = 1e-6


class Quantity(IntEnum):
    """What is counted in a group: persons, persons with a score, with a class, at risk, and the sum of scores."""

    PERSONS = 0
    SCORED = 1
    CLASSED = 2
    AT_RISK = 3
    SCORES = 4


@dataclass(frozen=True, slots=True)
class Known:
    """One thing shown or known beforehand: the group's quantity lies between `low` and `high`, both included."""

    group: Group
    quantity: Quantity
    low: float
    high: float


@dataclass(slots=True)
class Attack:
    """What all attackers share. Every solution found is a world that fits what was shown: a later question that one of
    them already answers needs no programme of its own.
    """

    variables: Mapping[str, Sequence[str]]
    measure: Measure
    known: Sequence[Known]
    laws: LinearConstraint | None = None
    worlds: list[NDArray[np.float64]] = field(default_factory=list)

    def bounds(self, group: Group, weights: Mapping[Quantity, float]) -> tuple[float, float]:
        """The provable range of Σ weight·quantity over the group (infinite where nothing bounds it); scores are
        counted from the scale's lowest point.
        """
        cost = self.row(group, weights)
        low, high = self._extreme(cost) + 0.0, 0.0 - self._extreme(-cost)
        return low, high

    def count(self, group: Group, quantity: Quantity) -> tuple[float, float]:
        """The provable range of one quantity."""
        return self.bounds(group, {quantity: 1.0})

    def reaches(self, group: Group, weights: Mapping[Quantity, float], low: float, high: float) -> bool:
        """Whether Σ weight·quantity may still be as little as `low` and as much as `high`."""
        cost = self.row(group, weights)
        return self._as_little_as(cost, low) and self._as_little_as(-cost, -high)

    def is_unknown_by(self, group: Group, quantity: Quantity, width: float) -> bool:
        """Whether the provable range of the quantity is at least this wide."""
        cost = self.row(group, {quantity: 1.0})
        seen = [float(cost @ world) for world in self.worlds]
        if seen and max(seen) - min(seen) >= width - DUST:
            return True
        low, high = self.bounds(group, {quantity: 1.0})
        return high - low >= width - DUST

    def leaves_mean_open(self, group: Group) -> bool:
        """Whether the group's mean may still be on either side of every cut-off (a group that may be empty is open)."""
        cuts = [cut - self.measure.low for cut in self.measure.cutoffs]
        return not cuts or (
            self._as_little_as(-self.row(group, {Quantity.SCORES: 1.0, Quantity.SCORED: -max(cuts)}), 0.0)
            and self._as_little_as(self.row(group, {Quantity.SCORES: 1.0, Quantity.SCORED: -min(cuts)}), 0.0)
        )

    def row(self, group: Group, weights: Mapping[Quantity, float]) -> NDArray[np.float64]:
        """Σ weight·quantity over the group as coefficients of the unknowns."""
        raise NotImplementedError

    def _constraints(self) -> LinearConstraint:
        raise NotImplementedError

    def _integral(self) -> NDArray[np.float64]:
        raise NotImplementedError

    def _as_little_as(self, cost: NDArray[np.float64], target: float) -> bool:
        return (
            any(float(cost @ world) <= target + DUST for world in self.worlds)
            or self._extreme(cost) <= target + DUST
        )

    def _extreme(self, cost: NDArray[np.float64]) -> float:
        self.laws = self.laws or self._constraints()
        size = len(cost)
        found = milp(cost, constraints=self.laws, integrality=self._integral(),
                     bounds=Bounds(np.zeros(size), np.full(size, np.inf)), options={"mip_rel_gap": 0.0})  # fmt: skip
        if found.status == 3 or (found.status == 4 and found.x is None):
            return -np.inf
        if found.x is None:
            raise ArithmeticError(f"what was shown contradicts itself: {found.message}")
        self.worlds.append(found.x)
        return float(found.fun)


@dataclass(slots=True)
class JointAttack(Attack):
    """All that is known of one measure in one set of respondents, over every combination of categories.

    `variables` lists each variable's categories ("not given" is one). Errors: ValueError if the categories combine
    to more than 20,000, ArithmeticError if the facts contradict each other.
    """

    atoms: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        many = int(np.prod([len(v) for v in self.variables.values()], dtype=np.int64))
        if many > MOST_ATOMS:
            raise ValueError(f"{many} combinations of categories are too many to attack at once")
        self.atoms = list(product(*self.variables.values()))

    def row(self, group: Group, weights: Mapping[Quantity, float]) -> NDArray[np.float64]:
        cost = np.zeros(5 * len(self.atoms))
        for quantity, weight in weights.items():
            cost[self._columns(group, quantity)] = weight
        return cost

    def _columns(self, group: Group, quantity: Quantity) -> list[int]:
        names = list(self.variables)
        ways = [[(names.index(name), value) for name, value in way.items()] for way in group]
        return [
            5 * a + quantity
            for a, atom in enumerate(self.atoms)
            if any(all(atom[j] == value for j, value in way) for way in ways)
        ]

    def _integral(self) -> NDArray[np.float64]:
        return np.tile([1.0, 1.0, 1.0, 1.0, 0.0], len(self.atoms))

    def _constraints(self) -> LinearConstraint:
        """What was shown, then what every group obeys: at risk ≤ classed ≤ scored ≤ persons, and how scores and
        classes bind each other. Scores are counted from the scale's lowest point.
        """
        base, width = self.measure.low, self.measure.high - self.measure.low
        cuts = [c - base for c in self.measure.cutoffs]
        lowest, highest = (min(cuts), max(cuts)) if cuts else (0.0, width)
        laws: list[dict[Quantity, float]] = [
            {Quantity.SCORED: 1, Quantity.PERSONS: -1},
            {Quantity.CLASSED: 1, Quantity.SCORED: -1},
            {Quantity.AT_RISK: 1, Quantity.CLASSED: -1},
            {Quantity.AT_RISK: lowest, Quantity.SCORES: -1},
            {Quantity.SCORES: 1, Quantity.SCORED: -width, Quantity.CLASSED: width - highest,
             Quantity.AT_RISK: highest - width},
        ]  # fmt: skip
        entries: list[tuple[int, int, float]] = []
        low: list[float] = []
        high: list[float] = []
        for fact in self.known:
            shift = base if fact.quantity is Quantity.SCORES else 0.0
            row = len(low)
            entries += [(row, c, 1.0) for c in self._columns(fact.group, fact.quantity)]
            if shift:
                entries += [(row, c, shift) for c in self._columns(fact.group, Quantity.SCORED)]
            low.append(fact.low)
            high.append(fact.high)
        for a in range(len(self.atoms)):
            for law in laws:
                entries += [(len(low), 5 * a + q, float(v)) for q, v in law.items() if v]
                low.append(-np.inf)
                high.append(0.0)
        at, columns, values = zip(*entries, strict=True)
        matrix = csr_matrix((values, (at, columns)), shape=(len(low), 5 * len(self.atoms)))
        return LinearConstraint(matrix, np.array(low), np.array(high))
