"""The checklist down as a spreadsheet and back: what it would change, rows that stay out, twice is once, two at once keep both."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jikim.areas.consulting.actions import check_sheet as sheet
from jikim.areas.consulting.models import Assessment
from jikim.areas.people.models import Person
from jikim.rules.access import Role
from jikim.shared.access import Refused
from jikim.shared.clock import rehearsing
from jikim.shared.sheets import SheetError, write_csv, write_xlsx
from jikim.shared.sheets.form_sheet import fault_columns, form_columns
from tests.areas.consulting.made import DAY, begun, keys, levels, manager_of, saves
from tests.areas.visits.made import stranger

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def downloaded(one: Assessment, by: Any, language: str = "ko") -> list[list[Any]]:
    return list(sheet.check_rows(number=one.uuid, language=language, by=by))


def as_file(rows: list[list[Any]], language: str = "ko", form: str = "xlsx") -> bytes:
    write = write_xlsx if form == "xlsx" else write_csv
    return b"".join(write(form_columns(language), rows, *(["check"] if form == "xlsx" else []), count_line=False))  # type: ignore[operator]


def answered(rows: list[list[Any]], **said: Any) -> list[list[Any]]:
    return [[*row[:3], said.get(row[0], row[3]), *row[4:]] for row in rows]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_as_it_comes_down_it_changes_nothing(language: str, form: str) -> None:
    one, by = begun()
    saves(one, by, levels(one, 1))
    file_id = sheet.keep_check_sheet(number=one.uuid, content=as_file(downloaded(one, by, language), language, form), file_name="a", by=by)
    seen = sheet.preview_check_sheet(number=one.uuid, file_id=file_id, by=by)
    assert (seen.changes, seen.faults, seen.is_in) == ((), (), False)


def test_filled_in_it_goes_in_once_and_bad_rows_stay_out() -> None:
    one, by = begun()
    first, second, third = keys(one)[:3]
    rows = downloaded(one, by)
    filled = saves(one, by, {first: "1"})
    assert filled.version == 1
    content = as_file([*answered(rows, **{second: "2", third: "아주 잘함"}), ["no-such-item", "", "", "1", ""]])
    file_id = sheet.keep_check_sheet(number=one.uuid, content=content, file_name="점검표.xlsx", by=by)
    seen = sheet.preview_check_sheet(number=one.uuid, file_id=file_id, by=by)
    assert len(seen.changes) == 1
    assert {fault.code for fault in seen.faults} == {third, "no-such-item"}
    assert all(fault.reason.ko and fault.reason.en for fault in seen.faults)
    assert (seen.base_version, seen.now_version) == (0, 1)
    for _ in range(2):
        saved = sheet.apply_check_sheet(number=one.uuid, file_id=file_id, by=by)
    assert saved.values == {first: "1", second: "2"}, "what was written meanwhile stays"
    assert sheet.preview_check_sheet(number=one.uuid, file_id=file_id, by=by).is_in
    assert Assessment.objects.get().version == 2


def test_rows_that_stay_out_come_back_with_reasons_and_go_in_once_corrected() -> None:
    one, by = begun()
    first, second = keys(one)[:2]
    content = as_file([*answered(downloaded(one, by), **{first: "2", second: "아주 잘함"}), ["no-such-item", "", "", "1", ""]])
    file_id = sheet.keep_check_sheet(number=one.uuid, content=content, file_name="a.xlsx", by=by)
    sheet.apply_check_sheet(number=one.uuid, file_id=file_id, by=by)
    back = list(sheet.faulty_check_rows(number=one.uuid, file_id=file_id, language="ko", by=by))
    assert [row[0] for row in back] == ["#record", "#version", second, "no-such-item"]
    assert back[2][3] == "아주 잘함"
    assert all(row[5] for row in back[2:])
    mended = [[*row[:3], "3" if row[0] == second else row[3], *row[4:]] for row in back]
    again = b"".join(write_xlsx(fault_columns("ko"), mended, "rows", count_line=False))
    file_id = sheet.keep_check_sheet(number=one.uuid, content=again, file_name="b.xlsx", by=by)
    assert sheet.apply_check_sheet(number=one.uuid, file_id=file_id, by=by).values == {first: "2", second: "3"}
    with pytest.raises(Refused):
        sheet.faulty_check_rows(number=one.uuid, file_id=file_id, language="ko", by=manager_of(one.workplace))


def test_both_changed_one_item_and_both_are_kept() -> None:
    one, by = begun()
    item, rows = keys(one)[0], downloaded(one, by)
    saves(one, by, {item: "1"})
    file_id = sheet.keep_check_sheet(number=one.uuid, content=as_file(answered(rows, **{item: "3"})), file_name="a.xlsx", by=by)
    saved = sheet.apply_check_sheet(number=one.uuid, file_id=file_id, by=by)
    assert [(clash.mine, clash.theirs) for clash in saved.conflicts] == [("3", "1")]
    assert Assessment.objects.get().values == {item: "1"}


def test_another_checklists_file_and_another_persons_are_refused() -> None:
    one, by = begun(1)
    other, _ = begun(3)
    with pytest.raises(SheetError):
        sheet.keep_check_sheet(number=other.uuid, content=as_file(downloaded(one, by)), file_name="a.xlsx", by=by)
    assert downloaded(one, manager_of(one.workplace))
    with pytest.raises(Refused):
        sheet.keep_check_sheet(number=one.uuid, content=as_file(downloaded(one, by)), file_name="a.xlsx", by=manager_of(one.workplace))
    with pytest.raises(Refused):
        downloaded(one, stranger(Role.CONSULTANT))


def test_the_pages_lead_down_and_up_and_the_record_comes_as_a_spreadsheet(settings: Any) -> None:
    settings.JIKIM_DEMO = True
    one, _by = begun()
    person = Person.objects.get(pk=one.appointment.consultant.person_id)
    Person.objects.filter(pk=person.pk).update(is_demo=True)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    place = f"/consulting/checklists/{one.uuid}"
    with rehearsing(DAY):
        assert f"{place}/sheet/" in client.get(f"{place}/").content.decode()
        content = b"".join(client.get(f"{place}/sheet.xlsx").streaming_content)  # type: ignore[attr-defined]
        answer = client.post(f"{place}/sheet/", {"sheet": SimpleUploadedFile("점검표.xlsx", content)})
        assert answer.status_code == 302
        assert client.get(answer.url).status_code == 200
        rows = b"".join(client.get(f"{answer.url}rows.xlsx").streaming_content)  # type: ignore[attr-defined]
        assert openpyxl.load_workbook(io.BytesIO(rows)).active.cell(1, 6).value == "읽지 못한 까닭"
        assert client.post(answer.url).url == f"{place}/"
        assert client.post(f"{place}/sheet/", {"sheet": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")}).status_code == 200
        record = b"".join(client.get(f"/consulting/places/{one.workplace_id}/record.xlsx").streaming_content)  # type: ignore[attr-defined]
    assert openpyxl.load_workbook(io.BytesIO(record)).active.max_row == 1
