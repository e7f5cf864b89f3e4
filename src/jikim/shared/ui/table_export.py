"""Sends a table's filtered rows as a spreadsheet, row by row. Every row that was counted is in the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation

from jikim.shared import clock
from jikim.shared.sheets import Column as SheetColumn
from jikim.shared.sheets import write_csv, write_xlsx
from jikim.shared.ui.table_page import plain
from jikim.shared.ui.tables import Asked, Query, Table
from jikim.shared.ui.words import say

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def send(
    table: Table, asked: Asked, rows: Query, form: str, exported: Callable[[Asked, str, int], None] | None
) -> HttpResponseBase:
    """The export; `exported` puts it on the record before the first byte leaves."""
    found, total = rows(asked)
    if exported:
        exported(asked, form, total)
    language = translation.get_language() or "ko"
    columns = [SheetColumn(say(column.label), 24 if not column.numeric else 12) for column in table.columns]
    title = say(table.caption)
    cells = _cells(table, found, language)
    body = (
        write_xlsx(columns, cells, title, language=language) if form == "xlsx" else write_csv(columns, cells, language=language)
    )
    response = StreamingHttpResponse(body, content_type=FORMS[form])
    name = f"{title}-{clock.today():%Y%m%d}-{total}.{form}"
    plain_name = f"{table.key}-{clock.today():%Y%m%d}-{total}.{form}"
    response["Content-Disposition"] = f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name)}"
    response["X-Rows"] = str(total)
    response["Cache-Control"] = "no-store"
    return response


def _cells(table: Table, rows: Iterable[Any], language: str) -> Iterator[list[Any]]:
    # the page's language is gone by the time a streamed body is read: switch it on for each row, never across a yield
    for row in rows:
        with translation.override(language):
            line = [_sheet_value(plain(column, row)) for column in table.columns]
        yield line


def _sheet_value(value: Any) -> Any:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    if isinstance(value, bool):
        from jikim.shared.ui.tags import shown

        return shown(value)
    return value if value is None or isinstance(value, int | float | dt.date | dt.datetime) else str(value)
