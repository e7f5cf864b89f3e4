"""Who appoints whom, and which seats one person must not hold together."""

from __future__ import annotations

import pytest

from jikim.rules.access import Actor, Grant, Role, Where
from jikim.rules.seats import ALONE, APART, APPOINTS, appointable, may_appoint, may_hold

SEATS = set(Role) - {Role.CONSOLE}


def actor(role: Role, *keys: str) -> Actor:
    return Actor("person:1", "가", (Grant(role, frozenset(keys)),))


def test_who_appoints_whom() -> None:
    assert {role: set(appointable(actor(role, "1"))) for role in Role if appointable(actor(role, "1"))} == {
        Role.OFFICE: SEATS,
        Role.REGION: {Role.MANAGER},
        Role.AGENCY: {Role.CONSULTANT},
        Role.CONSOLE: SEATS,
    }


@pytest.mark.parametrize("by, role, where, allowed", [
    (actor(Role.REGION, "busan"), Role.MANAGER, Where(region="busan", workplace="7"), True),
    (actor(Role.REGION, "busan"), Role.MANAGER, Where(region="seoul", workplace="7"), False),
    (actor(Role.REGION, "busan"), Role.REGION, Where(region="busan"), False),
    (actor(Role.AGENCY, "3"), Role.CONSULTANT, Where(agency="3"), True),
    (actor(Role.AGENCY, "3"), Role.CONSULTANT, Where(agency="4"), False),
    (actor(Role.AGENCY, "3"), Role.AGENCY, Where(agency="3"), False),
    (actor(Role.OFFICE), Role.COUNSELLOR, Where(), True),
    (actor(Role.OFFICE), Role.CONSOLE, Where(), False),
    (actor(Role.AUDITOR), Role.EDITOR, Where(), False),
])  # fmt: skip
def test_within_reach_only(by: Actor, role: Role, where: Where, allowed: bool) -> None:
    verdict = may_appoint(by, role, where)
    assert bool(verdict) is allowed
    assert allowed or (verdict.reason.ko and verdict.reason.en)


@pytest.mark.parametrize("held, role, allowed", [
    (set(), Role.AUDITOR, True),
    ({Role.OFFICE}, Role.AUDITOR, False),
    ({Role.AUDITOR}, Role.OFFICE, False),
    ({Role.EXPERT}, Role.KEYING, False),
    ({Role.AGENCY}, Role.COUNSELLOR, False),
    ({Role.COUNSELLOR}, Role.OFFICE, False),
    ({Role.EXPERT}, Role.COUNSELLOR, True),
    ({Role.MANAGER}, Role.CONSULTANT, False),
    ({Role.MANAGER}, Role.JUROR, True),
    ({Role.MANAGER}, Role.MANAGER, True),
    ({Role.AGENCY}, Role.CONSULTANT, True),
])  # fmt: skip
def test_seats_together(held: set[Role], role: Role, allowed: bool) -> None:
    verdict = may_hold(role, frozenset(held))
    assert bool(verdict) is allowed
    assert allowed or (verdict.reason.ko and verdict.reason.en)


@pytest.mark.parametrize("one", sorted(SEATS))
@pytest.mark.parametrize("other", sorted(SEATS))
def test_it_does_not_matter_which_seat_came_first(one: Role, other: Role) -> None:
    assert bool(may_hold(one, frozenset({other}))) == bool(may_hold(other, frozenset({one})))


def test_nobody_appoints_the_console() -> None:
    assert all(Role.CONSOLE not in appointed for appointed in APPOINTS.values())
    assert ALONE | set(APART) <= SEATS
