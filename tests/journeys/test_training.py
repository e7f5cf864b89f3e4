"""Training as its people live it: the consultant plans and gives, a phone in the room answers, the manager reads the log, an editor announces."""

from __future__ import annotations

import re

import pytest

from jikim.areas.people.models import Person
from jikim.areas.training.models import Registration, TrainingAttempt, TrainingSession
from jikim.rules.access import Role
from tests.areas.people.making import person
from tests.areas.training.made import DAY, announced, answered, closed, held
from tests.areas.visits.made import appointment
from tests.journeys.checks import assert_accessible, assert_reflows, enters, picture
from tests.journeys.conftest import DESKTOP, PHONE

#: a code of the widest letters: codes are drawn, and the widest comes one day
WIDEST = "MMW WMW"
LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])


@pytest.fixture(autouse=True)
def on_the_day(site, settings):
    settings.JIKIM_TODAY = DAY


def look(page, name=""):
    language = page.locator("html").get_attribute("lang")
    assert_accessible(page)
    assert_reflows(page)
    if name:
        page.evaluate("scrollTo(0, 0)")
        picture(page, f"guide-training-{name}-{language}", whole=False)


def trainer_of(one):
    return Person.objects.get(pk=one.trainer_key.removeprefix("person:"))


@LANGUAGES
def test_a_consultant_plans_gives_and_closes_a_session(new_page, sign_in, language):
    made = appointment(2)
    page = enters(new_page(DESKTOP, language), sign_in, Person.objects.get(pk=made.consultant.person_id))
    page.goto("/training/plan/")
    look(page)
    page.locator(".training-places a").click()
    page.locator("#id_place").fill("3층 교육실")
    look(page)
    page.get_by_role("button", name=re.compile("^저장$|^Save$")).dblclick()
    page.get_by_role("button", name=re.compile("시작하고 코드 보이기|Open it: show the code")).dblclick()
    page.locator(".training-code").wait_for()
    one = TrainingSession.objects.get()
    assert one.join_code[:3] in page.locator(".training-code").inner_text()
    page.evaluate("code => { document.querySelector('.training-code').textContent = code }", WIDEST)
    look(page)
    page.reload()
    look(page, "screen")
    answered(one, "before", times=6, right=6)
    page.get_by_role("link", name=re.compile("화면으로 슬라이드 보기|Slides in the browser")).click()
    page.locator("[data-deck]").wait_for()
    look(page)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "s2"
    page.goto(f"/training/{one.pk}/")
    page.get_by_role("button", name=re.compile("교육을 마쳤습니다|The session has been given")).dblclick()
    page.get_by_role("link", name=re.compile("참석 인원을 적고 마감|Close with the head count")).wait_for()
    answered(one, "after", times=6, right=10, **{"item-useful": "4", "item-clear": "5", "item-recommend": "4"})
    page.reload()
    look(page, "session")
    page.get_by_role("link", name=re.compile("참석 인원을 적고 마감|Close with the head count")).click()
    page.locator("#id_attended").fill("12")
    look(page)
    page.get_by_role("button", name=re.compile("^마감$|^Close it$")).dblclick()
    page.locator(".krds-badge", has_text=re.compile("^마감$|^Closed$")).first.wait_for()
    one.refresh_from_db()
    assert (one.status, one.attended) == ("closed", 12)


@LANGUAGES
def test_a_phone_in_the_room_answers_twice_tapped_and_gets_a_certificate(new_page, language):
    one, _ = held()
    page = new_page(PHONE, language)
    page.goto("/t/" if language == "ko" else "/en/t/")
    page.locator("#code").fill("AC")
    page.locator("main button").click()
    page.get_by_role("alert").wait_for()
    look(page)
    page.locator("#code").fill(f"{one.join_code[:3]} {one.join_code[3:].lower()}")
    page.locator("main button").click()
    page.locator("a.button.main").wait_for()
    look(page)
    page.locator("a.button.main").click()
    page.locator("form.quiz").wait_for()
    look(page, "quiz")
    for question in page.locator("fieldset.question").all():
        question.locator("label").first.click()
    page.locator("form.quiz button").dblclick()
    page.locator("#name").wait_for()
    look(page)
    assert TrainingAttempt.objects.count() == 1
    page.locator("#name").fill("한가람")
    with page.expect_download() as loading:
        page.locator("main form button").click()
    assert loading.value.suggested_filename.startswith("certificate-T2026") or loading.value.suggested_filename.startswith("certificate-T2017")
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] in ("sessionid", "csrftoken", "jikim_session")]


def test_a_course_alone_on_a_phone(new_page):
    page = new_page(PHONE, "ko")
    page.goto("/t/learn/")
    look(page)
    page.locator(".choose a").nth(1).click()
    look(page)
    page.locator("a.button.main").click()
    look(page)
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
    page.locator("a.button.main").click()
    look(page)


@LANGUAGES
def test_a_manager_reads_the_log_and_an_editor_announces(new_page, sign_in, language):
    one, _ = closed(attended=14)
    page = enters(new_page(DESKTOP, language), sign_in, person(Role.MANAGER, [str(one.workplace_id)]))
    page.goto(f"/training/logs/{one.workplace_id}/{DAY.year}/")
    look(page, "log")
    page.get_by_role("link", name=re.compile("휴대전화로 듣는 과정|Courses on the phone")).click()
    page.get_by_role("button", name=re.compile("주소와 QR 만들기|Make the address")).dblclick()
    page.locator(".training-qr svg").wait_for()
    look(page)
    public = announced()
    phone = new_page(PHONE, language)
    phone.goto("/public/training/" if language == "ko" else "/en/public/training/")
    look(phone)
    phone.locator(".duty a.button").click()
    phone.locator("#id_name").fill("표아름")
    phone.locator("#id_email").fill("a@example.org")
    look(phone)
    phone.locator("main form button").dblclick()
    phone.locator("form").wait_for(state="detached")
    there = Registration.objects.get()
    phone.goto(f"/t/r/{there.token}/" if language == "ko" else f"/en/t/r/{there.token}/")
    look(phone)
    phone.locator("button.main").click()
    phone.locator("[role=status]").wait_for()
    there.refresh_from_db()
    assert there.has_seat
    page = enters(new_page(DESKTOP, language), sign_in, person(Role.EDITOR))
    page.goto("/training/public/")
    look(page, "public")
    page.goto(f"/training/public/{public.pk}/registrations/")
    look(page)
    page.goto("/training/public/new/")
    look(page)
