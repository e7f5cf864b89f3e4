"""Who holds an old piece is told in one action: once, at a pace, with a way out, and stopped at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from jikim.areas.campaigns.actions.kits import hand_out_at_visit, note_download
from jikim.areas.campaigns.actions.notices import stop_telling, tell_old_holders
from jikim.areas.campaigns.actions.waves import send_letters
from jikim.areas.campaigns.models import PieceNotice
from jikim.areas.campaigns.queries.notices import notices_page
from jikim.areas.enrolment.models import Workplace
from jikim.rules.access import Actor, Grant, Role
from jikim.shared.access import Conflict, Refused
from jikim.shared.clock import rehearsing
from jikim.shared.mail.models import MailMessage, MailOptOut
from jikim.shared.mail.optout import address_hash
from tests.areas.campaigns.made import DAY, OFFICE, manager_of
from tests.areas.consulting.made import begun
from tests.areas.manuals.made import changed
from tests.areas.people.making import person, signed_in
from tests.areas.surveys.making import workplace

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture(autouse=True)
def monday(settings):
    settings.JIKIM_TODAY = DAY
    with rehearsing(DAY):
        yield


def holder(number: str, email: str | None = None) -> Workplace:
    place = workplace(number, status="enrolled")
    Workplace.objects.filter(pk=place.pk).update(contact_email=f"{number}@example.org" if email is None else email)
    hand_out_at_visit(workplace_id=place.pk, pieces={"poster-line": 2, "poster-chair": 1}, by=OFFICE)
    return place


def letters() -> dict[str, str]:
    return {mail.to: mail.body for mail in MailMessage.objects.filter(kind="kit_update")}


def test_told_once_with_what_changed_and_a_way_out() -> None:
    place = holder("w1")
    holder("w2", "")
    with pytest.raises(Conflict):
        tell_old_holders(by=OFFICE)
    changed("employer-kit", "poster-line")
    seen = notices_page(by=OFFICE).counts
    assert (seen.holders, seen.would, seen.no_address, seen.told) == (2, 1, 1, 0)
    assert tell_old_holders(by=OFFICE) == 1
    assert not letters(), "at a pace, by the regular duty"
    assert send_letters() == 1
    ((to, body),) = letters().items()
    assert to == "w1@example.org"
    assert "1판 → 2판" in body
    assert "version 1 → 2" in body
    assert body.count("판 →") == 1, "only what is old"
    assert MailMessage.objects.get(kind="kit_update").is_optional
    with pytest.raises(Conflict):
        tell_old_holders(by=OFFICE)
    changed("employer-kit", "poster-chair")
    assert tell_old_holders(by=OFFICE) == 1, "a newer state is told again"
    page = signed_in(Client(), person(Role.MANAGER, [str(place.pk)], second_step=False), proved=False).get(f"/workplace-kits/{place.pk}/").content.decode()
    assert "새 판" in page or "Newer versions" in page


def test_who_refused_is_left_out_and_who_is_written_to_is_the_address_of_today() -> None:
    holder("w1")
    moved = holder("w2")
    changed("employer-kit", "poster-line")
    MailOptOut.objects.create(address_hash=address_hash("w1@example.org"), kind="kit_update", since=dt.datetime(2017, 1, 1, tzinfo=dt.UTC))
    assert notices_page(by=OFFICE).counts.refused == 1
    tell_old_holders(by=OFFICE)
    Workplace.objects.filter(pk=moved.pk).update(contact_email="new@example.org")
    assert send_letters() == 1
    assert list(letters()) == ["new@example.org"]
    assert sorted(PieceNotice.objects.values_list("state", flat=True)) == ["opted_out", "queued"]


def test_stopped_at_once_and_begun_again_where_it_was() -> None:
    for n in range(6):
        holder(f"w{n}")
    changed("employer-kit", "poster-line")
    assert tell_old_holders(by=OFFICE) == 6
    assert send_letters() == 4
    assert stop_telling(by=OFFICE) == 2
    assert send_letters() == 0
    assert tell_old_holders(by=OFFICE) == 2
    assert send_letters() == 2
    assert len(letters()) == 6


def test_no_letter_on_a_day_off() -> None:
    holder("w1")
    changed("employer-kit", "poster-line")
    tell_old_holders(by=OFFICE)
    with rehearsing(DAY + dt.timedelta(days=6)):
        assert send_letters() == 0


def test_an_agency_that_took_pieces_is_told_too() -> None:
    one, _ = begun()
    agency = one.appointment.consultant.agency
    type(agency).objects.filter(pk=agency.pk).update(contact_email="agency@example.org")
    by = Actor("person:70", "기관 정", (Grant(Role.AGENCY, frozenset({agency.key})),))
    note_download(organisation_id=agency.organisation_id, pieces=["poster-line"], language="ko", by=by)
    changed("employer-kit", "poster-line")
    tell_old_holders(by=OFFICE)
    send_letters()
    ((to, body),) = letters().items()
    assert to == "agency@example.org"
    assert agency.organisation.name in body
    assert "/agency-kits/" in body


def test_only_the_office_tells() -> None:
    place = holder("w1")
    changed("employer-kit", "poster-line")
    for by in (manager_of(place.pk), Actor("person:8", "지역", (Grant(Role.REGION, frozenset({"seoul"})),))):
        for act in (tell_old_holders, stop_telling):
            with pytest.raises(Refused):
                act(by=by)
    assert signed_in(Client(), person(Role.REGION, ["seoul"])).get("/kit-ledger/tell/").status_code == 403


def test_the_page_begins_and_stops() -> None:
    holder("w1")
    changed("employer-kit", "poster-line")
    client = signed_in(Client(), person(Role.OFFICE))
    assert "/kit-ledger/tell/" in client.get("/kit-ledger/").content.decode()
    assert "w1" in client.get("/kit-ledger/tell/").content.decode()
    assert client.post("/kit-ledger/tell/").status_code == 302
    assert PieceNotice.objects.get().state == "waiting"
    client.post("/kit-ledger/tell/", {"stop": "1"})
    assert PieceNotice.objects.get().state == "stopped"
