"""From the cells of a spreadsheet to answer codes. A cell that is no answer is reported and counts as missing, never as zero.

Rules about text only; files are opened elsewhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from jikim.rules.scoring.instrument import FEMALE, MALE, MISSING, NOT_GIVEN, Instrument, Scale
from jikim.rules.words import Text

#: A cell that is neither blank nor an answer; outside every scale, so scoring takes it as missing.
_BAD = -2

_SEXES = {
    "": NOT_GIVEN, "m": MALE, "male": MALE, "남": MALE, "남자": MALE, "남성": MALE,
    "f": FEMALE, "female": FEMALE, "여": FEMALE, "여자": FEMALE, "여성": FEMALE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that could not be used. `row` is the sheet's own row number (the heading is row 1)."""

    row: int
    column: str
    value: str
    reason: Text


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """Rows read: `answers` (n, items) int8 and `sex` (n,) int8 as `score()` takes them; `broken` (n,) rows not trusted.

    `fault_count` counts every fault, `faults` holds the first of them.
    """

    answers: NDArray[np.int8]
    sex: NDArray[np.int8]
    broken: NDArray[np.bool_]
    faults: list[CellFault]
    fault_count: int


class ColumnsMissing(ValueError):
    """The heading lacks columns, or has one twice. `text` says which."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class _Codes(dict[str, int]):
    """Cell → code. Spellings met before cost one dictionary look-up; bad ones are not kept."""

    def __init__(self, known: dict[str, int]) -> None:
        super().__init__(known)
        self.known = known

    def __missing__(self, cell: str) -> int:
        plain = unicodedata.normalize("NFKC", cell).strip().casefold()
        code = self.known.get(plain, self.known.get(plain.removesuffix(".0"), _BAD))
        if code != _BAD and len(self) < 1000:
            self[cell] = code
        return code


def _answer_codes(scale: Scale) -> _Codes:
    return _Codes({"": MISSING, **{str(choice.value): choice.value for choice in scale.choices}})


class AnswerReader:
    """Reads rows of one sheet whose heading is known.

    The heading needs every item key (any order, upper or lower case), and `sex` where a class depends on sex.
    ColumnsMissing says which are not there.
    """

    def __init__(self, instrument: Instrument, heading: Sequence[str]) -> None:
        names = [unicodedata.normalize("NFKC", name).strip().casefold() for name in heading]
        wanted = [*instrument.item_keys, *(["sex"] if instrument.by_sex else [])]
        _require(names, wanted)
        self.instrument, self.heading, self.width = instrument, list(heading), len(heading)
        self._sex_at = names.index("sex") if "sex" in names else None
        self._items_at = [names.index(key) for key in instrument.item_keys]
        self._sexes = _Codes(_SEXES)
        scales = {item.scale for item in instrument.items}
        self._codes = {scale: _answer_codes(scale) for scale in scales}
        self._one = self._codes[next(iter(scales))] if len(scales) == 1 else None

    def read(
        self, rows: Sequence[Sequence[str]], numbers: Sequence[int], *, keep_faults: int = 10_000
    ) -> AnswerBlock:
        """Codes of these rows; `numbers` are their row numbers in the sheet. Faults come in row order.

        All faults are counted; of each sort at most `keep_faults` are described.
        """
        faults: list[CellFault] = []
        whole, broken = self._same_width(rows, numbers, faults)
        answers = self._answers(whole)
        sex = np.full(len(rows), NOT_GIVEN, np.int8)
        if self._sex_at is not None:
            sex = np.fromiter(
                map(self._sexes.__getitem__, map(itemgetter(self._sex_at), whole)), np.int8, len(rows)
            )
        answers[broken] = MISSING
        sex[broken] = NOT_GIVEN
        count = len(faults) + int((answers == _BAD).sum()) + int((sex == _BAD).sum())
        self._report(whole, numbers, answers, sex, faults, keep_faults)
        sex[sex == _BAD] = NOT_GIVEN
        answers[answers == _BAD] = MISSING
        faults.sort(key=lambda fault: fault.row)
        return AnswerBlock(answers, sex, broken, faults[:keep_faults], count)

    def _answers(self, rows: Sequence[Sequence[str]]) -> NDArray[np.int8]:
        columns = self._items_at
        shape = (len(rows), len(columns))
        if self._one is None:
            codes = [self._codes[item.scale] for item in self.instrument.items]
            cells: Iterable[int] = (
                code[row[at]] for row in rows for code, at in zip(codes, columns, strict=True)
            )
        else:
            pick = itemgetter(*columns) if len(columns) > 1 else (lambda row: (row[columns[0]],))
            cells = map(self._one.__getitem__, chain.from_iterable(map(pick, rows)))
        return np.fromiter(cells, np.int8, shape[0] * shape[1]).reshape(shape)

    def _same_width(
        self, rows: Sequence[Sequence[str]], numbers: Sequence[int], faults: list[CellFault]
    ) -> tuple[Sequence[Sequence[str]], NDArray[np.bool_]]:
        """Rows as wide as the heading. Blank cells at the end may be missing or too many; anything else is not trusted."""
        broken = np.zeros(len(rows), np.bool_)
        if set(map(len, rows)) <= {self.width}:
            return rows, broken
        whole: list[Sequence[str]] = []
        for i, row in enumerate(rows):
            if len(row) > self.width and any(cell.strip() for cell in row[self.width :]):
                broken[i] = True
                faults.append(CellFault(numbers[i], "", "", Text(
                    f"칸이 {len(row)}개로 제목 줄({self.width}개)보다 많아 이 행의 답은 쓰지 않았습니다.",
                    f"The row has {len(row)} cells, the heading {self.width}; its answers were not used.",
                )))  # fmt: skip
            elif len(row) < self.width:
                faults.append(CellFault(numbers[i], "", "", Text(
                    f"칸이 {len(row)}개로 제목 줄({self.width}개)보다 적어 나머지는 빈칸으로 보았습니다.",
                    f"The row has {len(row)} cells, the heading {self.width}; the rest was taken as blank.",
                )))  # fmt: skip
            whole.append([*row[: self.width], *[""] * (self.width - len(row))])
        return whole, broken

    def _report(
        self, rows: Sequence[Sequence[str]], numbers: Sequence[int],
        answers: NDArray[np.int8], sex: NDArray[np.int8], faults: list[CellFault], keep: int,
    ) -> None:  # fmt: skip
        for i, j in np.argwhere(answers == _BAD)[:keep].tolist():
            item, cell = self.instrument.items[j], rows[i][self._items_at[j]]
            low, high = item.scale.lowest, item.scale.highest
            faults.append(CellFault(numbers[i], item.key, cell, Text(
                f"‘{_short(cell)}’은(는) {low}~{high}의 답이 아니어서 무응답으로 처리했습니다.",
                f"“{_short(cell)}” is not an answer from {low} to {high}; it counts as missing.",
            )))  # fmt: skip
        for i in np.flatnonzero(sex == _BAD)[:keep].tolist():
            cell = rows[i][self._sex_at or 0]
            faults.append(CellFault(numbers[i], "sex", cell, Text(
                f"성별 ‘{_short(cell)}’을(를) 읽을 수 없어 ‘밝히지 않음’으로 처리했습니다. M, F 또는 빈칸으로 적어 주십시오.",
                f"The sex “{_short(cell)}” cannot be read and counts as not given. Write M, F or leave it blank.",
            )))  # fmt: skip


def _require(names: Sequence[str], wanted: Sequence[str]) -> None:
    missing = [name for name in wanted if name not in names]
    if missing:
        shown = ", ".join(missing)
        raise ColumnsMissing(Text(
            f"제목 줄에 다음 열이 없습니다: {shown}. 성별을 모르면 sex 열을 비워 두면 됩니다."
            if "sex" in missing else f"제목 줄에 다음 열이 없습니다: {shown}.",
            f"The heading lacks these columns: {shown}. Where sex is not known, leave the cells of the column sex blank."
            if "sex" in missing else f"The heading lacks these columns: {shown}.",
        ))  # fmt: skip
    twice = sorted({name for name in wanted if names.count(name) > 1})
    if twice:
        shown = ", ".join(twice)
        raise ColumnsMissing(
            Text(f"다음 열이 두 번 나옵니다: {shown}.", f"These columns stand twice: {shown}.")
        )


def _short(cell: str) -> str:
    return cell if len(cell) <= 20 else cell[:19] + "…"
