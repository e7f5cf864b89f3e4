"""Counsellors with keys, and workers who have just finished their questionnaire. For the tests of counselling."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from jikim.areas.counselling.actions import desk_key
from jikim.areas.counselling.actions.appointing import Terms, appoint
from jikim.areas.counselling.models import CounsellingRequest, CounsellorSeat
from jikim.rules.access import Actor, Role
from tests.areas.people.making import actor, person, signed_in
from tests.areas.surveys.answering import Person as Worker
from tests.areas.surveys.answering import open_round

PHRASE = "초록 우체통 앞의 고양이 일곱"
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00", "18:00"))
CONTACT = {"how": "010-9876-5432 카톡 haneul", "name": "하늘", "when": "저녁 7시 이후"}


@dataclass
class Desk:
    """A counsellor's seat, its person and what opens it."""

    seat: CounsellorSeat
    by: Actor
    private: bytes
    client: Client


def office() -> Actor:
    return actor(person(Role.OFFICE, name="김본부"))


def counsellor(
    name: str = "문상담", *, regions: tuple[str, ...] = (), languages: tuple[str, ...] = ("ko",), key: bool = True,
    deputy: Desk | None = None, **more: object,
) -> Desk:  # fmt: skip
    """Appointed by the office, with a key of their own."""
    somebody = person(Role.COUNSELLOR, name=name)
    terms = Terms(
        **{"profession": "nurse", "payer_ko": "안전보건공단", "payer_en": "KOSHA", "regions": regions, "languages": languages,
           "hours": WEEK, "deputy_id": deputy.seat.pk if deputy else None, **more}
    )  # fmt: skip
    seat_id = appoint(person_id=somebody.pk, terms=terms, by=office())
    by = actor(somebody)
    private = desk_key.make_key(seat_id=seat_id, passphrase=PHRASE, by=by) if key else b""
    return Desk(CounsellorSeat.objects.get(pk=seat_id), by, private, signed_in(Client(), somebody))


def finished(number: str = "W1", *, value: int = 1) -> tuple[Worker, str]:
    """A worker who has handed in and sees the own result."""
    _, (code, *_) = open_round(number, cards=1)
    worker = Worker().enters(code).agrees().answers_all(value).hands_in()
    return worker, code


def asks(worker: Worker, desk: Desk, **fields: str) -> Worker:
    """Leaves a contact with that counsellor."""
    worker.sends(f"/q/talk/ask/{desk.seat.pk}/", **{**CONTACT, "hand": "nothing", "word": "482913", **fields})
    return worker


def the_request() -> CounsellingRequest:
    return CounsellingRequest.objects.get()
