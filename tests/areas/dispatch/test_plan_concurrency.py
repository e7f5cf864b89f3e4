"""Two offices at the same moment: one draft, one plan in force, each change made once. On both databases."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from jikim.areas.dispatch.actions import moving, planning, proposing, revising
from jikim.areas.dispatch.models import Appointment, AppointmentMove, Plan, Proposal, Revision
from jikim.areas.enrolment.actions.seasons import ensure_default_season
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from jikim.shared.workflow.models import StatusChange
from tests.areas.dispatch.planned import OFFICE, ready
from tests.areas.enrolment.made import enrolled
from tests.areas.enrolment.test_import_concurrency import together

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])
OTHER = Actor("person:2", "본부 이", (Grant(Role.OFFICE),))


@pytest.fixture(autouse=True)
def in_march(settings):
    settings.JIKIM_TODAY = dt.date(2017, 3, 29)


def kinds(results: list[object]) -> Counter[str]:
    return Counter(type(one).__name__ for one in results)


def test_two_start_a_draft_and_one_is_told_who_was_faster() -> None:
    season = ready().pk
    done = together(*(lambda by=by: planning.start_plan(season_id=season, by=by, queue=False) for by in (OFFICE, OTHER)))
    assert kinds(done) == {"Plan": 1, "Conflict": 1}
    winner = next(one for one in done if isinstance(one, Plan))
    assert winner.asked_by_name in next(one for one in done if isinstance(one, Conflict)).reason.ko
    assert Plan.objects.filter(status="draft").count() == 1


def test_two_accept_one_draft_and_every_visit_is_made_once() -> None:
    plan = planning.make_plan(season_id=ready().pk, by=OFFICE)
    done = together(*(lambda by=by: planning.accept_plan(plan_id=plan.pk, by=by) for by in (OFFICE, OTHER)))
    assert kinds(done) == {"Plan": 1, "Conflict": 1}
    assert Appointment.objects.count() == len(set(Appointment.objects.values_list("workplace_id", "number"))) == plan.figures["visits"]
    assert StatusChange.objects.filter(thing_kind="plan", target="accepted").count() == 1


def test_one_accepts_while_the_other_discards_and_only_one_of_it_happens() -> None:
    plan = planning.make_plan(season_id=ready().pk, by=OFFICE)
    done = together(lambda: planning.accept_plan(plan_id=plan.pk, by=OFFICE), lambda: planning.discard_plan(plan_id=plan.pk, by=OTHER))
    assert kinds(done) == {"Plan": 1, "Conflict": 1}
    plan.refresh_from_db()
    assert Appointment.objects.count() == (plan.figures["visits"] if plan.status == "accepted" else 0)


def test_two_approve_one_re_plan_and_the_newcomer_gets_three_visits() -> None:
    planning.accept_plan(plan_id=planning.make_plan(season_id=ready().pk, by=OFFICE).pk, by=OFFICE)
    place = enrolled(region="서울", latitude=37.55, longitude=127.0).workplace
    season = ensure_default_season(year=2017, by=OFFICE).pk
    why = Text("새 사업장입니다.", "A new workplace.")
    asked = together(*(lambda by=by: revising.start_revision(season_id=season, cause="newcomer", said=why, by=by, queue=False) for by in (OFFICE, OTHER)))
    assert kinds(asked) == {"Revision": 1, "Conflict": 1}
    one = Revision.objects.get(status="proposed")
    revising.work_out_revision.func(one.pk)
    done = together(*(lambda by=by: revising.approve_revision(revision_id=one.pk, by=by) for by in (OFFICE, OTHER)))
    assert kinds(done) == {"Revision": 1, "Conflict": 1}
    assert sorted(Appointment.objects.filter(workplace=place).values_list("number", flat=True)) == [1, 2, 3]


def test_two_move_one_visit_and_the_second_sees_it_has_moved() -> None:
    planning.accept_plan(plan_id=planning.make_plan(season_id=ready().pk, by=OFFICE).pk, by=OFFICE)
    one = Appointment.objects.filter(number=3).first()
    why = Text("요청", "asked")

    def shift(by: Actor, day: int) -> Appointment:
        return moving.move_appointment(
            appointment_id=one.pk, version=one.version, consultant_id=one.consultant_id, on=dt.date(2017, 9, day), start=dt.time(10), reason=why, by=by
        )

    done = together(lambda: shift(OFFICE, 5), lambda: shift(OTHER, 6))
    assert kinds(done) == {"Appointment": 1, "Conflict": 1}
    assert AppointmentMove.objects.filter(appointment=one).count() == 1


def test_a_workplace_accepts_while_the_office_confirms_by_telephone() -> None:
    planning.accept_plan(plan_id=planning.make_plan(season_id=ready().pk, by=OFFICE).pk, by=OFFICE)
    one = Appointment.objects.filter(number=1).first()
    asked = proposing.propose_date(appointment_id=one.pk, version=one.version, by=OFFICE)
    holder = proposing.link_holder(one.workplace_id)
    together(
        lambda: proposing.accept_date(proposal_id=asked.pk, by=holder),
        lambda: moving.confirm_appointments(versions={one.pk: one.version}, by=OFFICE, note="전화 확인"),
    )
    one.refresh_from_db()
    assert (one.status, one.pinned) == ("confirmed", True)
    assert StatusChange.objects.filter(thing_kind="appointment", thing_key=one.workflow_key(), target="confirmed").count() == 1
    assert Proposal.objects.get().answer in ("accepted", "closed")
