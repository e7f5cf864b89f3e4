"""The visit plan as its people walk it: the office makes and accepts, the agency moves, a workplace answers by link on a phone, illness re-plans."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from jikim.areas.dispatch.actions import planning, proposing, revising
from jikim.areas.dispatch.models import Appointment, Consultant, Plan, Revision, WhatIf
from jikim.areas.enrolment.models import Workplace
from jikim.rules.access import Role
from jikim.shared.mail.models import MailMessage
from tests.areas.dispatch.planned import OFFICE, account_of, ready
from tests.areas.enrolment.made import enrolled
from tests.areas.people.making import person
from tests.journeys.checks import looking
from tests.journeys.conftest import DESKTOP, PHONE

look = looking("plan")
@pytest.fixture(autouse=True)
def in_march(site, settings):
    settings.JIKIM_TODAY = dt.date(2017, 3, 29)


def accepted():
    plan = planning.make_plan(season_id=ready(9).pk, by=OFFICE)
    return planning.accept_plan(plan_id=plan.pk, by=OFFICE)


def link_in_mail():
    return re.search(r"http://\S+/visit-dates/\S+", MailMessage.objects.filter(kind="visits").latest("pk").body)[0]


@pytest.mark.parametrize("size, language", [(DESKTOP, "ko"), (PHONE, "en")], ids=["desktop-ko", "phone-en"])
def test_the_office_makes_a_plan_asks_what_if_and_accepts(new_page, sign_in, size, language):
    season = ready(9)
    enrolled(region="제주", latitude=33.5, longitude=126.5)
    page = new_page(size, language)
    sign_in(page, person(Role.OFFICE, demo=True, language=language))
    page.goto("/plan/")
    look(page, "none")
    page.get_by_role("button", name=re.compile("계획안 만들기|Make a draft")).click()
    page.locator("#plan-progress").wait_for()
    look(page, "progress")
    planning.work_out_plan.func(Plan.objects.get().pk)
    page.locator("#draft-heading ~ .figures").wait_for()
    look(page, "draft")
    for view in ("list", "calendar", "map", "load", "left"):
        page.goto(f"/plan/draft/{view}/")
        look(page, view)
    plan = Plan.objects.get()
    page.goto(f"/plan/{plan.pk}/what-if/")
    page.locator("#id_agency").select_option(str(Consultant.objects.get(name="서산들").agency_id))
    page.locator("#id_region").select_option("jeju")
    page.get_by_role("button", name=re.compile("계산하기|Work it out")).click()
    page.wait_for_load_state("networkidle")
    planning.work_out_what_if.func(WhatIf.objects.get().pk)
    page.locator("table").wait_for()
    look(page, "what-if")
    page.goto("/plan/")
    page.get_by_role("link", name=re.compile("이 계획 확정|Accept this plan")).click()
    look(page, "accept")
    page.get_by_role("button", name=re.compile("계획 확정|Accept the plan")).dblclick()
    page.wait_for_url(re.compile("/appointments/"))
    look(page, "appointments")
    assert Appointment.objects.filter(season=season).count() == 30


def test_the_agency_moves_a_visit_and_proposes_it(new_page, sign_in):
    accepted()
    who = Consultant.objects.select_related("agency__organisation").get(name="강하늘")
    one = Appointment.objects.filter(consultant=who, number=3).first()
    page = new_page(DESKTOP)
    sign_in(page, person(Role.AGENCY, [who.agency.key], organisation=who.agency.organisation, demo=True))
    page.goto(f"/appointments/{one.pk}/")
    look(page, "appointment")
    page.get_by_role("link", name="옮기기…").click()
    look(page, "move")
    page.locator("#id_on").fill("2017-11-12")
    page.get_by_role("button", name="방문 옮기기").click()
    page.get_by_text("주말 또는 공휴일").first.wait_for()
    look(page, "move-refused")
    page.get_by_role("button", name="이 일정으로 옮기기").first.click()
    page.wait_for_url(re.compile(rf"/appointments/{one.pk}/$"))
    page.get_by_role("button", name="사업장에 제안").click()
    page.get_by_text("전자우편으로 제안했습니다").wait_for()
    look(page, "proposed")
    one.refresh_from_db()
    assert one.status == "proposed"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_workplace_answers_by_its_link_on_the_phone(new_page, language):
    accepted()
    first, second = Appointment.objects.filter(number=1).order_by("on")[:2]
    proposing.propose_date(appointment_id=first.pk, version=1, by=OFFICE)
    page = new_page(PHONE, language)
    page.goto(link_in_mail())
    look(page, "link")
    page.get_by_role("button", name=re.compile("이 날짜로 확정|This date suits")).dblclick()
    page.get_by_text(re.compile("방문 날짜가 확정되었습니다|The date is confirmed")).first.wait_for()
    first.refresh_from_db()
    assert (first.status, first.pinned) == ("confirmed", True)

    proposing.propose_date(appointment_id=second.pk, version=1, by=OFFICE)
    page.goto(link_in_mail())
    page.get_by_role("link", name=re.compile("다른 날짜 제안|Offer other dates")).click()
    page.locator("#id_on_1").fill("2017-04-15")
    page.locator("main form button[type=submit]").click()
    page.locator("#error-summary").wait_for()
    look(page, "offer-errors")
    page.locator("#id_on_1").fill("2017-04-18")
    page.locator("#id_start_1").fill("14:00")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/visit-dates/[^/]+/$"))
    look(page, "offered")
    page.get_by_role("link", name=re.compile("쉬는 날, 바쁜 기간|Closed days, busy periods")).click()
    page.locator("label[for=id_closed_days_0]").click()
    page.locator("#id_busy_1_from").fill("2017-05-01")
    page.locator("#id_busy_1_to").fill("2017-05-12")
    look(page, "closed-days")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/visit-dates/[^/]+/$"))
    assert Workplace.objects.get(pk=second.workplace_id).particulars["closed_days"] == ["mon"]


def test_illness_is_re_planned_and_approved(new_page, sign_in):
    accepted()
    ill = Consultant.objects.get(name="서산들")
    own = Appointment.objects.filter(consultant=ill).order_by("on").first()
    page = new_page(DESKTOP)
    sign_in(page, person(Role.OFFICE, demo=True))
    page.goto("/plan/revisions/")
    page.get_by_role("link", name="계획 조정…").click()
    page.locator("label[for=id_cause_0]").click()
    page.locator("#id_consultant").select_option(str(ill.pk))
    page.locator("#id_first").fill(own.on.isoformat())
    page.locator("#id_last").fill((own.on + dt.timedelta(days=4)).isoformat())
    page.locator("#id_said").fill("병가")
    look(page, "absence")
    page.get_by_role("button", name="변경 내용 계산").click()
    page.wait_for_url(re.compile(r"/plan/revisions/\d+/"))
    revising.work_out_revision.func(Revision.objects.get().pk)
    page.get_by_role("button", name="변경 승인").wait_for()
    look(page, "changes")
    page.get_by_role("button", name="변경 승인").dblclick()
    page.get_by_text("일정을 바꾸고 안내 전자우편을 보냈습니다").wait_for()
    own.refresh_from_db()
    assert own.on > dt.date(2017, 4, 2)
    assert Revision.objects.get().status == "approved"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_consultant_and_a_manager_see_their_own_visits(new_page, sign_in, size):
    accepted()
    who = Consultant.objects.get(name="강하늘")
    somebody, _ = account_of(who)
    page = new_page(size)
    sign_in(page, somebody)
    page.goto("/my-visits/")
    assert page.locator(".visit-card").count() == Appointment.objects.filter(consultant=who).count()
    look(page, "consultant")
    place = Appointment.objects.filter(consultant=who).first()
    proposing.propose_date(appointment_id=place.pk, version=1, by=OFFICE)
    manager = new_page(size)
    sign_in(manager, person(Role.MANAGER, [str(place.workplace_id)], region="seoul", demo=True))
    manager.goto("/home/")
    manager.get_by_role("link", name="확인할 방문 날짜").first.click()
    look(manager, "manager")
    manager.get_by_role("button", name="이 날짜로 확정").click()
    manager.get_by_text("방문 날짜가 확정되었습니다").first.wait_for()
