"""Turn a block of answers into one small code per subscale, a whole block at a time. Never decides anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jikim.rules.scoring.instrument import Instrument
from jikim.rules.scoring.tables import plan_of


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring rows of the turned block that are keyed alike: same scale, same direction, same step."""

    rows: slice
    lowest: int
    highest: int
    reverse: bool
    step: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each answer goes. `columns[i]` is the answers' column that becomes row i; `subscales` are rows per subscale."""

    columns: tuple[int, ...]
    plain: bool  # the columns are 0, 1, 2 … and can be copied in one go
    stretches: tuple[Stretch, ...]
    subscales: tuple[tuple[int, ...], ...]
    dtype: type[np.uint8] | type[np.uint16]


@dataclass(frozen=True, slots=True)
class Scratch:
    """Working space of one thread, reused for every block."""

    turned: NDArray[Any]
    valid: NDArray[np.bool_]
    code: NDArray[Any]
    at: NDArray[np.intp]
    codes: NDArray[np.uint16]

    @classmethod
    def for_rows(cls, layout: Layout, rows: int) -> Scratch:
        items = len(layout.columns)
        return cls(
            np.empty((items, rows), layout.dtype), np.empty((items, rows), np.bool_), np.empty(rows, layout.dtype),
            np.empty(rows, np.intp), np.empty((len(layout.subscales), rows), np.uint16),
        )  # fmt: skip


@lru_cache(maxsize=64)
def layout_of(instrument: Instrument) -> Layout:
    """Scored items in the instrument's order, and the stretches of them that are keyed alike."""
    plan, position = plan_of(instrument), {key: i for i, key in enumerate(instrument.item_keys)}
    step = {
        key: tables.step
        for subscale, tables in zip(instrument.subscales, plan.subscales, strict=True)
        for key in subscale.items
    }
    scored = [item for item in instrument.items if item.key in step]
    row = {item.key: i for i, item in enumerate(scored)}
    stretches: list[Stretch] = []
    for i, item in enumerate(scored):
        alike = (item.scale.lowest, item.scale.highest, item.reverse, step[item.key])
        last = stretches[-1] if stretches else None
        if last is not None and (last.lowest, last.highest, last.reverse, last.step) == alike:
            stretches[-1] = Stretch(slice(last.rows.start, i + 1), *alike)
        else:
            stretches.append(Stretch(slice(i, i + 1), *alike))
    columns = tuple(position[item.key] for item in scored)
    return Layout(
        columns,
        columns == tuple(range(len(instrument.items))),
        tuple(stretches),
        tuple(tuple(row[key] for key in subscale.items) for subscale in instrument.subscales),
        np.uint8 if all(tables.size <= 256 for tables in plan.subscales) else np.uint16,
    )


def codes_of(
    layout: Layout, scratch: Scratch, answers: NDArray[np.int8]
) -> Iterator[tuple[int, NDArray[Any]]]:
    """(subscale's position, code of each sheet). The code array is reused: take what you need before the next one.

    An answer contributes `step + its keyed, zero-based value`; a missing one contributes nothing.
    """
    n = len(answers)
    turned, valid, code = scratch.turned[:, :n], scratch.valid[:, :n], scratch.code[:n]
    raw = answers.view(np.uint8)  # -1 becomes 255, outside every scale
    if layout.plain:
        turned[...] = raw.T
    else:
        for row, column in enumerate(layout.columns):
            turned[row] = raw[:, column]
    for stretch in layout.stretches:
        part, known = turned[stretch.rows], valid[stretch.rows]
        if stretch.reverse:
            np.subtract(stretch.highest, part, out=part)
        else:
            np.subtract(part, stretch.lowest, out=part)
        np.less_equal(part, stretch.highest - stretch.lowest, out=known)
        np.add(part, stretch.step, out=part)
        np.multiply(part, known, out=part)
    for column, rows in enumerate(layout.subscales):
        np.add(turned[rows[0]], turned[rows[1]], out=code) if len(rows) > 1 else np.copyto(
            code, turned[rows[0]]
        )
        for row in rows[2:]:
            np.add(code, turned[row], out=code)
        yield column, code
