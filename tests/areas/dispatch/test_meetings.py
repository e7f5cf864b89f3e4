"""Two people at once, one let in after each statement of the other: dates are set in the light of all others, and nobody waits for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from jikim.areas.dispatch.actions import appointments, moving, planning, proposing, revising
from jikim.areas.dispatch.models import Appointment, AppointmentMove, Proposal, Revision
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.clock import now
from tests.areas.dispatch.planned import OFFICE, ready
from tests.meeting import Met, meetings

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])
OTHER = Actor("person:2", "본부 이", (Grant(Role.OFFICE),))
WHY = Text("요청", "asked")


@pytest.fixture
def third_visits(settings: Any) -> list[Appointment]:
    """The last visits to two workplaces by one consultant, of a season whose plan is in force."""
    settings.JIKIM_TODAY = dt.date(2017, 3, 29)
    planning.accept_plan(plan_id=planning.make_plan(season_id=ready(2).pk, by=OFFICE).pk, by=OFFICE)
    # three workplaces and two consultants near: somebody has two of them, whom the plan decides
    found = Appointment.objects.filter(number=3).order_by("consultant_id", "pk")
    return list(next(two for two in pairwise(found) if two[0].consultant_id == two[1].consultant_id))


def again(found: list[Appointment]) -> list[Appointment]:
    """As they were planned."""
    for one in found:
        Proposal.objects.filter(appointment=one).delete()
        AppointmentMove.objects.filter(appointment=one).delete()
        Appointment.objects.filter(pk=one.pk).update(on=one.on, start=one.start, version=one.version, status="planned", pinned=False)
    return found


def shift(one: Appointment, *, reason: Text = WHY, days: int = 7, by: Actor = OFFICE) -> Appointment:
    return moving.move_appointment(
        appointment_id=one.pk, version=one.version, consultant_id=one.consultant_id, on=one.on + dt.timedelta(days), start=dt.time(10), reason=reason, by=by
    )


def only_told(met: Met) -> int:
    """How many were told that somebody was faster; nobody met anything else."""
    assert all(isinstance(one, Refused) or not isinstance(one, Exception) for one in met.results), (met.statement, met.results)
    return sum(isinstance(one, Conflict) for one in met.results)


def test_two_visits_are_not_put_on_one_hour_of_one_consultant(third_visits: list[Appointment]) -> None:
    one, other = third_visits
    beside = (one.on - other.on).days + 7
    for met in meetings(lambda: again(third_visits), lambda _: shift(one, reason=NOTHING), lambda _: shift(other, reason=NOTHING, days=beside, by=OTHER)):
        assert only_told(met) == 1, (met.statement, met.results)
        assert AppointmentMove.objects.count() == 1


def test_a_workplace_accepts_while_its_visit_is_moved(third_visits: list[Appointment]) -> None:
    one = third_visits[0]
    holder = proposing.link_holder(one.workplace_id)

    def asked() -> Proposal:
        again(third_visits)
        return proposing.propose_date(appointment_id=one.pk, version=one.version, by=OFFICE)

    for met in meetings(asked, lambda _: shift(one), lambda proposal: proposing.accept_date(proposal_id=proposal.pk, by=holder)):
        told = only_told(met)
        after = Appointment.objects.get(pk=one.pk)
        # moved first, the answer comes too late; moved last, the visit is open again
        assert (after.status, after.pinned, after.on) == ("planned", False, one.on + dt.timedelta(7)), (met.statement, met.results)
        assert (Proposal.objects.get().answer == "closed") == bool(told)


def test_a_visit_is_moved_while_its_workplace_withdraws(third_visits: list[Appointment]) -> None:
    """The one holds the season and wants the dates, the other the dates and what points at the season: nobody waits for ever."""
    one = third_visits[0]
    application = enrolment.application_of(one.workplace_id)

    def enrolled() -> None:
        again(third_visits)
        type(one.workplace.application).objects.filter(pk=application).update(status="enrolled")

    def withdraws(_: None) -> Any:
        return enrolment.withdraw_application(application_id=application, reason=WHY, by=OTHER, moves_up=False)

    for met in meetings(enrolled, lambda _: shift(one), withdraws):
        only_told(met)
        assert Appointment.objects.get(pk=one.pk).status == "cancelled", (met.statement, met.results)


def test_many_are_confirmed_while_one_of_their_day_is_moved(third_visits: list[Appointment]) -> None:
    one, other = third_visits
    beside = (one.on - other.on).days
    versions = {each.pk: each.version for each in third_visits}
    for met in meetings(lambda: again(third_visits), lambda _: shift(other, days=beside), lambda _: moving.confirm_appointments(versions=versions, by=OTHER)):
        after = [each.status for each in Appointment.objects.filter(pk__in=versions).order_by("pk")]
        assert after == (["planned", "planned"] if only_told(met) else ["confirmed", "planned"]), (met.statement, met.results)


def proposed(found: list[Appointment]) -> Revision:
    """A re-plan that would move the first a week later."""
    again(found)
    one = found[0]
    asked = {"asked_by_key": OFFICE.key, "asked_by_name": OFFICE.name, "asked_at": now()}
    made = Revision.objects.create(plan=one.plan, status="proposed", status_since=now(), cause="other", work="running", **asked)
    made.changes.create(
        kind="moved", workplace=one.workplace, number=one.number, appointment=one, was_status=one.status, consultant_before=one.consultant,
        on_before=one.on, start_before=one.start, consultant=one.consultant, on=one.on + dt.timedelta(7), start=one.start, minutes=one.minutes,
    )  # fmt: skip
    made.made_from = revising.question(season_id=one.season_id, changed=revising._changed(made)).digest(with_dates=True)
    made.work = "done"
    made.save()
    return made


RIVALS: dict[str, Callable[[Appointment], Any]] = {
    "held": lambda one: appointments.note_held(appointment_id=one.pk, by=OTHER),
    "moved": lambda one: shift(one, days=1, by=OTHER),
}


@pytest.mark.parametrize("rival", list(RIVALS))
def test_what_becomes_of_a_visit_while_a_re_plan_is_approved_is_not_overwritten(third_visits: list[Appointment], rival: str) -> None:
    one = third_visits[0]
    for met in meetings(lambda: proposed(third_visits), lambda made: revising.approve_revision(revision_id=made.pk, by=OFFICE), lambda _: RIVALS[rival](one)):
        told = only_told(met)
        after = Appointment.objects.get(pk=one.pk)
        if rival == "held":
            assert after.status == "held", (met.statement, met.results)
        else:  # whoever was slower is told
            assert told == 1, (met.statement, met.results)
        assert after.moves.count() == (met.thing.changes.count() if isinstance(met.first, Revision) else 0) + (rival == "moved" and not isinstance(met.second, Conflict))
