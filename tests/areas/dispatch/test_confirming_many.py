"""Many dates confirmed at once: the same checks as one by one, all or none."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.areas.dispatch import public
from jikim.areas.dispatch.models import Appointment, Proposal
from jikim.rules.access import Actor, Grant, Role
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import now
from jikim.shared.workflow.models import StatusChange
from tests.areas.dispatch.planned import OFFICE, appointment

pytestmark = pytest.mark.django_db


def two() -> tuple[Appointment, Appointment]:
    first = appointment()
    return first, appointment(2, dt.date(2017, 5, 29), place=first.workplace, status="proposed")


def test_many_are_confirmed_pinned_and_written_down_as_one_by_one() -> None:
    found = two()
    Proposal.objects.create(appointment=found[1], on=found[1].on, start=found[1].start, sent_at=now(), sent_by_key="x", sent_by_name="x")
    assert public.confirm_appointments(versions={one.pk: one.version for one in found}, by=OFFICE, note="전화 확인") == 2
    assert set(Appointment.objects.values_list("status", "pinned")) == {("confirmed", True)}
    assert set(StatusChange.objects.filter(target="confirmed").values_list("source", "note")) == {("planned", "전화 확인"), ("proposed", "전화 확인")}
    assert AuditRow.objects.filter(verb="appointment.confirmed", reason="전화 확인").count() == 2
    assert Proposal.objects.get().answer == "closed"


def test_one_that_was_moved_meanwhile_stops_them_all() -> None:
    first, second = two()
    with pytest.raises(Conflict):
        public.confirm_appointments(versions={first.pk: first.version, second.pk: second.version - 1}, by=OFFICE)
    with pytest.raises(Conflict):
        public.confirm_appointments(versions={first.pk: first.version, 10_000: 0}, by=OFFICE)
    assert not Appointment.objects.filter(pinned=True).exists()
    assert not Appointment.objects.filter(status="confirmed").exists()


def test_a_visit_that_was_held_cannot_be_confirmed_with_others() -> None:
    first, second = two()
    public.note_held(appointment_id=first.pk, by=OFFICE)
    with pytest.raises(Conflict):
        public.confirm_appointments(versions={one.pk: one.version for one in (first, second)}, by=OFFICE)
    assert Appointment.objects.get(pk=second.pk).status == "proposed"


def test_nobody_confirms_where_they_do_not_reach() -> None:
    first, second = two()
    elsewhere = Actor("person:2", "부산 이", (Grant(Role.REGION, frozenset({"busan"})),))
    with pytest.raises(Refused):
        public.confirm_appointments(versions={one.pk: one.version for one in (first, second)}, by=elsewhere)
    assert set(Appointment.objects.values_list("status", flat=True)) == {"planned", "proposed"}
