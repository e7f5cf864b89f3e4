"""It has just happened: a worker with shaking hands, on a telephone, with and without scripts, in both languages."""

from __future__ import annotations

import pytest

from tests.journeys.checks import assert_accessible, assert_reflows, first_load_bytes, picture
from tests.journeys.conftest import DESKTOP, PHONE


def guide(page, size, name):
    """The worker's guide shows a phone."""
    if size == PHONE:
        page.evaluate("scrollTo(0, 0)")
        picture(page, f"guide-{name}", whole=False)


@pytest.mark.parametrize(("language", "lead"), [("ko", ""), ("en", "/en")])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_worker_finds_the_next_ten_minutes(new_page, site, size, language, lead):
    page = new_page(size, language)
    name = f"{'phone' if size == PHONE else 'desktop'}-{language}"
    page.goto(f"{lead}/now/")
    assert_accessible(page, keyboard=size == DESKTOP)
    assert_reflows(page)
    picture(page, f"now-{name}")
    guide(page, size, f"now-{language}")
    page.locator(f"a[href='{lead}/now/call-centre/']").click()
    page.wait_for_url("**/now/call-centre/")
    assert_accessible(page)
    assert_reflows(page)
    picture(page, f"now-job-{name}", whole=False)
    guide(page, size, f"now-job-{language}")
    page.locator("summary").first.click()
    assert page.locator("blockquote").first.is_visible()
    assert_accessible(page)
    picture(page, f"now-job-open-{name}")
    assert page.locator("a[href='tel:109']").count()
    assert [one["name"] for one in page.context.cookies()] == ["jikim_language"], "the visitor's own choice, set by this test"


def test_the_note_stays_on_the_phone_and_goes_when_told(new_page, site):
    page = new_page(PHONE)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto("/now/note/")
    page.wait_for_load_state("networkidle")
    sent.clear()
    page.get_by_label("언제").fill("2026-11-27T14:05")
    page.get_by_label("어디서").fill("3층 상담실")
    page.get_by_label("있었던 일").fill("욕설을 십 분 동안 들었습니다.")
    page.get_by_label("휴게시간의 연장").check()
    assert "3층 상담실" in page.locator(".paper").inner_text()
    assert page.evaluate("localStorage.length") == 0, "kept only where one chooses so"
    page.get_by_label("이 휴대전화의 이 브라우저에 보관하기").check()
    page.evaluate("scrollTo(0, 0)")
    assert_accessible(page)
    assert_reflows(page)
    picture(page, "now-note-phone-ko")
    guide(page, PHONE, "now-note-ko")
    page.reload()
    assert page.get_by_label("어디서").input_value() == "3층 상담실"
    page.evaluate("void (window.print = () => { window.printed = (window.printed || 0) + 1 })")
    page.get_by_role("button", name="인쇄").click()
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    assert page.locator(".paper").is_visible()
    assert not page.locator(".fields").is_visible()
    picture(page, "now-note-print-ko")
    page.emulate_media(media="screen")
    page.evaluate("Object.defineProperty(navigator, 'share', {value: (said) => { window.shared = said.text; return Promise.resolve() }})")
    page.get_by_role("button", name="공유").click()
    assert "욕설을 십 분 동안" in page.evaluate("window.shared")
    assert "치료와 상담" not in page.evaluate("window.shared")
    page.get_by_role("button", name="여기 있는 것을 모두 지우기").click()
    assert page.evaluate("localStorage.length") == 0
    assert page.get_by_label("어디서").input_value() == ""
    assert {url.removeprefix(site.url).partition("?")[0].split("/")[1] for url in sent} <= {"now", "static"}, "nothing but the page itself"


def test_the_note_is_a_blank_form_without_scripts(new_page):
    page = new_page(PHONE, "en", scripts=False)
    page.goto("/en/now/note/")
    assert page.locator(".paper").is_visible()
    assert not page.locator(".fields").is_visible()
    assert "휴게시간의 연장" in page.locator(".paper").inner_text()
    picture(page, "now-note-blank-phone-en")


def test_the_note_in_english_carries_korean_beside_it(new_page):
    page = new_page(PHONE, "en")
    page.goto("/en/now/note/")
    page.get_by_label("Where was it?").fill("Third floor")
    assert "휴게시간의 연장" in page.locator(".paper").inner_text()
    assert_accessible(page)
    guide(page, PHONE, "now-note-en")


def test_without_scripts_and_leaving_at_once(new_page, site, settings):
    settings.JIKIM_NEUTRAL_PAGE = site("/offline/")
    page = new_page(PHONE, scripts=False)
    page.goto("/now/")
    page.locator("a[href='/now/hotel/']").click()
    page.locator("summary").first.click()
    assert page.locator("blockquote").first.is_visible()
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/now/hotel/")
    page.get_by_role("link", name="Leave at once").click()
    page.wait_for_url(site("/offline/"))


def test_leaving_with_a_script_empties_the_page(new_page, site, settings):
    settings.JIKIM_NEUTRAL_PAGE = site("/offline/")
    page = new_page(PHONE)
    page.goto("/now/bank/")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(site("/offline/"))
    page.go_back()
    assert "/now/bank/" not in page.url


def test_a_first_load_is_small(new_page):
    assert first_load_bytes(new_page(PHONE), "/now/call-centre/") <= 60_000
