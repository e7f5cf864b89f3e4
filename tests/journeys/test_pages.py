"""The public pages, the gallery of components and the error pages: in both languages, on a phone and on a desktop."""

from __future__ import annotations

import pytest

from tests.journeys.checks import assert_accessible, assert_reflows, picture
from tests.journeys.conftest import DESKTOP, PHONE

PAGES = {"front": "/", "components": "/ui/", "missing": "/no-such-page/", "offline": "/offline/", "sign-in": "/accounts/login/"}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_visitor_reads_every_public_page(new_page, size, language):
    page = new_page(size, language)
    for name, path in PAGES.items():
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == (language if name != "offline" else "ko")
        picture(page, f"{name}-{'phone' if size == PHONE else 'desktop'}-{language}")
        assert_accessible(page, keyboard=size == DESKTOP)
        assert_reflows(page)


def test_a_visitor_changes_the_language_and_stays_on_the_page(desktop):
    desktop.goto("/ui/?status=eligible")
    desktop.get_by_role("button", name="English").click()
    assert desktop.url.endswith("/ui/?status=eligible")
    assert desktop.locator("h1").inner_text() == "Components"
    desktop.get_by_role("button", name="한국어").click()
    assert desktop.locator("h1").inner_text() == "화면 구성 요소"


def test_a_table_answers_in_place_and_its_address_can_be_shared(desktop):
    desktop.goto("/ui/")
    desktop.get_by_role("link", name="근로자 수", exact=True).click()
    desktop.wait_for_url("**/ui/?sort=workers")
    desktop.get_by_label("상태", exact=True).select_option("eligible")
    desktop.wait_for_url("**status=eligible**")
    badges = desktop.locator("td .krds-badge").all_inner_texts()
    assert badges
    assert set(badges) == {"적격"}
    desktop.reload()
    assert set(desktop.locator("td .krds-badge").all_inner_texts()) == {"적격"}


def test_a_table_works_without_scripts(new_page):
    page = new_page(PHONE, scripts=False)
    page.goto("/ui/")
    page.get_by_role("searchbox").fill("W0012")
    page.get_by_role("button", name="검색").click()
    assert page.locator("tbody tr").count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.endswith("-1.csv")


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(desktop):
    desktop.goto("/ui/")
    assert desktop.evaluate("document.activeElement.id") == "error-summary"
    desktop.locator("#error-summary a").first.press("Enter")
    assert desktop.evaluate("document.activeElement.name") == "faulty-name"
