"""Score answer sheets: an int8 array in, arrays out. Exact, by item key, and bound by memory rather than by arithmetic.

Cache-sized blocks are turned into one small code per subscale and looked up in tables worked out in fractions;
blocks run in threads, since numpy releases the interpreter lock.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jikim.rules.scoring.blocks import Layout, Scratch, codes_of, layout_of
from jikim.rules.scoring.instrument import Instrument
from jikim.rules.scoring.tables import Plan, plan_of
from jikim.rules.scoring.totals import fill_total

#: Rows per block: 24 answers of 65,536 sheets and their scratch stay in the processor’s caches.
BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Scores:
    """Results of n sheets; columns as in `keys` (subscales, then totals), each column contiguous in memory.

    score        (n, k) float, NaN where not scored; 0-100, or points for a prorated sum
    kind         (n, k) int8 class codes of `instrument` (0 normal, 1 risk, -1 undetermined, -2 not scored, -3 no classes)
    answered     (n, k) int8, items answered (for a total: over all its areas, 127 at most)
    provisional  (n, k) bool, the possible completions of an incomplete sheet straddle a cut-off
    """

    instrument: Instrument
    keys: tuple[str, ...]
    score: NDArray[np.floating[Any]]
    kind: NDArray[np.int8]
    answered: NDArray[np.int8]
    provisional: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.score)

    def column(self, key: str) -> int:
        """Position of a subscale or total."""
        return self.keys.index(key)


def score(
    instrument: Instrument,
    answers: NDArray[np.int8],
    sex: NDArray[np.int8] | None = None,
    *,
    dtype: type[np.float64] | type[np.float32] = np.float64,
    threads: int | None = None,
) -> Scores:
    """Score n sheets (SCIENCE.md § 1).

    answers  (n, number of items) int8, raw as ticked, columns in the order of `instrument.item_keys`;
             MISSING (-1) or anything outside an item's scale is a missing answer
    sex      (n,) int8 of NOT_GIVEN 0, MALE 1, FEMALE 2; None: not given by anybody
    threads  default: the processors this process may use
    ValueError: wrong shape or dtype, or a sex code that does not exist.
    """
    sexes = _checked(instrument, answers, sex)
    plan, layout = plan_of(instrument), layout_of(instrument)
    n, k = len(answers), len(instrument.score_keys)
    result = Scores(
        instrument, instrument.score_keys,
        np.empty((k, n), dtype).T, np.empty((k, n), np.int8).T, np.empty((k, n), np.int8).T, np.empty((k, n), np.bool_).T,
    )  # fmt: skip
    looked_up = [tables.score.astype(dtype, copy=False) for tables in plan.subscales]
    workers = min(threads or processors(), max(1, n // BLOCK))

    def run(part: tuple[int, int]) -> None:
        scratch = Scratch.for_rows(layout, min(BLOCK, max(1, part[1] - part[0])))
        for start in range(*part, BLOCK):
            rows = slice(start, min(start + BLOCK, part[1]))
            _score_block(
                plan,
                layout,
                scratch,
                answers[rows],
                None if sexes is None else sexes[rows],
                looked_up,
                result,
                rows,
            )

    if workers == 1:
        run((0, n))
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(run, _parts(n, workers)))
    return result


def processors() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def _parts(n: int, workers: int) -> Iterator[tuple[int, int]]:
    """Equal stretches whose inner borders are whole blocks."""
    blocks = -(-n // BLOCK)
    borders = [min(n, blocks * w // workers * BLOCK) for w in range(workers + 1)]
    return pairwise(borders)


def _checked(
    instrument: Instrument, answers: NDArray[np.int8], sex: NDArray[np.int8] | None
) -> NDArray[np.int8] | None:
    if answers.dtype != np.int8 or answers.ndim != 2 or answers.shape[1] != len(instrument.items):
        raise ValueError(
            f"answers: want int8 (n, {len(instrument.items)}), got {answers.dtype} {answers.shape}"
        )
    if sex is None:
        return None
    if sex.dtype != np.int8 or sex.shape != (len(answers),):
        raise ValueError(f"sex: want int8 ({len(answers)},), got {sex.dtype} {sex.shape}")
    if len(sex) and (sex.min() < 0 or sex.max() > 2):
        raise ValueError("sex: codes are 0 not given, 1 male, 2 female")
    return sex


def _score_block(
    plan: Plan, layout: Layout, scratch: Scratch, answers: NDArray[np.int8], sex: NDArray[np.int8] | None,
    looked_up: list[NDArray[Any]], result: Scores, rows: slice,
) -> None:  # fmt: skip
    rows_here = len(answers)
    at = scratch.at[:rows_here]
    for column, code in codes_of(layout, scratch, answers):
        tables = plan.subscales[column]
        if sex is None:
            at[:] = code
        else:
            np.multiply(sex, tables.size, out=at, dtype=np.intp, casting="unsafe")
            np.add(at, code, out=at)
        # every index is inside the table by construction; "clip" only spares numpy a buffered copy
        np.take(looked_up[column], at, out=result.score[rows, column], mode="clip")
        np.take(tables.kind, at, out=result.kind[rows, column], mode="clip")
        np.take(tables.answered, at, out=result.answered[rows, column], mode="clip")
        np.take(tables.provisional, at, out=result.provisional[rows, column], mode="clip")
        for total in plan.totals:
            if column in total.areas:
                scratch.codes[column, :rows_here] = code
    for offset, total in enumerate(plan.totals):
        column = len(plan.subscales) + offset
        fill_total(
            total, scratch.codes[:, :rows_here], sex,
            result.score[rows, column], result.kind[rows, column],
            result.answered[rows], result.provisional[rows, column], column,
        )  # fmt: skip
