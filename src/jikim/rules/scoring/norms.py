"""What is usual: mean, spread and share of each class, over everybody or by group. Arrays in, sums out; nothing is suppressed here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jikim.rules.scoring.instrument import NOT_SCORED, UNDETERMINED
from jikim.rules.scoring.scores import Scores


@dataclass(frozen=True, slots=True)
class Norms:
    """Counts and sums by group (g rows) and score column (k), in the order of `keys`. Norms of parts add up to those of the whole.

    n            (g, k) sheets scored            total, square  (g, k) sum of scores, sum of squares
    classes      (g, k, c) sheets in each class 0 … c - 1 (0 normal, 1 risk, …)
    undetermined, not_scored, provisional        (g, k); provisional sheets are counted in their class too
    """

    keys: tuple[str, ...]
    n: NDArray[np.int64]
    total: NDArray[np.float64]
    square: NDArray[np.float64]
    classes: NDArray[np.int64]
    undetermined: NDArray[np.int64]
    not_scored: NDArray[np.int64]
    provisional: NDArray[np.int64]

    @property
    def mean(self) -> NDArray[np.float64]:
        """(g, k), NaN where nobody was scored."""
        mean = np.full(self.total.shape, np.nan)
        np.divide(self.total, self.n, out=mean, where=self.n > 0)
        return mean

    @property
    def variance(self) -> NDArray[np.float64]:
        """(g, k) sample variance, NaN under two."""
        spread = np.full(self.total.shape, np.nan)
        np.divide(
            self.square - self.total * np.nan_to_num(self.mean), self.n - 1, out=spread, where=self.n > 1
        )
        np.maximum(spread, 0.0, out=spread)  # rounding
        return spread

    @property
    def classified(self) -> NDArray[np.int64]:
        """(g, k) sheets with a class: the base of every share."""
        counts: NDArray[np.int64] = self.classes.sum(axis=2)
        return counts

    def share(self, code: int) -> NDArray[np.float64]:
        """(g, k) share of sheets in this class or a worse one, among those that have a class; NaN where none has."""
        base = self.classified
        worse = self.classes[:, :, code:].sum(axis=2)
        share = np.full(base.shape, np.nan)
        np.divide(worse, base, out=share, where=base > 0)
        return share


def norms(scores: Scores, group: NDArray[np.integer] | None = None, groups: int = 1) -> Norms:
    """Norms of the sheets, by `group` number (n,) 0 … groups - 1, or of all of them together."""
    where = np.zeros(len(scores), np.intp) if group is None else group
    k = len(scores.keys)
    widest = max([2, *(len(part.reference.men) for part in scores.instrument.parts if part.reference)])
    n, total, square = np.zeros((groups, k), np.int64), np.zeros((groups, k)), np.zeros((groups, k))
    classes = np.zeros((groups, k, widest), np.int64)
    undetermined, not_scored, provisional = (np.zeros((groups, k), np.int64) for _ in range(3))
    for column in range(k):
        value = scores.score[:, column].astype(np.float64)
        known = ~np.isnan(value)
        kind = scores.kind[:, column]
        n[:, column] = np.bincount(where[known], minlength=groups)
        total[:, column] = np.bincount(where[known], value[known], groups)
        square[:, column] = np.bincount(where[known], value[known] ** 2, groups)
        for code in range(widest):
            classes[:, column, code] = np.bincount(where[kind == code], minlength=groups)
        undetermined[:, column] = np.bincount(where[kind == UNDETERMINED], minlength=groups)
        not_scored[:, column] = np.bincount(where[kind == NOT_SCORED], minlength=groups)
        provisional[:, column] = np.bincount(where[scores.provisional[:, column]], minlength=groups)
    return Norms(scores.keys, n, total, square, classes, undetermined, not_scored, provisional)
