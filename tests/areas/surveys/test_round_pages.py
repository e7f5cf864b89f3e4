"""The pages of rounds by code, as office, consultant and others meet them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from typing import Any
from uuid import uuid4

import pypdf
import pytest
from django.test import Client

from jikim.areas.people.models import Person, Seat
from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.models import CardSheet, Offer, Round
from jikim.rules.access import Role
from jikim.shared.clock import now, rehearsing
from jikim.shared.documents import fonts_present
from tests.areas.surveys.code_rounds import BEGINS, agreed, keys, open_round, plan
from tests.areas.surveys.making import OFFICE, workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
FORM = {
    "begins_on": "2017-06-01", "ends_on": "2017-06-30", "headcount": "48", "women": "30", "men": "18", "consultant_key": "",
    "unit": "상담 1팀 / Desk 1 24\n상담 2팀, 16\n사무 8명", "job": "", "age_0": "20", "age_1": "20", "age_2": "5", "age_3": "3",
    "packs": ["mood-8"], "reminder_ko": "답해 주십시오.", "reminder_en": "Please answer.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _ready(settings: Any, tmp_path: Any) -> None:
    settings.HOME = dataclasses.replace(settings.HOME, root=tmp_path)
    settings.JIKIM_DEMO = True
    settings.JIKIM_TODAY = BEGINS
    keys()


def seated(role: Role, *reach: object, language: str = "ko") -> tuple[Client, Person]:
    person = Person.objects.create(email=f"{role}{Person.objects.count()}@example.com", name="김하늘", is_demo=True)
    Seat.objects.create(person=person, role=role, reach_keys=[str(key) for key in reach] or [person.key][: role is Role.CONSULTANT], since=now())
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["jikim_language"] = language
    return client, person


def test_from_the_list_of_workplaces_to_an_open_round() -> None:
    office, _ = seated(Role.OFFICE)
    visitor, consultant = seated(Role.CONSULTANT)
    place = agreed("W0001", 48)
    assert f"/rounds/prepare/{place.pk}/" in office.get("/rounds/prepare/").content.decode()
    made = office.post(f"/rounds/prepare/{place.pk}/", FORM | {"consultant_key": consultant.key})
    one = Round.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"/rounds/{one.pk}/")
    assert [(part["ko"], part["en"], part["headcount"]) for part in one.asks["unit"]] == [
        ("상담 1팀", "Desk 1", 24), ("기타", "Other", 24),
    ]  # fmt: skip
    assert [(part["key"], part["headcount"]) for part in one.asks["age"]] == [("20s", 20), ("30s+40s+50+", 28)]
    assert [part["id"] for part in one.packs] == ["kels-24", "mood-8"]
    page = office.get(f"/rounds/{one.pk}/").content.decode()
    assert "코드 카드를 아직 인쇄하지 않았습니다" in page  # the reason stands on the button
    assert "‘사무’는 8명이어서" in page
    assert office.post(f"/rounds/{one.pk}/open/").status_code == 409
    assert visitor.get(f"/rounds/{one.pk}/").status_code == 200
    if fonts_present():
        sheet = visitor.post(f"/rounds/{one.pk}/cards/print/", {"number": "1"})
        assert sheet["Content-Type"] == "application/pdf"
        assert "no-store" in sheet["Cache-Control"]
        assert visitor.post(f"/rounds/{one.pk}/cards/print/", {"number": "1"}).status_code == 409
    else:
        surveys.print_cards(workplace_id=place.pk, by=OFFICE, compose=False)
    assert CardSheet.objects.count() == 1
    assert office.post(f"/rounds/{one.pk}/open/").status_code == 302
    assert visitor.post(f"/rounds/{one.pk}/close/").status_code == 403


def test_what_is_wrong_stands_beside_its_field() -> None:
    office, _ = seated(Role.OFFICE, language="en")
    place = agreed("W0001", 48)
    wrong = FORM | {"unit": "24\nDesk", "women": "30", "men": "", "age_0": "10", "ends_on": "2017-05-01"}
    page = office.post(f"/rounds/prepare/{place.pk}/", wrong).content.decode()
    assert "Line 1: a name and a number" in page
    right_shape = wrong | {"unit": "Desk 1 20"}
    page = office.post(f"/rounds/prepare/{place.pk}/", right_shape).content.decode()
    for words in ("add up to 20", "The last day lies before the first", "Women and men must add up", "add up to 38"):
        assert words in page, words
    assert not Round.objects.exists()


def test_all_at_once_and_open_all_that_are_ready() -> None:
    office, _ = seated(Role.OFFICE)
    agreed("W0001"), agreed("W0002"), workplace("W0003", status="enrolled")
    office.post("/rounds/prepare/", {"begins_on": "2017-06-01", "ends_on": "2017-06-30", "consultant_key": ""})
    assert Round.objects.count() == 2
    surveys.print_cards(workplace_id=Round.objects.order_by("pk")[0].workplace_id, by=OFFICE, compose=False)
    office.post("/rounds/open/")
    assert sorted(Round.objects.values_list("status", flat=True)) == ["open", "prepared"]


def test_a_round_can_be_changed_until_it_opens_and_keeps_what_was_typed() -> None:
    office, _ = seated(Role.OFFICE)
    place = agreed("W0001", 48)
    office.post(f"/rounds/prepare/{place.pk}/", FORM)
    one = Round.objects.get()
    page = office.get(f"/rounds/{one.pk}/change/").content.decode()
    assert "상담 1팀 / Desk 1 24" in page
    office.post(f"/rounds/{one.pk}/change/", FORM | {"headcount": "29", "women": "", "men": "", "unit": "", **dict.fromkeys(("age_0", "age_1", "age_2", "age_3"), "")})
    one.refresh_from_db()
    assert (one.headcount, one.target_cards, "unit" in one.asks) == (29, 32, False)


def test_of_two_who_change_a_round_the_second_is_asked_and_loses_nothing() -> None:
    office, _ = seated(Role.OFFICE)
    place = agreed("W0001", 48)
    office.post(f"/rounds/prepare/{place.pk}/", FORM)
    one = Round.objects.get()
    address = f"/rounds/{one.pk}/change/"
    seen = re.findall(r'name="seen" value="(\w+)"', office.get(address).content.decode())
    assert office.post(address, FORM | {"seen": seen[0], "reminder_en": "Come along."}).status_code == 302
    second = office.post(address, FORM | {"seen": seen[0], "reminder_en": "Please come."})
    page = second.content.decode()
    assert "그사이 다른 사람이 이 내용을 고쳤습니다" in page
    assert "Please come." in page
    one.refresh_from_db()
    assert one.reminder_en == "Come along."
    again = re.findall(r'name="seen" value="(\w+)"', page)
    assert office.post(address, FORM | {"seen": again[0], "reminder_en": "Please come."}).status_code == 302
    one.refresh_from_db()
    assert one.reminder_en == "Please come."


def test_an_offer_is_written_once_however_often_it_is_sent() -> None:
    visitor, person = seated(Role.CONSULTANT)
    one, _ = open_round("W0001", 40, consultant_key=person.key)
    page = visitor.get(f"/rounds/{one.pk}/offers/").content.decode()
    found = re.search(r'name="key" value="([0-9a-f-]{36})"', page)
    assert found
    sent = {"key": found[1], "on": "2017-06-01", "count": "25", "way": "by_hand", "note": ""}
    for _ in range(2):
        assert visitor.post(f"/rounds/{one.pk}/offers/", sent).status_code == 302
    assert Offer.objects.count() == 1
    sent = {"key": str(uuid4()), "on": "2017-06-01", "count": "20", "way": "at_training", "note": ""}
    assert "40" in visitor.post(f"/rounds/{one.pk}/offers/", sent).content.decode()
    assert Offer.objects.count() == 1  # more than there are workers: why?
    visitor.post(f"/rounds/{one.pk}/offers/", sent | {"count": "15"})
    visitor.post(f"/rounds/{one.pk}/offers/", sent | {"key": str(uuid4()), "count": "-2", "note": "잘못 셈"})
    one.refresh_from_db()
    assert one.offered == 38
    page = visitor.get(f"/rounds/{one.pk}/offers/").content.decode()
    assert "2명 있습니다" in page
    assert visitor.post(f"/rounds/{one.pk}/offers/", sent | {"key": str(uuid4()), "count": "-99", "note": "x"}).status_code == 200
    one.refresh_from_db()
    assert one.offered == 38


@pytest.mark.skipif(not fonts_present(), reason="document fonts are not here")
def test_statement_and_notice_say_what_they_must_and_carry_no_code() -> None:
    office, _ = seated(Role.OFFICE)
    one, codes = open_round("W0001", 40)
    surveys.record_offer(round_id=one.pk, entry=surveys.Offered(BEGINS, "by_hand", 40), key=uuid4(), by=OFFICE)
    for name, language, words in (
        ("offers", "ko", "고객응대근로자 모두에게 설문을 제안하였습니다"), ("offers", "en", "Every customer service worker was offered the survey"),
        ("notice", "ko", "아무도 이 카드나 결과를 보여 달라고 할 수 없습니다"), ("notice", "en", "Nobody may ask to see this card or your result"),
    ):  # fmt: skip
        answer = office.get(f"/rounds/{one.pk}/{name}/{language}.pdf")
        text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages).split())
        assert words in text
        assert not any(code[:4] in text for code in codes)


def test_who_opens_which_page() -> None:
    one, _ = open_round("W0001", 40)
    other = agreed("W0002")
    addresses = [
        "/rounds/", "/rounds/weeks/", f"/rounds/{one.pk}/", f"/rounds/{one.pk}/cards/", f"/rounds/{one.pk}/offers/",
        f"/rounds/{one.pk}/notice/ko.pdf", "/rounds/prepare/", f"/rounds/prepare/{other.pk}/",
    ]  # fmt: skip
    manager, _ = seated(Role.MANAGER, one.workplace_id)
    agency, _ = seated(Role.AGENCY, 1)
    stranger, _ = seated(Role.CONSULTANT)
    busan, _ = seated(Role.REGION, "busan")
    for address in addresses:
        assert manager.get(address).status_code == 403, address
        assert agency.get(address).status_code == 403, address
        lists = address in ("/rounds/", "/rounds/weeks/")
        assert stranger.get(address).status_code == (200 if lists else 403), address
        assert busan.get(address).status_code == (200 if lists or address == "/rounds/prepare/" else 403), address
    for somebody in (stranger, busan):
        assert "W0001" not in somebody.get("/rounds/").content.decode()
        assert "W0002" not in busan.get("/rounds/prepare/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_questions_for_three_as_for_one(count: int, django_assert_num_queries: Any) -> None:
    office, _ = seated(Role.OFFICE)
    for i in range(count):
        open_round(f"W000{i + 1}", 40)
    office.get("/rounds/")
    with django_assert_num_queries(10):
        page = office.get("/rounds/").content.decode()
    assert page.count("응답 중</span>") == count


def test_the_export_says_steps_too() -> None:
    one, _ = open_round("W0001", 40)
    Round.objects.filter(pk=one.pk).update(answered=12, counted_on=dt.date(2017, 6, 5), offered=40)
    office, _ = seated(Role.OFFICE, language="en")
    with rehearsing(dt.date(2017, 6, 6)):
        text = b"".join(office.get("/rounds/?export=csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "10–14" in text
    assert ",12," not in text


def test_a_filter_tells_no_more_than_the_column() -> None:
    """12 of 24 and 10 of 24 stand on the same step, so the filter must treat them alike."""
    found = []
    office, _ = seated(Role.OFFICE)
    for number, answered in (("W0001", 10), ("W0002", 12), ("W0003", 14)):
        one, _ = open_round(number, 24)
        Round.objects.filter(pk=one.pk).update(answered=answered, counted_on=BEGINS, offered=24)
    page = office.get("/rounds/?behind=answers").content.decode()
    found = [number for number in ("W0001", "W0002", "W0003") if number in page]
    assert len(found) in (0, 3)


def test_follow_up_from_the_first_rounds_page() -> None:
    office, _ = seated(Role.OFFICE)
    one, _ = open_round("W0001", 40)
    assert office.post(f"/rounds/{one.pk}/follow-up/", {}).status_code == 200
    surveys.close_round(round_id=one.pk, by=OFFICE)
    assert f"/rounds/{one.pk}/follow-up/" in office.get(f"/rounds/{one.pk}/").content.decode()
    sent = {key: FORM[key] for key in ("begins_on", "ends_on", "reminder_ko", "reminder_en", "consultant_key")} | {"headcount": "40"}
    assert office.post(f"/rounds/{one.pk}/follow-up/", sent).status_code == 302
    second = Round.objects.get(kind="follow_up")
    assert (second.asks, second.packs) == (one.asks, one.packs)
    assert plan(40).packs[0] == second.instrument_id
