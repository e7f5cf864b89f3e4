"""Agencies, consultants and declared conflicts by spreadsheet: the same care as for applicants."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from jikim.areas.dispatch.actions import lists
from jikim.areas.dispatch.models import Agency, Consultant, DeclaredConflict
from jikim.config.cli import app
from jikim.shared.access import Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.sheets import SheetError
from jikim.shared.workflow.models import StatusChange
from tests.areas.dispatch.making_agencies import (
    AGENCY_HEADING,
    CONSOLE,
    DECLARED_HEADING,
    OFFICE,
    PEOPLE_HEADING,
    made_agency,
    manager_of,
    one_of,
    person_row,
    sheet,
)
from tests.areas.enrolment import offices

pytestmark = pytest.mark.django_db
AGENCY_ROWS = (
    ("한빛산업보건", "서울, 경기도", "120회"), ("누리산업보건", "달나라", 50), ("가람산업보건", "부산", "많이"), ("한빛산업보건", "부산", 10),
)


@pytest.fixture
def season() -> int:
    return int(offices.season().pk)


def staged(kind: str, data: bytes, season_id: int, by=OFFICE):
    return lists.stage_list(kind=kind, data=data, file_name="명단.xlsx", season_id=season_id, by=by)


def put_in(kind: str, data: bytes, season_id: int, by=OFFICE, update: bool = False):
    return lists.apply_list(kind=kind, draft_id=staged(kind, data, season_id, by).draft_id, update=update, by=by)


def test_agencies_go_in_and_bad_rows_come_back_with_row_field_and_reason(season: int) -> None:
    preview = staged("agencies", sheet(AGENCY_HEADING, *AGENCY_ROWS), season)
    assert not Agency.objects.exists()
    told = [(error.row, error.field_name.ko, bool(error.reason.en)) for error in preview.errors]
    assert told == [(3, "관할시도", True), (4, "월최대방문수", True), (5, "기관명", True)]
    done = lists.apply_list(kind="agencies", draft_id=preview.draft_id, by=OFFICE)
    assert (done.rows, done.imported, done.rejected) == (4, 1, 3)
    one = Agency.objects.get()
    assert (one.organisation.name, one.regions, one.monthly_visit_maximum, one.status) == ("한빛산업보건", ["gyeonggi", "seoul"], 120, "active")
    rejected = load_workbook(io.BytesIO(lists.list_rejects(kind="agencies", draft_id=preview.draft_id, by=OFFICE))).active
    assert [row[0].value for row in rejected.iter_rows(min_row=2, max_row=4)] == ["누리산업보건", "가람산업보건", "한빛산업보건"]
    assert rejected["D2"].value == 3
    assert "관할시도" in rejected["E2"].value


def test_the_same_file_again_changes_nothing_and_a_difference_waits_to_be_asked_for(season: int) -> None:
    put_in("agencies", sheet(AGENCY_HEADING, AGENCY_ROWS[0]), season)
    again = put_in("agencies", sheet(AGENCY_HEADING, AGENCY_ROWS[0]), season)
    assert (again.imported, again.unchanged, again.conflicts) == (0, 1, 0)
    changed = sheet(AGENCY_HEADING, ("한빛산업보건", "서울, 인천", 120))
    assert (put_in("agencies", changed, season).conflicts, Agency.objects.get().regions) == (1, ["gyeonggi", "seoul"])
    assert put_in("agencies", changed, season, update=True).updated == 1
    assert Agency.objects.get().regions == ["incheon", "seoul"]


def test_consultants_of_the_office_are_approved_and_an_agencys_wait(season: int) -> None:
    agency = made_agency(season, people=())
    put_in("consultants", sheet(PEOPLE_HEADING, person_row("갑")), season)
    assert one_of(agency, "갑").status == "approved"
    assert StatusChange.objects.filter(thing_kind="consultant", target="approved", reason_ko="명단으로 등록함").exists()
    put_in("consultants", sheet(PEOPLE_HEADING, person_row("을", agency="")), season, by=manager_of(agency))
    assert one_of(agency, "을").status == "proposed"


def test_an_agency_imports_its_own_people_only(season: int) -> None:
    mine, other = made_agency(season, people=()), made_agency(season, "누리산업보건", people=("남",))
    preview = put_in("consultants", sheet(PEOPLE_HEADING, person_row("갑"), person_row("을", agency="누리산업보건")), season, by=manager_of(mine))
    assert [(error.row, error.field_name.ko) for error in preview.errors] == [(3, "소속기관")]
    assert set(Consultant.objects.values_list("name", flat=True)) == {"갑", "남"}
    changed = sheet(PEOPLE_HEADING, person_row("남", agency="누리산업보건", 월가용일수=3))
    assert put_in("consultants", changed, season, by=manager_of(mine), update=True).rejected == 1
    assert one_of(other, "남").days_per_month == 10
    with pytest.raises(Refused):
        staged("agencies", sheet(AGENCY_HEADING, AGENCY_ROWS[0]), season, by=manager_of(mine))


def test_a_staged_file_of_one_agency_is_not_opened_by_another(season: int) -> None:
    mine, other = made_agency(season, people=()), made_agency(season, "누리산업보건", people=())
    draft = staged("consultants", sheet(PEOPLE_HEADING, person_row("갑")), season, by=manager_of(mine)).draft_id
    stranger = manager_of(other)
    stranger = type(stranger)("person:77", stranger.name, stranger.grants)
    for call in (lists.list_preview, lists.apply_list, lists.list_rejects):
        with pytest.raises(Refused):
            call(kind="consultants", draft_id=draft, by=stranger)
    assert not Consultant.objects.exists()
    assert lists.list_preview(kind="consultants", draft_id=draft, by=OFFICE).rows == 1


def test_an_agencys_file_cannot_overwrite_what_the_office_has_checked(season: int) -> None:
    agency = made_agency(season)
    put_in("consultants", sheet(PEOPLE_HEADING, person_row("가나다", 자격="심리", 월가용일수=4)), season, by=manager_of(agency), update=True)
    one = one_of(agency)
    assert (one.qualification, one.days_per_month, one.status, one.renewal) == ("산업간호", 4, "renewing", {"qualification": "심리"})


def test_two_of_one_name_are_told_apart_within_an_agency_and_stay_so(season: int) -> None:
    made_agency(season, people=())
    made_agency(season, "누리산업보건", people=())
    rows = (person_row("김철수"), person_row("김철수", 월가용일수=5), person_row("김철수", agency="누리산업보건"))
    done = put_in("consultants", sheet(PEOPLE_HEADING, *rows), season)
    assert done.questions[0].field_name.ko == "이름"
    assert sorted(Consultant.objects.values_list("agency__organisation__name", "name")) == [
        ("누리산업보건", "김철수"), ("한빛산업보건", "김철수"), ("한빛산업보건", "김철수 (2)"),
    ]  # fmt: skip
    assert put_in("consultants", sheet(PEOPLE_HEADING, *rows), season).unchanged == 3


def test_declared_contracts_come_in_and_a_row_without_a_workplace_comes_back(season: int) -> None:
    agency = made_agency(season)
    rows = (
        ("한빛산업보건", "", "W0001", "", "", "보건관리 위탁"), ("한빛산업보건", "가나다", "", "바른은행", "124-81-00998", "가족"),
        ("한빛산업보건", "없는이", "W0003", "", "", ""), ("한빛산업보건", "", "", "이름만", "", "x"), ("한빛산업보건", "", "w0001", "", "", ""),
    )  # fmt: skip
    done = put_in("declared", sheet(DECLARED_HEADING, *rows), season, by=manager_of(agency))
    assert [(error.row, error.field_name.ko) for error in done.errors] == [(4, "컨설턴트"), (5, "사업자등록번호"), (6, "관리번호")]
    assert sorted(DeclaredConflict.objects.values_list("workplace_number", "business_number", "consultant__name")) == [
        ("", "1248100998", "가나다"), ("W0001", "", None),
    ]  # fmt: skip
    assert put_in("declared", sheet(DECLARED_HEADING, *rows[:2]), season, by=manager_of(agency)).unchanged == 2


def test_a_sheet_that_is_no_such_list_says_what_it_lacks(season: int) -> None:
    with pytest.raises(SheetError, match="heading"):
        staged("agencies", sheet(("이것", "저것"), ("a", "b")), season)
    with pytest.raises(SheetError) as lacks:
        staged("agencies", sheet(("기관명", "관할시도"), ("한빛", "서울")), season)
    assert "월최대방문수" in lacks.value.reason.ko


def test_every_batch_is_in_the_record(season: int) -> None:
    put_in("agencies", sheet(AGENCY_HEADING, AGENCY_ROWS[0]), season)
    assert AuditRow.objects.filter(verb="agencies.staged").count() == 1
    assert AuditRow.objects.filter(verb="agencies.import").count() == 1


def jikim(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_the_commands_take_the_samples_shape_and_write_one_object(season: int, tmp_path: Path) -> None:
    agencies, people = tmp_path / "agencies.xlsx", tmp_path / "consultants.xlsx"
    agencies.write_bytes(sheet(AGENCY_HEADING, *AGENCY_ROWS[:2]))
    people.write_bytes(sheet(PEOPLE_HEADING, person_row("갑"), person_row("을", agency="없는기관")))
    dry = jikim("agencies", "import", agencies, "--json", "--dry-run")
    assert not Agency.objects.exists()
    done = jikim("agencies", "import", agencies, "--json", "--rejects", tmp_path / "bad.xlsx")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(dry.stdout) == {
        "rows": 2, "imported": 1, "unchanged": 0, "conflicts": 0,
        "errors": [{"row": 3, "field": "관할시도", "reason": "알 수 없는 시도입니다: 달나라", "reason_en": "Unknown regions: 달나라"}],
    }  # fmt: skip
    assert (tmp_path / "bad.xlsx").stat().st_size > 0
    told = json.loads(jikim("consultants", "import", people, "--season", season, "--json").stdout)
    assert (told["imported"], [error["row"] for error in told["errors"]]) == (1, [3])
    people.write_bytes(sheet(PEOPLE_HEADING, person_row("갑", 월가용일수=3)))
    kept = jikim("consultants", "import", people)
    assert "기존 ‘10’, 파일 ‘3’" in kept.stderr
    jikim("consultants", "import", people, "--update")
    assert Consultant.objects.get().days_per_month == 3


def test_a_row_that_came_in_by_another_hand_meanwhile_is_not_put_in_twice(season: int) -> None:
    draft = staged("agencies", sheet(AGENCY_HEADING, AGENCY_ROWS[0]), season).draft_id
    put_in("agencies", sheet(AGENCY_HEADING, AGENCY_ROWS[0]), season)
    done = lists.apply_list(kind="agencies", draft_id=draft, by=CONSOLE)
    assert (done.imported, done.unchanged, Agency.objects.count()) == (0, 1, 1)
