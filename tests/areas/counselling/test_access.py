"""Who may do what here: the literal matrix of pages and seats; nobody but the one counsellor reaches a request."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from jikim.areas.counselling.actions import desk as actions
from jikim.areas.counselling.actions import desk_key
from jikim.areas.counselling.actions.appointing import Terms, appoint, change_terms
from jikim.areas.counselling.models import CounsellingRead, CounsellorSeat
from jikim.areas.counselling.queries.desk import queue, request_page
from jikim.rules.access import Actor, Grant, Role
from jikim.shared.access import Conflict, Refused
from tests.areas.counselling.made import (
    CONTACT,
    PHRASE,
    WEEK,
    asks,
    counsellor,
    finished,
    office,
    the_request,
)
from tests.areas.people.making import actor, agency, person, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

CONSOLE = Actor.console("root")
DESK = ("/counselling/", "/counselling/key/", "/counselling/passphrase/", "/counselling/unlock/")
OFFICE = ("/counsellors/", "/counsellors/new/")
RAISE = ("/emergency/", "/emergency/kept/")
LEAD = ("/emergency/alerts/",)
MATRIX = {
    Role.OFFICE: OFFICE, Role.REGION: (), Role.AGENCY: (), Role.CONSULTANT: RAISE, Role.EXPERT: RAISE, Role.COUNSELLOR: DESK + RAISE,
    Role.KEYING: (), Role.MANAGER: (), Role.JUROR: (), Role.EDITOR: (), Role.AUDITOR: (), Role.CLINICAL: LEAD,
}  # fmt: skip


@pytest.mark.parametrize("role", MATRIX)
def test_pages_by_seat(role: Role) -> None:
    keys = {Role.REGION: ("seoul",), Role.MANAGER: ("1",)}.get(role, ())
    somebody = person(role, keys, organisation=agency() if role in (Role.AGENCY, Role.CONSULTANT) else None)
    client = signed_in(Client(), somebody)
    for address in DESK + OFFICE + RAISE + LEAD:
        allowed = address in MATRIX[role]
        assert (client.get(address).status_code != 403) == allowed, f"{role} {address}"


def test_whoever_is_signed_out_is_sent_to_sign_in() -> None:
    for address in DESK + OFFICE + RAISE + LEAD:
        assert Client().get(address).url.startswith("/accounts/login/")


OTHERS = [
    Actor("person:901", "본부", (Grant(Role.OFFICE),)), Actor("person:902", "지역", (Grant(Role.REGION, frozenset({"seoul"})),)),
    Actor("person:903", "기관", (Grant(Role.AGENCY, frozenset({"1"})),)), Actor("person:904", "감사", (Grant(Role.AUDITOR),)),
    Actor("person:905", "임상", (Grant(Role.CLINICAL),)), Actor("person:906", "컨", (Grant(Role.CONSULTANT, frozenset({"person:906"})),)),
    Actor("person:907", "담당", (Grant(Role.MANAGER, frozenset({"1"})),)), CONSOLE,
]  # fmt: skip


@pytest.mark.parametrize("by", OTHERS, ids=lambda by: by.name)
def test_no_other_seat_reaches_a_request_by_any_act(by: Actor) -> None:
    desk = counsellor()
    asks(finished()[0], desk)
    request_id = the_request().pk
    for attempt in (
        lambda: actions.read_request(request_id=request_id, private=desk.private, by=by),
        lambda: actions.accept(request_id=request_id, by=by),
        lambda: actions.add_note(request_id=request_id, private=desk.private, text="x", by=by),
        lambda: actions.close(request_id=request_id, closing="finished", by=by),
        lambda: request_page(request_id=request_id, by=by),
        lambda: queue(by=by),
        lambda: desk_key.make_key(seat_id=desk.seat.pk, passphrase=PHRASE, replace=True, by=by),
        lambda: desk_key.unlocked_key(seat=desk.seat, passphrase=PHRASE, by=by),
    ):
        with pytest.raises(Refused):
            attempt()
    assert not CounsellingRead.objects.exists()


def test_another_counsellor_reaches_nothing() -> None:
    desk, other = counsellor(), counsellor("박이웃")
    asks(finished()[0], desk)
    request_id = the_request().pk
    other.client.post("/counselling/unlock/", {"passphrase": PHRASE})
    for path in ("", "accept/", "talk/", "note/", "close/"):
        address = f"/counselling/requests/{request_id}/{path}"
        assert other.client.post(address, {"text": "x", "closing": "finished"}).status_code == 403, path
    assert other.client.get(f"/counselling/requests/{request_id}/").status_code == 403
    assert str(request_id) not in other.client.get("/counselling/").content.decode()
    with pytest.raises(Refused):
        actions.read_request(request_id=request_id, private=other.private, by=other.by)


def test_whoever_appoints_sees_no_request_and_holds_no_key() -> None:
    desk = counsellor()
    asks(finished()[0], desk)
    client = signed_in(Client(), person(Role.OFFICE))
    for address in ("/counsellors/", f"/counsellors/{desk.seat.pk}/", "/home/"):
        page = client.get(address).content.decode()
        for secret in (CONTACT["how"], str(the_request().pk), bytes(desk.seat.public_key).hex()):
            assert secret not in page
    assert client.get(f"/counselling/requests/{the_request().pk}/").status_code == 403


def test_only_a_holder_of_the_seat_is_appointed_and_once() -> None:
    by = office()
    terms = Terms("nurse", "공단", "", (), ("ko",), WEEK)
    with pytest.raises(Conflict):
        appoint(person_id=person(Role.EXPERT).pk, terms=terms, by=by)
    desk = counsellor()
    with pytest.raises(Conflict):
        appoint(person_id=desk.seat.person_id, terms=terms, by=by)
    with pytest.raises(Conflict):
        change_terms(seat_id=desk.seat.pk, terms=Terms("nurse", "공단", "", (), ("ko",), {}), by=by)
    with pytest.raises(Conflict):
        change_terms(seat_id=desk.seat.pk, terms=Terms("nurse", "공단", "", (), ("ko",), WEEK, deputy_id=desk.seat.pk), by=by)
    with pytest.raises(Refused):
        appoint(person_id=person(Role.COUNSELLOR).pk, terms=terms, by=desk.by)


def test_the_office_appoints_over_its_page() -> None:
    somebody = person(Role.COUNSELLOR, name="문상담")
    client = signed_in(Client(), person(Role.OFFICE))
    sent = {
        "person": somebody.pk, "profession": "psychologist", "payer_ko": "안전보건공단", "payer_en": "KOSHA", "regions": ["seoul"],
        "languages": ["ko"], "is_active": "on", "mon_from": "09:00", "mon_to": "12:00",
    }  # fmt: skip
    assert client.post("/counsellors/new/", {**sent, "mon_to": ""}).status_code == 422
    assert client.post("/counsellors/new/", sent).url == "/counsellors/"
    seat = CounsellorSeat.objects.get()
    assert (seat.hours, seat.regions, seat.public_key) == ({"mon": ["09:00", "12:00"]}, ["seoul"], None)
    page = client.get("/counsellors/").content.decode()
    assert "열쇠 없음" in page
    edited = {**sent, "away_from": "2026-05-04", "away_to": "2026-05-01"}
    assert client.post(f"/counsellors/{seat.pk}/", edited).status_code == 422
    assert client.post(f"/counsellors/{seat.pk}/", {**edited, "away_to": "2026-05-08"}).status_code == 302
    seat.refresh_from_db()
    assert str(seat.away_to) == "2026-05-08"
    assert client.get("/counsellors/999/").status_code == 404


def test_a_counsellor_without_appointment_reads_so() -> None:
    client = signed_in(Client(), person(Role.COUNSELLOR))
    page = client.get("/counselling/")
    assert page.status_code == 200
    assert "아직 상담자로 지정되지 않았습니다" in page.content.decode()
    assert actor(person(Role.COUNSELLOR)).roles == {Role.COUNSELLOR}


@pytest.mark.sqlite_only
def test_the_whole_database_holds_no_word_of_it() -> None:
    """Somebody has the file, and the console: the passphrase is in neither."""
    desk = counsellor()
    worker, code = finished()
    asks(worker, desk, hand="scores")
    desk.client.post("/counselling/unlock/", {"passphrase": PHRASE})
    request_id = the_request().pk
    desk.client.post(f"/counselling/requests/{request_id}/accept/")
    desk.client.post(f"/counselling/requests/{request_id}/note/", {"text": "잠을 못 잔다고 함"})
    desk.client.get(f"/counselling/requests/{request_id}/")
    dump = "\n".join(connection.connection.iterdump())
    raw = dump + repr([bytes.fromhex(part.split("'")[0]).decode("utf-8", "ignore") for part in dump.split("X'")[1:]])
    for secret in (*CONTACT.values(), "010-9876", "잠을 못", code, PHRASE, "482913", desk.private.hex(), desk.private.hex().upper()):
        assert secret not in raw, secret
    assert settings.SECRET_KEY not in raw
