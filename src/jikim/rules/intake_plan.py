"""Compares checked rows with what is already in: new, unchanged, in conflict (with its differences), or in error. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from jikim.rules.intake import Checked, RowError, free_numbers, same_place
from jikim.rules.intake_cells import fold
from jikim.rules.intake_headings import FIELDS
from jikim.rules.words import Text

Outcome = Literal["new", "unchanged", "conflict", "error"]
#: the name is part of the key, so only its spacing can differ
_COMPARED = tuple(key for key in FIELDS if key not in ("name", "business_number"))


@dataclass(frozen=True, slots=True)
class Existing:
    """A workplace already in: its key and number, and what it says by field."""

    id: int
    number: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row that says something else than what is in."""

    row: int
    number: str
    name: str
    field: str
    before: Any
    after: Any
    #: the column's name, of a list other than the applicants'
    label: Text | None = None

    @property
    def field_name(self) -> Text:
        return self.label or FIELDS[self.field]


@dataclass(frozen=True, slots=True)
class Placed:
    """One row and what will become of it."""

    outcome: Outcome
    checked: Checked
    existing: Existing | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def errors(self) -> tuple[RowError, ...]:
        return self.checked.errors

    @property
    def questions(self) -> tuple[RowError, ...]:
        return self.checked.questions


def place(checked: Checked, existing: Mapping[tuple[str, str], Existing], holders: Mapping[str, Existing]) -> Placed:
    """One row against what is in.

    Args: existing by business number and name key; holders by 관리번호 (folded).
    """
    if checked.errors or checked.identity is None:
        return Placed("error", checked)
    known = existing.get(checked.identity)
    holder = holders.get(checked.values["number"].casefold()) if checked.values["number"] else None
    if holder is not None and (known is None or holder.id != known.id):
        taken = RowError(checked.row, "number", Text(
            f"관리번호 {checked.values['number']}은(는) 이미 다른 사업장({holder.values.get('name', '')})의 번호입니다.",
            f"The number {checked.values['number']} already belongs to another workplace ({holder.values.get('name', '')})."))  # fmt: skip
        return Placed("error", _with(checked, errors=(*checked.errors, taken)))
    if known is None:
        return Placed("new", checked)
    found = differences(checked, known)
    if not found:
        return Placed("unchanged", checked, known)
    if not same_place(checked.values, known.values):
        asked = RowError(checked.row, "address", Text(
            f"이미 접수된 {known.number}와(과) 사업자등록번호·사업장명이 같은데 주소가 다릅니다. 같은 사업장이 옮긴 것인지, 다른 지점인지 확인해 "
            "주십시오. 다른 지점이면 사업장명에 지점 이름을 붙여 다시 올리면 됩니다.",
            f"Same business number and name as {known.number}, which is already in, but another address. Has it moved, or is it another "
            "site? If another site, add the site to its name and import it again."))  # fmt: skip
        checked = _with(checked, questions=(*checked.questions, asked))
    return Placed("conflict", checked, known, found)


def differences(
    checked: Checked, known: Existing, compared: Sequence[str] = _COMPARED, names: Mapping[str, Text] = FIELDS
) -> tuple[Difference, ...]:
    """The fields a row gives that say something else. A blank cell says nothing and erases nothing."""
    return tuple(
        Difference(
            checked.row, known.number, checked.values["name"], key, known.values.get(key), checked.values[key], names.get(key)
        )
        for key in compared
        if key in checked.given and not _same(key, checked.values[key], known.values.get(key))
    )


def place_all(
    rows: Iterable[Checked], existing: Mapping[tuple[str, str], Existing], holders: Mapping[str, Existing]
) -> list[Placed]:
    """Every row of a file against what is in."""
    return [place(checked, existing, holders) for checked in rows]


def numbered(rows: Iterable[Checked], taken: Iterable[str], claimed: Iterable[str]) -> dict[int, str]:
    """A 관리번호 for each new row: its own, else the next free one that nobody in the season or in the file has. By row."""
    free = free_numbers({*taken, *claimed})
    return {checked.row: checked.values["number"] or next(free) for checked in rows}


def _same(key: str, one: Any, other: Any) -> bool:
    if key in ("latitude", "longitude"):
        return other is not None and abs(float(one) - float(other)) < 1e-6
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    return bool(one == other)


def _with(
    checked: Checked, *, errors: tuple[RowError, ...] | None = None, questions: tuple[RowError, ...] | None = None
) -> Checked:
    return Checked(
        checked.row, checked.values, checked.errors if errors is None else errors,
        checked.questions if questions is None else questions, checked.given,
    )  # fmt: skip
