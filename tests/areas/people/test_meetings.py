"""Two people at once: one invitation for an address, no two seats that do not go together, nobody signed in without a seat."""

from __future__ import annotations

from itertools import count, islice

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from jikim.areas.people.actions.invitations import Offer, accept_invitation, invite
from jikim.areas.people.actions.seats import end_seat
from jikim.areas.people.actions.sessions import end_session
from jikim.areas.people.models import Invitation, Person, Seat
from jikim.rules.access import Actor, Role
from jikim.shared.audit.models import AuditRow
from tests.areas.people.making import actor, code_of, person, seat, signed_in
from tests.meeting import meetings, refused

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])
numbers = count(1)


@pytest.fixture
def office() -> Actor:
    return actor(person(Role.OFFICE, second_step=False))


def test_one_invitation(office: Actor) -> None:
    for meeting in meetings(
        lambda: f"new{next(numbers)}@example.org", lambda address: invite(email=address, offer=Offer(Role.EDITOR), by=office)
    ):
        assert refused(meeting) == 1
        assert Invitation.objects.filter(email=meeting.thing, status="sent").count() == 1


def test_seats_that_do_not_go_together(office: Actor) -> None:
    def offered() -> tuple[Person, str, str]:
        somebody = person(second_step=False)
        links = [invite(email=somebody.email, offer=Offer(role), by=office).link for role in (Role.EXPERT, Role.KEYING)]
        return somebody, *(link.rstrip("/").rpartition("/")[2] for link in links)

    for meeting in meetings(
        offered, lambda one: accept_invitation(token=one[1], person=one[0]), lambda one: accept_invitation(token=one[2], person=one[0])
    ):
        assert refused(meeting) == 1, meeting.statement
        assert Seat.objects.filter(person=meeting.thing[0]).count() == 1


def test_both_seats_end(office: Actor) -> None:
    def signed_in() -> tuple[Person, list[int]]:
        somebody = person(Role.EDITOR, second_step=False)
        session = UserSession.objects.create(user=somebody, session_key=f"key{next(numbers)}", ip="127.0.0.1", user_agent="")
        assert session.pk
        return somebody, [seat(somebody, Role.JUROR), *somebody.seats.filter(role=Role.EDITOR).values_list("pk", flat=True)]

    for meeting in meetings(
        signed_in, lambda one: end_seat(seat_id=one[1][0], reason="그만둠", by=office), lambda one: end_seat(seat_id=one[1][1], reason="그만둠", by=office)
    ):
        assert refused(meeting) == 0
        assert not UserSession.objects.filter(user=meeting.thing[0]).exists(), meeting.statement


def test_a_double_tap_on_the_second_step() -> None:
    def begun() -> tuple[Client, Client, str]:
        tabs = Client(raise_request_exception=False), Client(raise_request_exception=False)
        signed_in(tabs[0], person(Role.OFFICE, second_step=False), proved=False)
        secret = tabs[0].get(reverse("mfa_activate_totp")).context["form"].secret
        tabs[1].cookies = tabs[0].cookies
        return *tabs, secret

    def tap(one: tuple[Client, Client, str], tab: int) -> int:
        return one[tab].post(reverse("mfa_activate_totp"), {"code": code_of(one[2])}).status_code

    # the look whether there is one, and the making of it, come within the first statements
    for meeting in islice(meetings(begun, lambda one: tap(one, 0), lambda one: tap(one, 1)), 10):
        assert set(meeting.results) <= {302, 429}, (meeting.after, meeting.statement, meeting.results)


def test_one_end_of_a_session() -> None:
    def signed_in() -> tuple[Person, int]:
        somebody = person(second_step=False)
        return somebody, UserSession.objects.create(user=somebody, session_key=f"key{next(numbers)}", ip="127.0.0.1", user_agent="").pk

    for meeting in meetings(signed_in, lambda one: end_session(person=one[0], session_id=one[1], by=Actor(one[0].key, "본인"))):
        assert refused(meeting) == 0
        assert AuditRow.objects.filter(verb="session.ended", thing_key=meeting.thing[0].key).count() == 1
