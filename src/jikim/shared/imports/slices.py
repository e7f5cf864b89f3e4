"""Slices of a long list, each written in a short transaction: at most 500 rows or 200 ms."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

MOST_ROWS, MOST_SECONDS = 500, 0.2
_FIRST_ROWS = 60
T = TypeVar("T")
Progress = Callable[[int, int], None]


def batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Slices that grow or shrink so that each is written within the time allowed."""
    start, size = 0, _FIRST_ROWS
    while start < len(rows):
        began = time.monotonic()
        yield rows[start : start + size]
        start += size
        took = max(time.monotonic() - began, 1e-3)
        size = max(20, min(MOST_ROWS, int(size * min(2.0, 0.8 * MOST_SECONDS / took))))
