"""An agency declines what was allotted to it, or leaves: open workplaces are handed over and the next one reads what was left."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.areas.dispatch.actions import conflicts, leaving
from jikim.areas.dispatch.actions.consultants import end_consultant
from jikim.areas.dispatch.models import Agency, Appointment, Consultant, HandOver, Plan
from jikim.areas.dispatch.queries.conflicts import barred
from jikim.areas.dispatch.queries.leaving import handed_over, open_workplaces, taken_over
from jikim.areas.enrolment.models import Workplace
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import now
from tests.areas.dispatch.making_agencies import OFFICE, made_agency, manager_of, one_of
from tests.areas.enrolment.made import applied

pytestmark = pytest.mark.django_db
WHY = Text("기관 사정으로 수행을 마칩니다.", "The agency ends its work.")


@pytest.fixture
def place() -> Workplace:
    return applied(service_workers=40).workplace


def visit(place: Workplace, who: Consultant, number: int, status: str) -> Appointment:
    return Appointment.objects.create(
        season_id=place.season_id, workplace=place, number=number, consultant=who, on=dt.date(2017, 5, number), start=dt.time(9), minutes=120,
        status=status, status_since=now(),
    )  # fmt: skip


def test_a_declined_allotment_carries_its_reason_to_the_plan_and_counts_once(place: Workplace) -> None:
    agency = made_agency(place.season_id)
    visit(place, one_of(agency), 1, "planned")
    for _click in range(2):
        conflicts.decline_allotment(agency_id=agency.pk, workplace_id=place.pk, reason="인력이 부족합니다.", by=manager_of(agency))
    found = barred(season_id=place.season_id)
    assert [(one.workplace_id, one.agency_id, one.consultant_id) for one in found] == [(place.pk, agency.pk, None)]
    assert "인력이 부족합니다." in found[0].reason.ko
    assert AuditRow.objects.filter(verb="allotment.declined").count() == 1


def test_an_agency_that_leaves_hands_over_what_is_open_and_sends_nobody_more(place: Workplace) -> None:
    agency, next_one = made_agency(place.season_id), made_agency(place.season_id, "누리산업보건", people=("다음",))
    done = applied(service_workers=30).workplace
    visit(done, one_of(agency), 1, "held")
    visit(place, one_of(agency), 1, "held")
    visit(place, one_of(agency), 2, "confirmed")
    assert [(one.number, one.held, one.open) for one in open_workplaces(agency_id=agency.pk)] == [(place.number, 1, 1)]
    with pytest.raises(Refused):
        leaving.leave(agency_id=agency.pk, reason=WHY, by=manager_of(agency))
    with pytest.raises(Conflict):
        leaving.leave(agency_id=agency.pk, reason=Text("", ""), by=OFFICE)
    assert not HandOver.objects.exists()
    leaving.leave(agency_id=agency.pk, reason=WHY, by=OFFICE)
    assert (Agency.objects.get(pk=agency.pk).status, one_of(agency).status) == ("left", "ended")
    with pytest.raises(Conflict):
        leaving.leave(agency_id=agency.pk, reason=WHY, by=OFFICE)
    leaving.write_hand_over(agency_id=agency.pk, notes={place.pk: "담당자는 오후에만 통화됩니다."}, by=manager_of(agency))
    with pytest.raises(Refused):
        leaving.write_hand_over(agency_id=agency.pk, notes={place.pk: "남의 글"}, by=manager_of(next_one))
    assert [(one.number, one.held, one.open) for one in handed_over(agency_id=agency.pk)] == [(place.number, 1, 1)]
    assert taken_over(agency_id=next_one.pk) == []
    Appointment.objects.filter(workplace=place, number=2).update(consultant=one_of(next_one, "다음"))
    assert [(one.number, one.agency, one.note) for one in taken_over(agency_id=next_one.pk)] == [
        (place.number, "한빛산업보건", "담당자는 오후에만 통화됩니다."),
    ]  # fmt: skip


def test_a_plan_in_force_is_worked_out_anew_once_for_what_an_agency_can_no_longer_do(place: Workplace) -> None:
    agency = made_agency(place.season_id, people=("가나다", "라마바"))
    plan = Plan.objects.create(
        season_id=place.season_id, status="accepted", status_since=now(), asked_at=now(),
    )  # fmt: skip
    visit(place, one_of(agency), 1, "planned")
    conflicts.decline_allotment(agency_id=agency.pk, workplace_id=place.pk, reason="인력이 부족합니다.", by=manager_of(agency))
    assert "인력이 부족합니다." in plan.revisions.get().said_ko
    end_consultant(consultant_id=one_of(agency).pk, reason=WHY, by=manager_of(agency))
    leaving.leave(agency_id=agency.pk, reason=WHY, by=OFFICE)
    assert plan.revisions.count() == 1, "a re-plan that waits notices by itself; a second would contradict it"
