"""Reads the rows of an answers file and says, row by row, what is wrong. Knows no database and keeps nothing.

A row that cannot be placed stays out. A single answer out of range is an error too, but only that answer counts as missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jikim.rules.scoring import MISSING, Instrument
from jikim.rules.words import Text
from jikim.shared.sheets import SheetError, open_sheet
from jikim.shared.sheets.safety import Limits

FIELDS = ("workplace", "unit", "sex", "age_band", "tenure_band", "job")
LIMITS = Limits(size_bytes=300 * 1024 * 1024, unpacked_bytes=900 * 1024 * 1024, rows=2_000_000)

_NAMES: dict[str, Text] = {
    "workplace": Text("관리번호", "Workplace"), "unit": Text("부서", "Unit"), "sex": Text("성별", "Sex"),
    "age_band": Text("연령대", "Age band"), "tenure_band": Text("근속", "Tenure band"), "job": Text("직무", "Job"),
}  # fmt: skip
_ALSO = {name.ko: key for key, name in _NAMES.items()} | {"age": "age_band", "tenure": "tenure_band", "연령": "age_band"}
_SEX = {"": 0, "M": 1, "F": 2, "m": 1, "f": 2, "남": 1, "여": 2, "남성": 1, "여성": 2}
_AGE = re.compile(r"<?\d0s?|\d0\+|\d0대|\d0대 이상")
_TENURE = re.compile(r"<\d+|\d+-\d+|\d+\+|\d+년 미만|\d+년 이상|\d+-\d+년")
_DIGITS = re.compile(r"([0-9]{1,6})(?:\.0*)?", re.ASCII)
#: ordinary and full-width digits; no superscripts or numbers in circles
_PLAIN = re.compile(r"[0-9０-９.．]+")
_LONGEST = 60

_UNKNOWN = Text("이 사업의 관리번호가 아닙니다: {value}", "This is no workplace number of the season: {value}")
_NO_PLACE = Text("관리번호가 비어 있습니다.", "The workplace number is blank.")
_NOT_PART = Text(
    "참여 대상이 아닌 사업장입니다({value}): 적격 또는 선정된 사업장의 응답만 받습니다.",
    "This workplace does not take part ({value}): only eligible or enrolled workplaces' answers are taken.",
)
_RANGE = Text(
    "{low}부터 {high}까지의 정수 또는 빈칸이어야 합니다: {value}. 이 답은 무응답으로 처리합니다.",
    "It must be a whole number from {low} to {high}, or blank: {value}. This answer counts as missing.",
)
_BAD_SEX = Text("M, F 또는 빈칸이어야 합니다: {value}", "It must be M, F or blank: {value}")
_BAD_BAND = Text("구간으로 적어야 합니다(예: {example}): {value}", "It must be a band (for example {example}): {value}")
_TOO_LONG = Text("{n}자를 넘을 수 없습니다.", "It may not be longer than {n} characters.")
_EMPTY = Text("응답이 하나도 없는 행입니다.", "The row holds no answer at all.")
_MANY_CELLS = Text("제목 행보다 칸이 많습니다.", "The row has more cells than the heading.")
_LACKING = Text("열이 없습니다: {columns}", "Columns are missing: {columns}")
_MORE_ITEMS = Text(
    "선택한 측정도구에 없는 문항 열이 있습니다: {columns}. 다른 측정도구의 파일이면 --pack으로 그 도구를 지정하고, 아니면 이 열을 지우고 다시 해 주십시오.",
    "There are columns of items that the chosen instrument does not have: {columns}. If the file belongs to another instrument, name it with "
    "--pack; otherwise remove these columns and try again.",
)
_TWICE = Text("같은 열이 두 번 있습니다: {columns}", "A column is there twice: {columns}")


@dataclass(frozen=True, slots=True)
class RowError:
    """One cell that could not be taken; `row` is the sheet's own row number."""

    row: int
    field: str
    reason: Text

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "field": self.field, "reason": self.reason.ko, "reason_en": self.reason.en}


@dataclass(slots=True)
class PlaceRows:
    """The good rows of one workplace, as columns, with the row number each came from."""

    numbers: list[int] = field(default_factory=list)
    sex: list[int] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    ages: list[str] = field(default_factory=list)
    tenures: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    answers: list[tuple[int, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file read and checked: good rows by workplace number, and every error. `rows` counts all rows with content,
    `rows_in_error` those that stay out: an answer that counts as missing is an error, but its row goes in."""

    rows: int
    places: Mapping[str, PlaceRows]
    errors: tuple[RowError, ...]
    rows_in_error: int


def read_answers(data: bytes, *, taking_part: Mapping[str, bool], instrument: Instrument) -> AnswerFile:
    """Read a CSV or xlsx.

    taking_part  every workplace number of the season → whether its answers are taken; the file may write it in other case
    SheetError   the file cannot be read, a column is missing, or there are items of another instrument
    """
    sheet = open_sheet(data, is_heading=lambda cells: _looks_like_heading(cells), wanted=", ".join(FIELDS[:3]), limits=LIMITS)
    columns = _columns(sheet.heading.cells, instrument)
    check = _Checker(columns, taking_part, instrument)
    places: dict[str, PlaceRows] = {}
    errors: list[RowError] = []
    bad = 0
    for row in sheet.rows:
        faults, goes_in = check.take(row.number, row.cells, places)
        errors += faults
        bad += not goes_in
    return AnswerFile(len(sheet.rows), places, tuple(errors), bad)


def _looks_like_heading(cells: Sequence[Any]) -> bool:
    named = {_field_of(cell) for cell in cells}
    return "workplace" in named and bool({"sex", "q01"} & named)


def _field_of(cell: Any) -> str:
    name = unicodedata.normalize("NFKC", str(cell or "")).strip().lower()
    return _ALSO.get(name, name)


def _columns(heading: Sequence[Any], instrument: Instrument) -> dict[str, int]:
    named = [_field_of(cell) for cell in heading]
    wanted = [*FIELDS, *instrument.item_keys]
    if lacking := [name for name in wanted if name not in named]:
        raise SheetError(_LACKING.fill(columns=", ".join(lacking)))
    if twice := [name for name in wanted if named.count(name) > 1]:
        raise SheetError(_TWICE.fill(columns=", ".join(twice)))
    # q12 in a file read as one of eleven items: then q01 to q11 are another instrument's too, and would be scored as what they are not
    stems = {key.rstrip("0123456789") for key in instrument.item_keys}
    if more := [name for name in named if name not in wanted and name[-1:].isdigit() and name.rstrip("0123456789") in stems]:
        raise SheetError(_MORE_ITEMS.fill(columns=", ".join(more)))
    return {name: named.index(name) for name in wanted}


class _Checker:
    """Checks row after row; everything that does not change from row to row is worked out once."""

    def __init__(self, columns: Mapping[str, int], taking_part: Mapping[str, bool], instrument: Instrument) -> None:
        self.taking_part = taking_part
        self.written = {number.casefold(): number for number in taking_part}
        self.width = max(columns.values()) + 1
        self.at = [columns[name] for name in FIELDS]
        self.items = [(columns[item.key], item.key, item.scale.lowest, item.scale.highest) for item in instrument.items]
        self.first, self.last = self.items[0][0], self.items[-1][0] + 1
        self.in_line = [at for at, *_ in self.items] == list(range(self.first, self.last))
        scales = {(low, high) for _, _, low, high in self.items}
        self.codes: dict[Any, int] | None = None
        if len(scales) == 1:
            low, high = scales.pop()
            whole = range(low, high + 1)
            self.codes = {"": MISSING, None: MISSING, **{str(v): v for v in whole}, **{v: v for v in whole}}

    def take(self, number: int, cells: Sequence[Any], places: dict[str, PlaceRows]) -> tuple[list[RowError], bool]:
        """Put a row into its place if it can be; everything that is wrong with it, and whether it went in."""
        if len(cells) < self.width:
            cells = (*cells, *("",) * (self.width - len(cells)))
        place, unit, sex, age, tenure, job = (_text(cells[i]) for i in self.at)
        if place not in self.taking_part:
            place = self.written.get(place.casefold(), place)
        answers, misread = self._quick(cells), []
        faults = list(self._faults(number, place, sex, (unit, age, tenure, job)))
        if answers is None:
            answers, misread = self._slow(number, cells)
        if not faults and all(value == MISSING for value in answers):
            faults = [RowError(number, self.items[0][1], _EMPTY)]
        if faults:
            return [*faults, *misread], False
        rows = places.setdefault(place, PlaceRows())
        rows.numbers.append(number)
        rows.sex.append(_SEX[sex])
        rows.units.append(unit)
        rows.ages.append(age)
        rows.tenures.append(tenure)
        rows.jobs.append(job)
        rows.answers.append(answers)
        return misread, True

    def _quick(self, cells: Sequence[Any]) -> tuple[int, ...] | None:
        """The usual row: all items side by side, plain digits or blank."""
        if self.codes is None or not self.in_line:
            return None
        found = tuple(map(self.codes.get, cells[self.first : self.last]))
        return None if None in found else found  # type: ignore[return-value]

    def _slow(self, number: int, cells: Sequence[Any]) -> tuple[tuple[int, ...], list[RowError]]:
        values, faults = [], []
        for at, key, low, high in self.items:
            value = _whole(cells[at])
            if value is None or not (value == MISSING or low <= value <= high):
                faults.append(RowError(number, key, _RANGE.fill(low=low, high=high, value=_text(cells[at])[:20])))
                value = MISSING
            values.append(value)
        return tuple(values), faults

    def _faults(self, number: int, place: str, sex: str, words: tuple[str, str, str, str]) -> Iterator[RowError]:
        takes_part = self.taking_part.get(place)
        if not place:
            yield RowError(number, "workplace", _NO_PLACE)
        elif takes_part is None:
            yield RowError(number, "workplace", _UNKNOWN.fill(value=place[:40]))
        elif not takes_part:
            yield RowError(number, "workplace", _NOT_PART.fill(value=place[:40]))
        if sex not in _SEX:
            yield RowError(number, "sex", _BAD_SEX.fill(value=sex[:20]))
        unit, age, tenure, job = words
        if age and not _AGE.fullmatch(age):
            yield RowError(number, "age_band", _BAD_BAND.fill(example="20s, 50+", value=age[:20]))
        if tenure and not _TENURE.fullmatch(tenure):
            yield RowError(number, "tenure_band", _BAD_BAND.fill(example="<1, 1-3, 10+", value=tenure[:20]))
        for name, word in (("unit", unit), ("job", job)):
            if len(word) > _LONGEST:
                yield RowError(number, name, _TOO_LONG.fill(n=_LONGEST))


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell if cell.isascii() and cell == cell.strip() else unicodedata.normalize("NFKC", cell).strip()
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _whole(cell: Any) -> int | None:
    """A whole number, MISSING for a blank cell, None for anything else."""
    text = _text(cell)
    if not text:
        return MISSING
    found = _DIGITS.fullmatch(text)
    if found is None or not _PLAIN.fullmatch(str(cell).strip()):
        return None
    return int(found[1])
