"""Who appoints whom, and which seats one person must not hold together. Knows roles only, no person."""

from __future__ import annotations

from jikim.rules.access import ANYWHERE, OUT_OF_REACH, ROLE_NAMES, Actor, Role, Verdict, Where, covers
from jikim.rules.words import Text

_EVERY_SEAT = frozenset(set(Role) - {Role.CONSOLE})
_EMPLOYING = frozenset({Role.OFFICE, Role.REGION, Role.AGENCY, Role.CONSULTANT})

#: Who offers and ends which seats. The office appoints everybody; a regional office the managers of workplaces in its
#: regions; an agency its own consultants. Only the office appoints its own kind: a seat must not multiply.
APPOINTS: dict[Role, frozenset[Role]] = {
    Role.OFFICE: _EVERY_SEAT,
    Role.REGION: frozenset({Role.MANAGER}),
    Role.AGENCY: frozenset({Role.CONSULTANT}),
    Role.CONSOLE: _EVERY_SEAT,
}

#: Seats that go with no other: an auditor does not audit the own acts, a keying seat knows no workplace.
ALONE = frozenset({Role.AUDITOR, Role.KEYING})

#: Seats one person must not hold together. A counsellor never belongs to those who employ, appoint or visit;
#: the employer's side never sits with those who decide about the workplace.
APART: dict[Role, frozenset[Role]] = {
    Role.COUNSELLOR: _EMPLOYING | {Role.MANAGER},
    Role.MANAGER: _EMPLOYING | {Role.COUNSELLOR},
}

_MAY_NOT_APPOINT = Text("이 역할({role})은 초대하거나 해지하실 수 없습니다.", "Your seat may not offer or end this one: {role}.")
_SITS_ALONE = Text("이 역할({role})은 다른 역할과 함께 맡을 수 없습니다.", "This seat goes with no other: {role}.")
_SIT_APART = Text(
    "한 사람이 두 역할({role}, {other})을 함께 맡을 수 없습니다.", "One person must not hold both seats: {role}; {other}."
)


def may_appoint(actor: Actor, role: Role, where: Where = ANYWHERE) -> Verdict:
    """May this actor offer, or end, a seat of that role lying there?

    Returns: a refusal when no seat of the actor appoints that role, or none that does reaches the place.
    """
    appointing = [grant for grant in actor.grants if role in APPOINTS.get(grant.role, frozenset())]
    if not appointing:
        return Verdict(False, _filled(_MAY_NOT_APPOINT, role=role))
    if any(covers(grant, where) for grant in appointing):
        return Verdict(True)
    return Verdict(False, OUT_OF_REACH)


def appointable(actor: Actor) -> tuple[Role, ...]:
    """The roles this actor may offer somewhere, in the order of `Role`."""
    return tuple(role for role in Role if may_appoint(actor, role))


def may_hold(role: Role, held: frozenset[Role]) -> Verdict:
    """May somebody who holds these seats hold that one too?"""
    for other in sorted(held - {role}, key=list(Role).index):
        alone = next((one for one in (role, other) if one in ALONE), None)
        if alone is not None:
            return Verdict(False, _filled(_SITS_ALONE, role=alone))
        if other in APART.get(role, frozenset()) or role in APART.get(other, frozenset()):
            return Verdict(False, _filled(_SIT_APART, role=role, other=other))
    return Verdict(True)


def _filled(text: Text, **roles: Role) -> Text:
    """The sentence with the roles' names, each in its own language."""
    return Text(
        text.ko.format(**{key: ROLE_NAMES[role].ko for key, role in roles.items()}),
        text.en.format(**{key: ROLE_NAMES[role].en for key, role in roles.items()}),
    )
