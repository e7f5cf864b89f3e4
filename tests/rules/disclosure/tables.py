"""Tables for the disclosure tests: made cells with all their margins, and SCIENCE.md's worked case."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import product

from jikim.rules.disclosure.table import FrequencyTable, read_table

REGION_BY_SEX = {
    ("A", "F"): 2, ("A", "M"): 18, ("B", "F"): 19, ("B", "M"): 14,
    ("C", "F"): 10, ("C", "M"): 12, ("D", "F"): 14, ("D", "M"): 11,
}  # fmt: skip


def with_margins(columns: tuple[str, ...], cells: Mapping[tuple[str, ...], int]) -> FrequencyTable:
    """The table of these inner cells and every margin and subtotal above them."""
    full: dict[tuple[str, ...], int] = {}
    for label, n in cells.items():
        for key in product(*(_above(column, value) for column, value in zip(columns, label, strict=True))):
            full[key] = full.get(key, 0) + n
    return read_table(columns, list(full), list(full.values()))


def _above(column: str, value: str) -> list[str]:
    chain = [value]
    while ">" in column and ">" in chain[-1]:
        chain.append(chain[-1].rsplit(">", 1)[0])
    return [*chain, "Total"]


def made(shape: tuple[int, ...], seed: int, mean: float = 12.0) -> FrequencyTable:
    """A table of this shape with exponentially spread counts."""
    chance = random.Random(seed)
    keys = product(*([f"{'abc'[j]}{i}" for i in range(size)] for j, size in enumerate(shape)))
    columns = tuple(f"v{j}" for j in range(len(shape)))
    return with_margins(columns, {key: int(chance.expovariate(1 / mean)) for key in keys})


def made_hierarchy(regions: int, districts: int, others: int, seed: int) -> FrequencyTable:
    chance = random.Random(seed)
    keys = product(range(regions), range(districts), range(others))
    return with_margins(
        ("region>district", "sex"),
        {(f"R{r}>D{d}", f"s{s}"): int(chance.expovariate(1 / 12)) for r, d, s in keys},
    )
