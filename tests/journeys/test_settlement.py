"""A month is settled: the office freezes, the agency objects, the office answers; a record is reviewed. On a phone, at a desk, in both languages."""

from __future__ import annotations

import re

import pytest

from jikim.areas.visits.actions.quality import look_after_season
from jikim.areas.visits.models import Objection, Statement
from jikim.rules.access import Role
from jikim.shared.clock import rehearsing
from tests.areas.enrolment.made import season
from tests.areas.people.making import person
from tests.areas.visits.made import DAY, appointment, closed
from tests.areas.visits.settled import IN_MAY, accepted, frozen, terms
from tests.journeys.checks import looking
from tests.journeys.conftest import DESKTOP, PHONE

look = looking("settlement")
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture(autouse=True)
def in_may(site, settings):
    settings.JIKIM_TODAY = IN_MAY


def press(page, words):
    page.locator("main").get_by_role("button", name=re.compile(words)).first.click()


def follow(page, words):
    page.locator("main").get_by_role("link", name=re.compile(words)).first.click()


def seats(new_page, sign_in, visit, size, language="ko"):
    agency = visit.appointment.consultant.agency.organisation
    office, manager = new_page(size, language), new_page(size, language)
    sign_in(office, person(Role.OFFICE, demo=True, language=language))
    sign_in(manager, person(Role.AGENCY, [str(agency.pk)], organisation=agency, demo=True, language=language))
    return office, manager


@SIZES
def test_the_office_freezes_a_month_the_agency_objects_and_is_answered(new_page, sign_in, size):
    """Given an accepted visit, when April is drawn up and frozen, the agency objects to a line and reads the office's answer."""
    terms()
    office, manager = seats(new_page, sign_in, accepted(), size)
    office.goto("/settlement/")
    look(office, "empty")
    with office.expect_navigation():
        press(office, "이 달의 명세서 작성")
    look(office, "statements")
    office.locator("table").get_by_role("link", name="2017년 4월").click()
    look(office, "draft")
    press(office, "명세서 확정")
    office.get_by_text("명세서를 확정하였습니다").wait_for()
    look(office, "frozen")

    manager.goto("/home/")
    follow(manager, "확인할 정산 명세서")
    manager.locator("table").get_by_role("link", name="2017년 4월").click()
    assert "251,250" in manager.locator("main").inner_text()
    look(manager, "agency-statement")
    manager.locator("table").get_by_role("link", name="이의신청").first.click()
    manager.locator("#id_claimed").fill("300000")
    look(manager, "object")
    press(manager, "^이의신청$")
    manager.get_by_text("한 언어로는 사유를").or_(manager.locator(".form-hint-invalid")).first.wait_for()
    manager.locator("#id_reason_ko").fill("두 교대조를 나누어 두 차례 방문하였습니다.")
    press(manager, "^이의신청$")
    manager.wait_for_url(re.compile(r"/settlement/objections/\d+/$"))
    look(manager, "raised")

    office.goto("/home/")
    follow(office, "답할 정산 이의신청")
    look(office, "objections")
    office.locator("tbody").get_by_role("link").first.click()
    office.wait_for_url(re.compile(r"/settlement/objections/\d+/$"))
    office.locator("label[for=id_decision_0]").click()
    office.locator("#id_granted").fill("280000")
    office.locator("#id_reason_ko").fill("방문 기록과 근무표를 확인하였습니다.")
    look(office, "answer")
    press(office, "답 보내기")
    office.get_by_text("수행기관이 사유를 볼 수 있습니다").wait_for()
    manager.reload()
    assert "방문 기록과 근무표를 확인하였습니다." in manager.locator("main").inner_text()
    look(manager, "answered")
    assert Objection.objects.get().status == "granted"
    office.goto(f"/settlement/{Statement.objects.get().pk}/")
    press(office, "정산 완료")
    office.get_by_text("정산을 마쳤습니다").wait_for()


@SIZES
def test_a_record_is_reviewed_with_the_record_beside(new_page, sign_in, size):
    terms(percent=100)
    visit, _by = closed()
    appointment(2, place=visit.appointment.workplace, who=visit.appointment.consultant)
    with rehearsing(DAY):
        look_after_season(season_id=season().pk)
    office, _manager = seats(new_page, sign_in, visit, size)
    office.goto("/home/")
    follow(office, "검토할 방문 기록")
    office.locator("tbody").get_by_role("link").first.click()
    follow(office, "기록을 보며 검토")
    look(office, "review")
    office.locator("label[for=id_decision_1]").click()
    office.locator("#id_reason_ko").fill("인원 칸의 합계를 확인해 주십시오.")
    press(office, "결과 저장")
    office.get_by_text("컨설턴트에게 돌려보냈습니다").wait_for()
    visit.refresh_from_db()
    assert visit.status == "returned"


@SIZES
def test_the_tariff_is_changed_with_a_reason(new_page, sign_in, size):
    season()
    page = new_page(size)
    sign_in(page, person(Role.OFFICE, demo=True))
    page.goto("/settlement/terms/")
    look(page, "no-tariff")
    follow(page, "변경")
    for name, amount in {"visit_1": "0:250000, 50:300000", "visit_2": "0:300000", "visit_3": "0:200000"}.items():
        page.locator(f"#id_{name}").fill(amount)
    page.locator("#id_reason_ko").fill("위탁계약서의 단가")
    look(page, "tariff-change")
    press(page, "저장")
    page.wait_for_url(re.compile("/settlement/terms/$"))
    assert "300,000" in page.locator("main").inner_text()
    look(page, "tariff")


def test_the_same_in_english(new_page, sign_in):
    terms(percent=100)
    visit = accepted()
    one = frozen()
    drawn, _by = closed(2)
    with rehearsing(DAY):
        look_after_season(season_id=season().pk)
    office, manager = seats(new_page, sign_in, visit, DESKTOP, "en")
    manager.goto("/settlement/")
    look(manager, "statements")
    manager.locator("table").get_by_role("link", name="April 2017").click()
    look(manager, "agency-statement")
    manager.locator("table").get_by_role("link", name="Object").first.click()
    look(manager, "object")
    office.goto("/settlement/terms/")
    look(office, "tariff")
    office.goto(f"/settlement/{one.pk}/")
    look(office, "frozen")
    office.goto(f"/visit-records/{drawn.uuid}/review/")
    look(office, "review")
