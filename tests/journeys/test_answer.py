"""A worker scans the card after a shift and answers on a telephone; a shared tablet goes from hand to hand."""

from __future__ import annotations

import re

import pytest

from jikim.areas.surveys.models import Round
from jikim.rules.cards import new_code, print_code
from tests.areas.surveys.answering import open_round
from tests.journeys.checks import assert_accessible, assert_reflows, first_load_bytes, picture
from tests.journeys.conftest import DESKTOP, PHONE


@pytest.fixture
def cards(site) -> list[str]:
    return open_round(cards=6)[1]


def tick(page, place: int = 1) -> None:
    """Every question of this page with the choice at that place."""
    for group in page.locator("fieldset").all():
        choices = group.get_by_role("radio")
        choices.nth(min(place, choices.count() - 1)).check(force=True)


def ticked_first(page, code):
    """From the scanned card to the first page of questions, which is ticked."""
    page.goto(f"/q/#{code}")
    page.get_by_role("button", name="시작하기").click()
    page.get_by_role("button", name="건강 질문은 빼고 답하겠습니다").click()
    page.wait_for_url("**/q/1/")
    tick(page)


def go_on(page, place: int = 1) -> None:
    tick(page, place)
    sends(page)


def sends(page) -> None:
    """The script sends the page and goes on when the answer is there."""
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("저장하고 다음으로|Save and go on")).click()


def to_the_end(page, place: int = 1) -> None:
    while page.locator("#answers").count():
        go_on(page, place)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_worker_scans_answers_and_hands_in(new_page, site, cards, size, language):
    page = new_page(size, language)
    name = f"{'phone' if size == PHONE else 'desktop'}-{language}"
    page.goto(f"/q/#{print_code(cards[0])}")
    assert page.url == site("/q/"), "the code is taken out of the address at once"
    assert page.locator("#code").input_value() == print_code(cards[0])
    assert page.evaluate("document.activeElement.type") == "submit"
    assert_accessible(page, keyboard=size == DESKTOP)
    assert_reflows(page)
    picture(page, f"worker-code-{name}")
    page.locator("main button[type=submit]").first.press("Enter")

    page.wait_for_url("**/q/start/")
    assert_accessible(page)
    assert_reflows(page)
    picture(page, f"worker-consent-{name}")
    yes, no = (page.locator(f"button[name=health][value={value}]").bounding_box() for value in ("yes", "no"))
    assert (yes["width"], yes["height"]) == (no["width"], no["height"])
    page.locator("button[name=health][value=yes]").click()

    page.wait_for_url("**/q/1/")
    assert page.title() in {"설문", "Survey"}
    rows = [choice.bounding_box()["height"] for choice in page.locator(".choice").all()]
    assert min(rows) >= 48
    sends(page)
    assert page.evaluate("document.activeElement.hasAttribute('data-focus')"), "what is open is said once"
    assert_accessible(page)
    page.evaluate("scrollTo(0, 0)")
    picture(page, f"worker-open-{name}")
    go_on(page)
    page.wait_for_url("**/q/2/")
    tick(page)
    page.evaluate("scrollTo(0, 0)")
    picture(page, f"worker-page-{name}")
    assert_accessible(page)
    assert_reflows(page)
    while page.locator("#answers").count():
        if page.url.endswith(("/q/5/", "/q/6/", "/q/10/")):
            assert_accessible(page)
            picture(page, f"worker-page{page.url.split('/')[-2]}-{name}")
        go_on(page, 2)
    page.wait_for_url("**/q/11/")
    assert_accessible(page)
    picture(page, f"worker-end-{name}")
    page.get_by_role("button", name=re.compile("제출하고 결과 보기|Hand in")).click()
    page.wait_for_url("**/q/done/")
    assert cards[0] not in page.content()
    page.go_back()
    assert "/q/done/" in page.url, "going back shows no answer any more"


def test_without_scripts_everything_works(new_page, cards):
    page = new_page(PHONE, scripts=False)
    page.goto("/q/")
    page.get_by_label("카드에 적힌 코드").fill(cards[0][:5])
    page.get_by_role("button", name="시작하기").click()
    assert "5자를 입력하셨습니다" in page.locator(".fault").inner_text()
    page.get_by_label("카드에 적힌 코드").fill(print_code(cards[0]).lower())
    page.get_by_role("button", name="시작하기").click()
    page.get_by_role("button", name="건강 질문은 빼고 답하겠습니다").click()
    go_on(page)
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Largest text").click()
    assert page.locator("html").get_attribute("data-size") == "3"
    picture(page, "worker-largest-phone-en")
    page.get_by_role("button", name="한국어").click()
    to_the_end(page)
    page.get_by_role("button", name="제출하고 결과 보기").click()
    page.wait_for_url("**/q/done/")


def test_stopping_and_coming_back_on_another_telephone(new_page, cards):
    first = new_page(PHONE)
    first.goto(f"/q/#{cards[0]}")
    first.get_by_role("button", name="시작하기").click()
    first.get_by_role("button", name="건강 질문에도 답하겠습니다").click()
    go_on(first, 3)
    go_on(first, 3)
    first.wait_for_url("**/q/3/")
    first.go_back()
    assert first.locator("input:checked").count() == 6, "one's own visit may look back"

    second = new_page(PHONE)
    second.goto(f"/q/#{cards[0]}")
    second.get_by_role("button", name="시작하기").click()
    second.wait_for_url("**/q/3/")
    assert "다시 오셨습니다" in second.locator("main").inner_text()
    picture(second, "worker-resumed-phone-ko")
    second.goto("/q/1/")
    assert second.url.endswith("/q/3/"), "nobody who merely knows the code reads an earlier page"


def test_two_taps_are_one(new_page, cards):
    page = new_page(PHONE)
    page.goto(f"/q/#{cards[0]}")
    page.get_by_role("button", name="시작하기").dblclick()
    page.wait_for_url("**/q/start/")
    page.get_by_role("button", name="건강 질문은 빼고 답하겠습니다").dblclick()
    page.wait_for_url("**/q/1/")
    tick(page)
    page.get_by_role("button", name="저장하고 다음으로").dblclick()
    page.wait_for_url("**/q/2/")
    to_the_end(page)
    page.get_by_role("button", name="제출하고 결과 보기").dblclick()
    page.wait_for_url("**/q/done/")


def test_a_loading_that_was_stopped_leaves_no_dead_button(new_page, cards):
    """A bad line: the worker taps, nothing comes, the worker stops the loading and taps again."""
    page = new_page(PHONE)
    page.clock.install()
    ticked_first(page, cards[0])
    on = page.get_by_role("button", name="저장하고 다음으로")
    sent: list[str] = []

    def nothing_comes(route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)  # the browser stays where it is, as after stopping

    page.route("**/q/1/", nothing_comes)
    with page.expect_response("**/q/1/"):
        on.click()
    on.click()
    page.unroute("**/q/1/")
    assert sent == ["POST"], "the second tap sends nothing"
    page.clock.fast_forward(10_000)
    on.click()
    page.wait_for_url("**/q/2/")


def test_leaving_stops_what_is_still_being_sent(new_page, cards):
    """Or an answer that comes late would put its cookie back after everything was wiped."""
    page = new_page(PHONE)
    ticked_first(page, cards[0])
    held = []
    page.route("**/q/1/", lambda route: None)
    page.route("**/q/leave/", lambda route: held.append(route))
    with page.expect_request("**/q/1/"):
        page.get_by_role("button", name="저장하고 다음으로").click()
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/q/1/"), timeout=15_000):
        page.evaluate("document.querySelector('a[data-leave]').click()")
    assert "/q/1/" in page.url, "while the way out is still loading"
    page.unroute("**/q/leave/")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_line_cut_in_mid_send_leaves_what_was_ticked_on_the_screen(new_page, cards, language):
    """The telephone believes it is connected, the answer never comes: the page stays, says so, and the next tap saves it."""
    page = new_page(PHONE, language)
    page.goto(f"/q/#{cards[0]}")
    page.locator("main button[type=submit]").first.click()
    page.locator("button[name=health][value=no]").click()
    page.wait_for_url("**/q/1/")
    tick(page, 2)
    page.route("**/q/1/", lambda route: route.abort("connectionreset"))
    page.get_by_role("button", name=re.compile("저장하고 다음으로|Save and go on")).click()
    notice = page.locator("[data-offline]")
    notice.wait_for(state="visible")
    assert page.url.endswith("/q/1/")
    assert page.locator("input:checked").count() == 6
    assert_accessible(page)
    picture(page, f"worker-cut-phone-{language}", whole=False)
    page.unroute("**/q/1/")
    page.get_by_role("button", name=re.compile("저장하고 다음으로|Save and go on")).click()
    page.wait_for_url("**/q/2/")
    page.get_by_role("button", name=re.compile("이전으로|Back")).click()
    page.wait_for_url("**/q/1/")
    assert page.locator("input:checked").count() == 6


def test_a_page_that_lay_open_for_hours_is_saved_and_asks_for_the_code_again(new_page, cards, monkeypatch):
    from jikim.areas.surveys.actions import ticket

    page = new_page(PHONE)
    ticked_first(page, cards[0])
    now = ticket._now()
    monkeypatch.setattr(ticket, "_now", lambda: now + 130)
    page.get_by_role("button", name="저장하고 다음으로").click()
    page.get_by_text("방금 보내신 내용은 저장했습니다").wait_for()
    assert_accessible(page)
    assert_reflows(page)
    picture(page, "worker-late-phone-ko", whole=False)
    page.get_by_label("카드에 적힌 코드").fill(cards[0])
    page.get_by_role("button", name="시작하기").click()
    page.wait_for_url("**/q/2/")


def test_a_wrong_code_is_told_kindly_and_tells_nothing(new_page, cards):
    page = new_page(PHONE)
    page.goto(f"/q/#{new_code(lambda bits: 31415926)}")
    page.get_by_role("button", name="시작하기").click()
    assert "열 수 있는 설문이 없습니다" in page.locator(".fault").inner_text()
    assert page.evaluate("document.activeElement.id") == "code"
    assert_accessible(page)
    picture(page, "worker-wrong-phone-ko")


def test_leaving_at_once(new_page, site, cards, settings):
    settings.JIKIM_NEUTRAL_PAGE = site("/")
    page = new_page(PHONE)
    page.goto("/")
    page.goto(f"/q/#{cards[0]}")
    page.get_by_role("button", name="시작하기").click()
    page.get_by_role("button", name="건강 질문에도 답하겠습니다").click()
    page.wait_for_url("**/q/1/")
    page.get_by_role("link", name="바로 나가기").click()
    page.wait_for_url(site("/"))
    assert not [one for one in page.context.cookies() if one["name"] in {"jikim_answer", "jikim_entry"}]
    page.go_back()
    assert "/q/1/" not in page.url
    page.goto("/q/1/")
    assert page.url == site("/q/")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(site("/"))


def test_the_round_closes_while_somebody_answers(new_page, cards):
    page = new_page(PHONE)
    page.goto(f"/q/#{cards[0]}")
    page.get_by_role("button", name="시작하기").click()
    page.get_by_role("button", name="건강 질문은 빼고 답하겠습니다").click()
    Round.objects.update(status="closed")
    go_on(page)
    assert "마감되어" in page.locator("main").inner_text()
    assert_accessible(page)
    picture(page, "worker-closed-phone-ko")


def test_off_line_the_answers_stay_on_the_screen(new_page, cards):
    page = new_page(PHONE)
    ticked_first(page, cards[0])
    page.context.set_offline(True)
    page.get_by_role("button", name="저장하고 다음으로").click()
    assert page.get_by_text("지금 인터넷에 연결되어 있지 않습니다").is_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="저장하고 다음으로").click()
    page.wait_for_url("**/q/2/")


def test_a_shared_tablet(new_page, site, cards, sign_in):
    from jikim.areas.people.models import Person, Seat
    from jikim.rules.access import Role

    consultant = Person.objects.create_person("visit@demo.jikim.test", "이컨설", "correct horse battery", is_demo=True)
    Seat.objects.create(person=consultant, role=Role.REGION, reach_keys=["seoul"])
    tablet = new_page((820, 1180))
    sign_in(tablet, consultant)
    tablet.goto("/kiosk/")
    assert_accessible(tablet)
    picture(tablet, "worker-kiosk-start-ko")
    tablet.get_by_role("button", name="로그아웃하고 공용 화면 시작").click()
    tablet.wait_for_url("**/q/kiosk/")
    assert_accessible(tablet)
    picture(tablet, "worker-kiosk-ko")

    tablet.get_by_role("link", name="다음 사람 시작하기").click()
    tablet.get_by_label("카드에 적힌 코드").fill(cards[0])
    tablet.get_by_role("button", name="시작하기").click()
    tablet.get_by_role("button", name="건강 질문은 빼고 답하겠습니다").click()
    tick(tablet, 3)
    tablet.get_by_role("link", name="지우고 나가기").click()
    tablet.wait_for_url("**/q/kiosk/")
    tablet.go_back()
    assert tablet.locator("input:checked").count() == 0
    tablet.goto("/q/1/")
    assert tablet.url == site("/q/")

    tablet.goto("/q/")
    tablet.get_by_label("카드에 적힌 코드").fill(cards[2])
    tablet.get_by_role("button", name="시작하기").click()
    tablet.get_by_role("button", name="건강 질문은 빼고 답하겠습니다").click()
    to_the_end(tablet, 3)
    tablet.get_by_role("button", name="제출하고 결과 보기").click()
    tablet.wait_for_url("**/q/done/")
    picture(tablet, "worker-kiosk-done-ko")
    tablet.goto("/q/result/")
    assert tablet.url == site("/q/result/")
    tablet.get_by_role("link", name="지우고 나가기").first.click()
    tablet.wait_for_url("**/q/kiosk/")
    tablet.goto("/q/result/")
    assert tablet.url == site("/q/result/open/"), "the result was shown once"

    tablet.clock.install()
    tablet.goto("/q/")
    tablet.get_by_label("카드에 적힌 코드").fill(cards[1])
    tablet.clock.run_for(75_000)
    assert tablet.get_by_role("alertdialog").is_visible()
    tablet.get_by_role("button", name="계속하겠습니다").click()
    assert not tablet.get_by_role("alertdialog").is_visible()
    tablet.clock.run_for(95_000)
    tablet.wait_for_url("**/q/kiosk/")
    tablet.goto("/home/")
    assert "/accounts/login/" in tablet.url, "the consultant's pages are shut"


def test_the_first_load_is_light(phone, cards):
    weight = first_load_bytes(phone, "/q/")
    print(f"/q/ {weight:,} bytes")
    assert 3_000 < weight <= 30_000
