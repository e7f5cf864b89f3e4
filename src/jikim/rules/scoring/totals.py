"""A total over areas: the mean of their scores, only where every area is scored, compared in whole numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from jikim.rules.scoring.instrument import FEMALE, MALE, NOT_SCORED, UNCLASSED, UNDETERMINED
from jikim.rules.scoring.tables import TotalTables


def fill_total(
    total: TotalTables, codes: NDArray[np.uint16], sex: NDArray[np.int8] | None,
    score: NDArray[Any], kind: NDArray[np.int8], answered: NDArray[np.int8], provisional: NDArray[np.bool_], column: int,
) -> None:  # fmt: skip
    """Write one total's column for a block. `codes` (subscales, rows) without sex; `answered` (rows, all columns)."""
    exact, low, high = (
        [part[codes[area]] for part, area in zip(parts, total.areas, strict=True)]
        for parts in (total.exact, total.low, total.high)
    )
    scored = np.logical_and.reduce([part >= 0 for part in exact])
    summed = np.add.reduce(exact)
    np.divide(summed, total.denominator * len(total.areas), out=score, casting="unsafe")
    score[~scored] = np.nan
    answered[:, column] = np.minimum(
        np.add.reduce([answered[:, area].astype(np.int16) for area in total.areas]), 127
    )
    provisional[:] = False
    kind[:] = UNCLASSED
    if total.edges is not None:
        everybody = np.zeros(len(scored), np.int8) if sex is None else sex
        kind[:] = _classes(total.edges, summed, everybody)
        provisional[:] = scored & _straddles(total.edges, np.add.reduce(low), np.add.reduce(high), everybody)
    kind[~scored] = NOT_SCORED


def _classes(
    edges: dict[int, NDArray[np.int64]], value: NDArray[np.int64], sex: NDArray[np.int8]
) -> NDArray[Any]:
    man = np.searchsorted(edges[MALE], value, side="right")
    woman = np.searchsorted(edges[FEMALE], value, side="right")
    unknown = np.where(man == woman, man, UNDETERMINED)
    return np.where(sex == MALE, man, np.where(sex == FEMALE, woman, unknown))


def _straddles(
    edges: dict[int, NDArray[np.int64]],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    sex: NDArray[np.int8],
) -> NDArray[np.bool_]:
    differs = {
        code: np.searchsorted(edges[code], low, side="right")
        != np.searchsorted(edges[code], high, side="right")
        for code in (MALE, FEMALE)
    }
    either = differs[MALE] | differs[FEMALE]
    not_male = np.where(sex == FEMALE, differs[FEMALE], either)
    answer: NDArray[np.bool_] = np.where(sex == MALE, differs[MALE], not_male)
    return answer
