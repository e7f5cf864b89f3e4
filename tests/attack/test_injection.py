"""What somebody writes into a name, a unit or an occupation runs nowhere: not in a page, a chart, a spreadsheet, a PDF."""

from __future__ import annotations

import io

import openpyxl
import pytest

from jikim.areas.statistics import public as statistics
from jikim.areas.statistics.models import Release
from jikim.areas.surveys import public as surveys
from jikim.rules.access import Role
from jikim.shared.documents import fonts_present
from jikim.vault.keys import make_keys
from tests.areas.statistics.test_pages import seated
from tests.areas.surveys.making import CONSOLE, imported, rows, season, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
SCRIPT = "<script>alert(1)</script>"
FORMULA = "=HYPERLINK(\"http://evil.example\";\"x\")" + SCRIPT


@pytest.fixture
def released(settings: object) -> Release:
    settings.JIKIM_DEMO = True  # type: ignore[attr-defined]
    make_keys()
    lines = []
    for place in range(6):
        workplace(f"W{place:04d}", 60, name=FORMULA)
        lines += rows(f"W{place:04d}", (20, 14), seed=place, job=f"#import {SCRIPT}")
    for line in lines:
        line[1] = f"</text></svg>{SCRIPT}" if line[1] == "U1" else '#eval("1")'
    imported(lines)
    surveys.close_rounds(season_id=season().pk, by=CONSOLE)
    statistics.release_rounds(season_id=season().pk, by=CONSOLE)
    found = Release.objects.filter(form="full").first()
    assert found is not None
    return found


def test_pages_and_charts_run_nothing(released: Release) -> None:
    office = seated(Role.OFFICE)
    for address in (f"/reports/{released.pk}/", "/reports/", "/rounds/", f"/rounds/{released.round_id}/"):
        page = office.get(address)
        assert page.status_code == 200
        assert SCRIPT not in page.content.decode(), address
    assert "&lt;script&gt;" in office.get(f"/reports/{released.pk}/").content.decode()


def test_exports_run_nothing(released: Release) -> None:
    office = seated(Role.OFFICE)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(office.get("/reports/?export=xlsx").streaming_content)))  # type: ignore[attr-defined]
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert any(str(cell.value).startswith("'=HYPERLINK") for cell in cells)
    text = b"".join(office.get("/reports/?export=csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text


@pytest.mark.skipif(not fonts_present(), reason="fonts are not built")
def test_a_report_with_such_names_is_still_a_report(released: Release) -> None:
    answer = seated(Role.OFFICE).get(f"/reports/{released.pk}/report-en.pdf")
    assert answer.content.startswith(b"%PDF-")
