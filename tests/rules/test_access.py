"""The literal matrix of roles and actions, and how far each role reaches. A change of access is a change of this table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.access import (
    ANYWHERE,
    GRANTED,
    NOBODY,
    REACH_OF_ROLE,
    ROLE_NAMES,
    ROLE_PURPOSES,
    STAFF_ROLES,
    Action,
    Actor,
    Grant,
    Reach,
    Role,
    Where,
    covers,
    may,
)  # fmt: skip

#: office region agency consultant expert counsellor keying manager juror editor auditor clinical console
COLUMNS = list("ORACEUKMJDTLS")
ROLES = dict(zip(COLUMNS, Role, strict=True))

MATRIX = """
                      O R A C E U K M J D T L S
home_see              x x x x x x x x x x x x .
account_manage        x x x x x x x x x x x x .
seats_see             x x x . . . . . . . x . .
seat_invite           x x x . . . . . . . . . x
seat_end              x x x . . . . . . . . . x
season_see            x x . . . . . . . . x . x
season_edit           x . . . . . . . . . . . x
applicants_see        x x . . . . . . . . x . x
applicants_import     x . . . . . . . . . . . x
applicants_export     x x . . . . . . . . . . x
application_see       x x . . . . . x . . x . x
application_edit      x x . . . . . x . . . . x
application_decide    x . . . . . . . . . . . x
application_withdraw  x x . . . . . x . . . . x
letter_see            x x . . . . . x . . . . x
own_workplace_see     . . . . . . . x . . . . .
lottery_run           x . . . . . . . . . . . x
prospects_manage      x x x . . . . . . . . . x
agreement_record      x x x x . . . . . . . . x
agreement_papers      x x x x . . . x . . . . x
breach_see            x x . . . . . . . . . . .
agencies_see          x x x . . . . . . . x . x
agencies_record       x . . . . . . . . . . . x
consultants_record    x . x . . . . . . . . . x
consultant_approve    x . . . . . . . . . . . x
availability_record   x . x x . . . . . . . . x
conflicts_declare     x . x x . . . . . . . . x
allotment_decline     x . x . . . . . . . . . x
visits_see            x x x x . . . x . . x . x
visit_read            x x x x . . . . . . x . x
visit_record          . . . x . . . . . . . . x
visit_review          x x . . . . . . . . . . x
headcount_decide      x . . . . . . . . . . . x
visit_checks_see      x x . . . . . . . . x . x
visit_check_answer    x x . . . . . x . . . . x
settlement_see        x x x . . . . . . . x . x
settlement_freeze     x . . . . . . . . . . . x
tariff_edit           x . . . . . . . . . . . x
line_object           . . x . . . . . . . . . x
objection_answer      x . . . . . . . . . . . x
plan_see              x x x . . . . . . . x . x
plan_make             x . . . . . . . . . . . x
appointments_see      x x x x . . . x . . x . x
appointment_arrange   x x x x . . . . . . . . x
appointment_confirm   x x x x . . . x . . . . x
appointment_report    x x x x . . . . . . . . x
own_visits_see        . . . x . . . x . . . . .
answers_import        . . . . . . . . . . . . x
round_manage          x x . . . . . . . . . . x
report_see            x x x x . . . x . . . . x
reports_build         x . . . . . . . . . . . x
release_make          x . . . . . . . . . . . x
advice_see            x x x x . . . x . . . . x
checklist_record      . . . x . . . . . . . . x
plan_propose          . . . x . . . . . . . . x
plan_keep             . . . x . . . x . . . . x
plan_verify           . . . x . . . . . . . . x
training_see          x x x x . . . x . . x . x
training_run          . . . x . . . . . . . . x
training_names        . . . x . . . x . . . . x
training_announce     x . . . . . . . . x . . x
training_credit_set   x . . . . . . . . . . . x
cards_print           x x . x . . . . . . . . x
offers_record         x x . x . . . . . . . . x
monitor_see           x x . x . . . . . . . . x
paper_issue           x x . x . . . . . . . . x
paper_key             . . . . . . x . . . . . .
answers_purge         . . . . . . . . . . . . x
talks_see             x x x x . . . x . . x . x
talk_arrange          . . . x . . . . . . . . x
keys_rotate           . . . . . . . . . . . . x
counsellors_appoint   x . . . . . . . . . . . x
counselling_desk      . . . . . x . . . . . . .
emergency_raise       . . . x x x . . . . . . .
emergency_see         . . . . . . . . . . . x .
emergency_close       . . . . . . . . . . . x .
records_offline       . . . x . . . . . . . . .
devices_see           x . . x . . . . . . . . x
device_revoke         x . . x . . . . . . . . x
content_see           x . . . . . . . . x x . x
content_edit          x . . . . . . . . x . . x
content_approve       x . . . . . . . . x . . x
poster_contact_edit   . . . . . . . x . . . . x
poster_see            x x x x . . . x . . . . x
manual_see            x x x x . . . x . . . . x
manual_holders_see    x x x x . . . . . . . . x
manual_ledger_see     x . . . . . . . . x x . x
manual_hand_out       x . . . . . . . . x . . x
campaign_see          x x . . . . . . . x x . x
campaign_draft        x . . . . . . . . x . . x
campaign_approve      x . . . . . . . . . . . x
campaign_run          x . . . . . . . . . . . x
wave_send             x . . . . . . . . . . . x
pledge_decide         x . . . . . . . . x . . x
kit_see               x x x x . . . x . . . . x
kit_order             x x x . . . . x . . . . x
own_agency_kits       . . x . . . . . . . . . .
kit_pack              x . . . . . . . . . . . x
kit_hand_out          x x . x . . . . . . . . x
kit_ledger_see        x x . . . . . . . x x . x
audit_see             . . . . . . . . . . x . x
operate               . . . . . . . . . . . . x
demo_build            . . . . . . . . . . . . x
"""


def rows() -> dict[str, set[Role]]:
    lines = [line.split() for line in MATRIX.strip().splitlines()]
    assert lines[0] == COLUMNS
    return {name: {ROLES[c] for c, mark in zip(COLUMNS, marks, strict=True) if mark == "x"} for name, *marks in lines[1:]}


def test_every_action_has_its_row() -> None:
    assert set(rows()) == {action.value for action in Action}


@pytest.mark.parametrize("action", list(Action))
def test_granted_as_written(action: Action) -> None:
    wanted = rows()[action.value]
    allowed = {role for role in Role if may(Actor("person:1", "가", (Grant(role, frozenset({"7"})),)), action)}
    assert allowed == wanted == GRANTED[action]


def test_promises_of_the_table() -> None:
    changing = [a for a in Action if a.value.endswith(("_edit", "_import", "_decide", "_invite", "_end", "_record", "_run"))]
    assert not [a for a in changing if Role.AUDITOR in GRANTED[a]], "an auditor changes nothing"
    assert GRANTED[Action.answers_import] == {Role.CONSOLE}, "no web seat takes answers in"
    assert all(Role.KEYING not in GRANTED[a] for a in Action if a not in (Action.home_see, Action.account_manage, Action.paper_key))


def actor(role: Role, *keys: str) -> Actor:
    return Actor("person:1", "가", (Grant(role, frozenset(keys)),))


@pytest.mark.parametrize("role, keys, where, reached", [
    (Role.OFFICE, (), Where(region="busan", workplace="7"), True),
    (Role.AUDITOR, (), Where(region="busan"), True),
    (Role.REGION, ("busan", "ulsan"), Where(region="ulsan"), True),
    (Role.REGION, ("busan",), Where(region="seoul"), False),
    (Role.REGION, ("busan",), Where(), False),
    (Role.REGION, (), Where(region="busan"), False),
    (Role.AGENCY, ("3",), Where(region="busan", agency="3"), True),
    (Role.AGENCY, ("3",), Where(region="busan", agency="4"), False),
    (Role.AGENCY, ("3",), Where(region="busan"), False),
    (Role.MANAGER, ("7",), Where(region="busan", workplace="7"), True),
    (Role.MANAGER, ("7",), Where(region="busan", workplace="8"), False),
    (Role.MANAGER, ("7",), Where(agency="7", region="7"), False),
    (Role.CONSULTANT, ("person:5",), Where(persons=frozenset({"person:5", "person:6"})), True),
    (Role.CONSULTANT, ("person:5",), Where(agency="3", persons=frozenset({"person:6"})), False),
])  # fmt: skip
def test_reach(role: Role, keys: tuple[str, ...], where: Where, reached: bool) -> None:
    assert covers(Grant(role, frozenset(keys)), where) is reached


def test_one_seat_does_not_lend_its_reach_to_another() -> None:
    """A national editor who is also a region's clerk decides nothing outside that region."""
    both = Actor("person:1", "가", (Grant(Role.EDITOR), Grant(Role.REGION, frozenset({"busan"}))))
    assert may(both, Action.application_edit, Where(region="busan"))
    assert not may(both, Action.application_edit, Where(region="seoul"))


def test_refusals_say_why_in_both_languages() -> None:
    nobody, seatless = may(NOBODY, Action.home_see), may(Actor("person:1", "가"), Action.home_see)
    role, far = may(actor(Role.JUROR), Action.season_edit), may(actor(Role.REGION, "busan"), Action.application_edit, Where(region="seoul"))
    reasons = [verdict.reason for verdict in (nobody, seatless, role, far)]
    assert all(reason.ko and reason.en for reason in reasons)
    assert len(set(reasons)) == 4
    assert "공단 본부" in role.reason.ko
    assert "Programme office" in role.reason.en
    assert "Operator" not in role.reason.en, "the console is not a seat one could ask for"
    assert not may(actor(Role.OFFICE), Action.operate)
    assert "Operator" in may(actor(Role.OFFICE), Action.operate).reason.en


def test_every_role_is_described() -> None:
    for table in (ROLE_NAMES, ROLE_PURPOSES, REACH_OF_ROLE):
        assert set(table) == set(Role)
    assert set(Role) - {Role.MANAGER, Role.CONSOLE} == STAFF_ROLES
    assert set(GRANTED) == set(Action)


keys = st.frozensets(st.sampled_from(["1", "2", "busan", "person:1"]), max_size=3)
grants = st.builds(Grant, st.sampled_from(list(Role)), keys)
places = st.builds(Where, region=st.sampled_from(["", "busan", "1"]), agency=st.sampled_from(["", "1"]),
                   workplace=st.sampled_from(["", "1", "2"]), persons=keys)  # fmt: skip


@given(st.lists(grants, max_size=4), st.sampled_from(list(Action)), places, grants)
def test_a_further_seat_never_takes_away(held: list[Grant], action: Action, where: Where, more: Grant) -> None:
    if may(Actor("p", "가", tuple(held)), action, where):
        assert may(Actor("p", "가", (*held, more)), action, where)


@given(st.lists(grants, max_size=4), st.sampled_from(list(Action)), places)
def test_allowed_somewhere_is_allowed_to_open_the_list(held: list[Grant], action: Action, where: Where) -> None:
    one = Actor("p", "가", tuple(held))
    if may(one, action, where):
        assert may(one, action, ANYWHERE)


@given(grants, places)
def test_a_grant_without_keys_reaches_nothing_but_the_nation(grant: Grant, where: Where) -> None:
    if covers(Grant(grant.role), where):
        assert grant.reach is Reach.NATION
