"""Tables: what is asked is checked, pages do not overlap, exports hold every row and say so."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass

import openpyxl
import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from jikim.rules.access import Action, Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Refused
from jikim.shared.ui.tables import Asked, Choice, Column, Filter, Table, respond

OFFICE = Actor("person:1", "김하늘", (Grant(Role.OFFICE),))
AUDITOR = Actor("person:2", "이준서", (Grant(Role.AUDITOR),))


@dataclass(frozen=True)
class Row:
    number: str
    workers: int
    status: str
    on: dt.date


ROWS = [Row(f"W{n:03}", n % 7, "eligible" if n % 2 else "waiting", dt.date(2017, 4, 3)) for n in range(1, 121)]
TABLE = Table(
    key="rows",
    caption=Text("신청", "Applications"),
    columns=(
        Column("number", Text("관리번호", "Number")),
        Column("workers", Text("근로자 수", "Workers"), numeric=True),
        Column("status", Text("상태", "Status"), status="application"),
        Column("on", Text("신청일", "Applied on"), sortable=False),
        Column("secret", Text("비고", "Note"), value=lambda row: "=1+1", export_only=True, sortable=False),
    ),
    filters=(Filter("status", Text("상태", "Status"), [Choice("eligible", "a"), Choice("waiting", "b")]),),
    default_sort="number",
    search=Text("관리번호", "Number"),
    page_size=50,
    export=Action.applicants_export,
)


def rows(asked: Asked) -> tuple[list[Row], int]:
    found = [row for row in ROWS if asked.search in row.number and asked.filters.get("status", row.status) == row.status]
    found.sort(key=lambda row: getattr(row, asked.sort), reverse=asked.descending)
    return found[asked.slice], len(found)


def get(query: str, actor: Actor = OFFICE) -> HttpRequest:
    request = RequestFactory().get(f"/rows/{query}")
    request.actor = actor
    return request


@pytest.mark.parametrize("query, kept", [
    ("", {"sort": "number"}),
    ("?sort=-workers&q=%20W0%20%201&status=eligible", {"sort": "-workers", "search": "W0 1", "status": "eligible"}),
    ("?sort=on", {"sort": "number"}),
    ("?sort=password&status=stolen&page=-3", {"sort": "number"}),
    ("?page=999999999999", {"sort": "number"}),
    ("?page=%EF%BC%92", {"sort": "number"}),
    ("?q=%00", {"sort": "number"}),
])  # fmt: skip
def test_only_what_the_table_offers_reaches_the_query(query, kept):
    asked = TABLE.asked(get(query))
    assert asked.facts() == kept
    assert asked.page == 1


def test_pages_do_not_overlap_and_leave_nothing_out():
    seen = []
    for page in (1, 2, 3):
        asked = TABLE.asked(get(f"?page={page}&sort=-number"))
        seen += [row.number for row in rows(asked)[0]]
    assert seen == [row.number for row in reversed(ROWS)]


def test_a_handful_of_rows_comes_before_the_fields_that_would_narrow_them():
    def few(asked: Asked) -> tuple[list[Row], int]:
        found = [row for row in ROWS[:5] if asked.search in row.number]
        return found, len(found)

    short, narrowed, long = (
        respond(get(query), TABLE, "ui/components/table.html", rows=some).content.decode()
        for query, some in (("", few), ("?q=W001", few), ("", rows))
    )
    assert short.index("<details") < short.index("<form") < short.index("</form>") < short.index("</details>")
    assert "<details" not in narrowed, "who is searching goes on searching"
    assert "<details" not in long
    nothing = respond(get(""), TABLE, "ui/components/table.html", rows=lambda asked: ([], 0)).content.decode()
    assert "<form" not in nothing
    assert "<form" in respond(get("?q=x"), TABLE, "ui/components/table.html", rows=lambda asked: ([], 0)).content.decode()


def test_a_page_past_the_end_shows_the_last_one():
    request = get("?page=40")
    html = respond(request, TABLE, "ui/components/table.html", rows=rows).content.decode()
    assert "W120" in html
    assert 'aria-current="page"' in html


def test_the_export_holds_every_filtered_row_and_is_put_on_record():
    told = []
    with translation.override("en"):
        response = respond(
            get("?export=xlsx&status=eligible&page=2"), TABLE, "-", rows=rows,
            exported=lambda asked, form, count: told.append((asked.facts(), form, count)),
        )  # fmt: skip
    with translation.override("ko"):  # by now somebody else's page may be drawn in this thread
        book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    lines = list(book.active.values)
    assert lines[0] == ("Number", "Workers", "Status", "Applied on", "Note")
    assert len([line for line in lines[1:] if str(line[0]).startswith("W")]) == 60
    assert lines[1][2] == "Eligible"
    assert not str(lines[1][4]).startswith("=")
    assert told == [({"status": "eligible", "sort": "number"}, "xlsx", 60)]
    assert "-60.xlsx" in response["Content-Disposition"]


def test_who_may_not_export_sees_no_link_and_gets_no_file():
    page = respond(get("", AUDITOR), TABLE, "ui/components/table.html", rows=rows).content.decode()
    assert "export=" not in page
    assert "export=xlsx" in respond(get(""), TABLE, "ui/components/table.html", rows=rows).content.decode()
    with pytest.raises(Refused):
        respond(get("?export=csv", AUDITOR), TABLE, "-", rows=rows)


def test_an_address_keeps_what_was_asked():
    html = respond(get("?q=W0&status=waiting&sort=-workers"), TABLE, "ui/components/table.html", rows=rows).content.decode()
    assert "status=waiting&amp;q=W0&amp;sort=workers" in html  # a second click turns the order
    assert 'aria-sort="descending"' in html


def test_what_people_typed_is_escaped():
    html = respond(get("?q=%3Cscript%3E"), TABLE, "ui/components/table.html", rows=rows).content.decode()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
