"""Ten minutes on the day of a visit: a worker books by code on a phone, the tablet forgets, the manager prints the rota, the consultant counts."""

from __future__ import annotations

import re

import pytest

from jikim.areas.surveys.models import TalkDay
from jikim.rules.access import Role
from jikim.rules.cards import print_code
from tests.areas.people.making import person
from tests.areas.surveys.answering import open_round
from tests.areas.surveys.results_made import LEVELS, finish
from tests.areas.surveys.talks_made import DAY, free_today, visit_today
from tests.journeys.checks import enters, looking
from tests.journeys.conftest import DESKTOP, PHONE

look = looking("talks", guide="talks")
LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])
FREE = re.compile(r"(비어 있음|free)$")


@pytest.fixture(autouse=True)
def on_the_day(site, settings):
    settings.JIKIM_TODAY = DAY


@LANGUAGES
def test_a_worker_takes_a_turn_by_code_alone(new_page, site, language):
    _, _, codes = free_today()
    page, other = new_page(PHONE, language), new_page(PHONE, language)
    page.goto("/q/")
    page.get_by_role("link", name=re.compile("10분 상담하기|Ten minutes")).click()
    look(page, "code")
    page.locator("#code").fill(print_code(codes[0]))
    page.locator("main button[type=submit]").first.dblclick()
    page.locator(".turns").wait_for()
    assert page.get_by_role("button", name=FREE).count() == 6
    other.goto("/q/slot/")
    other.locator("#code").fill(codes[1])
    other.locator("main button[type=submit]").first.click()
    page.get_by_role("button", name=FREE).nth(1).dblclick()
    page.locator(".is-own").wait_for()
    look(page, "slots")
    other.get_by_role("button", name=FREE).nth(1).click()
    other.locator(".fault").wait_for()
    assert other.get_by_role("button", name=FREE).count() == 5, "the second is told and shown what is free"
    look(other, "second")
    page.get_by_role("button", name=re.compile("이 시간 돌려주기|Give this time back")).click()
    page.locator(".lead").wait_for()
    assert page.get_by_role("button", name=FREE).count() == 6
    assert codes[0] not in page.content()


@LANGUAGES
def test_the_tablet_shows_the_own_result_and_forgets(new_page, site, sign_in, language):
    """Given the consultant's tablet, when a worker opens the own result and presses End, then going back shows nothing."""
    visit = visit_today()
    one, codes = open_round(place=visit.workplace)
    from jikim.areas.surveys.actions.results import keep_secret

    keep_secret(finish(one, codes[0], LEVELS["act"]), "482915", "482915")
    page = enters(new_page((820, 1180), language), sign_in, visit.consultant.person)
    page.goto(f"/talks/{visit.pk}/")
    page.get_by_role("link", name=re.compile("상담용 태블릿 준비|Prepare the tablet")).click()
    look(page, "tablet-start")
    page.get_by_role("button", name=re.compile("상담용 태블릿 시작|start the tablet")).click()
    page.wait_for_url("**/q/kiosk/")
    look(page, "tablet")
    page.locator("a.next-person").click()
    page.locator("#code").fill(codes[0])
    page.locator("#secret").fill("482915")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/q/result/")
    look(page, "result")
    page.locator("a.end").click()
    page.wait_for_url("**/q/kiosk/")
    for _ in range(3):
        page.go_back()
        assert "/q/result/" not in page.url.replace("/q/result/open/", "")
        assert not page.locator(".level, .area").count()
    page.goto("/q/result/")
    assert "/q/result/open/" in page.url
    kept = {cookie["name"] for cookie in page.context.cookies()}
    assert not kept & {"sessionid", "jikim_answer", "jikim_slot"}
    stored = page.evaluate("[sessionStorage, localStorage].flatMap((one) => Object.entries(one))")
    assert not [name for name, _ in stored if not name.startswith(("jikim.emergency", "htmx-"))], "the alarm button's own, and nothing else"
    assert visit.workplace.name not in str(stored)
    for address in ("/visit-records/", f"/talks/{visit.pk}/"):
        page.goto(address)
        assert visit.workplace.name not in page.content()


def test_an_open_window_of_visits_locks_when_the_tablet_is_handed_over(new_page, site, sign_in):
    """The consultant's start page tells every window of the visits' app on this device."""
    visit = visit_today()
    page = enters(new_page(DESKTOP, "en"), sign_in, visit.consultant.person)
    window = page.context.new_page()
    window.goto("/")
    window.evaluate("window.told = []; new BroadcastChannel('jikim-hand-over').addEventListener('message', (e) => window.told.push(e.data))")
    page.goto("/kiosk/talk/")
    page.get_by_role("button", name="start the tablet").click()
    page.wait_for_url("**/q/kiosk/")
    window.wait_for_function("window.told.length === 1")


def test_a_tablet_left_alone_is_wiped(new_page, site, sign_in):
    visit = visit_today()
    page = enters(new_page(DESKTOP, "ko"), sign_in, visit.consultant.person)
    page.clock.install()
    page.goto("/kiosk/talk/")
    page.get_by_role("button", name="상담용 태블릿 시작").click()
    page.locator("a.next-person").click()
    page.wait_for_url("**/q/result/open/")
    page.clock.run_for(150_000)
    assert page.locator("[data-idle]").is_hidden(), "two and a half minutes of talking are no silence"
    page.clock.run_for(80_000)
    assert page.locator("[data-idle]").is_visible()
    page.clock.run_for(20_000)
    page.wait_for_url("**/q/kiosk/")


@pytest.mark.parametrize("size, language", [(PHONE, "ko"), (DESKTOP, "en")], ids=["phone-ko", "desktop-en"])
def test_the_consultant_arranges_and_counts_and_the_manager_prints(new_page, sign_in, size, language):
    visit = visit_today()
    page = enters(new_page(size, language), sign_in, visit.consultant.person)
    page.goto("/talks/")
    look(page, "list")
    page.get_by_role("link", name=visit.workplace.number).first.click()
    page.get_by_role("link", name=re.compile("방식 바꾸기|Change how it goes")).click()
    look(page, "arrange")
    page.locator("[name=begins]").fill("13:00")
    page.locator("[name=slots]").fill("12")
    page.locator("[name=groups]").fill("3")
    page.get_by_role("button", name=re.compile("저장|Save")).click()
    page.wait_for_url(re.compile(r"/talks/\d+/$"))
    look(page, "rota")
    page.get_by_role("link", name=re.compile("상담 건수 적기|Write down the talks")).click()
    page.locator("[name=talks]").fill("7")
    page.locator("[name=result]").fill("8")
    page.get_by_role("button", name=re.compile("저장|Save")).click()
    look(page, "notes")
    page.locator("[name=result]").fill("6")
    page.get_by_role("button", name=re.compile("저장|Save")).dblclick()
    page.wait_for_url(re.compile(r"/talks/\d+/$"))
    assert TalkDay.objects.get().tally_version == 1

    boss = enters(new_page(size, language), sign_in, person(Role.MANAGER, [str(visit.workplace_id)]))
    boss.goto(f"/talks/{visit.pk}/")
    look(boss, "manager")
    with boss.expect_download() as got:
        boss.locator(f"a[href$='{language}.pdf']").click()
    assert got.value.path().read_bytes().startswith(b"%PDF")
    assert not boss.get_by_text(re.compile("상담용 태블릿|Tablet in the room")).count()


def test_the_consultant_sees_taken_times_on_a_phone(new_page, sign_in):
    from jikim.areas.surveys import public as surveys

    visit, _, codes = free_today()
    surveys.take_slot(surveys.open_slots(codes[0]), 2)
    page = enters(new_page(PHONE, "ko"), sign_in, visit.consultant.person)
    page.goto(f"/talks/{visit.pk}/")
    assert page.locator(".talk-turns li").count() == 6
    look(page, "own")
