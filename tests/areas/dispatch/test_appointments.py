"""Appointments as later rooms use them: who reads what, what becomes of a visit, what follows when a workplace leaves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from jikim.areas.dispatch import public
from jikim.areas.dispatch.models import Appointment, Consultant
from jikim.areas.dispatch.queries.appointments import lines, reached_appointments
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.workflow.models import StatusChange
from tests.areas.dispatch.planned import OFFICE, account_of, agency_seat, appointment, manager_of
from tests.areas.enrolment.made import enrolled

pytestmark = pytest.mark.django_db
WHY = Text("담당자가 자리에 없었습니다.", "Nobody was there.")


def test_a_line_says_where_when_and_who() -> None:
    one = appointment()
    person, _ = account_of(one.consultant)
    line = public.appointment(appointment_id=one.pk)
    assert (line.number, line.on, line.start, line.ends) == (1, dt.date(2017, 5, 8), dt.time(10), dt.time(12))
    assert line.consultant_key == person.key
    assert line.agency_key == str(one.consultant.agency.organisation_id)
    assert line.visit_name.ko == "1차 현황조사·설문"


def test_appointments_are_narrowed_as_asked() -> None:
    first = appointment()
    second = appointment(2, dt.date(2017, 5, 29), place=first.workplace)
    other = appointment(place=enrolled().workplace, who=Consultant.objects.get(name="서산들"))
    season = first.season_id
    assert [a.id for a in public.appointments(season_id=season, workplace_id=first.workplace_id)] == [first.pk, second.pk]
    assert [a.id for a in public.appointments(season_id=season, since=dt.date(2017, 5, 20))] == [second.pk]
    assert [a.id for a in public.appointments(season_id=season, agency_key=str(other.consultant.agency.organisation_id))] == [other.pk]
    assert public.appointments(season_id=season, consultant_key="person:999") == []
    assert public.appointments(season_id=season, statuses=("held",)) == []


def test_each_seat_reaches_its_own_appointments() -> None:
    first = appointment()
    other = appointment(place=enrolled(region="부산").workplace, who=Consultant.objects.get(name="서산들"))
    _, consultant = account_of(first.consultant)

    def seen(by: Actor) -> set[int]:
        return {line.id for line in lines(Appointment.objects.filter(reached_appointments(by)))}

    assert seen(OFFICE) == {first.pk, other.pk}
    assert seen(consultant) == seen(agency_seat(first.consultant)) == seen(manager_of(first.workplace)) == {first.pk}
    assert seen(Actor("person:2", "지역", (Grant(Role.REGION, frozenset({"busan"})),))) == {other.pk}
    assert seen(Actor("person:3", "심사", (Grant(Role.JUROR, frozenset({"1"})),))) == set()


def test_a_visit_is_held_once_however_often_it_is_said() -> None:
    one = appointment()
    _, by = account_of(one.consultant)
    public.note_held(appointment_id=one.pk, by=by)
    public.note_held(appointment_id=one.pk, by=by)
    one.refresh_from_db()
    assert one.status == "held"
    assert StatusChange.objects.filter(thing_kind="appointment").count() == 1
    with pytest.raises(Conflict):
        public.note_missed(appointment_id=one.pk, reason=WHY, by=by)


def test_a_missed_visit_needs_its_reason_and_makes_room_for_another() -> None:
    one = appointment()
    with pytest.raises(Conflict):
        public.note_missed(appointment_id=one.pk, reason=Text("", ""), by=OFFICE)
    with pytest.raises(IntegrityError), transaction.atomic():
        appointment(place=one.workplace)
    public.note_missed(appointment_id=one.pk, reason=WHY, by=OFFICE)
    assert appointment(place=one.workplace).pk != one.pk


def test_nobody_reports_another_consultants_visit() -> None:
    one = appointment()
    _, stranger = account_of(Consultant.objects.get(name="서산들"))
    for by in (stranger, manager_of(one.workplace)):
        with pytest.raises(Refused):
            public.note_held(appointment_id=one.pk, by=by)
    one.refresh_from_db()
    assert one.status == "planned"


def test_a_workplace_that_leaves_keeps_what_was_held() -> None:
    held = appointment()
    public.note_held(appointment_id=held.pk, by=OFFICE)
    open_ones = [appointment(n, dt.date(2017, 5 + n, 8), place=held.workplace) for n in (2, 3)]
    assert public.end_workplace(workplace_id=held.workplace_id, reason=WHY, by=OFFICE) == 2
    assert public.end_workplace(workplace_id=held.workplace_id, reason=WHY, by=OFFICE) == 0
    assert {Appointment.objects.get(pk=one.pk).status for one in open_ones} == {"cancelled"}
    assert Appointment.objects.get(pk=held.pk).status == "held"
    with pytest.raises(Refused):
        public.end_workplace(workplace_id=held.workplace_id, reason=WHY, by=manager_of(held.workplace))


def test_whose_workplace_it_is_follows_the_latest_visit() -> None:
    one = appointment()
    person, _ = account_of(one.consultant)
    assert public.consultant_keys(season_id=one.season_id) == {one.workplace_id: person.key}
    appointment(2, dt.date(2017, 6, 8), place=one.workplace, who=Consultant.objects.get(name="서산들"))
    assert public.consultant_keys(season_id=one.season_id) == {one.workplace_id: ""}
