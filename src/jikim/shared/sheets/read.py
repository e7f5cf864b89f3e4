"""Opens a spreadsheet an office sent: finds the sheet and its heading row, and hands on the rows with their own numbers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from jikim.rules.words import Text
from jikim.shared.sheets import safety, text
from jikim.shared.sheets.columns import SheetError
from jikim.shared.sheets.formulas import refuse_unsolved

#: how far down a heading is looked for: titles, approval boxes and notes stand above it
HEADING_WITHIN = 60
_LAST_ROW = 1_048_576

_MANY_ROWS = Text("행이 너무 많습니다. 한 파일에 {n:,}행까지 받을 수 있습니다.", "Too many rows: a file may hold {n:,}.")
_MANY_COLUMNS = Text("열이 너무 많습니다. {n}열까지 받을 수 있습니다.", "Too many columns: up to {n} can be read.")
_NO_HEADING = Text(
    "제목 행을 찾지 못했습니다. 첫 {n}행 안에 열 이름({wanted})이 있어야 합니다. 살펴본 시트: {sheets}",
    "No heading row was found. The first {n} rows must hold the column names ({wanted}). Sheets looked at: {sheets}",
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row; `number` is the one the spreadsheet program shows."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table found in a file: its heading and every row below that is not blank."""

    name: str
    heading: SheetRow
    rows: tuple[SheetRow, ...]
    #: visible sheets of the same file that hold such a table too and were not read
    others: tuple[str, ...] = ()


def open_sheet(
    source: Path | bytes, *, is_heading: Callable[[Sequence[Any]], bool], wanted: str = "", limits: safety.Limits = safety.LIMITS
) -> Sheet:
    """Read the first sheet that has a heading row and rows below it. Raises SheetError with what to do about it."""
    content = source if isinstance(source, bytes) else _content(source, limits)
    looked_at: list[str] = []
    others: list[str] = []
    found: Sheet | None = None
    for name, visible, rows, check in _sheets(content, limits):
        looked_at.append(name or "CSV")
        if found and found.rows:
            if visible and _has_rows(rows, is_heading):
                others.append(name)
        elif found is None or visible:
            table = _table(name, rows, is_heading, limits)
            if table and (table.rows or found is None):
                check()
                found = table
    if found:
        return replace(found, others=tuple(others))
    shown = ", ".join(looked_at[:8]) or "-"
    raise SheetError(_NO_HEADING.fill(n=HEADING_WITHIN, wanted=wanted, sheets=shown))


def _content(path: Path, limits: safety.Limits) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limits.size_bytes + 1)
    except OSError as wrong:
        raise SheetError(Text(f"파일을 열 수 없습니다: {path}", f"The file cannot be opened: {path}")) from wrong


def _table(
    name: str, rows: Iterator[SheetRow], is_heading: Callable[[Sequence[Any]], bool], limits: safety.Limits
) -> Sheet | None:
    heading: SheetRow | None = None
    kept: list[SheetRow] = []
    cells = 0
    for row in rows:
        if heading is None:
            if row.number > HEADING_WITHIN:
                return None
            if is_heading(row.cells):
                heading = row
                if len(row.cells) > limits.columns:
                    raise SheetError(_MANY_COLUMNS.fill(n=limits.columns))
        else:
            kept.append(row)
            cells += len(row.cells)
            if len(kept) > limits.rows or cells > limits.cells:
                raise SheetError(_MANY_ROWS.fill(n=limits.rows))
    return Sheet(name, heading, tuple(kept)) if heading else None


def _has_rows(rows: Iterator[SheetRow], is_heading: Callable[[Sequence[Any]], bool]) -> bool:
    """Is there such a table here as well? Reads no further than its first row."""
    for row in rows:
        if row.number > HEADING_WITHIN:
            return False
        if is_heading(row.cells):
            return next(rows, None) is not None
    return False


def _sheets(content: bytes, limits: safety.Limits) -> Iterator[tuple[str, bool, Iterator[SheetRow], Callable[[], None]]]:
    """(name, visible, rows, a check for the one that is taken) of every sheet, the visible ones first."""
    if safety.kind_of(content, limits) == "csv":
        yield "", True, _numbered(text.records(text.decode(content), limits.line_characters), limits), lambda: None
        return
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception as broken:  # openpyxl raises whatever its XML parser, zip reader or own checks raise
        raise safety.damaged() from broken
    try:
        # visible sheets first: hidden ones are usually code lists or last year's
        for sheet in sorted(book.worksheets, key=lambda ws: ws.sheet_state != "visible"):
            if hasattr(sheet, "reset_dimensions"):
                sheet.reset_dimensions()  # some programs write a wrong extent, and rows would be cut silently
                check = partial(refuse_unsolved, content, sheet)
                yield sheet.title, sheet.sheet_state == "visible", _numbered(_book_rows(sheet, limits), limits), check
    finally:
        book.close()


def _book_rows(sheet: Any, limits: safety.Limits) -> Iterator[tuple[Any, ...]]:
    rows = sheet.iter_rows(values_only=True, max_row=_LAST_ROW, max_col=limits.columns + 1)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception as broken:
            raise safety.damaged() from broken
        yield row


def _numbered(rows: Iterator[tuple[Any, ...]], limits: safety.Limits) -> Iterator[SheetRow]:
    """Rows that hold anything, without the blank cells at their end."""
    for number, row in enumerate(rows, start=1):
        if row.count(None) == len(row):
            continue  # a cell far below is preceded by a million of these
        width = min(len(row), limits.columns + 1)
        while width and _blank(row[width - 1]):
            width -= 1
        if width:
            yield SheetRow(number, tuple(row[:width]))


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
