"""Who holds which manual: within reach, with what has changed since, in a handful of statements."""

from __future__ import annotations

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jikim.areas.manuals.actions.editions import number_own
from jikim.areas.manuals.actions.handing_out import hand_out
from jikim.areas.manuals.actions.poster import set_contact
from jikim.areas.manuals.queries.holders import HolderRow, holder_rows
from jikim.areas.people.models import Person
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.manuals import Kind
from jikim.shared.access import Refused
from jikim.shared.ui.tables import Asked
from tests.areas.dispatch.planned import manager_of
from tests.areas.manuals.made import OFFICE, changed
from tests.areas.visits.made import appointment, consultant

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def rows(season_id: int, by: Actor, **asked: object) -> list[HolderRow]:
    return holder_rows(season_id=season_id, asked=Asked(**asked), by=by)[0]  # type: ignore[arg-type]


def test_an_older_one_is_seen_and_filtered() -> None:
    visit = appointment(1)
    place, by = visit.workplace, consultant(visit)
    (row,) = rows(place.season_id, by)
    assert (row.state, row.practice, row.officer) == ("none", None, False)
    hand_out(numbered=number_own(workplace_id=place.pk, kind=Kind.PRACTICE, by=by), language="ko", way="download", by=by)
    set_contact(workplace_id=place.pk, officer="김담당", by=Actor.console())
    (row,) = rows(place.season_id, by)
    assert (row.state, row.practice, row.changed, row.officer) == ("new", 1, 0, True)
    changed("measures-discretion", "stop-and-hand-over")
    (row,) = rows(place.season_id, by)
    assert (row.state, row.changed) == ("old", 1)
    assert rows(place.season_id, by, filters={"state": "new"}) == []
    assert [one.number for one in rows(place.season_id, by, filters={"state": "old"})] == [place.number]
    assert rows(place.season_id, by, search="없는 곳") == []


def test_each_sees_the_own_reach() -> None:
    one = appointment(1)
    season = one.workplace.season_id
    region = Actor("person:8", "지역", (Grant(Role.REGION, frozenset({one.workplace.region})),))
    elsewhere = Actor("person:9", "다른 지역", (Grant(Role.REGION, frozenset({"jeju"})),))
    stranger = Actor("person:10", "다른 사람", (Grant(Role.CONSULTANT, frozenset({"person:10"})),))
    assert [len(rows(season, by)) for by in (OFFICE, region, consultant(one), elsewhere, stranger)] == [1, 1, 1, 0, 0]
    with pytest.raises(Refused):
        rows(season, manager_of(one.workplace))


def test_as_many_statements_for_three_as_for_one(django_assert_num_queries: object) -> None:
    first = appointment(1)
    from django.db import connection

    def asked() -> int:
        with CaptureQueriesContext(connection, ) as seen:
            rows(first.workplace.season_id, OFFICE)
        return len(seen)

    asked()
    before = asked()
    appointment(2)
    appointment(3)
    assert len(rows(first.workplace.season_id, OFFICE)) == 3
    assert asked() == before <= 5


def test_the_page_is_not_for_managers(settings: object) -> None:
    settings.JIKIM_DEMO = True  # type: ignore[attr-defined]
    one = appointment(1)
    person = Person.objects.get(pk=one.consultant.person_id)
    Person.objects.filter(pk=person.pk).update(is_demo=True)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert one.workplace.name in client.get("/workplace-manuals/").content.decode()
    assert client.get(f"/workplace-manuals/{one.workplace_id}/").status_code == 200
