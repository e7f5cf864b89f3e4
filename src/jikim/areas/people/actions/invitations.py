"""Offer a seat by mail, send it again, take it back, take it up. Only the hash of a link's token is ever stored."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from jikim.areas.people import letters
from jikim.areas.people.actions.persons import new_person, open_seat
from jikim.areas.people.models import Invitation, Organisation, Person, Seat, hash_of, place
from jikim.rules.access import Action, Actor, Grant, Role
from jikim.rules.seats import may_appoint, may_hold
from jikim.rules.words import Text
from jikim.shared import audit, mail
from jikim.shared.access import Conflict, Refused, require
from jikim.shared.clock import now
from jikim.shared.turns import turn
from jikim.shared.workflow import move

GOOD_FOR = dt.timedelta(days=14)

_GONE = Text(
    "이 초대 링크는 더 이상 쓸 수 없습니다. 초대한 담당자에게 다시 보내 달라고 요청해 주십시오.",
    "This invitation link can no longer be used. Ask the person who invited you to send it again.",
)
_HELD = Text("이미 같은 역할을 맡고 있는 분입니다.", "This person already holds that seat.")
_WAITING = Text(
    "같은 주소로 보낸 초대가 아직 유효합니다. 목록에서 다시 보내실 수 있습니다.",
    "An invitation to this address is still open. You can send it again from the list.",
)
_NO_AGENCY = Text("소속 수행기관을 선택해 주십시오.", "Please choose the agency.")
_NO_REGION = Text("관할 지역을 하나 이상 선택해 주십시오.", "Please choose at least one region.")
_NO_WORKPLACE = Text("사업장을 지정해 주십시오.", "Please name the workplace.")
_OTHER_PERSON = Text(
    "다른 분께 보낸 초대입니다. 로그아웃한 뒤 링크를 다시 열어 주십시오.",
    "This invitation was sent to somebody else. Sign out and open the link again.",
)
_SIGN_IN = Text(
    "이미 계정이 있습니다. 로그인한 뒤 수락해 주십시오.", "You have an account. Sign in to accept."
)


@dataclass(frozen=True, slots=True)
class Offer:
    """The seat that is offered: the role and how far it reaches."""

    role: Role
    reach_keys: tuple[str, ...] = ()
    organisation_id: int | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation and its link. The link exists here and in the mail, nowhere else."""

    invitation_id: int
    link: str


def invite(*, email: str, offer: Offer, by: Actor, name: str = "", language: str = "ko") -> Issued:
    """Offer a seat by mail. Raises Refused out of reach, Conflict when held, offered already, or not to be combined."""
    require(by, Action.seat_invite)
    _check_offer(offer, by)
    address = email.strip().lower()
    with turn("seats", address):
        _check_person(address, offer)
        invitation, link = _issue(address, offer, by, name=name, language=language)
        audit.record(
            by, "invitation.sent", "invitation", invitation.pk, role=offer.role.value, reach=offer.reach_keys
        )
        _post(invitation, link)
    return Issued(invitation.pk, link)


def invite_first_office(*, by: Actor) -> str:
    """A link for the first office seat, or empty when somebody already sits there. Earlier unused links die."""
    require(by, Action.operate)
    with turn("first office"):
        if Seat.objects.filter(role=Role.OFFICE, ended_at=None).exists():
            return ""
        for old in Invitation.objects.filter(role=Role.OFFICE, email="", status="sent"):
            move(old, "revoked", by=by)
        invitation, link = _issue("", Offer(Role.OFFICE), by, name="", language="ko")
        audit.record(by, "invitation.sent", "invitation", invitation.pk, role="office", reach=())
    return link


def resend_invitation(*, invitation_id: int, by: Actor) -> Issued:
    """A new link and a new fortnight; the old link dies."""
    require(by, Action.seat_invite)
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
        _require_appointing(invitation, by)
        if invitation.status != "sent" or not invitation.email:
            raise Conflict(_GONE)
        token = secrets.token_urlsafe(32)
        invitation.token_hash, invitation.sent_at, invitation.expires_at = (
            hash_of(token),
            now(),
            now() + GOOD_FOR,
        )
        invitation.save(update_fields=["token_hash", "sent_at", "expires_at"])
        audit.record(by, "invitation.sent_again", "invitation", invitation.pk)
        _post(invitation, _link(token))
    return Issued(invitation.pk, _link(token))


def revoke_invitation(*, invitation_id: int, by: Actor) -> None:
    """Take an offer back: its link opens nothing any more."""
    with transaction.atomic():
        invitation = Invitation.objects.get(pk=invitation_id)
        _require_appointing(invitation, by)
        move(invitation, "revoked", by=by)


def accept_invitation(
    *,
    token: str,
    person: Person | None = None,
    email: str = "",
    name: str = "",
    password: str = "",
    language: str = "ko",
) -> Person:
    """Take the seat up: as the signed-in person, or as a new one with name and password.

    Raises Conflict when the link is used, revoked or too old, when the address has an account that is not signed in,
    or when the seats do not go together. Of two at once one gets Conflict.
    """
    offered = Invitation.objects.filter(token_hash=hash_of(token)).values_list("email", flat=True).first() or ""
    address = offered or email.strip().lower()
    # one seat of a person is taken or ended after the other: some do not go together
    with turn("seats", person.email if person is not None else address):
        invitation = Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
        if invitation is None or invitation.status != "sent" or invitation.expires_at <= now():
            raise Conflict(_GONE)
        role = Role(invitation.role)
        if person is not None and invitation.email and person.email != address:
            raise Conflict(_OTHER_PERSON)
        if person is None:
            person = _joined(invitation, address, name, password, language)
        elif not (verdict := may_hold(role, _held(person))):
            raise Conflict(verdict.reason)
        by = Actor(
            person.key, person.name, (Grant(role, frozenset([person.key, *map(str, invitation.reach_keys)])),)
        )
        seat = open_seat(
            person=person, role=role, reach_keys=invitation.reach_keys, organisation=invitation.organisation,
            region=invitation.region, invited_by=invitation.invited_by_key, by=by,
        )  # fmt: skip
        invitation.accepted_by = person
        invitation.save(update_fields=["accepted_by"])
        invitation.reach_keys = seat.reach_keys  # in memory: now it lies where the seat lies
        move(invitation, "accepted", by=by)
    return person


def _joined(invitation: Invitation, address: str, name: str, password: str, language: str) -> Person:
    if Person.objects.filter(email=address).exists():
        raise Conflict(_SIGN_IN)
    try:
        with transaction.atomic():
            person = new_person(
                email=address,
                name=name,
                password=password,
                language=language,
                organisation=invitation.organisation,
            )
    except IntegrityError:
        raise Conflict(_SIGN_IN) from None
    audit.record(Actor(person.key, person.name), "person.joined", "person", person.key)
    return person


def _check_offer(offer: Offer, by: Actor) -> None:
    if (
        offer.role in (Role.AGENCY, Role.CONSULTANT)
        and not Organisation.objects.filter(pk=offer.organisation_id, kind=Organisation.Kind.AGENCY).exists()
    ):
        raise Conflict(_NO_AGENCY)
    if offer.role is Role.REGION and not offer.reach_keys:
        raise Conflict(_NO_REGION)
    if offer.role is Role.MANAGER and not (offer.reach_keys and offer.region):
        raise Conflict(_NO_WORKPLACE)
    where = place(
        offer.role, reach_keys=offer.reach_keys, organisation_id=offer.organisation_id, region=offer.region
    )
    if not (verdict := may_appoint(by, offer.role, where)):
        raise Refused(verdict.reason)


def _check_person(address: str, offer: Offer) -> None:
    person = Person.objects.filter(email=address).first()
    if person is not None:
        if not (verdict := may_hold(offer.role, _held(person))):
            raise Conflict(verdict.reason)
        for seat in person.seats.filter(role=offer.role, ended_at=None):
            if offer.role is not Role.MANAGER or set(seat.reach_keys) == set(offer.reach_keys):
                raise Conflict(_HELD)
    pending = Invitation.objects.filter(email=address, role=offer.role, status="sent", expires_at__gt=now())
    if any(set(one.reach_keys) == set(offer.reach_keys) for one in pending):
        raise Conflict(_WAITING)


def _held(person: Person) -> frozenset[Role]:
    return frozenset(Role(role) for role in person.seats.filter(ended_at=None).values_list("role", flat=True))


def _require_appointing(invitation: Invitation, by: Actor) -> None:
    if not (verdict := may_appoint(by, Role(invitation.role), invitation.where())):
        raise Refused(verdict.reason)


def _issue(address: str, offer: Offer, by: Actor, *, name: str, language: str) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    at = now()
    keys: Sequence[str] = offer.reach_keys
    invitation = Invitation.objects.create(
        email=address, name=name.strip(), language=language, role=offer.role, reach_keys=list(keys),
        organisation_id=offer.organisation_id, region=offer.region, token_hash=hash_of(token), invited_by_key=by.key,
        invited_by_name=by.name[:120], sent_at=at, expires_at=at + GOOD_FOR, status="sent", status_since=at,
    )  # fmt: skip
    return invitation, _link(token)


def _link(token: str) -> str:
    return f"{settings.JIKIM_BASE_URL}{reverse('invitation_open', args=[token])}"


def _post(invitation: Invitation, link: str) -> None:
    subject, body = letters.invitation(invitation, link)
    mail.send(invitation.email, subject, body, kind="invitation", language=invitation.language)
