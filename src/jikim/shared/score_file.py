"""Score a CSV file of answers, block by block, so that a million rows need no more memory than ten thousand.

The result appears only when it is whole: it is written beside its place and moved there at the end.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from jikim.rules.scoring import NOT_SCORED, UNCLASSED, Instrument, Scores, score
from jikim.rules.scoring.answers import AnswerBlock, AnswerReader, CellFault, ColumnsMissing
from jikim.rules.scoring.instrument import MISSING, NOT_GIVEN
from jikim.rules.words import Text
from jikim.shared.files.write import written_whole

BLOCK_ROWS = 20_000
#: More faults than this are counted, not listed: the file is then of another kind.
FAULTS_KEPT = 10_000

BLANK = Text("답한 문항이 하나도 없습니다.", "No item was answered.")
TOO_FEW = Text("모든 하위영역에서 답한 문항이 모자랍니다.", "Too few items were answered in every subscale.")
BROKEN = Text("칸 수가 제목 줄과 맞지 않습니다.", "The number of cells does not fit the heading.")


class Unreadable(Exception):
    """A file that cannot be scored at all; `text` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(slots=True)
class Tally:
    """What a run did. rows = scored + not_scored; `partly` are scored rows of which some subscale is not."""

    #: how the file's characters were read
    encoding: str = "utf-8"
    rows: int = 0
    scored: int = 0
    partly: int = 0
    sex_not_given: int = 0
    answers: int = 0
    missing_answers: int = 0
    fault_count: int = 0
    faults: list[CellFault] = field(default_factory=list)
    reason_counts: Counter[Text] = field(default_factory=Counter)
    classes: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def not_scored(self) -> int:
        return self.rows - self.scored

    @property
    def reasons(self) -> list[tuple[Text, int]]:
        """Why rows could not be scored, and how many."""
        return self.reason_counts.most_common()


def score_file(instrument: Instrument, source: Path, target: Path) -> Tally:
    """Score `source` into `target`: the input's columns, then score, class, answered and note per subscale.

    Unreadable: no heading, columns missing or in the way, of no known encoding, not CSV. OSError as it comes.
    """
    with written_whole(target) as part:
        try:
            return _into(instrument, source, part, "utf-8-sig")
        except UnicodeDecodeError as error:
            return _into(instrument, source, part, _other_encoding(source, error))


def _into(instrument: Instrument, source: Path, part: Path, encoding: str) -> Tally:
    tally = Tally(encoding=encoding.removesuffix("-sig"))
    with source.open(encoding=encoding, newline="") as infile, part.open("w", encoding="utf-8", newline="") as outfile:
        outfile.write("\ufeff")  # once; the utf-8-sig codec would look for it at every row
        _run(instrument, csv.reader(infile, strict=True), csv.writer(outfile, lineterminator="\n"), tally)
    return tally


def _other_encoding(source: Path, error: UnicodeDecodeError) -> str:
    """What a Korean office's spreadsheet program saves as plain "CSV"."""
    from jikim.shared.sheets import SheetError
    from jikim.shared.sheets.text import encoding_of

    try:
        return encoding_of(source)
    except SheetError:
        raise Unreadable(Text(
            "파일이 UTF-8이 아닙니다. 엑셀에서 ‘CSV UTF-8(쉼표로 분리)’로 다시 저장해 주십시오.",
            "The file is not UTF-8. Save it again as “CSV UTF-8 (comma delimited)”.",
        )) from error  # fmt: skip


def _run(instrument: Instrument, reader: Any, writer: Any, tally: Tally) -> None:
    try:
        numbered = _numbered(reader)
        heading = next(numbered, (0, []))[1]
        if not heading:
            raise Unreadable(
                Text(
                    "파일이 비어 있습니다. 첫 줄에 열 이름이 있어야 합니다.",
                    "The file is empty. Its first line must name the columns.",
                )
            )
        answers = AnswerReader(instrument, heading)
        new = [
            f"{key}{suffix}"
            for key in instrument.score_keys
            for suffix in ("", "_class", "_answered", "_note")
        ]
        _require_free(heading, new)
        writer.writerow([*heading, *new])
        while rows := list(islice(numbered, BLOCK_ROWS)):
            _block(answers, rows, writer, tally)
    except ColumnsMissing as missing:
        raise Unreadable(missing.text) from missing
    except csv.Error as error:
        raise Unreadable(Text(
            f"{reader.line_num}행 근처에서 CSV로 읽을 수 없습니다(따옴표를 확인해 주십시오): {error}",
            f"Near line {reader.line_num} this is not CSV (check quotation marks): {error}",
        )) from error  # fmt: skip


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line, cells) of every row that is not blank."""
    before = 0
    for row in reader:
        if row:
            yield before + 1, row
        before = reader.line_num


def _require_free(heading: list[str], new: list[str]) -> None:
    taken = [name for name in new if name in {cell.strip() for cell in heading}]
    if taken:
        shown = ", ".join(taken)
        raise Unreadable(Text(
            f"결과 열과 이름이 같은 열이 이미 있습니다: {shown}. 그 열을 지우거나 이름을 바꾸십시오.",
            f"The file already has columns named like the results: {shown}. Remove or rename them.",
        ))  # fmt: skip


def _block(reader: AnswerReader, rows: list[tuple[int, list[str]]], writer: Any, tally: Tally) -> None:
    numbers, cells = [number for number, _ in rows], [row for _, row in rows]
    block = reader.read(cells, numbers, keep_faults=FAULTS_KEPT - len(tally.faults))
    scores = score(reader.instrument, block.answers, block.sex, threads=1)
    _count(reader.instrument, block, scores, tally)
    width = reader.width
    if any(len(row) != width for row in cells):
        cells = [[*row[:width], *[""] * (width - len(row))] for row in cells]
    writer.writerows(map(list.__add__, cells, map(list, zip(*_columns(scores), strict=True))))


def _columns(scores: Scores) -> Iterator[list[str]]:
    shown = _Shown()
    for column, part in enumerate(scores.instrument.parts):
        names = {
            int(code): "" if code == UNCLASSED else part.class_key(int(code))
            for code in np.unique(scores.kind[:, column])
        }
        yield [shown[value] for value in scores.score[:, column].tolist()]
        yield [names[code] for code in scores.kind[:, column].tolist()]
        yield [str(count) for count in scores.answered[:, column].tolist()]
        yield ["provisional" if flag else "" for flag in scores.provisional[:, column].tolist()]


class _Shown(dict[float, str]):
    """A score with all its decimals; not scored is blank."""

    def __missing__(self, value: float) -> str:
        if value != value:
            return ""
        self[value] = repr(value)
        return self[value]


def _count(instrument: Instrument, block: AnswerBlock, scores: Scores, tally: Tally) -> None:
    n, given = len(scores), block.answers != MISSING
    subscales = scores.kind[:, : len(instrument.subscales)]
    any_scored, all_scored = (subscales != NOT_SCORED).any(axis=1), (subscales != NOT_SCORED).all(axis=1)
    tally.rows += n
    tally.scored += int(any_scored.sum())
    tally.partly += int((any_scored & ~all_scored).sum())
    tally.sex_not_given += int((block.sex == NOT_GIVEN).sum())
    tally.answers += int(given.sum())
    tally.missing_answers += int((~given).sum())
    blank = ~given.any(axis=1)
    for reason, where in (
        (BROKEN, block.broken),
        (BLANK, ~block.broken & blank),
        (TOO_FEW, ~block.broken & ~blank & ~any_scored),
    ):
        if where.any():
            tally.reason_counts[reason] += int(where.sum())
    tally.fault_count += block.fault_count
    tally.faults += block.faults
    for column, part in enumerate(instrument.parts):
        counts = tally.classes.setdefault(part.key, {})
        for code, count in zip(*np.unique(scores.kind[:, column], return_counts=True), strict=True):
            key = part.class_key(int(code))
            counts[key] = counts.get(key, 0) + int(count)
        counts["provisional"] = counts.get("provisional", 0) + int(scores.provisional[:, column].sum())
