"""Campaigns as their people meet them: somebody with a phone at a poster, a manager with a printer, the office at its desk."""

from __future__ import annotations

import re

import pytest

from jikim.areas.campaigns.actions.kits import hand_out_at_visit
from jikim.areas.campaigns.actions.voices import count_many, count_visit
from jikim.areas.campaigns.actions.waves import plan_wave
from jikim.areas.campaigns.models import AwarenessCount, Channel, ChannelDay, KitOrder, PieceNotice, PledgeDay
from jikim.areas.enrolment.models import Workplace
from jikim.rules.access import Role
from tests.areas.campaigns.made import DAY, OFFICE, RIGHT, WRONG, running
from tests.areas.campaigns.test_waves import LETTER
from tests.areas.consulting.made import begun
from tests.areas.manuals.made import changed
from tests.areas.people.making import person
from tests.areas.surveys.making import workplace
from tests.journeys.checks import looking
from tests.journeys.conftest import DESKTOP, PHONE

look = looking("campaigns", guide="campaigns")
LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])


@pytest.fixture(autouse=True)
def on_the_day(site, settings):
    settings.JIKIM_TODAY = DAY


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ko"), (DESKTOP, "en")], ids=["phone-ko", "desktop-en"])
def test_somebody_at_a_poster_joins_in_and_answers(new_page, site, size, language):
    running()
    page = new_page(size, language)
    page.goto("/c/summer/poster/")
    page.wait_for_url("**/public/campaigns/summer/")
    if language == "en":
        page.get_by_role("link", name="English", exact=True).first.click()
        page.wait_for_url("**/en/public/campaigns/summer/")
    assert ChannelDay.objects.get().visits == 1
    look(page, "open")
    page.get_by_role("button", name=re.compile("함께하겠습니다|I join in")).dblclick()
    page.wait_for_url("**/joined/")
    look(page, "joined")
    assert PledgeDay.objects.get().count == 1
    page.get_by_role("link", name=re.compile("질문에 답하기|Answer the five")).click()
    page.get_by_role("button", name=re.compile("^보내기$|^Send$")).click()
    assert page.locator("[role=alert]").is_visible()
    page.locator("input[name=group]").first.check()
    for item, value in RIGHT.items():
        page.locator(f"input[name={item}][value='{value}']").check()
    look(page, "questions")
    page.get_by_role("button", name=re.compile("^보내기$|^Send$")).click()
    page.get_by_role("heading", name=re.compile("고맙습니다|Thank you")).wait_for()
    look(page, "thanks")
    assert sum(AwarenessCount.objects.values_list("count", flat=True)) == 6
    assert {one["name"] for one in page.context.cookies()} <= {"jikim_language"}


@LANGUAGES
def test_a_manager_takes_and_orders_pieces_on_a_phone(new_page, sign_in, site, language):
    place = workplace("W0001", status="enrolled")
    page = new_page(PHONE, language)
    sign_in(page, person(Role.MANAGER, [str(place.pk)], second_step=False, demo=True))
    page.goto("/my-kits/")
    look(page, "kits")
    with page.expect_download() as taken:
        page.locator("a[href$='poster-line-A4-ko.pdf']").click()
    assert taken.value.suggested_filename == "poster-line-a4-ko.pdf"
    page.goto(f"/workplace-kits/{place.pk}/order/")
    look(page, "order-new")
    page.locator("#id_address").fill("서울 마포구 1")
    page.locator("#id_contact").fill("김담당")
    page.locator("#id_phone").fill("02-1")
    page.locator("[id='id_n-poster-line-A3']").fill("3")
    page.get_by_role("button", name=re.compile("^주문하기$|^Order$")).dblclick()
    page.wait_for_url(re.compile("/kit-orders/"))
    look(page, "order")
    assert KitOrder.objects.count() == 1


@LANGUAGES
def test_an_agency_orders_for_itself_on_a_phone(new_page, sign_in, site, language):
    agency = begun()[0].appointment.consultant.agency
    page = new_page(PHONE, language)
    sign_in(page, person(Role.AGENCY, [agency.key], second_step=False, demo=True, organisation=agency.organisation))
    page.goto("/agency-kits/")
    look(page, "agency")
    page.get_by_role("link", name=re.compile("인쇄물 주문하기|Order printed")).click()
    look(page, "agency-order")
    page.locator("#id_address").fill("서울 마포구 1")
    page.locator("#id_contact").fill("정수행")
    page.locator("#id_phone").fill("02-1")
    page.locator("[id='id_n-pocket-card-words-card']").fill("200")
    page.get_by_role("button", name=re.compile("^주문하기$|^Order$")).dblclick()
    page.wait_for_url(re.compile("/kit-orders/"))
    assert KitOrder.objects.get().organisation == agency.organisation


@LANGUAGES
def test_the_office_tells_who_holds_an_old_piece(new_page, sign_in, site, language):
    place = workplace("W0001", status="enrolled")
    Workplace.objects.filter(pk=place.pk).update(contact_email="w1@example.org")
    hand_out_at_visit(workplace_id=place.pk, pieces={"poster-line": 2}, by=OFFICE)
    changed("employer-kit", "poster-line")
    page = new_page(DESKTOP, language)
    sign_in(page, person(Role.OFFICE, demo=True, second_step=False))
    page.goto("/kit-ledger/")
    page.get_by_role("link", name=re.compile("메일로 알리기|Tell them by mail")).click()
    look(page, "tell")
    page.get_by_role("button", name=re.compile("^메일 보내기$|^Send the letters$")).dblclick()
    page.get_by_role("button", name=re.compile("^멈추기|^Stop")).wait_for()
    assert PieceNotice.objects.get().state == "waiting"


@LANGUAGES
def test_the_office_at_its_desk(new_page, sign_in, site, language):
    one = running()
    count_visit(Channel.objects.get(), many=12)
    count_many(scope=one.slug, group="consumers", phase="before", sheets=[WRONG] * 30 + [RIGHT] * 12)
    count_many(scope=one.slug, group="consumers", phase="during", sheets=[WRONG] * 8 + [RIGHT] * 22)
    wave = plan_wave(campaign_id=one.pk, values=LETTER, channel_id=Channel.objects.get().pk, by=OFFICE)
    page = new_page(DESKTOP, language)
    sign_in(page, person(Role.OFFICE, demo=True, second_step=False))
    for name, address in (
        ("list", "/campaigns/"), ("campaign", f"/campaigns/{one.pk}/"), ("awareness", f"/campaigns/{one.pk}/awareness/"), ("form", "/campaigns/new/"),
        ("wave", f"/campaigns/waves/{wave.pk}/"), ("wave-form", f"/campaigns/waves/{wave.pk}/edit/"), ("ledger", "/kit-ledger/"), ("orders", "/kit-orders/"),
        ("import", "/kit-ledger/import/"), ("programme", "/campaigns/programme/"),
    ):  # fmt: skip
        page.goto(address)
        look(page, name)
