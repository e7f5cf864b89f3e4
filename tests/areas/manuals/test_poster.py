"""A workplace's own officer on the page of its poster: written by its manager alone, read by whoever has the address."""

from __future__ import annotations

import io

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from jikim.areas.manuals.actions.poster import poster_paper, renew_address, set_contact
from jikim.areas.manuals.models import PosterContact
from jikim.areas.manuals.queries.poster import poster_of, posters_of
from jikim.rules.access import Role
from jikim.shared.access import Conflict, Refused
from tests.areas.people.making import CONSOLE, actor, person, signed_in
from tests.areas.surveys.making import workplace
from tests.areas.visits.made import appointment, consultant

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
TOLD = {"officer": "김담당", "officer_role": "고충처리위원", "phone": "02-123-4567", "channel": "2층 상담실", "break_room": "", "occupation": ""}


@pytest.fixture
def place():
    return workplace("W1")


def manager_of(place) -> Client:
    client = signed_in(Client(), person(Role.MANAGER, [str(place.pk)], second_step=False), proved=False)
    client.cookies["jikim_language"] = "ko"
    return client


def test_a_manager_writes_it_and_the_poster_shows_it(place) -> None:
    client, address = manager_of(place), f"/my-workplace/contact/{place.pk}/"
    assert client.get("/my-workplace/contact/").url == address
    assert client.post(address, TOLD).url == address
    token = PosterContact.objects.get().token
    assert token in client.get(address).content.decode()
    assert client.get(f"{address}qr.svg").content.startswith(b"<svg")
    answer = Client().get(f"/now/w/{token}/")
    text = answer.content.decode()
    assert "김담당" in text
    assert 'href="tel:021234567"' in text
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    led = Client().get(f"/en/now/w/{token}/hotel/").content.decode()
    assert "김담당" in led
    assert "김담당" not in Client().get("/now/hotel/").content.decode()


def test_where_customers_tell_is_a_few_words_and_apart_from_the_own_channel(place) -> None:
    client, address = manager_of(place), f"/my-workplace/contact/{place.pk}/"
    refused = client.post(address, {**TOLD, "customer_channel": "전화하십시오. 받습니다."})
    assert refused.status_code == 422
    assert "짧은 말로" in refused.content.decode()
    assert client.post(address, {**TOLD, "customer_channel": "고객센터 02-555-2000."}).url == address
    kept = PosterContact.objects.get()
    assert (kept.customer_channel, kept.channel) == ("고객센터 02-555-2000", "2층 상담실")
    assert "02-555-2000" not in Client().get(f"/now/w/{kept.token}/").content.decode()


def test_a_chosen_occupation_opens_at_once(place) -> None:
    token = set_contact(workplace_id=place.pk, officer="김담당", occupation="hotel", by=CONSOLE)
    assert "blockquote" in Client().get(f"/now/w/{token}/").content.decode()


def test_words_keep_the_address_and_a_new_address_ends_the_old(place) -> None:
    first = set_contact(workplace_id=place.pk, officer="김담당", by=CONSOLE)
    assert set_contact(workplace_id=place.pk, officer="이담당", by=CONSOLE) == first
    second = renew_address(workplace_id=place.pk, by=CONSOLE)
    assert second != first
    gone = Client().get(f"/now/w/{first}/")
    assert gone.status_code == 404
    assert "이담당" not in gone.content.decode()
    assert Client().get(f"/now/w/{second}/").status_code == 200


def test_nobody_else_writes_it(place) -> None:
    other = workplace("W2")
    stranger = person(Role.MANAGER, [str(other.pk)], second_step=False)
    with pytest.raises(Refused):
        set_contact(workplace_id=place.pk, officer="남", by=actor(stranger))
    assert signed_in(Client(), stranger, proved=False).post(f"/my-workplace/contact/{place.pk}/", TOLD).status_code == 403
    assert signed_in(Client(), person(Role.AGENCY)).get("/my-workplace/contact/").status_code == 403
    assert not PosterContact.objects.exists()


def test_a_wrong_number_is_told_and_nothing_is_lost(place) -> None:
    answer = manager_of(place).post(f"/my-workplace/contact/{place.pk}/", {**TOLD, "phone": "내선 12"})
    assert answer.status_code == 422
    assert "2층 상담실" in answer.content.decode()


def test_the_consultant_of_the_workplace_may_print_it_and_no_other() -> None:
    visit = appointment(1)
    assert poster_of(workplace_id=visit.workplace_id, by=consultant(visit)) is None
    set_contact(workplace_id=visit.workplace_id, officer="김담당", by=CONSOLE)
    found = poster_of(workplace_id=visit.workplace_id, by=consultant(visit))
    assert found is not None
    assert (found.officer, found.address.endswith(f"/now/w/{found.token}/")) == ("김담당", True)
    assert posters_of([visit.workplace_id, 0]) == {visit.workplace_id: found}
    for stranger in (person(Role.CONSULTANT), person(Role.MANAGER, ["99999"], second_step=False), person(Role.JUROR)):
        with pytest.raises(Refused):
            poster_of(workplace_id=visit.workplace_id, by=actor(stranger))


@pytest.mark.parametrize("language, words", [("ko", "방금 힘든 일이 있었습니까"), ("en", "Has a customer just treated you badly")])
def test_the_poster_is_printed_with_officer_and_address_the_same_twice(place, language: str, words: str) -> None:
    with pytest.raises(Conflict, match="Nobody is named yet"):
        poster_paper(workplace_id=place.pk, language=language, by=CONSOLE)
    token = set_contact(workplace_id=place.pk, officer="김담당", phone="02-123-4567", channel="2층 상담실", by=CONSOLE)
    made = poster_paper(workplace_id=place.pk, language=language, by=CONSOLE)
    assert made == poster_paper(workplace_id=place.pk, language=language, by=CONSOLE)
    document = pypdf.PdfReader(io.BytesIO(made))
    assert len(document.pages) == 1
    text = "".join(document.pages[0].extract_text().split())
    for said in (words, "김담당", "02-123-4567", "2층 상담실", token):
        assert "".join(said.split()) in text


def test_a_long_channel_still_fits_one_sheet(place) -> None:
    set_contact(workplace_id=place.pk, officer="김" * 60, officer_role="위원" * 30, phone="02-123-4567", channel="상담실은 이층에 있습니다" * 23, break_room="쉼터는 옆" * 24, by=CONSOLE)
    made = poster_paper(workplace_id=place.pk, language="ko", by=CONSOLE)
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1


def test_who_may_print_it_and_who_may_not(place) -> None:
    address = f"/my-workplace/contact/{place.pk}/poster-ko.pdf"
    client = manager_of(place)
    assert client.get(address).status_code == 409
    set_contact(workplace_id=place.pk, officer="김담당", by=CONSOLE)
    assert client.get(address)["Content-Type"] == "application/pdf"
    assert signed_in(Client(), person(Role.JUROR)).get(address).status_code == 403
    assert signed_in(Client(), person(Role.CONSULTANT)).get(address).status_code == 403


def test_earlier_rooms_know_the_address_of_the_page(settings) -> None:
    assert reverse("now", kwargs={"language": "ko"}) == settings.JIKIM_NOW_PATH


@pytest.mark.parametrize(("written", "first", "beneath"), [("ko", "방금 힘든 일이", "Has a customer"), ("en", "Has a customer", "방금 힘든 일이")])
def test_anybody_prints_the_poster_without_a_workplace(written: str, first: str, beneath: str) -> None:
    answer = Client().get(f"/now/poster-{written}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert not answer.cookies
    (page,) = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(page.extract_text().split())
    assert text.index(first) < text.index(beneath)
    assert "112" in text
    assert "/now/" in text
    assert Client().get("/now/poster-fr.pdf").status_code == 404
    assert f"/now/poster-{written}.pdf" in Client().get("/now/").content.decode()


def test_a_page_of_a_workplaces_poster_does_not_offer_the_general_one(place) -> None:
    token = set_contact(workplace_id=place.pk, officer="김담당", by=CONSOLE)
    assert "poster-ko.pdf" not in Client().get(f"/now/w/{token}/").content.decode()
