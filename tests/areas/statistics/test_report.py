"""The employer's report: three forms, two languages, tagged, the same bytes twice, and nothing that is not released."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from jikim.areas.statistics import public as statistics
from jikim.areas.statistics.actions.reports import data_of
from jikim.areas.statistics.models import Release
from jikim.areas.statistics.queries.releases import source_of
from jikim.areas.statistics.report.compose import TEMPLATE, compose
from jikim.areas.statistics.report.korean import josa, listed
from jikim.areas.statistics.report.library import basis, first_three, measures
from jikim.areas.surveys import public as surveys
from jikim.shared.clock import rehearsing
from jikim.shared.documents import compile_pdf, fonts_present
from jikim.vault.keys import make_keys
from tests.areas.manuals.made import changed
from tests.areas.surveys.making import CONSOLE, season, small_season

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
needs_fonts = pytest.mark.skipif(not fonts_present(), reason="the document fonts are not built")
ON = dt.date(2017, 6, 23)


@pytest.fixture
def released() -> dict[str, Release]:
    make_keys()
    with rehearsing(ON):
        small_season()
        surveys.close_rounds(season_id=season().pk, by=CONSOLE)
        statistics.release_rounds(season_id=season().pk, by=CONSOLE)
    return {one.workplace.number: one for one in Release.objects.select_related("workplace", "reference")}


def pdf(one: Release, language: str) -> tuple[PdfReader, str]:
    _, content = statistics.report_pdf(release_id=one.pk, language=language, by=CONSOLE)
    reader = PdfReader(io.BytesIO(content))
    return reader, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


@needs_fonts
@pytest.mark.parametrize(
    ("number", "language", "pages", "says"),
    [
        ("W0001", "ko", 4, ["감정노동 수준 진단 결과 보고서", "새봄고객센터 W0001지점", "부서별 결과", "시험용", "작업용 문구", "먼저 할 일 세 가지", "권고"]),
        ("W0001", "en", 4, ["Emotional labour at your workplace", "Results by unit", "Trial", "Three things to do first", "Recommended"]),
        ("W0010", "ko", 4, ["영역별 결과", "사업장 전체 결과", "더 보려면", "방법과 출처"]),
        ("W0010", "en", 4, ["Results by area", "To see more", "Method and source"]),
        ("W0004X", "ko", 4, ["5명 미만", "직원을 지키기 위해", "먼저 할 일 세 가지", "다음 회차"]),
        ("W0004X", "en", 4, ["fewer than 5", "no figures of this workplace", "For the next round"]),
    ],
)  # fmt: skip
def test_each_form_says_what_it_must(
    released: dict[str, Release], number: str, language: str, pages: int, says: list[str]
) -> None:
    reader, text = pdf(released[number], language)
    assert len(reader.pages) == pages
    missing = [words for words in says if words.replace(" ", "") not in text.replace(" ", "")]
    assert not missing


@needs_fonts
@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_is_tagged_titled_and_in_its_language(released: dict[str, Release], language: str) -> None:
    reader, _ = pdf(released["W0001"], language)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith(language)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part\W*>?\W*1", metadata)
    assert "2017-06-23" in metadata
    assert "새봄고객센터" in str(reader.metadata and reader.metadata.title)
    alternatives = [kid for kid in figures(root["/StructTreeRoot"]) if str(kid.get("/Alt", ""))]
    assert alternatives, "the chart says nothing to who cannot see it"


def figures(node: Any) -> list[Any]:
    node = node.get_object()
    found = [node] if node.get("/S") == "/Figure" else []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        inner = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(inner, dict):
            found += figures(inner)
    return found


@needs_fonts
def test_twice_gives_the_same_bytes(released: dict[str, Release]) -> None:
    for number in ("W0001", "W0004X"):
        one = released[number]
        first = statistics.report_pdf(release_id=one.pk, language="ko", by=CONSOLE)
        with rehearsing(dt.date(2030, 1, 1)):
            assert statistics.report_pdf(release_id=one.pk, language="ko", by=CONSOLE) == first


@needs_fonts
def test_signs_of_the_typesetter_in_a_name_are_only_signs(released: dict[str, Release]) -> None:
    name = '"새봄" \\ #센터 $1 *가* \\u{41} ]'
    content = compile_pdf(TEMPLATE, data_of(released["W0001"], "ko") | {"workplace": name}, "ko", data_date=ON)
    reader = PdfReader(io.BytesIO(content))
    assert name in reader.metadata.title
    assert all(name in re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages)


@needs_fonts
def test_a_build_goes_on_where_it_stopped(released: dict[str, Release], tmp_path: Path) -> None:
    ask = {"season_id": season().pk, "folder": tmp_path / "deep" / "reports", "languages": ["ko"], "by": CONSOLE, "processes": 1}
    done = statistics.build_reports(**ask)
    assert (done.made, done.skipped) == (11, 0)
    assert done.forms == {"full": 7, "whole_only": 3, "no_figures": 1}
    files = {path.name: path.read_bytes() for path in ask["folder"].iterdir()}
    assert set(files) == {f"{number}-ko.pdf" for number in released}
    (ask["folder"] / "W0003-ko.pdf").unlink()
    (ask["folder"] / "W0005-ko.pdf").write_bytes(files["W0005-ko.pdf"][:5000])  # cut off
    other = files["W0003-ko.pdf"]  # under this name lies what another season's folder called so
    (ask["folder"] / "W0006-ko.pdf").write_bytes(other)
    again = statistics.build_reports(**ask)
    assert (again.made, again.skipped) == (3, 8)
    assert {path.name: path.read_bytes() for path in ask["folder"].iterdir()} == files


def test_every_figure_of_a_report_is_in_its_release(released: dict[str, Release]) -> None:
    """Planted: a number that only the vault could know must not come up."""
    for one in released.values():
        source = source_of(one)
        for language in ("ko", "en"):
            data = compose(source, language)
            for row in data.get("table", []):
                figure = one.content["whole"]["means"][row["key"]]
                assert row["mean"] == figure.get("value")
                assert not re.search(r"\d+\.\d", f"{row['interval']}{row['share']}")


def test_hidden_cells_carry_a_note_that_says_why(released: dict[str, Release]) -> None:
    for one in released.values():
        if one.content["whole"] is None:
            continue
        data = compose(source_of(one), "ko")
        numbers = {note["number"] for note in data["notes"]}
        cells = list(data["table"]) + [cell for row in (data["units"] or {"rows": []})["rows"] for cell in row["cells"]]
        marks = {cell[key] for cell in cells for key in ("mark", "share_mark") if cell[key]}
        assert marks <= numbers
        assert all(note["why"] and note["more"] for note in data["notes"])


def test_law_is_cited_by_the_date_of_the_data() -> None:
    stop = next(one for one in measures() if one.key == "stop-and-hand-over")
    assert not basis(stop, dt.date(2017, 6, 23)).mandatory
    assert "권고" in basis(stop, dt.date(2017, 6, 23)).weight.ko
    assert "제26조의2" in basis(stop, dt.date(2018, 10, 18)).cite.ko
    assert not basis(stop, dt.date(2018, 10, 17)).mandatory
    today = basis(stop, dt.date(2026, 1, 1))
    assert today.mandatory
    assert "제41조제2항" in today.cite.ko
    assert "Art. 41(2)" in today.cite.en


def test_a_report_names_a_measure_as_editors_left_it() -> None:
    before = next(one for one in measures() if one.key == "stop-and-hand-over")
    changed("measures-discretion", "stop-and-hand-over")
    after = next(one for one in measures() if one.key == "stop-and-hand-over")
    assert (after.title.ko, after.first_for) == ("시험으로 고침", before.first_for)
    assert before.title.ko != after.title.ko


def test_three_measures_of_three_areas() -> None:
    found = first_three(["monitoring", "overload", "protection", "regulation", "dissonance"], ON)
    assert [measure.first_for for measure, _ in found] == ["monitoring", "overload", "protection"]
    assert len(first_three(["overload"], ON)) == 2


@pytest.mark.parametrize(
    ("word", "particle", "says"),
    [("사업장", "은", "사업장은"), ("부서", "은", "부서는"), ("갈등", "과", "갈등과"), ("보호체계", "이", "보호체계가"),
     ("서울", "으로", "서울로"), ("‘다양성’", "이", "‘다양성’이"), ("U2", "이", "U2가")],
)  # fmt: skip
def test_particles(word: str, particle: str, says: str) -> None:
    assert josa(word, particle) == says


def test_lists_in_words() -> None:
    assert listed(["갈등", "보호"], "ko") == "갈등과 보호"
    assert listed(["a", "b", "c"], "en") == "a, b and c"
    assert listed([], "ko") == ""
