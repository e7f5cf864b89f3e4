"""A form as a spreadsheet: one row for each thing to fill in, found again by its code; back as rows (number, code, cell). Knows no form.

Two first rows say which record it is and from which version it was made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from jikim.rules.words import Text
from jikim.shared.sheets.columns import Column, SheetError
from jikim.shared.sheets.read import open_sheet

HEADINGS = (Text("코드", "Code"), Text("구분", "Section"), Text("문항", "Question"), Text("답", "Answer"), Text("적는 법", "How to write it"))
_WIDTHS = (26, 16, 52, 40, 48)
RECORD, VERSION = "#record", "#version"
_WHY = Text("읽지 못한 까닭", "Why it was not read")
_DO_NOT_CHANGE = Text("고치지 마십시오", "Do not change")


class Line(Protocol):
    """What a row asks: rules.visiting.SheetLine. value: a number or the text itself, for a cell that keeps its type."""

    @property
    def code(self) -> str: ...
    @property
    def section(self) -> Text: ...
    @property
    def question(self) -> Text: ...
    @property
    def answer(self) -> Text: ...
    @property
    def hint(self) -> Text: ...
    @property
    def value(self) -> Any: ...


class Fault(Protocol):
    """A row that could not be read: rules.visiting.SheetFault."""

    @property
    def row(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def question(self) -> Text: ...
    @property
    def reason(self) -> Text: ...


def form_columns(language: str) -> list[Column]:
    return [Column(heading.say(language), width) for heading, width in zip(HEADINGS, _WIDTHS, strict=True)]


def form_rows(record: str, version: int, lines: Iterable[Line], language: str) -> Iterator[list[Any]]:
    """Rows to write; `record` finds the record again, `version` is the one the file is made from."""
    never = _DO_NOT_CHANGE.say(language)
    yield [RECORD, "", "", record, never]
    yield [VERSION, "", "", version, never]
    for line in lines:
        answer = line.value if type(line.value) is int else line.answer.say(language)
        yield [line.code, line.section.say(language), line.question.say(language), answer, line.hint.say(language)]


def fault_columns(language: str) -> list[Column]:
    """The sheet's columns and, last, why the row was not taken in."""
    return [*form_columns(language), Column(_WHY.say(language), 60)]


def form_faults(
    record: str, version: int, lines: Iterable[Line], faults: Iterable[Fault], sent: Iterable[tuple[int, str, Any]], language: str
) -> Iterator[list[Any]]:  # fmt: skip
    """The rows that could not be read, as they were sent, with the reason beside each: the file can be corrected and sent again."""
    never, known, answers = _DO_NOT_CHANGE.say(language), {line.code: line for line in lines}, {row: answer for row, _, answer in sent}
    yield [RECORD, "", "", record, never, ""]
    yield [VERSION, "", "", version, never, ""]
    for one in faults:
        line, answer = known.get(one.code), answers.get(one.row)
        words = [line.section.say(language), line.question.say(language)] if line else ["", one.question.say(language)]
        shown = answer.isoformat() if isinstance(answer, dt.date) else answer
        yield [one.code, *words, "" if shown is None else shown, line.hint.say(language) if line else "", one.reason.say(language)]


def open_form(content: bytes, record: str, refusal: Text) -> tuple[list[tuple[int, str, Any]], int]:
    """(row number, code, answer) of every row with a code, and the version the file was made from.

    SheetError: the file cannot be read, or is another record's (`refusal` says so).
    """
    sheet = open_sheet(content, is_heading=_is_heading, wanted=f"{HEADINGS[0].ko}, {HEADINGS[3].ko}")
    at = {name: n for n, name in enumerate(_names(sheet.heading.cells))}
    code_at, answer_at = at[HEADINGS[0].en], at[HEADINGS[3].en]
    rows = [
        (row.number, str(_cell(row.cells, code_at) or "").strip(), _plain(_cell(row.cells, answer_at)))
        for row in sheet.rows if str(_cell(row.cells, code_at) or "").strip()
    ]  # fmt: skip
    marks = {code: "" if answer is None else str(answer).strip() for _, code, answer in rows if code.startswith("#")}
    version = marks.get(VERSION, "").removesuffix(".0")
    if marks.get(RECORD) != record or not version.isdigit():
        raise SheetError(refusal)
    # the line under the table that counts its rows has no code of ours
    return [row for row in rows if not row[1].startswith("#") and " " not in row[1]], int(version)


def _is_heading(cells: Sequence[Any]) -> bool:
    return {HEADINGS[0].en, HEADINGS[3].en} <= set(_names(cells))


def _names(cells: Sequence[Any]) -> list[str]:
    """Headings in either language, as one name."""
    known = {word.casefold(): heading.en for heading in HEADINGS for word in (heading.ko, heading.en)}
    return [known.get(str(cell or "").strip().casefold(), "") for cell in cells]


def _cell(cells: Sequence[Any], place: int) -> Any:
    return cells[place] if place < len(cells) else None


def _plain(cell: Any) -> Any:
    """Without the apostrophe an export puts before what looks like a formula; a day without its midnight."""
    if isinstance(cell, str) and len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t＝＋－＠":
        return cell[1:]
    return cell.date() if isinstance(cell, dt.datetime) else cell
