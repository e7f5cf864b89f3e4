"""Invitations: offered within reach, taken up once, refused when late, revoked, replaced or raced."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from jikim.areas.people.actions.invitations import (
    GOOD_FOR,
    Offer,
    accept_invitation,
    invite,
    invite_first_office,
    resend_invitation,
    revoke_invitation,
)  # fmt: skip
from jikim.areas.people.models import Invitation, Person, Seat
from jikim.rules.access import Role
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import rehearsing, today
from jikim.shared.mail.models import MailMessage
from jikim.shared.workflow.models import StatusChange
from tests.areas.people.making import CONSOLE, actor, agency, person, signed_in

pytestmark = pytest.mark.django_db
STRONG = "lighthouse under seven grey pigeons"


def token_of(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def offered(by, role: Role = Role.EDITOR, email: str = "new@example.org", **reach):
    return invite(email=email, offer=Offer(role, **reach), by=by)


def test_only_the_hash_of_the_token_is_kept() -> None:
    issued = offered(actor(person(Role.OFFICE)))
    kept = " ".join(map(str, [*Invitation.objects.values_list(), *AuditRow.objects.values_list()]))
    assert token_of(issued.link) not in kept
    letter = MailMessage.objects.get(to="new@example.org")
    assert issued.link in letter.body
    assert letter.kind == "invitation"


def test_from_the_mail_to_the_seat(client: Client) -> None:
    issued = offered(actor(person(Role.OFFICE)), Role.REGION, reach_keys=("seoul", "incheon"))
    path = reverse("invitation_open", args=[token_of(issued.link)])
    opened = client.get(path)
    assert opened.url == reverse("invitation"), "the token leaves the address at once"
    page = client.get(opened.url).content.decode()
    assert "공단 지역본부" in page
    assert "서울" in page
    weak = {"name": "이지역", "language": "ko", "password": "password1", "password_again": "password1"}
    assert client.post(opened.url, weak).status_code == 422
    done = client.post(opened.url, weak | {"password": STRONG, "password_again": STRONG})
    assert done.status_code == 302
    somebody = Person.objects.get(email="new@example.org")
    held = Seat.objects.get(person=somebody)
    assert (held.role, held.reach_keys) == ("region", ["seoul", "incheon"])
    assert actor(somebody).keys(Role.REGION) == {"seoul", "incheon"}
    assert client.get(reverse("seats")).url == reverse("mfa_index"), "next comes the second step"
    assert StatusChange.objects.get(thing_kind="invitation").target == "accepted"
    assert Client().get(path, follow=True).status_code == 404, "the link works once"


def test_the_page_speaks_english_too(client: Client) -> None:
    issued = offered(actor(person(Role.OFFICE)))
    client.cookies["jikim_language"] = "en"
    page = client.get(issued.link.removeprefix("http://localhost:8000"), follow=True).content.decode()
    assert "You are invited" in page
    assert "Casebook editor" in page


def test_late_revoked_and_replaced_links_open_nothing() -> None:
    office = actor(person(Role.OFFICE))
    late = offered(office, email="late@example.org")
    with rehearsing(today() + GOOD_FOR * 1.1), pytest.raises(Conflict):
        accept_invitation(token=token_of(late.link), name="가", password=STRONG)
    revoked = offered(office, email="revoked@example.org")
    revoke_invitation(invitation_id=revoked.invitation_id, by=office)
    replaced = offered(office, email="replaced@example.org")
    again = resend_invitation(invitation_id=replaced.invitation_id, by=office)
    for dead in (revoked, replaced):
        with pytest.raises(Conflict):
            accept_invitation(token=token_of(dead.link), name="가", password=STRONG)
    with pytest.raises(Conflict):
        accept_invitation(token="made up", name="가", password=STRONG)
    assert (
        accept_invitation(token=token_of(again.link), name="가", password=STRONG).email
        == "replaced@example.org"
    )
    assert not Person.objects.filter(email__in=["late@example.org", "revoked@example.org"]).exists()


def test_who_may_invite_whom() -> None:
    ours, theirs = agency("우리기관"), agency("다른기관")
    manager = actor(person(Role.AGENCY, organisation=ours))
    region = actor(person(Role.REGION, ["busan"]))
    offered(manager, Role.CONSULTANT, "c1@example.org", organisation_id=ours.pk)
    offered(region, Role.MANAGER, "m1@example.org", reach_keys=("7",), region="busan")
    for by, role, reach in [
        (manager, Role.CONSULTANT, {"organisation_id": theirs.pk}),
        (manager, Role.AGENCY, {"organisation_id": ours.pk}),
        (manager, Role.OFFICE, {}),
        (region, Role.MANAGER, {"reach_keys": ("8",), "region": "seoul"}),
        (region, Role.REGION, {"reach_keys": ("busan",)}),
        (
            actor(person(Role.CONSULTANT, organisation=ours)),
            Role.MANAGER,
            {"reach_keys": ("7",), "region": "busan"},
        ),
        (actor(person(Role.AUDITOR)), Role.EDITOR, {}),
    ]:
        with pytest.raises(Refused):
            offered(by, role, "x@example.org", **reach)
    assert Invitation.objects.count() == 2


def test_a_consultant_reaches_the_own_work_only() -> None:
    ours = agency()
    issued = offered(actor(person(Role.AGENCY, organisation=ours)), Role.CONSULTANT, organisation_id=ours.pk)
    somebody = accept_invitation(token=token_of(issued.link), name="최방문", password=STRONG)
    assert actor(somebody).keys(Role.CONSULTANT) == {somebody.key}
    assert Seat.objects.get(person=somebody).organisation == ours


def test_seats_that_do_not_go_together_are_refused() -> None:
    office = actor(person(Role.OFFICE))
    person(Role.CONSULTANT, organisation=agency(), email="both@example.org")
    for role in (Role.COUNSELLOR, Role.AUDITOR, Role.KEYING):
        with pytest.raises(Conflict):
            offered(office, role, "both@example.org")
    offered(office, Role.EXPERT, "both@example.org")


def test_seats_clash_also_when_the_second_came_while_the_mail_lay(client: Client) -> None:
    issued = offered(actor(person(Role.OFFICE)), Role.AUDITOR, "late@example.org")
    somebody = person(Role.EDITOR, email="late@example.org")
    with pytest.raises(Conflict):
        accept_invitation(token=token_of(issued.link), person=somebody)


def test_the_same_offer_twice_is_a_conflict() -> None:
    office = actor(person(Role.OFFICE))
    offered(office)
    with pytest.raises(Conflict):
        offered(office)


def test_an_existing_account_signs_in_and_takes_the_seat(client: Client) -> None:
    somebody = person(Role.EDITOR, email="known@example.org")
    issued = offered(actor(person(Role.OFFICE)), Role.JUROR, "known@example.org")
    path = reverse("invitation_open", args=[token_of(issued.link)])
    page = client.get(path, follow=True).content.decode()
    assert "이미 계정이 있습니다" in page
    assert client.post(reverse("invitation"), {"name": "남", "password": STRONG}).status_code == 200
    assert not somebody.seats.filter(role="juror").exists(), "a link alone takes no existing account over"
    signed_in(client, somebody)
    client.get(path)
    client.post(reverse("invitation"))
    assert somebody.seats.filter(role="juror", ended_at=None).exists()


def test_somebody_elses_invitation_is_not_taken_up_by_mistake(client: Client) -> None:
    issued = offered(actor(person(Role.OFFICE)), Role.JUROR, "other@example.org")
    signed_in(client, person(Role.EDITOR))
    page = client.get(reverse("invitation_open", args=[token_of(issued.link)]), follow=True).content.decode()
    assert "다른 주소로 보낸 초대" in page
    client.post(reverse("invitation"))
    assert not Seat.objects.filter(role="juror").exists()


def test_the_first_office_seat() -> None:
    first = invite_first_office(by=CONSOLE)
    second = invite_first_office(by=CONSOLE)
    with pytest.raises(Conflict):
        accept_invitation(token=token_of(first), email="boss@example.org", name="김본부", password=STRONG)
    boss = accept_invitation(token=token_of(second), email="Boss@example.org", name="김본부", password=STRONG)
    assert boss.email == "boss@example.org"
    assert actor(boss).roles == {Role.OFFICE}
    assert invite_first_office(by=CONSOLE) == ""
    with pytest.raises(Refused):
        invite_first_office(by=actor(boss))


def test_inviting_in_the_browser(client: Client) -> None:
    ours = agency()
    signed_in(client, person(Role.AGENCY, organisation=ours))
    page = client.get(reverse("invite")).content.decode()
    assert "컨설턴트" in page
    assert "공단 본부" not in page.split("<main")[1]
    sent = client.post(
        reverse("invite"),
        {"role": "consultant", "email": "c@example.org", "language": "ko", "agency": str(ours.pk)},
    )
    assert sent.url == reverse("invitations")
    assert "c@example.org" in client.get(sent.url).content.decode()
    forged = client.post(reverse("invite"), {"role": "office", "email": "c2@example.org", "language": "ko"})
    assert forged.status_code == 403
    assert Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_takes_the_seat() -> None:
    issued = offered(actor(person(Role.OFFICE)), email="twice@example.org")
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def take() -> None:
        gate.wait()
        try:
            accept_invitation(token=token_of(issued.link), name="가", password=STRONG)
            outcomes.append("taken")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["conflict", "taken"]
    assert Person.objects.filter(email="twice@example.org").count() == 1
    assert Seat.objects.filter(person__email="twice@example.org").count() == 1
