"""Manuals as their people live them: two editors, a manager, the office, whoever visits, and anybody on the public pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jikim.areas.manuals.actions.editions import number_own
from jikim.areas.manuals.actions.handing_out import hand_out
from jikim.areas.manuals.actions.poster import set_contact
from jikim.areas.manuals.models import ManualHandout, PosterContact
from jikim.areas.people.models import Person
from jikim.rules.access import Actor, Role
from jikim.rules.manuals import Kind
from jikim.shared.library.models import ContentChange
from tests.areas.manuals.made import OFFICE, a_workplace
from tests.areas.manuals.test_ledger_sheet import GOOD, a_file
from tests.areas.people.making import person
from tests.areas.visits.made import DAY, appointment
from tests.journeys.checks import assert_accessible, enters, looking
from tests.journeys.conftest import DESKTOP, PHONE

look = looking("manuals", guide="manuals")
LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])
ENTRY = "/content/entry/measures-discretion/stop-and-hand-over/"
NEW = {"ko": "손님이 도를 넘으면 바로 멈추고 넘깁니다", "en": "Stop at once and hand over when a customer goes too far"}


@pytest.fixture(autouse=True)
def on_the_day(site, settings):
    settings.JIKIM_TODAY = DAY


def fetched(page, link) -> bytes:
    with page.expect_download() as coming:
        link.click()
    return Path(coming.value.path()).read_bytes()


@LANGUAGES
def test_one_editor_changes_an_entry_and_another_approves_it(new_page, sign_in, language):
    place = a_workplace("W0001")
    hand_out(numbered=number_own(workplace_id=place, kind=Kind.PRACTICE, by=OFFICE), language="ko", way="download", by=OFFICE)
    first, second = (person(Role.EDITOR, name=name, demo=True) for name in ("편집 이", "편집 박"))
    page = enters(new_page(DESKTOP, language), sign_in, first)
    page.goto("/content/")
    look(page, "content")
    page.goto(ENTRY)
    look(page, "entry")
    page.get_by_role("link", name=re.compile("^고치기|^Change this entry")).click()
    page.locator("#f0-ko").fill(NEW["ko"])
    page.locator("#f0-en").fill(NEW["en"])
    page.locator("#note").fill("현장 의견")
    page.get_by_role("button", name=re.compile("먼저 미리 보기|Look at it first")).click()
    page.locator("#look").wait_for()
    assert NEW[language] in page.locator("#look").inner_text()
    look(page, "edit")
    page.get_by_role("button", name=re.compile("초안 저장|Save the draft")).dblclick()
    page.wait_for_url(re.compile(f"{ENTRY}$"))
    page.get_by_role("button", name=re.compile("승인 요청|Put forward")).dblclick()
    page.locator("form[action$='/approve/'], button[disabled], [aria-disabled=true]").first.wait_for()
    assert ContentChange.objects.get().status == "proposed"
    other = enters(new_page(DESKTOP, language), sign_in, second)
    other.goto("/content/?open=proposed")
    other.locator(f"tbody a[href='{ENTRY}']").click()
    look(other, "approve")
    other.get_by_role("button", name=re.compile("^승인$|^Approve$")).dblclick()
    other.get_by_text(re.compile("승인하였습니다|승인했습니다|Approved. It holds")).first.wait_for()
    assert ContentChange.objects.get().status == "approved"
    assert "W0001" in other.locator("main").inner_text(), "the workplace that still has the old one is named"
    look(other, "approved")
    anybody = new_page(PHONE, language)
    anybody.goto(f"/{'en/' if language == 'en' else ''}public/manuals/practice/call-centre/10-29/all/")
    assert NEW[language] in anybody.locator("main").inner_text()


@LANGUAGES
def test_a_manager_takes_the_own_manual_and_the_poster(new_page, sign_in, language):
    place = a_workplace("W0001")
    page = enters(new_page(PHONE, language), sign_in, person(Role.MANAGER, [str(place)], demo=True))
    page.goto("/my-manuals/")
    look(page, "own")
    assert fetched(page, page.locator(f"a[href$='/practice/manual-{language}.pdf']")).startswith(b"%PDF-")
    assert fetched(page, page.locator("a[href$='/self-protection/booklet-ko.pdf']")).startswith(b"%PDF-")
    assert ManualHandout.objects.filter(workplace_id=place, way="download").count() == 2
    page.reload()
    look(page, "own-held")
    page.goto(f"/my-workplace/contact/{place}/")
    page.locator("#id_officer").fill("김서연")
    page.locator("#id_phone").fill("02-555-1000")
    page.locator("#id_channel").fill("2층 상담실, 평일 10시–17시")
    look(page, "contact")
    page.get_by_role("button", name=re.compile("^저장|^Save")).first.dblclick()
    page.locator("img[src$='qr.svg']").wait_for()
    look(page, "contact-kept")
    assert fetched(page, page.locator(f"a[href$='poster-{language}.pdf']")).startswith(b"%PDF-")


@pytest.mark.parametrize(("size", "language", "lead"), [(PHONE, "ko", ""), (DESKTOP, "en", "/en")], ids=["phone-ko", "desktop-en"])
def test_a_poster_leads_the_own_people_to_whom_they_turn(new_page, size, language, lead):
    token = set_contact(
        workplace_id=a_workplace("W0001"), officer="김서연", officer_role="고충처리위원", phone="02-555-1000", channel="2층 상담실", by=Actor.console()
    )
    page, sent = new_page(size, language), []
    page.on("request", lambda request: sent.append((request.method, request.url)))
    page.goto(f"{lead}/now/w/{token}/")
    assert "김서연" in page.locator("main").inner_text()
    look(page, "poster-page")
    page.locator(f"a[href='{lead}/now/w/{token}/hotel/']").click()
    page.wait_for_url(re.compile("/hotel/$"))
    assert page.locator("a[href='tel:025551000']").is_visible()
    look(page, "poster-job")
    assert {method for method, _ in sent} == {"GET"}
    PosterContact.objects.update(token="anothertoken")
    page.goto(f"{lead}/now/w/{token}/")
    assert "김서연" not in page.locator("main").inner_text()
    look(page, "poster-gone")


def test_the_front_page_is_two_taps_from_the_next_ten_minutes(new_page):
    page = new_page(PHONE)
    page.goto("/")
    page.locator("a[href='/now/']").first.click()
    page.wait_for_url(re.compile("/now/$"))
    page.locator("a[href='/now/hotel/']").click()
    page.wait_for_url(re.compile("/now/hotel/$"))
    assert page.locator("ol.steps li").first.is_visible()


@LANGUAGES
def test_the_office_hands_out_and_keeps_the_ledger(new_page, sign_in, language):
    place = appointment(1).workplace_id
    hand_out(numbered=number_own(workplace_id=place, kind=Kind.PRACTICE, by=OFFICE), language="ko", way="visit", by=OFFICE)
    page = enters(new_page(DESKTOP, language), sign_in, person(Role.OFFICE, demo=True))
    page.goto("/manual-ledger/new/")
    page.locator("#id_occupation").select_option("hotel")
    page.locator("#id_size").select_option("10-29")
    page.locator("#id_receiver").fill("한빛산업보건")
    page.locator("#id_copies").fill("200")
    look(page, "handout")
    page.get_by_role("button", name=re.compile("^저장|^Save")).dblclick()
    page.wait_for_url(re.compile("/manual-ledger/$"))
    assert ManualHandout.objects.count() == 2
    look(page, "ledger")
    page.goto("/manual-ledger/import/")
    look(page, "ledger-import")
    bad = {**GOOD, "on": DAY.isoformat(), "copies": "많이"}
    page.locator("input[type=file]").set_input_files({
        "name": "ledger.xlsx", "mimeType": "application/octet-stream", "buffer": a_file({**GOOD, "on": DAY.isoformat()}, bad),
    })  # fmt: skip
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/import/\d+/$"))
    look(page, "ledger-preview")
    page.locator("main form button[type=submit]").first.dblclick()
    page.locator(".notice, .krds-notice, [role=status], [role=alert]").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert ManualHandout.objects.count() == 3
    page.goto("/workplace-manuals/")
    look(page, "holders")


def test_whoever_visits_prints_for_the_workplace(new_page, sign_in):
    visit = appointment(1)
    page = enters(new_page(PHONE, "ko"), sign_in, Person.objects.get(pk=visit.consultant.person_id))
    page.goto("/workplace-manuals/")
    page.locator(f"a[href='/workplace-manuals/{visit.workplace_id}/']").first.click()
    assert "담당자가 적혀 있지 않습니다" in page.locator("main").inner_text()
    look(page, "visited")
    assert fetched(page, page.locator("a[href$='/practice/manual-ko.pdf']")).startswith(b"%PDF-")


@pytest.mark.parametrize(("language", "lead", "asked"), [("ko", "", "호텔"), ("en", "/en", "hotel")])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_anybody_finds_and_reads_a_manual(new_page, size, language, lead, asked):
    page = new_page(size, language)
    page.goto(f"{lead}/public/")
    look(page, "public")
    page.locator("#q").fill(asked)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q="))
    look(page, "search")
    page.locator(f"a[href='{lead}/public/manuals/practice/hotel/10-29/']").click()
    look(page, "manual")
    page.locator(".manual-contents a").first.click()
    look(page, "chapter")
    page.goto(f"{lead}/public/manuals/")
    look(page, "manuals")
    page.goto(f"{lead}/public/manuals/self-protection/hotel/all/all/")
    look(page, "whole")
    page.goto(f"{lead}/public/kits/employer-kit/")
    assert_accessible(page)
    assert [one["name"] for one in page.context.cookies()] == ["jikim_language"], "the visitor's own choice, set by this test"
