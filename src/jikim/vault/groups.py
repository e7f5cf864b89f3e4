"""Group statistics of scored sheets, a whole season at a time. Arrays in, counts and sums out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jikim.rules.disclosure import GroupStatistics, MeasureStatistics, coalition_size
from jikim.rules.scoring import NORMAL, RISK, Scores

#: sums are cut here: below it lies only the dust of adding in another order
_DECIMALS = 6


def group_statistics(
    scores: Scores, group: NDArray[np.int64], names: Sequence[str], offered: Sequence[int | None]
) -> list[GroupStatistics]:
    """One GroupStatistics per name; `group[i]` is the number of sheet i's group."""
    size = len(names)
    answered = np.bincount(group, minlength=size).tolist()
    columns = {s.key: scores.column(s.key) for s in scores.instrument.subscales}
    by_measure = {
        key: _measure(np.asarray(scores.score[:, c], np.float64), scores.kind[:, c], group, size)
        for key, c in columns.items()
    }
    return [
        GroupStatistics(
            name, answered[i], {key: statistics[i] for key, statistics in by_measure.items()}, {}, offered[i]
        )
        for i, name in enumerate(names)
    ]


def _measure(
    values: NDArray[np.float64], kinds: NDArray[np.int8], group: NDArray[np.int64], size: int
) -> list[MeasureStatistics]:
    known = ~np.isnan(values)
    values, kinds, group = values[known], kinds[known], group[known]
    scored = np.bincount(group, minlength=size)
    total = np.bincount(group, weights=values, minlength=size).round(_DECIMALS)
    squares = np.bincount(group, weights=values * values, minlength=size).round(_DECIMALS)
    classed = np.bincount(group[(kinds == NORMAL) | (kinds == RISK)], minlength=size)
    at_risk = np.bincount(group[kinds == RISK], minlength=size)
    lowest, highest = _ends(values, group, scored)
    return [
        MeasureStatistics(*row)
        for row in zip(
            scored.tolist(), total.tolist(), squares.tolist(), classed.tolist(), at_risk.tolist(), lowest, highest,
            strict=True,
        )
    ]  # fmt: skip


def _ends(
    values: NDArray[np.float64], group: NDArray[np.int64], scored: NDArray[np.int64]
) -> tuple[list[float | None], list[float | None]]:
    """Sums of the c smallest and c largest scores of each group, c = coalition_size(n)."""
    ordered = values[np.lexsort((values, group))]
    running = np.concatenate([[0.0], np.cumsum(ordered)])
    end = np.cumsum(scored)
    start = end - scored
    c = np.array([coalition_size(int(n)) for n in scored])
    enough = scored >= c
    c = np.where(enough, c, 0)
    lowest = (running[start + c] - running[start]).round(_DECIMALS)
    highest = (running[end] - running[end - c]).round(_DECIMALS)
    return (
        [low if ok else None for low, ok in zip(lowest.tolist(), enough.tolist(), strict=True)],
        [high if ok else None for high, ok in zip(highest.tolist(), enough.tolist(), strict=True)],
    )
