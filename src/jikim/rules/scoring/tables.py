"""Look-up tables: every possible (answered, keyed sum, sex) of a subscale, worked out once in exact fractions.

A sheet's state is one small number, `code = answered × step + keyed zero-based sum`; tables are indexed by `sex × size + code`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

import numpy as np
from numpy.typing import NDArray

from jikim.rules.scoring.exact import Lattice, class_of, provisional
from jikim.rules.scoring.instrument import Instrument, Reference, Total

SEXES = 3


@dataclass(frozen=True, slots=True)
class Tables:
    """One subscale's results for every code: `score` NaN where not scored, `kind` class codes, `answered`, `provisional`."""

    step: int
    size: int
    score: NDArray[np.float64]
    kind: NDArray[np.int8]
    answered: NDArray[np.int8]
    provisional: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TotalTables:
    """A total in whole numbers: scores of the areas over one common denominator.

    `areas` are the subscales' positions; `exact`, `low`, `high` hold, per area and code (without sex), the numerators of the
    score and of its lowest and highest completion; an area that is not scored has `exact` -1.
    `edges[sex]` are the smallest sums of numerators at which each next band begins; sex 1 men, 2 women.
    """

    areas: tuple[int, ...]
    denominator: int
    exact: tuple[NDArray[np.int64], ...]
    low: tuple[NDArray[np.int64], ...]
    high: tuple[NDArray[np.int64], ...]
    edges: dict[int, NDArray[np.int64]] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All tables of an instrument."""

    subscales: tuple[Tables, ...]
    totals: tuple[TotalTables, ...]


@lru_cache(maxsize=64)
def plan_of(instrument: Instrument) -> Plan:
    """The instrument's tables, worked out at its first use."""
    lattices = [Lattice.of(instrument, subscale) for subscale in instrument.subscales]
    subscales = tuple(
        _tables(lattice, subscale.reference)
        for lattice, subscale in zip(lattices, instrument.subscales, strict=True)
    )
    return Plan(subscales, tuple(_total(instrument, lattices, total) for total in instrument.totals))


def states(lattice: Lattice) -> Iterator[tuple[int, int, int]]:
    """(code, answered, keyed sum) of every sheet there can be."""
    step = lattice.count * lattice.top + 1
    for answered in range(lattice.count + 1):
        for total in range(answered * lattice.top + 1):
            yield answered * step + total, answered, total


def _tables(lattice: Lattice, reference: Reference | None) -> Tables:
    step = lattice.count * lattice.top + 1
    size = (lattice.count + 1) * step
    tables = Tables(
        step, size,
        np.full(SEXES * size, np.nan), np.zeros(SEXES * size, np.int8),
        np.zeros(SEXES * size, np.int8), np.zeros(SEXES * size, np.bool_),
    )  # fmt: skip
    for code, answered, total in states(lattice):
        score = lattice.score(answered, total)
        for sex in range(SEXES):
            at = sex * size + code
            tables.answered[at] = answered
            tables.kind[at] = class_of(reference, score, sex)
            if score is not None:
                tables.score[at] = float(score)
                tables.provisional[at] = provisional(reference, *lattice.extremes(answered, total), sex)
    for table in (tables.score, tables.kind, tables.answered, tables.provisional):
        table.setflags(write=False)
    return tables


def _total(instrument: Instrument, lattices: list[Lattice], total: Total) -> TotalTables:
    keys = [subscale.key for subscale in instrument.subscales]
    areas = tuple(keys.index(key) for key in total.of)
    denominator = lcm(*(count * lattices[a].top for a in areas for count in range(1, lattices[a].count + 1)))
    exact, low, high = [], [], []
    for area in areas:
        lattice = lattices[area]
        size = (lattice.count + 1) * (lattice.count * lattice.top + 1)
        parts = [np.full(size, -1, np.int64) for _ in range(3)]
        for code, answered, summed in states(lattice):
            score = lattice.score(answered, summed)
            if score is not None:
                for part, value in zip(parts, (score, *lattice.extremes(answered, summed)), strict=True):
                    part[code] = int(value * denominator)
        exact.append(parts[0])
        low.append(parts[1])
        high.append(parts[2])
    edges = None
    if total.reference is not None:
        unit = denominator * len(areas)
        edges = {
            sex: np.array([_ceil(b.lower * unit) for b in bands[1:] if b.lower is not None], np.int64)
            for sex, bands in ((1, total.reference.men), (2, total.reference.women))
        }
    return TotalTables(areas, denominator, tuple(exact), tuple(low), tuple(high), edges)


def _ceil(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
