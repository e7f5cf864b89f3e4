"""Declared ties keep apart, with their reason; the season decides about an agency's own contracts."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.areas.dispatch.actions import conflicts
from jikim.areas.dispatch.models import DeclaredConflict
from jikim.areas.dispatch.queries.conflicts import barred, told_of
from jikim.areas.dispatch.queries.declared import declared
from jikim.areas.enrolment.actions.seasons import edit_season
from jikim.areas.enrolment.models import Workplace
from jikim.shared.access import Conflict, Invalid, Refused
from jikim.shared.ui.tables import Asked
from tests.areas.dispatch.making_agencies import CONSOLE, made_agency, manager_of, one_of
from tests.areas.enrolment.made import applied, season

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Workplace:
    return applied(service_workers=40).workplace


def allow(season_id: int) -> None:
    edit_season(season_id=season_id, version=season().version, values={"existing_contracts": "tell"}, by=CONSOLE, reason="시험")


def test_a_declared_contract_bars_the_agency_with_its_reason_until_it_ends(place: Workplace) -> None:
    agency = made_agency(place.season_id)
    made = conflicts.declare_conflict(agency_id=agency.pk, values={"number": place.number.lower(), "what": "보건관리"}, by=manager_of(agency))
    found = barred(season_id=place.season_id)
    assert [(one.workplace_id, one.agency_id, one.consultant_id) for one in found] == [(place.pk, agency.pk, None)]
    assert "한빛산업보건" in found[0].reason.ko
    assert "under contract" in found[0].reason.en
    conflicts.end_conflict(conflict_id=made.pk, by=manager_of(agency))
    conflicts.end_conflict(conflict_id=made.pk, by=manager_of(agency))
    assert barred(season_id=place.season_id) == []
    assert DeclaredConflict.objects.count() == 1


def test_where_the_season_allows_it_the_workplace_is_told_instead(place: Workplace) -> None:
    agency = made_agency(place.season_id)
    conflicts.declare_conflict(agency_id=agency.pk, values={"number": place.number}, by=manager_of(agency))
    assert told_of(season_id=place.season_id) == {}
    allow(place.season_id)
    assert barred(season_id=place.season_id) == []
    told = told_of(season_id=place.season_id)[agency.pk, place.pk]
    assert "한빛산업보건" in told.ko
    assert "No disadvantage" in told.en


def test_a_consultants_tie_bars_that_person_whatever_the_season_says(place: Workplace) -> None:
    agency = made_agency(place.season_id)
    one = one_of(agency)
    conflicts.declare_conflict(agency_id=agency.pk, consultant_id=one.pk, values={"number": place.number, "what": "가족"}, by=manager_of(agency))
    allow(place.season_id)
    assert [(found.agency_id, found.consultant_id) for found in barred(season_id=place.season_id)] == [(agency.pk, one.pk)]
    assert told_of(season_id=place.season_id) == {}


def test_a_business_number_means_the_named_site_else_all_sites_of_the_employer(place: Workplace) -> None:
    agency = made_agency(place.season_id)
    sister = applied(service_workers=30).workplace
    Workplace.objects.filter(pk=sister.pk).update(business_number=place.business_number)
    tie = {"business_number": place.business_number}
    conflicts.declare_conflict(agency_id=agency.pk, values={**tie, "name": f" {place.name} "}, by=manager_of(agency))
    assert {one.workplace_id for one in barred(season_id=place.season_id)} == {place.pk}
    DeclaredConflict.objects.all().delete()
    conflicts.declare_conflict(agency_id=agency.pk, values={**tie, "name": "다른 지점"}, by=manager_of(agency))
    assert {one.workplace_id for one in barred(season_id=place.season_id)} == {place.pk, sister.pk}


def test_a_contract_that_ended_before_the_season_bars_nobody(place: Workplace) -> None:
    agency = made_agency(place.season_id)
    conflicts.declare_conflict(agency_id=agency.pk, values={"number": place.number, "until_on": dt.date(2016, 12, 31)}, by=manager_of(agency))
    assert barred(season_id=place.season_id) == []


def test_a_declaration_names_a_workplace_once_and_only_its_own_agency_makes_it(place: Workplace) -> None:
    agency, other = made_agency(place.season_id), made_agency(place.season_id, "누리산업보건")
    with pytest.raises(Invalid):
        conflicts.declare_conflict(agency_id=agency.pk, values={"name": "이름만"}, by=manager_of(agency))
    conflicts.declare_conflict(agency_id=agency.pk, values={"number": place.number}, by=manager_of(agency))
    with pytest.raises(Invalid):
        conflicts.declare_conflict(agency_id=agency.pk, values={"number": place.number}, by=manager_of(agency))
    with pytest.raises(Refused):
        conflicts.declare_conflict(agency_id=agency.pk, values={"number": "W9"}, by=manager_of(other))
    with pytest.raises(Refused):
        conflicts.end_conflict(conflict_id=DeclaredConflict.objects.get().pk, by=manager_of(other))
    assert declared(season_id=place.season_id, asked=Asked(), by=manager_of(other))[0] == []
    assert declared(season_id=place.season_id, asked=Asked(), by=manager_of(agency))[0][0].meant == (place.number,)


def test_only_what_is_allotted_can_be_declined(place: Workplace) -> None:
    agency, other = made_agency(place.season_id), made_agency(place.season_id, "누리산업보건")
    with pytest.raises(Conflict):
        conflicts.decline_allotment(agency_id=agency.pk, workplace_id=place.pk, reason="인력 부족", by=manager_of(agency))
    with pytest.raises(Invalid):
        conflicts.decline_allotment(agency_id=agency.pk, workplace_id=place.pk, reason=" ", by=manager_of(agency))
    with pytest.raises(Refused):
        conflicts.decline_allotment(agency_id=agency.pk, workplace_id=place.pk, reason="x", by=manager_of(other))
