"""A frequency table in long form: cells, margins, and the sums that bind them. Never changes a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jikim.rules.words import Text

TOTAL = "Total"
_TOTAL_ELSEWHERE = ("total", "합계", "계", "총계", "소계", "전체", "all")
SEPARATOR = ">"
SHOWN_ERRORS = 20


class TableError(ValueError):
    """The table cannot be read; `reasons` name each row or margin."""

    def __init__(self, reasons: Sequence[Text]) -> None:
        super().__init__("; ".join(r.en for r in reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` is the cell that must equal the sum of the cells `parts` (indices)."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FrequencyTable:
    """Cells in the order given: `labels[i]` (one per column) holds `n[i]` persons; `grand` is the grand total's index.

    `sums` bind the cells without repeating each other: every further sum of the table follows from them.
    """

    columns: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    n: tuple[int, ...]
    sums: tuple[Sum, ...]
    grand: int

    def name(self, cell: int) -> str:
        """A cell in words: `region=A, sex=Total`."""
        return name_of(self.columns, self.labels[cell])


def name_of(columns: Sequence[str], label: Sequence[str]) -> str:
    return ", ".join(f"{c}={v}" for c, v in zip(columns, label, strict=True))


def read_table(columns: Sequence[str], labels: Sequence[Sequence[str]], n: Sequence[int]) -> FrequencyTable:
    """The table of these rows.

    `columns` are the classifying variables; a name with `>` is a hierarchy, whose values are `A` (subtotal) and
    `A>A1`. `Total` is a margin. Combinations of categories that are not listed are known to be empty; a margin of
    listed cells must be there. Errors: TableError naming rows twice there, margins missing, and margins that are
    not the sum of their cells.
    """
    keys = [tuple(v.strip() for v in label) for label in labels]
    index = {key: i for i, key in enumerate(keys)}
    _check_rows(columns, keys, n, index)
    children = [_children(column, {key[j] for key in keys}) for j, column in enumerate(columns)]
    _check_margins(columns, keys, index, children)
    all_sums = [(j, s) for j in range(len(columns)) for s in _sums_along(j, keys, index, children[j])]
    _check_sums(columns, keys, n, [s for _, s in all_sums])
    # Hierarchies first: a sum along a later variable within a subtotal of an earlier one follows from the others.
    rank = sorted(range(len(columns)), key=lambda j: -len(children[j]))
    earlier = {j: rank[: rank.index(j)] for j in rank}
    kept = tuple(s for j, s in all_sums if not any(keys[s.total][i] in children[i] for i in earlier[j]))
    return FrequencyTable(tuple(columns), tuple(keys), tuple(n), kept, index[(TOTAL,) * len(columns)])


def _children(column: str, values: Iterable[str]) -> dict[str, list[str]]:
    """Each subtotal of a variable with what it is the sum of."""
    tree: dict[str, list[str]] = {}
    for value in sorted(set(values) - {TOTAL}):
        parent = (
            value.rsplit(SEPARATOR, 1)[0].strip() if SEPARATOR in column and SEPARATOR in value else TOTAL
        )
        tree.setdefault(parent, []).append(value)
    return tree


def _sums_along(
    j: int, keys: Sequence[tuple[str, ...]], index: dict[tuple[str, ...], int], tree: dict[str, list[str]]
) -> list[Sum]:
    sums = []
    for i, key in enumerate(keys):
        if key[j] in tree:
            parts = [index.get((*key[:j], child, *key[j + 1 :])) for child in tree[key[j]]]
            sums.append(Sum(i, tuple(p for p in parts if p is not None)))
    return sums


def _check_rows(
    columns: Sequence[str],
    keys: Sequence[tuple[str, ...]],
    n: Sequence[int],
    index: dict[tuple[str, ...], int],
) -> None:
    wrong = []
    for i, key in enumerate(keys):
        name = name_of(columns, key)
        if index[key] != i:
            wrong.append(Text(f"같은 칸이 두 번 있습니다: {name}", f"this cell is listed twice: {name}"))
        if n[i] < 0:
            wrong.append(Text(f"음수입니다: {name} = {n[i]}", f"negative count: {name} = {n[i]}"))
    if not columns:
        wrong.append(Text("분류 변수가 없습니다.", "there is no classifying variable"))
    _raise(wrong)


def _check_margins(
    columns: Sequence[str],
    keys: Sequence[tuple[str, ...]],
    index: dict[tuple[str, ...], int],
    children: Sequence[dict[str, list[str]]],
) -> None:
    missing: dict[tuple[str, ...], None] = {}
    if (TOTAL,) * len(columns) not in index:
        missing[(TOTAL,) * len(columns)] = None
    for j, tree in enumerate(children):
        parents = {child: parent for parent, listed in tree.items() for child in listed}
        for key in keys:
            if key[j] != TOTAL:
                margin = (*key[:j], parents[key[j]], *key[j + 1 :])
                if margin not in index:
                    missing[margin] = None
    names = [name_of(columns, key) for key in missing]
    # said first: most of what is missing is then only written in another way
    other = sorted({value for key in keys for value in key if missing and value != TOTAL and value.casefold() in _TOTAL_ELSEWHERE})
    hints = [Text(f"합계는 ‘{value}’ 대신 ‘{TOTAL}’로 적어 주십시오.", f"Write {TOTAL} for a margin: “{value}” is read as a category.") for value in other]
    _raise([*hints, *(Text(f"합계 행이 없습니다: {name}", f"this margin is missing: {name}") for name in names)])


def _check_sums(
    columns: Sequence[str], keys: Sequence[tuple[str, ...]], n: Sequence[int], sums: Sequence[Sum]
) -> None:
    wrong = []
    for s in sums:
        found = sum(n[p] for p in s.parts)
        if found != n[s.total]:
            name = name_of(columns, keys[s.total])
            wrong.append(Text(
                f"합계가 맞지 않습니다: {name}은(는) {n[s.total]}인데 칸의 합은 {found}입니다.",
                f"inconsistent margin: {name} is {n[s.total]}, but its cells add up to {found}",
            ))  # fmt: skip
    _raise(wrong)


def _raise(reasons: list[Text]) -> None:
    if len(reasons) > SHOWN_ERRORS:
        rest = len(reasons) - SHOWN_ERRORS
        reasons = [*reasons[:SHOWN_ERRORS], Text(f"그 밖에 {rest}건이 더 있습니다.", f"and {rest} more")]
    if reasons:
        raise TableError(reasons)
