"""Prospects: the first finder stays the finder, tries are kept, an application closes the circle."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from jikim.areas.enrolment.actions import prospects as actions
from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.actions.prospects import ProspectFacts
from jikim.areas.enrolment.models import Prospect
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from tests.areas.enrolment.made import CONSOLE, applied, season
from tests.areas.people.making import agency, person, signed_in

pytestmark = pytest.mark.django_db


def found(name: str = "하늘마트", region: str = "seoul", by: Actor = CONSOLE, **more: str) -> Prospect:
    return actions.find_prospect(season_id=season().pk, facts=ProspectFacts(name, region), by=by, **more)


def of_agency(key: str) -> Actor:
    return Actor(f"person:{key}", "수행기관 담당", (Grant(Role.AGENCY, frozenset({key})),))


def test_the_second_finder_is_told_who_was_first() -> None:
    found(agency_name="한빛안전보건")
    with pytest.raises(Invalid) as refused:
        found("하늘 마트")
    assert "한빛안전보건" in refused.value.errors["name"].ko
    found(region="busan")


def test_a_declined_one_can_be_found_again() -> None:
    one = found()
    with pytest.raises(Conflict):
        actions.decline_prospect(prospect_id=one.pk, reason=Text(""), by=CONSOLE)
    actions.decline_prospect(prospect_id=one.pk, reason=Text("내년에 다시"), by=CONSOLE)
    assert found().pk != one.pk


def test_tries_are_kept_and_the_first_makes_it_contacted() -> None:
    one = found()
    for day in (1, 2):
        actions.record_contact(prospect_id=one.pk, on=dt.date(2017, 3, day), channel="phone", outcome="부재중", by=CONSOLE)
    one.refresh_from_db()
    assert one.status == "contacted"
    assert one.tries.count() == 2


@pytest.mark.parametrize("field, values", [
    ("channel", {"channel": "pigeon"}), ("outcome", {"outcome": " "}), ("on", {"on": dt.date(2999, 1, 1)}),
])  # fmt: skip
def test_tries_that_say_nothing(field: str, values: dict[str, object]) -> None:
    said = {"on": dt.date(2017, 3, 1), "channel": "phone", "outcome": "통화"} | values
    with pytest.raises(Invalid) as refused:
        actions.record_contact(prospect_id=found().pk, by=CONSOLE, **said)  # type: ignore[arg-type]
    assert list(refused.value.errors) == [field]


def test_an_agency_sees_and_touches_only_its_own(client: Client) -> None:
    mine, other = agency("한빛안전보건"), agency("새길안전")
    theirs = found("남의 발굴", by=of_agency(str(other.pk)))
    with pytest.raises(Refused):
        actions.record_contact(prospect_id=theirs.pk, on=dt.date(2017, 3, 1), channel="phone", outcome="통화", by=of_agency(str(mine.pk)))
    signed_in(client, person(Role.AGENCY, organisation=mine))
    form = {"name": "우리 발굴", "region": "seoul", "phone": "", "email": "", "note": ""}
    assert client.post(reverse("prospect_new"), form).status_code == 302
    own = Prospect.objects.get(name="우리 발굴")
    assert (own.agency_key, own.agency_name) == (str(mine.pk), "한빛안전보건")
    shown = client.get(reverse("prospects")).content.decode()
    assert "우리 발굴" in shown
    assert "남의 발굴" not in shown
    assert client.get(reverse("prospect", args=[theirs.pk])).status_code == 403


def test_an_application_that_looks_the_same_is_offered_and_linked_once(client: Client) -> None:
    one = found("새봄고객센터")
    application = applied(name="새봄고객센터 마포지점")
    signed_in(client, person(Role.OFFICE))
    assert application.workplace.number in client.get(reverse("prospect", args=[one.pk])).content.decode()
    for _ in range(2):
        client.post(reverse("prospect_link", args=[one.pk]), {"application": application.pk})
    one.refresh_from_db()
    assert (one.status, one.application_id) == ("applied", application.pk)
    another = found("새봄고객센터 마포지점")
    with pytest.raises(Conflict):
        actions.link_application(prospect_id=another.pk, application_id=application.pk, by=CONSOLE)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(client: Client, rows: int, django_assert_num_queries: object) -> None:
    for n in range(rows):
        found(f"발굴 {n}")
    signed_in(client, person(Role.OFFICE))
    client.get(reverse("prospects"))
    with django_assert_num_queries(6):
        shown = client.get(reverse("prospects")).content.decode()
    assert shown.count('<th scope="row"') == rows
