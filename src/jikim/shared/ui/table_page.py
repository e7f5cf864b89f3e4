"""One page of a table, ready to be drawn: cells, sort links, filters, page links. Holds no query."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html

from jikim.rules.words import Text
from jikim.shared.ui import tones
from jikim.shared.ui.tables import Asked, Column, Table
from jikim.shared.ui.words import say


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: its label, where a click leads, and how it is sorted now."""

    label: str
    url: str
    sorted: str
    numeric: bool


#: rows one sees at a glance
SHORT = 5
#: letters from which a cell is given room, so that a sentence does not become a ladder of words
LONG = 60


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    content: Any
    css: str
    is_header: bool


class TablePage:
    def __init__(
        self, request: HttpRequest, table: Table, asked: Asked, rows: list[Any], total: int, *, may_export: bool
    ) -> None:
        self.request, self.table, self.asked, self.total = request, table, asked, total
        self.may_export = may_export
        self.columns = [column for column in table.columns if not column.export_only]
        self.rows = [[self._cell(column, row, n == 0) for n, column in enumerate(self.columns)] for row in rows]
        self.region_id = f"table-{table.key}"
        self.pages = max(1, -(-total // table.page_size))

    def draw(self) -> str:
        return render_to_string("ui/components/table.html", {"table": self}, request=self.request)

    @property
    def caption(self) -> str:
        return say(self.table.caption)

    @property
    def first(self) -> int:
        return (self.asked.page - 1) * self.table.page_size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def is_narrowed(self) -> bool:
        return bool(self.asked.search or self.asked.filters)

    @property
    def heads(self) -> list[Head]:
        heads = []
        for column in self.columns:
            on = column.key == self.asked.sort
            direction = ("descending" if self.asked.descending else "ascending") if on else ""
            turned = f"-{column.key}" if on and not self.asked.descending else column.key
            url = self.address(sort=turned, page="") if column.sortable else ""
            heads.append(Head(say(column.label), url, direction, column.numeric))
        return heads

    @property
    def filters(self) -> list[dict[str, Any]]:
        return [
            {
                "key": one.key, "label": say(one.label), "chosen": self.asked.filters.get(one.key, ""),
                "options": [(choice.value, say(choice.label)) for choice in one.options(self.request)],
            }
            for one in self.table.filters
        ]  # fmt: skip

    @property
    def sort_value(self) -> str:
        return ("-" if self.asked.descending else "") + self.asked.sort

    @property
    def has_form(self) -> bool:
        return bool(self.table.search or self.table.filters) and bool(self.total or self.is_narrowed)

    @property
    def is_short(self) -> bool:
        """So few rows that one sees them all: on a telephone they come before the fields that would narrow them."""
        return self.total <= SHORT and not self.is_narrowed

    @property
    def clear_url(self) -> str:
        return self.request.path

    @property
    def export_xlsx(self) -> str:
        return self.address(export="xlsx", page="")

    @property
    def export_csv(self) -> str:
        return self.address(export="csv", page="")

    @property
    def previous_url(self) -> str:
        return self.address(page=str(self.asked.page - 1)) if self.asked.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.address(page=str(self.asked.page + 1)) if self.asked.page < self.pages else ""

    @property
    def page_links(self) -> list[tuple[int, str, bool]]:
        """First, last and the neighbours; 0 stands for a gap."""
        now = self.asked.page
        wanted = sorted({1, self.pages, *range(max(1, now - 2), min(self.pages, now + 2) + 1)})
        links: list[tuple[int, str, bool]] = []
        for n in wanted:
            if links and n - links[-1][0] > 1:
                links.append((0, "", False))
            links.append((n, self.address(page=str(n)), n == now))
        return links

    def address(self, **changed: str) -> str:
        """This page's address with some wishes changed; what is empty or at its default is left out."""
        wishes = {**self.asked.filters, "q": self.asked.search, "page": str(self.asked.page), "sort": self.sort_value}
        wishes.update(changed)
        if wishes["sort"] == self.table.default_sort:
            wishes["sort"] = ""
        if wishes["page"] == "1":
            wishes["page"] = ""
        query = urlencode({key: value for key, value in wishes.items() if value})
        return f"{self.request.path}?{query}" if query else self.request.path

    def _cell(self, column: Column, row: Any, is_header: bool) -> Cell:
        from jikim.shared.ui.tags import shown, status

        value = column.read(row)
        content = status(column.status, value) if column.status and value else shown(column.on_page(row) if column.on_page else value)
        if column.link and (url := column.link(row)):
            content = format_html('<a href="{}">{}</a>', url, content)
        css = "is-number" if column.numeric else "is-date" if isinstance(value, dt.date) and not column.on_page else ""
        if isinstance(value, str) and len(value) > LONG:
            css = "is-long"
        if column.priority > 1:
            css = f"{css} is-minor".strip()
        return Cell(say(column.label), content, css, is_header)


def plain(column: Column, row: Any) -> Any:
    """A cell as it goes into a spreadsheet: numbers and dates stay numbers and dates."""
    value = column.read(row)
    if column.status and value:
        return tones.state_name(column.status, value)
    return say(value) if isinstance(value, Text) else value
