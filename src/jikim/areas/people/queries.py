"""Seats, invitations and accounts as small values. Never changes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from jikim.areas.people import factors
from jikim.areas.people.models import Invitation, Organisation, Person, Seat, hash_of
from jikim.areas.people.places import reach_words, workplace_names
from jikim.rules.access import (
    GRANTED,
    REACH_OF_ROLE,
    ROLE_NAMES,
    ROLE_PURPOSES,
    Action,
    Actor,
    Grant,
    Reach,
    Role,
    Verdict,
    covers,
)
from jikim.rules.seats import may_appoint
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.clock import now


def actor_of(person: Person) -> Actor:
    """The person with everything their open seats grant."""
    grants = tuple(
        Grant(Role(role), frozenset(str(key) for key in keys))
        for role, keys in person.seats.filter(ended_at=None).order_by("pk").values_list("role", "reach_keys")
    )
    return Actor(person.key, person.name, grants)


def holders_of(role: Role) -> int:
    """How many people hold an open seat of that role."""
    return Seat.objects.filter(role=role.value, ended_at=None).values("person_id").distinct().count()


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds an open seat of a role: whom to write to, and in which language."""

    person_id: int
    key: str
    name: str
    email: str
    language: str


def people_holding(role: Role) -> list[Holder]:
    """Everybody with an open seat of that role, by name. For rooms that write to them or give them work."""
    found = Person.objects.filter(seats__role=role.value, seats__ended_at=None, is_active=True).distinct().order_by("name", "pk")
    return [Holder(one.pk, one.key, one.name, one.email, one.language) for one in found]


def demo_accounts_exist() -> bool:
    """Asked by `jikim check`: they must not in production."""
    return Person.objects.filter(is_demo=True, is_active=True).exists()


def person_of(*, email: str, by: Actor) -> int | None:
    """The account with that address. For the operator's console alone: pages never say who has one."""
    require(by, Action.operate)
    return Person.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()


def holders_reaching(role: Role, key: str) -> list[Holder]:
    """Of those who hold such a seat, the ones whose reach names this key: an agency's managers, say. By name."""
    seats = Seat.objects.filter(role=role.value, ended_at=None, person__is_active=True).select_related("person")
    people = {one.person_id: one.person for one in seats if key in {str(own) for own in one.reach_keys}}
    return [Holder(one.pk, one.key, one.name, one.email, one.language) for one in sorted(people.values(), key=lambda one: (one.name, one.pk))]


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat in the list."""

    seat_id: int
    person_id: int
    name: str
    email: str
    role: Role
    role_name: Text
    reach: Text
    since: dt.datetime
    ended_at: dt.datetime | None
    second_factor: bool
    ending: Verdict


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One offer that waits, was taken up, or was taken back."""

    invitation_id: int
    email: str
    name: str
    role_name: Text
    reach: Text
    status: str
    sent_at: dt.datetime
    expires_at: dt.datetime
    invited_by_name: str
    expired: bool
    appointing: Verdict


def seats(*, by: Actor, role: str = "", state: str = "", search: str = "") -> list[SeatLine]:
    """The seats this actor may see, newest first, open or ended or both: all for office and auditor, else those within the own reach."""
    require(by, Action.seats_see)
    found = Seat.objects.select_related("person", "organisation").order_by("-since", "-pk")
    if state in ("open", "ended"):
        found = found.filter(ended_at__isnull=state == "open")
    if role:
        found = found.filter(role=role)
    wanted = search.strip().lower()
    kept = [
        seat for seat in found
        if _sees(by, seat) and (not wanted or wanted in f"{seat.person.name} {seat.person.email}".lower())
    ]  # fmt: skip
    names = workplace_names(key for seat in kept if seat.role == Role.MANAGER for key in seat.reach_keys)
    strong = set(
        Authenticator.objects.filter(type__in=factors.STRONG, user__in={seat.person_id for seat in kept})
        .values_list("user_id", flat=True)
    )  # fmt: skip
    return [_seat_line(seat, names, seat.person_id in strong, by) for seat in kept]


def seat(*, by: Actor, seat_id: int) -> SeatLine:
    """One seat the actor may see. Raises Seat.DoesNotExist beyond reach, as if it were not there."""
    require(by, Action.seats_see)
    one = Seat.objects.select_related("person", "organisation").get(pk=seat_id)
    if not _sees(by, one):
        raise Seat.DoesNotExist
    names = workplace_names(one.reach_keys if one.role == Role.MANAGER else ())
    return _seat_line(one, names, factors.has_one(one.person), by)


def invitations(*, by: Actor, status: str = "sent", search: str = "") -> list[InvitationLine]:
    """The offers this actor may see, newest first."""
    require(by, Action.seats_see)
    found = Invitation.objects.select_related("organisation").order_by("-sent_at", "-pk")
    if status:
        found = found.filter(status=status)
    wanted = search.strip().lower()
    kept = [
        one for one in found if _sees(by, one) and (not wanted or wanted in f"{one.name} {one.email}".lower())
    ]  # fmt: skip
    names = workplace_names(key for one in kept if one.role == Role.MANAGER for key in one.reach_keys)
    return [_invitation_line(one, names, by) for one in kept]


def agency_choices(*, by: Actor) -> list[tuple[str, str]]:
    """The agencies an actor may invite people for: all, or the own."""
    found = Organisation.objects.filter(kind=Organisation.Kind.AGENCY).order_by("name")
    if not may_appoint(by, Role.AGENCY):
        found = found.filter(pk__in=[int(key) for key in by.keys(Role.AGENCY) if key.isdigit()])
    return [(str(key), name) for key, name in found.values_list("pk", "name")]


def own_seats(person: Person) -> list[tuple[Text, Text]]:
    """Role and reach of each open seat, for the person's own page."""
    held = list(person.seats.filter(ended_at=None).select_related("organisation").order_by("pk"))
    names = workplace_names(key for one in held if one.role == Role.MANAGER for key in one.reach_keys)
    return [(ROLE_NAMES[Role(one.role)], _reach(one, names)) for one in held]


def _sees(by: Actor, thing: Seat | Invitation) -> bool:
    where = thing.where()
    for grant in by.grants:
        if grant.role not in GRANTED[Action.seats_see]:
            continue
        if grant.reach is Reach.REGION and thing.role == Role.REGION:
            if grant.keys & {str(key) for key in thing.reach_keys}:
                return True
        elif covers(grant, where):
            return True
    return False


def _reach(thing: Seat | Invitation, names: Mapping[str, str]) -> Text:
    keys: Iterable[str] = [str(key) for key in thing.reach_keys]
    organisation = thing.organisation.name if thing.organisation else ""
    return reach_words(
        REACH_OF_ROLE[Role(thing.role)], keys, organisation=organisation, workplace_names=names
    )


def _seat_line(one: Seat, names: Mapping[str, str], second_factor: bool, by: Actor) -> SeatLine:
    role = Role(one.role)
    return SeatLine(
        one.pk, one.person_id, one.person.name, one.person.email, role, ROLE_NAMES[role], _reach(one, names), one.since, one.ended_at,
        second_factor, may_appoint(by, role, one.where()),
    )  # fmt: skip


def _invitation_line(one: Invitation, names: Mapping[str, str], by: Actor) -> InvitationLine:
    role = Role(one.role)
    return InvitationLine(
        one.pk, one.email, one.name, ROLE_NAMES[role], _reach(one, names), one.status, one.sent_at, one.expires_at,
        one.invited_by_name, one.status == "sent" and one.expires_at <= now(), may_appoint(by, role, one.where()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenedInvitation:
    """A good link as its visitor sees it. `must`: join, accept, sign_in (has an account) or sign_out (somebody else's)."""

    invitation_id: int
    email: str
    role_name: Text
    purpose: Text
    reach: Text
    inviter: str
    expires_at: dt.datetime
    must: str


def opened_invitation(token: str, person: Person | None) -> OpenedInvitation | None:
    """What the link offers, or None when it is used, revoked, too old or not ours."""
    one = (
        Invitation.objects.select_related("organisation")
        .filter(token_hash=hash_of(token), status="sent")
        .first()
    )
    if one is None or one.expires_at <= now():
        return None
    if person is not None:
        must = "accept" if one.email in ("", person.email) else "sign_out"
    else:
        must = "sign_in" if one.email and Person.objects.filter(email=one.email).exists() else "join"
    role = Role(one.role)
    names = workplace_names(one.reach_keys if role is Role.MANAGER else ())
    return OpenedInvitation(
        one.pk, one.email, ROLE_NAMES[role], ROLE_PURPOSES[role], _reach(one, names), one.invited_by_name,
        one.expires_at, must,
    )  # fmt: skip
