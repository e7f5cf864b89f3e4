"""A visit as its people live it: the consultant writes it up, the office decides and reviews, the workplace reads and answers."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook

from jikim.areas.visits.actions import checks
from jikim.areas.visits.actions.attaching import attach_photo
from jikim.areas.visits.models import HeadcountCase, Visit, VisitCheck
from jikim.rules.access import Role
from tests.areas.people.making import person
from tests.areas.visits.made import DAY, appointment, begun, closed, consultant, saves
from tests.areas.visits.made import picture as photo
from tests.journeys.checks import enters, looking
from tests.journeys.conftest import DESKTOP, PHONE
from tests.rules.visiting.filled import filled

look = looking("visits", guide="visit")
LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])


@pytest.fixture(autouse=True)
def on_the_day(site, settings):
    settings.JIKIM_TODAY = DAY


@LANGUAGES
def test_a_consultant_writes_up_a_visit_by_spreadsheet(new_page, sign_in, language):
    made = appointment()
    page = enters(new_page(DESKTOP, language), sign_in, made.consultant.person)
    page.goto("/visit-records/due/")
    look(page, "due")
    page.get_by_role("button", name=re.compile("기록 시작|Begin the record")).dblclick()
    page.wait_for_url(re.compile(r"/visit-records/[0-9a-f-]{36}/$"))
    page.get_by_role("button", name=re.compile("기록 마치기|Close the record")).click()
    page.locator(".notice.danger").wait_for()
    look(page, "missing")
    page.get_by_role("link", name=re.compile("엑셀로 작성|Fill in by spreadsheet")).click()
    page.wait_for_url(re.compile("/sheet/$"))
    look(page, "sheet")
    with page.expect_download() as got:
        page.locator("a[href$='sheet.xlsx']").click()
    book = load_workbook(io.BytesIO(got.value.path().read_bytes()))
    for row in book.active.iter_rows(min_row=2):
        if row[0].value in ("workers_total", "headcounts.call.own_women"):
            row[3].value = 31
        if row[0].value == "held_on":
            row[3].value = "어제"
        if row[0].value == "next_step":
            row[3].value = "보고서를 함께 봅니다"
    out = io.BytesIO()
    book.save(out)
    page.locator("input[type=file]").set_input_files({"name": "visit.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()})
    page.get_by_role("button", name=re.compile("파일 검사|Check the file")).click()
    page.wait_for_url(re.compile(r"/sheet/\d+/$"))
    look(page, "sheet-preview")
    page.get_by_role("button", name=re.compile("반영하기|Take it in")).dblclick()
    page.wait_for_url(re.compile(r"/visit-records/[0-9a-f-]{36}/$"))
    visit = Visit.objects.get()
    assert (visit.values["workers_total"], visit.version) == (31, 1)
    assert "held_on" not in visit.values


@LANGUAGES
def test_two_versions_stand_side_by_side_on_the_phone(new_page, sign_in, language):
    visit, by = begun()
    saves(visit, by, filled(1))
    saves(visit, by, filled(1, next_step="안내문 초안을 보냅니다"), base=1)
    saves(visit, by, filled(1, next_step="휴게실을 다시 봅니다"), base=1)
    page = enters(new_page(PHONE, language), sign_in, visit.appointment.consultant.person)
    page.goto(f"/visit-records/{visit.uuid}/")
    look(page, "two-versions")
    page.get_by_role("button", name=re.compile("이 내용으로 하기|Take this one")).last.click()
    page.locator("text=휴게실을 다시 봅니다").first.wait_for()
    visit.refresh_from_db()
    assert visit.values["next_step"] == "휴게실을 다시 봅니다"
    look(page, "settled")


@LANGUAGES
def test_the_office_reviews_and_decides(new_page, sign_in, language):
    visit, by = closed(signed=True, headcounts={"call": {"own_women": 6}}, photos=[{"id": "7d0e3f52-0f5e-4c1e-9a43-5a37b3bd0009", "caption": "창구 전경"}],
                       observations=[{"id": "o1", "place": "창구", "seen": "가림막이 없음", "kind": "risk", "readers": "programme"}])  # fmt: skip
    import uuid

    attach_photo(visit_id=visit.pk, attachment_uuid=uuid.UUID("7d0e3f52-0f5e-4c1e-9a43-5a37b3bd0009"), content=photo(size=(640, 480)), by=by)
    closed(2)
    page = enters(new_page(DESKTOP, language), sign_in, person(Role.OFFICE, demo=True, language=language))
    page.goto("/visit-records/")
    look(page, "records")
    page.locator(f"a[href='/visit-records/{visit.uuid}/']").click()
    page.wait_for_url(re.compile(str(visit.uuid)))
    look(page, "record")
    page.goto("/visit-records/headcounts/?status=waiting")
    look(page, "headcounts")
    case = HeadcountCase.objects.get()
    page.goto(f"/visit-records/headcounts/{case.pk}/")
    look(page, "headcount")
    page.locator("#id_decision_0").check(force=True)
    page.locator("#id_reason_ko").fill("성수기에는 열 명을 넘습니다")
    page.get_by_role("button", name=re.compile("^(결정|Decide)$")).dblclick()
    page.locator("text=성수기에는 열 명을 넘습니다").first.wait_for()
    page.goto("/visit-records/checks/")
    look(page, "checks")
    page.goto(f"/visit-records/checks/{VisitCheck.objects.get().pk}/")
    look(page, "check-key")
    page.goto(f"/visit-records/{visit.uuid}/review/return/")
    look(page, "return")


@LANGUAGES
def test_a_workplace_answers_on_a_phone_without_scripts(new_page, language):
    closed(2)
    check = VisitCheck.objects.get()
    page = new_page(PHONE, language, scripts=False)
    page.goto("/" + checks.link_of(check).partition("//")[2].partition("/")[2])
    for name, n in (("happened", 0), ("length", 1), ("explained", 0)):
        page.locator(f"label[for=id_{name}_{n}]").click()
    page.locator("form[data-once] button").last.click()
    assert page.locator("#id_satisfaction_0").count() == 1, "the missing one is asked for, nothing is lost"
    assert page.locator("#id_length_1").is_checked()
    page.locator("label[for=id_satisfaction_1]").click()
    page.locator("form[data-once] button").last.click()
    page.locator(".notice.success").wait_for()
    check.refresh_from_db()
    assert (check.satisfaction, check.how) == (4, "link")


@LANGUAGES
def test_a_workplaces_page_on_the_phone(new_page, sign_in, language):
    visit, _ = closed(2, signed=True, private_note="컨설턴트만 보는 글")
    check = VisitCheck.objects.get()
    page = new_page(PHONE, language)
    page.goto("/" + checks.link_of(check).partition("//")[2].partition("/")[2])
    look(page, "check")
    enters(page, sign_in, person(Role.MANAGER, [str(visit.appointment.workplace_id)], demo=True, language=language))
    page.goto("/home/")
    look(page, "manager-home")
    page.goto(f"/visit-records/{visit.uuid}/")
    assert page.locator("text=컨설턴트만 보는 글").count() == 0
    look(page, "manager-record")
    wide = enters(new_page(DESKTOP, language), sign_in, person(Role.MANAGER, [str(visit.appointment.workplace_id)], demo=True, language=language))
    wide.goto(f"/visit-records/{visit.uuid}/")
    look(wide, "own-record")
    wide.goto("/visit-records/")
    look(wide, "own-records")


def test_the_consultants_home_and_the_door(new_page, sign_in):
    made = appointment()
    saves(*_opened(made), filled(1))
    page = enters(new_page(PHONE), sign_in, made.consultant.person)
    page.goto("/home/")
    look(page, "consultant-home")
    page.goto(f"/visit-records/{Visit.objects.get().uuid}/not-held/")
    look(page, "not-held")


def _opened(made):
    from jikim.areas.visits.actions.opening import open_visit

    by = consultant(made)
    return open_visit(appointment_id=made.pk, by=by), by
