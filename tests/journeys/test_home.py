"""Somebody signs in to their home page, on a phone and on a desktop, and finds the way with the keyboard."""

from __future__ import annotations

import pytest

from tests.journeys.checks import assert_accessible, assert_reflows, first_load_bytes, picture
from tests.journeys.conftest import DESKTOP, PHONE


@pytest.fixture
def office(site):
    from jikim.areas.people.models import Person, Seat
    from jikim.rules.access import Role

    person = Person.objects.create_person("office@demo.jikim.test", "김하늘", "correct horse battery", is_demo=True)
    Seat.objects.create(person=person, role=Role.OFFICE)
    return person


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_office_finds_its_home_page(new_page, sign_in, office, size, language):
    page = new_page(size, language)
    sign_in(page, office)
    page.goto("/home/")
    assert "김하늘" in page.locator("h1").inner_text()
    picture(page, f"home-{'phone' if size == PHONE else 'desktop'}-{language}")
    assert_accessible(page, keyboard=size == DESKTOP)
    assert_reflows(page)


def test_the_menu_opens_on_a_phone_and_shows_where_one_is(phone, sign_in, office):
    sign_in(phone, office)
    phone.goto("/home/")
    home = phone.get_by_role("navigation", name="주 메뉴").get_by_role("link", name="홈")
    assert not home.is_visible()
    phone.get_by_text("메뉴", exact=True).click()
    assert home.is_visible()
    assert home.get_attribute("aria-current") == "page"
    assert_accessible(phone)


def test_the_first_tab_skips_to_the_content(desktop, sign_in, office):
    sign_in(desktop, office)
    desktop.goto("/home/")
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("document.activeElement.textContent") == "본문 바로가기"
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["/", "/home/", "/ui/", "/people/", "/applications/"])
def test_a_first_load_is_light(phone, sign_in, office, path):
    sign_in(phone, office)
    weight = first_load_bytes(phone, path)
    print(f"{path} {weight:,} bytes")
    assert 20_000 < weight <= 150_000, f"{path}: {weight:,} bytes"
