"""Advice as its people live it: the consultant assesses and proposes, the workplace agrees on a phone by its link, the consultant verifies."""

from __future__ import annotations

import re

import pytest

from jikim.areas.consulting.actions.planning import agree_item, move_item
from jikim.areas.consulting.actions.reminding import plan_link
from jikim.areas.consulting.models import Assessment, PlanItem
from jikim.areas.people.models import Person
from jikim.rules.access import Role
from tests.areas.consulting.made import DAY, LATER, assessed, begun, keys, levels, owner, planned, saves
from tests.areas.people.making import person
from tests.areas.visits.made import picture as photo
from tests.journeys.checks import enters, looking
from tests.journeys.conftest import DESKTOP, PHONE

look = looking("advice", guide="advice")
LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])


@pytest.fixture(autouse=True)
def on_the_day(site, settings):
    settings.JIKIM_TODAY = DAY


def consultant_of(one):
    return Person.objects.get(pk=one.appointment.consultant.person_id)


@LANGUAGES
def test_a_consultant_assesses_and_proposes(new_page, sign_in, language):
    one, by = begun()
    saves(one, by, levels(one, 1))
    page = enters(new_page(DESKTOP, language), sign_in, consultant_of(one))
    page.goto("/consulting/due/")
    look(page, "due")
    page.get_by_role("link", name=re.compile("점검표 열기|Open the checklist")).click()
    page.wait_for_url(re.compile("/consulting/checklists/"))
    page.locator(f"label[for='{keys(one)[0]}-0']").click()
    look(page, "checklist")
    page.get_by_role("button", name=re.compile("저장하고 마침|Keep and close")).dblclick()
    page.wait_for_url(re.compile("/consulting/places/"))
    assert Assessment.objects.get().status == "closed"
    look(page, "place")
    page.locator("ol.cards label").first.click()
    page.get_by_role("button", name=re.compile("고른 조치 제안|Propose what is ticked")).dblclick()
    page.locator("#plan ~ ul.cards li").first.wait_for()
    assert PlanItem.objects.count() == 1
    page.get_by_role("button", name=re.compile("사업장에 링크 보내기|Send the workplace its link")).click()
    page.locator("a[href*='/improvement-plan/']").wait_for()
    look(page, "link")


@LANGUAGES
def test_the_workplace_agrees_on_a_phone_and_shows_that_it_is_done(new_page, language):
    (item, other), _, _ = planned(2)
    page = new_page(PHONE, language)
    page.goto(plan_link(item.workplace_id))
    look(page, "plan-link")
    page.locator(f"a[href$='/{item.pk}/']").click()
    page.locator("#id_owner").fill("점장")
    page.locator("#id_due_on").fill(LATER.isoformat())
    look(page, "agree")
    page.get_by_role("button", name=re.compile("^하겠습니다|^We will do it")).dblclick()
    page.locator("#id_progress").wait_for()
    assert PlanItem.objects.get(pk=item.pk).status == "agreed"
    page.locator("#id_progress").fill("문구를 정하고 인쇄를 맡겼습니다.")
    page.get_by_role("button", name=re.compile("^저장$|^Keep$")).first.click()
    page.locator("dd", has_text="문구를 정하고").wait_for()
    page.get_by_role("link", name=re.compile("증거 더하기|Add evidence")).click()
    page.wait_for_url(re.compile("/evidence/$"))
    page.locator("#id_file").set_input_files({"name": "게시.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(640, 480))})
    page.locator("#id_caption").fill("1층 안내문")
    look(page, "evidence")
    page.locator("main form button[type=submit]").dblclick()
    page.locator("a", has_text="1층 안내문").wait_for()
    page.get_by_role("button", name=re.compile("다 했습니다|It is done")).click()
    page.locator(".badge, .krds-badge", has_text=re.compile("했음|Done")).first.wait_for()
    look(page, "done")
    page.goto(plan_link(item.workplace_id))
    page.locator(f"a[href$='/{other.pk}/']").click()
    page.get_by_role("link", name=re.compile("하지 않겠습니다|We will not do it")).click()
    page.locator("#id_reason_ko").fill("올해 예산이 없습니다.")
    look(page, "refuse")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(f"/{other.pk}/$"))
    assert PlanItem.objects.get(pk=other.pk).status == "refused"
    assert (PlanItem.objects.get(pk=item.pk).status, item.evidence.count()) == ("done", 1)


@LANGUAGES
def test_the_consultant_verifies_at_the_follow_up(new_page, sign_in, language):
    (item,), _, manager = planned(1)
    agree_item(item_id=item.pk, version=1, values=owner(item), by=manager)
    move_item(item_id=item.pk, to="done", by=manager)
    page = enters(new_page(DESKTOP, language), sign_in, Person.objects.get(pk=item.workplace.appointments.first().consultant.person_id))
    page.goto("/consulting/plan/?status=done")
    look(page, "items")
    page.locator("tbody a[href*='/consulting/plan/']").first.click()
    page.get_by_role("button", name=re.compile("현장에서 확인함|Verified at the workplace")).dblclick()
    page.locator(".badge, .krds-badge", has_text=re.compile("확인됨|Verified")).first.wait_for()
    look(page, "verified")
    assert PlanItem.objects.get().status == "verified"


def test_the_office_sees_where_plans_stand(new_page, sign_in):
    one, _ = assessed(1)
    page = enters(new_page(DESKTOP, "ko"), sign_in, person(Role.OFFICE, demo=True))
    page.goto("/consulting/")
    look(page, "checks")
    page.locator("tbody a[href*='/consulting/places/']").first.click()
    page.locator("#findings").wait_for()
    assert one.workplace.name in page.locator("h1").inner_text()
