"""Code cards: printed once, replaced with a reason, on paper and nowhere else."""

from __future__ import annotations

import dataclasses
import gc
import io
import logging
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.db import connections
from django_tasks_db.models import DBTaskResult

from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.models import CardCode, CardSheet, Round
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.cards import print_code, read_code
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import rehearsing
from jikim.shared.documents import compile as compiling
from tests.areas.surveys.code_rounds import BEGINS, agreed, keys, plan
from tests.areas.surveys.making import OFFICE

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
LOST = Text("잃어버렸습니다.", "Lost.")
VISITOR = Actor("person:21", "방문 정", (Grant(Role.CONSULTANT, frozenset({"person:21"})),))


@pytest.fixture(autouse=True)
def _keys(settings: Any, tmp_path: Any) -> None:
    settings.HOME = dataclasses.replace(settings.HOME, root=tmp_path)
    keys()


@pytest.fixture
def prepared() -> Round:
    return surveys.prepare_round(workplace_id=agreed(headcount=40).pk, plan=plan(consultant_key=VISITOR.key), by=OFFICE)


def test_a_sheet_holds_the_target_and_only_hashes_are_kept(prepared: Round) -> None:
    made = surveys.print_cards(workplace_id=prepared.workplace_id, by=VISITOR, compose=False)
    assert (len(made.codes), len(set(made.codes)), made.number) == (44, 44, 1)
    assert CardCode.objects.count() == 44
    assert all(read_code(print_code(code)) == code for code in made.codes)
    rows = list(CardCode.objects.order_by("pk"))
    assert max(row.pk for row in rows) > 2**48  # drawn, not counted up
    held = b"".join(bytes(row.tag) for row in rows)
    assert not any(code.encode() in held for code in made.codes)
    assert surveys.code_place(made.codes[7]) == surveys.CodePlace(prepared.workplace_id, prepared.season_id, "seoul", False)
    assert surveys.code_place("0" * 13) is None
    assert made.codes[0] not in repr(made)


def test_printed_once_and_a_second_click_prints_nothing(prepared: Round) -> None:
    surveys.print_cards(workplace_id=prepared.workplace_id, by=VISITOR, number=1, compose=False)
    for number in (1, 2, None):
        with pytest.raises(Conflict):
            surveys.print_cards(workplace_id=prepared.workplace_id, by=VISITOR, number=number, compose=False)
    assert (CardSheet.objects.count(), CardCode.objects.count()) == (1, 44)


def test_a_page_that_is_out_of_date_prints_nothing(prepared: Round) -> None:
    with pytest.raises(Conflict):
        surveys.print_cards(workplace_id=prepared.workplace_id, by=VISITOR, number=3, compose=False)
    assert not CardSheet.objects.exists()


def test_replacing_needs_a_reason_and_marks_the_old_codes(prepared: Round) -> None:
    old = surveys.print_cards(workplace_id=prepared.workplace_id, by=VISITOR, compose=False)
    with pytest.raises(Conflict):
        surveys.replace_sheet(sheet_id=old.sheet_id, reason=Text(""), by=VISITOR, compose=False)
    assert CardSheet.objects.get().status == "printed"
    new = surveys.replace_sheet(sheet_id=old.sheet_id, reason=LOST, by=VISITOR, compose=False)
    with pytest.raises(Conflict):
        surveys.replace_sheet(sheet_id=old.sheet_id, reason=LOST, by=VISITOR, compose=False)
    assert dict(CardSheet.objects.values_list("number", "status")) == {1: "replaced", 2: "printed"}
    assert (len(new.codes), set(new.codes) & set(old.codes)) == (44, set())
    before, after = surveys.code_place(old.codes[0]), surveys.code_place(new.codes[0])
    assert before is not None
    assert after is not None
    assert (before.sheet_replaced, after.sheet_replaced) == (True, False)


def test_neither_manager_nor_agency_nor_another_consultant_prints(prepared: Round) -> None:
    strangers = (
        Actor("person:31", "담당", (Grant(Role.MANAGER, frozenset({str(prepared.workplace_id)})),)),
        Actor("person:32", "기관", (Grant(Role.AGENCY, frozenset({"1"})),)),
        Actor("person:33", "남", (Grant(Role.CONSULTANT, frozenset({"person:33"})),)),
        Actor("person:34", "입력", (Grant(Role.KEYING, frozenset({"person:34"})),)),
    )
    sheet = surveys.print_cards(workplace_id=prepared.workplace_id, by=VISITOR, compose=False)
    for somebody in strangers:
        with pytest.raises(Refused):
            surveys.print_cards(workplace_id=prepared.workplace_id, by=somebody, compose=False)
        with pytest.raises(Refused):
            surveys.replace_sheet(sheet_id=sheet.sheet_id, reason=LOST, by=somebody, compose=False)
    assert CardSheet.objects.count() == 1


def test_a_follow_up_may_print_one_more_sheet(prepared: Round) -> None:
    first = surveys.print_cards(workplace_id=prepared.workplace_id, by=OFFICE, compose=False)
    with rehearsing(BEGINS):
        surveys.open_round(round_id=prepared.pk, by=OFFICE)
        surveys.close_round(round_id=prepared.pk, by=OFFICE)
    surveys.prepare_round(workplace_id=prepared.workplace_id, plan=plan(20), by=OFFICE, kind="follow_up")
    second = surveys.print_cards(workplace_id=prepared.workplace_id, by=OFFICE, compose=False)
    assert (second.number, len(second.codes)) == (2, 22)
    with pytest.raises(Conflict):
        surveys.print_cards(workplace_id=prepared.workplace_id, by=OFFICE, compose=False)
    assert surveys.code_place(first.codes[0]) == surveys.code_place(second.codes[0])  # both are good for the follow-up


def test_more_workers_than_were_counted_get_the_cards_that_are_missing(prepared: Round) -> None:
    surveys.print_cards(workplace_id=prepared.workplace_id, by=OFFICE, compose=False)
    surveys.change_round(round_id=prepared.pk, plan=plan(50), by=OFFICE)
    more = surveys.print_cards(workplace_id=prepared.workplace_id, by=OFFICE, compose=False)
    assert len(more.codes) == 55 - 44
    with pytest.raises(Conflict):
        surveys.print_cards(workplace_id=prepared.workplace_id, by=OFFICE, compose=False)


def test_a_very_large_workplace_prints_several_sheets() -> None:
    place = agreed("W0008", 4_600)
    surveys.prepare_round(workplace_id=place.pk, plan=plan(4_600), by=OFFICE)
    sizes = [len(surveys.print_cards(workplace_id=place.pk, by=OFFICE, compose=False).codes) for _ in range(2)]
    assert sizes == [5_000, 60]
    with pytest.raises(Conflict):
        surveys.print_cards(workplace_id=place.pk, by=OFFICE, compose=False)


def test_without_a_round_no_cards() -> None:
    with pytest.raises(Conflict):
        surveys.print_cards(workplace_id=agreed("W0009").pk, by=OFFICE, compose=False)


def test_a_paper_that_cannot_be_made_leaves_no_sheet(prepared: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "fonts_present", lambda: False)
    compiling._compiler.cache_clear()
    with pytest.raises(compiling.DocumentError):
        surveys.print_cards(workplace_id=prepared.workplace_id, by=OFFICE)
    assert not CardSheet.objects.exists()
    assert not CardCode.objects.exists()


@pytest.mark.skipif(not compiling.fonts_present(), reason="document fonts are not here")
def test_the_pdf_carries_every_code_once_and_nothing_else_does(
    prepared: Round, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", None)
    made = surveys.print_cards(workplace_id=prepared.workplace_id, by=OFFICE)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.pdf)).pages)
    printed = [word for word in text.split() if word.count("-") == 2 and len(word) == 15]
    assert sorted(printed) == sorted(map(print_code, made.codes))
    assert printed != list(map(print_code, made.codes))  # in an order of its own
    assert "아무도 이 카드나 결과를 보여 달라고 할 수 없습니다" in text
    assert "Nobody may ask to see this card or your result" in text
    assert text.count("설문이 아닙니다") == len(made.codes)
    assert settings.JIKIM_NOW_PATH in text
    places = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    places["log"] = caplog.text.encode()
    places["audit"] = repr(list(AuditRow.objects.values())).encode()
    places["tasks"] = repr(list(DBTaskResult.objects.values())).encode()
    if connections["default"].vendor == "sqlite":
        places["database"] = _dumped()
        assert b"card_sheet.printed" in places["database"]  # it is read at all
    for place, content in places.items():
        for code in made.codes:
            for form in (code, print_code(code)):
                assert form.encode() not in content, place


def _dumped() -> bytes:
    """Both databases as SQL, every byte of every row in it."""
    gc.collect()
    out = []
    for alias in ("default", "vault"):
        raw = connections[alias].connection
        assert isinstance(raw, sqlite3.Connection)
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
            out += [repr(tuple(row)).encode() for row in raw.execute(f'SELECT * FROM "{name}"').fetchall()]
    return b"\n".join(out)
