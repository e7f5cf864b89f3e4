"""May group means be compared at all? ICC(1) and ICC(2) of a one-way layout, from counts, sums and squares per group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f as f_distribution  # type: ignore[import-untyped]

from jikim.rules.scoring.reliability import Estimate


@dataclass(frozen=True, slots=True)
class GroupSums:
    """Sufficient statistics per group: `n` (g,) scored persons, `total` (g,) sum of scores, `square` (g,) sum of squares."""

    n: NDArray[np.int64]
    total: NDArray[np.float64]
    square: NDArray[np.float64]


def group_sums(score: NDArray[np.floating], group: NDArray[np.integer], groups: int) -> GroupSums:
    """Sums of one score column (n,) by group number 0 … groups - 1; not scored (NaN) persons are left out."""
    known = ~np.isnan(score)
    value, where = score[known].astype(np.float64), group[known]
    return GroupSums(
        np.bincount(where, minlength=groups),
        np.bincount(where, value, groups).astype(np.float64),
        np.bincount(where, value * value, groups).astype(np.float64),
    )


def icc(data: GroupSums, confidence: float = 0.95) -> tuple[Estimate, Estimate]:
    """(ICC(1), ICC(2)): share of variance between groups, and reliability of a group mean of average size.

    Unequal groups enter with n0 = (N - Σn²/N)/(g - 1). Intervals by the F distribution (Shrout & Fleiss 1979; McGraw & Wong 1996),
    exact for equal groups. `n` of the estimates counts groups. NaN with fewer than two groups or nobody beyond one per group.
    """
    kept = data.n > 0
    n, total = data.n[kept].astype(np.float64), data.total[kept]
    g, people = len(n), float(n.sum())
    if g < 2 or people <= g:
        nothing = Estimate(float("nan"), float("nan"), float("nan"), g)
        return nothing, nothing
    between = float(np.sum(total**2 / n) - total.sum() ** 2 / people) / (g - 1)
    within = float(data.square[kept].sum() - np.sum(total**2 / n)) / (people - g)
    size = (people - float(np.sum(n**2)) / people) / (g - 1)
    ratio = between / within if within > 0 else float("inf")
    tail, df = (1 - confidence) / 2, (g - 1, people - g)
    low = ratio / float(f_distribution.ppf(1 - tail, *df))
    high = ratio * float(f_distribution.ppf(1 - tail, *reversed(df)))

    def single(f: float) -> float:
        return 1.0 if np.isinf(f) else (f - 1) / (f + size - 1)

    def mean(f: float) -> float:
        return 1 - 1 / f if f > 0 else float("nan")

    return Estimate(single(ratio), single(low), single(high), g), Estimate(
        mean(ratio), mean(low), mean(high), g
    )
