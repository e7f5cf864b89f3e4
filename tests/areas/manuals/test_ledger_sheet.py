"""The ledger by spreadsheet: what a row means, what is wrong with it and why; in twice is once; bad rows come back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import openpyxl
import pytest
from django.test import Client

from jikim.areas.enrolment.models import Workplace
from jikim.areas.manuals.actions.ledger_sheet import (
    apply_ledger,
    ledger_preview,
    ledger_rejects,
    stage_ledger,
)
from jikim.areas.manuals.models import ManualHandout
from jikim.rules.access import Role
from jikim.rules.manuals.ledger_sheet import FIELDS
from jikim.shared.access import Refused
from jikim.shared.library.holders import who_still_has
from jikim.shared.sheets import Column, SheetError, write_xlsx
from tests.areas.manuals.made import OFFICE, a_workplace, changed, manager_of
from tests.areas.manuals.test_pages import seated

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
GOOD = {
    "on": "2017-05-02", "kind": "사업주용 실무 안내서", "occupation": "hotel", "size": "10-29", "language": "한국어", "way": "우편",
    "receiver_kind": "수행기관", "receiver": "한빛산업보건", "copies": "200부",
}  # fmt: skip


def a_file(*rows: dict[str, Any]) -> bytes:
    columns = [Column(FIELDS[key].ko, 12) for key in FIELDS]
    return b"".join(write_xlsx(columns, ([row.get(key, "") for key in FIELDS] for row in rows), "대장", count_line=False))


def season_of(workplace_id: int) -> int:
    return int(Workplace.objects.get(pk=workplace_id).season_id)


def test_good_rows_go_in_once_and_name_who_holds_what() -> None:
    place = a_workplace("W0001")
    number = Workplace.objects.get(pk=place).number
    to_place = {**GOOD, "receiver_kind": "사업장", "receiver": number, "copies": 3, "way": "방문 때 건넴"}
    staged = stage_ledger(data=a_file(GOOD, to_place), file_name="대장.xlsx", season_id=season_of(place), by=OFFICE)
    assert (staged.rows, staged.imported, staged.rejected) == (2, 2, 0)
    assert not ManualHandout.objects.exists()
    for _ in range(2):
        apply_ledger(draft_id=staged.draft_id or 0, by=OFFICE)
    first, second = ManualHandout.objects.order_by("pk")
    assert (first.copies, first.receiver, first.edition.key, first.on) == (200, "한빛산업보건", "practice/hotel/10-29", dt.date(2017, 5, 2))
    assert (second.workplace_id, second.copies) == (place, 3)
    changed("measures-discretion", "stop-and-hand-over")
    assert str(place) in {one.holder_key for one in who_still_has(kind="measure", key="stop-and-hand-over", before=2)}


@pytest.mark.parametrize(("wrong", "field", "told"), [
    ({"copies": "많이"}, "copies", "1부터"), ({"copies": 0}, "copies", "1부터"), ({"on": "2099-01-01"}, "on", "아직 오지 않은 날"),
    ({"occupation": "마법사"}, "occupation", "마법사"), ({"size": ""}, "size", "10~29명"), ({"way": "비둘기"}, "way", "비둘기"),
    ({"way": "공개 화면"}, "way", "손으로 적는"), ({"number": "7"}, "number", "제1판까지"), ({"kind": "소설"}, "kind", "사업주용"),
    ({"receiver_kind": "사업장", "receiver": "W9999"}, "receiver", "W9999"), ({"note": "가" * 301}, "note", "300자"),
])  # fmt: skip
def test_a_bad_row_names_its_column_and_what_to_do_and_the_others_go_in(wrong: dict[str, Any], field: str, told: str) -> None:
    season = season_of(a_workplace("W0001"))
    staged = stage_ledger(data=a_file(GOOD, {**GOOD, **wrong}), file_name="a.xlsx", season_id=season, by=OFFICE)
    (error,) = staged.errors
    assert (error.field, told in error.reason.ko, bool(error.reason.en)) == (field, True, True)
    assert apply_ledger(draft_id=staged.draft_id or 0, by=OFFICE).imported == 1
    back = openpyxl.load_workbook(__import__("io").BytesIO(ledger_rejects(draft_id=staged.draft_id or 0, by=OFFICE)))
    assert any(told in str(cell.value) for row in back.active.iter_rows() for cell in row)


def test_another_number_of_copies_is_a_difference_put_in_only_where_asked() -> None:
    season = season_of(a_workplace("W0001"))
    first = stage_ledger(data=a_file(GOOD), file_name="a.xlsx", season_id=season, by=OFFICE)
    apply_ledger(draft_id=first.draft_id or 0, by=OFFICE)
    second = stage_ledger(data=a_file({**GOOD, "copies": "250"}), file_name="b.xlsx", season_id=season, by=OFFICE)
    assert (second.conflicts, second.differences[0].before, second.differences[0].after) == (1, 200, 250)
    apply_ledger(draft_id=second.draft_id or 0, by=OFFICE)
    assert ManualHandout.objects.get().copies == 200
    apply_ledger(draft_id=second.draft_id or 0, by=OFFICE, update=True)
    assert ManualHandout.objects.get().copies == 250
    assert ledger_preview(draft_id=second.draft_id or 0, by=OFFICE).outcome


def test_what_is_no_ledger_is_refused_and_a_manager_sends_none() -> None:
    place = a_workplace("W0001")
    with pytest.raises(SheetError):
        stage_ledger(data="이름,나이\n김,3\n".encode(), file_name="a.csv", season_id=season_of(place), by=OFFICE)
    with pytest.raises(Refused):
        stage_ledger(data=a_file(GOOD), file_name="a.xlsx", season_id=season_of(place), by=manager_of(place))


def test_the_ledger_as_it_comes_out_goes_in_again_and_changes_nothing(settings: Any) -> None:
    settings.JIKIM_DEMO = True
    place = a_workplace("W0001")
    Client().get("/public/manuals/self-protection/hotel/all/manual-en.pdf")
    staged = stage_ledger(data=a_file(GOOD), file_name="a.xlsx", season_id=season_of(place), by=OFFICE)
    apply_ledger(draft_id=staged.draft_id or 0, by=OFFICE)
    for language in ("ko", "en"):
        client = seated(Role.OFFICE, language=language)
        out = b"".join(client.get("/manual-ledger/?export=xlsx").streaming_content)  # type: ignore[attr-defined]
        again = stage_ledger(data=out, file_name="again.xlsx", season_id=season_of(place), by=OFFICE)
        assert (again.rows, again.unchanged, [one.reason.ko for one in again.errors]) == (2, 2, [])


def test_the_pages_lead_from_the_file_to_the_ledger(settings: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.JIKIM_DEMO = True
    a_workplace("W0001")
    client = seated(Role.OFFICE)
    answer = client.post("/manual-ledger/import/", {"sheet": SimpleUploadedFile("대장.xlsx", a_file(GOOD, {**GOOD, "copies": "x"}))})
    assert answer.status_code == 302
    assert "1부터" in client.get(answer.url).content.decode()
    assert client.post(answer.url).url == answer.url
    assert client.get(f"{answer.url}rejects/").status_code == 200
    assert "한빛산업보건" in client.get("/manual-ledger/").content.decode()
    assert seated(Role.AUDITOR).get("/manual-ledger/import/").status_code == 403
