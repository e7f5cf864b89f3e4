"""Writes .xlsx and UTF-8 .csv, row by row, ending with the number of rows. Text that a spreadsheet would run as a formula is neutralised."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter

from jikim.rules.words import Text
from jikim.shared.sheets.columns import Column

#: Excel's own limits; more rows go on into a second sheet, never away
ROWS_PER_SHEET = 1_048_000
_CELL_LIMIT = 32_767
_CHUNK = 64 * 1024
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d ()./-]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

COUNT_LINE = Text("총 {n}건", "{n} rows in total")


def neutral(value: str) -> str:
    """The text, made harmless for a program that would run it: an apostrophe goes before a formula's first sign.

    A phone number or a negative number stays as it is.
    """
    if value.startswith(_STARTS_FORMULA) and not _PLAIN_NUMBER.fullmatch(value):
        return "'" + value
    return value


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, language: str = "ko", count_line: bool = True) -> Iterator[bytes]:
    """The table as UTF-8 with BOM, in chunks; the last line says how many rows there are.

    `count_line=False` is for files a program reads back.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow([neutral(column.heading) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        count += 1
        if out.tell() >= _CHUNK:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    if count_line:
        writer.writerow([COUNT_LINE.fill(n=f"{count:,}").say(language)])
    yield out.getvalue().encode()


def write_xlsx(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], title: str, *, language: str = "ko", count_line: bool = True
) -> Iterator[bytes]:
    """The table as a workbook, in chunks, in constant memory; heading frozen and filterable, the count beneath."""
    handle, path = tempfile.mkstemp(suffix=".xlsx")
    os.close(handle)
    try:
        _fill(path, columns, rows, title, language, count_line)
        with open(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    finally:
        os.unlink(path)


def _fill(path: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], title: str, language: str, count_line: bool) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        # a file is the same bytes whenever it is built from the same rows
        book.set_properties({"title": title, "created": dt.datetime(2017, 1, 1)})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "instant": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        sheet, at, part, count = _new_sheet(book, columns, title, 1, bold), 1, 1, 0
        for row in rows:
            if at > ROWS_PER_SHEET:
                part += 1
                sheet, at = _new_sheet(book, columns, title, part, bold), 1
            for place, value in enumerate(row):
                _write_cell(sheet, at, place, value, formats)
            at += 1
            count += 1
        if count_line:
            sheet.write_string(at + 1, 0, COUNT_LINE.fill(n=f"{count:,}").say(language))


def _new_sheet(book: Any, columns: Sequence[Column], title: str, part: int, bold: Any) -> Any:
    name = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:27] or "Sheet"
    sheet = book.add_worksheet(name if part == 1 else f"{name} {part}")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_cell(sheet: Any, row: int, place: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, (int, float)) and abs(value) < 1e15:
        sheet.write_number(row, place, value)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(row, place, value.replace(tzinfo=None), formats["instant"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, place, dt.datetime(value.year, value.month, value.day), formats["date"])
    else:
        sheet.write_string(row, place, neutral(_CONTROL.sub("", str(value)))[:_CELL_LIMIT])


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    return neutral(_CONTROL.sub("", value)) if isinstance(value, str) else value
