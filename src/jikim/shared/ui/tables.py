"""Tables that sort, filter, search, page and export, on the server and in the database; they work without a script.

A table is described once; its query gets an `Asked` and returns (rows, total). Never reads a model itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise

from jikim.rules.access import Action, may
from jikim.rules.words import Text

Words = Text | str | Promise
Rows = tuple[Iterable[Any], int]
Query = Callable[["Asked"], Rows]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Read by `getattr(row, key)` unless `value` says how; `status` names a lifecycle.

    `on_page`: in words for the page where a file holds the value itself.
    """

    key: str
    label: Words
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    status: str = ""
    numeric: bool = False
    sortable: bool = True
    priority: int = 1
    export_only: bool = False
    on_page: Callable[[Any], Any] | None = None

    def read(self, row: Any) -> Any:
        return self.value(row) if self.value else getattr(row, self.key)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: Words


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice that narrows the table. `choices` may be a list or a function of the request."""

    key: str
    label: Words
    choices: Iterable[Choice] | Callable[[HttpRequest], Iterable[Choice]]

    def options(self, request: HttpRequest) -> list[Choice]:
        return list(self.choices(request) if callable(self.choices) else self.choices)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader wants to see, checked against the table: unknown keys and choices are gone."""

    search: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    page: int = 1
    page_size: int | None = 50

    @property
    def slice(self) -> slice:
        """The rows of the page; all of them for an export."""
        if self.page_size is None:
            return slice(None)
        return slice((self.page - 1) * self.page_size, self.page * self.page_size)

    def facts(self) -> dict[str, str]:
        """For the record: what was narrowed and how it was sorted."""
        said = dict(self.filters)
        if self.search:
            said["search"] = self.search
        if self.sort:
            said["sort"] = ("-" if self.descending else "") + self.sort
        return said


@dataclass(frozen=True, slots=True)
class Table:
    key: str
    caption: Words
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    default_sort: str = ""
    search: Words = ""
    page_size: int = 50
    export: Action | None = None
    exports: bool = True
    empty: Words = ""

    def asked(self, request: HttpRequest) -> Asked:
        """The reader's wishes out of the address. Nonsense is dropped, never an error."""
        get = request.GET
        sort = get.get("sort", "") or self.default_sort
        sortable = {column.key for column in self.columns if column.sortable}
        if sort.lstrip("-") not in sortable:
            sort = self.default_sort
        chosen = {}
        for one in self.filters:
            value = get.get(one.key, "")
            if value and value in {choice.value for choice in one.options(request)}:
                chosen[one.key] = value
        page = get.get("page", "1")
        return Asked(
            search=" ".join(get.get("q", "").replace("\0", "").split())[:100] if self.search else "",
            filters=chosen,
            sort=sort.lstrip("-"),
            descending=sort.startswith("-"),
            page=min(max(int(page), 1), 1_000_000) if page.isascii() and page.isdigit() and len(page) < 8 else 1,
            page_size=self.page_size,
        )


def respond(
    request: HttpRequest,
    table: Table,
    template: str,
    *,
    rows: Query,
    context: Mapping[str, Any] | None = None,
    exported: Callable[[Asked, str, int], None] | None = None,
) -> HttpResponseBase:
    """The page with its table; the bare table for htmx; or the export of what is shown."""
    from jikim.shared.ui.table_export import FORMS, send
    from jikim.shared.ui.table_page import TablePage

    asked = table.asked(request)
    mine = table.exports and (table.export is None or bool(may(request.actor, table.export)))  # type: ignore[attr-defined]
    if request.GET.get("export") in FORMS and table.exports:
        if table.export is not None:
            from jikim.shared.access import require

            require(request.actor, table.export)  # type: ignore[attr-defined]
        return send(table, replace(asked, page=1, page_size=None), rows, request.GET["export"], exported)
    found, total = rows(asked)
    if asked.page > 1 and total <= (asked.page - 1) * table.page_size:
        asked = replace(asked, page=max(1, -(-total // table.page_size)))
        found, total = rows(asked)
    page = TablePage(request, table, asked, list(found), total, may_export=mine)
    if request.headers.get("HX-Target") == page.region_id:
        response = render(request, "ui/components/table.html", {"table": page})
    else:
        response = render(request, template, {**(context or {}), "table": page})
    patch_vary_headers(response, ["HX-Target"])  # one address, two answers: no cache may mix them up
    return response


def narrow(
    queryset: Any,
    asked: Asked,
    *,
    sort: Mapping[str, str | tuple[str, ...]],
    search: tuple[str, ...] = (),
    filters: Mapping[str, str | Callable[[Any, str], Any]] | None = None,
) -> tuple[Any, int]:
    """A queryset filtered, searched, sorted and cut as asked, with its total.

    `sort` and `filters` map a table's keys to model fields (a filter may be a function of queryset and value).
    The primary key breaks ties, so that pages never overlap. A page's rows are found by key first and read whole afterwards: what a
    list shows beside a row (counts, texts, joined names) is asked for the rows of the page and not for the season's.
    """
    from django.db.models import Q

    for key, value in asked.filters.items():
        how = (filters or {}).get(key)
        if callable(how):
            queryset = how(queryset, value)
        elif how:
            queryset = queryset.filter(**{how: value})
    for word in asked.search.split() if search else ():
        wanted = Q()
        for name in search:
            wanted |= Q(**{f"{name}__icontains": word})
        queryset = queryset.filter(wanted)
    named = sort.get(asked.sort, ())
    names = (named,) if isinstance(named, str) else named
    order = [f"-{name}" if asked.descending else name for name in names]
    order.append("-pk" if asked.descending else "pk")
    total = queryset.count()
    if asked.slice.stop is None or total <= asked.slice.stop - (asked.slice.start or 0):
        return queryset.order_by(*order)[asked.slice], total
    keys = list(queryset.order_by(*order).values_list("pk", flat=True)[asked.slice])
    return queryset.filter(pk__in=keys).order_by(*order), total
