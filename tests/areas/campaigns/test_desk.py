"""A campaign is written by one and approved by another; its page and its list say what they count."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from jikim.areas.campaigns.actions.campaigns import (
    add_channel,
    decide_name,
    draft_campaign,
    edit_campaign,
    end_past_campaigns,
    move_campaign,
)
from jikim.areas.campaigns.actions.voices import count_pledge
from jikim.areas.campaigns.models import Campaign, PledgeName
from jikim.areas.campaigns.queries.campaigns import campaign_lines
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Invalid, Refused
from jikim.shared.clock import rehearsing
from jikim.shared.ui.tables import Asked
from tests.areas.campaigns.made import EDITOR, OFFICE, OFFICE_TWO, VALUES, drafted, running
from tests.areas.people.making import person, signed_in

pytestmark = pytest.mark.django_db


def test_whoever_wrote_it_cannot_approve_it() -> None:
    one = draft_campaign(slug="own", values=VALUES, by=OFFICE)
    move_campaign(campaign_id=one.pk, to="proposed", by=OFFICE)
    with pytest.raises(Refused, match="wrote"):
        move_campaign(campaign_id=one.pk, to="approved", by=OFFICE)
    assert move_campaign(campaign_id=one.pk, to="approved", by=OFFICE_TWO).status == "approved"
    with rehearsing(dt.date(2017, 5, 31)), pytest.raises(Conflict, match="first day"):
        move_campaign(campaign_id=one.pk, to="running", by=OFFICE)


def test_an_editor_neither_approves_nor_runs_and_two_do_not_overwrite_each_other() -> None:
    one = drafted()
    edit_campaign(campaign_id=one.pk, version=1, values=VALUES | {"title_ko": "다른 제목"}, by=OFFICE)
    with pytest.raises(Conflict, match="meanwhile"):
        edit_campaign(campaign_id=one.pk, version=1, values=VALUES, by=EDITOR)
    move_campaign(campaign_id=one.pk, to="proposed", by=EDITOR)
    with pytest.raises(Refused):
        move_campaign(campaign_id=one.pk, to="approved", by=EDITOR)
    with pytest.raises(Conflict, match="draft"):
        edit_campaign(campaign_id=one.pk, version=2, values=VALUES, by=EDITOR)


@pytest.mark.parametrize(("changed", "field"), [
    ({"kit": "employer-kit"}, "kit"), ({"ends_on": dt.date(2017, 5, 31)}, "ends_on"), ({"asks_from": dt.date(2017, 6, 2)}, "asks_from"),
    ({"asks_until": dt.date(2017, 7, 30)}, "asks_until"), ({"audience": "everybody"}, "audience"),
])  # fmt: skip
def test_what_does_not_fit_is_said_beside_its_field(changed: dict, field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        drafted(**changed)
    assert field in wrong.value.errors
    assert not Campaign.objects.exists()


def test_an_address_is_taken_once_and_a_past_campaign_ends_by_itself() -> None:
    one = running()
    with pytest.raises(Invalid):
        drafted()
    with pytest.raises(Invalid):
        add_channel(campaign_id=one.pk, key="poster", name_ko="또", name_en="again", by=EDITOR)
    with rehearsing(dt.date(2017, 8, 1)):
        assert (end_past_campaigns(), end_past_campaigns()) == (1, 0)


def test_a_name_shows_only_when_checked() -> None:
    one = running()
    count_pledge(one, name="  새봄  식당 ")
    count_pledge(one, name="새봄 식당")
    found = PledgeName.objects.get()
    assert found.name == "새봄 식당"
    assert "새봄 식당" not in Client().get(f"/public/campaigns/{one.slug}/").content.decode()
    decide_name(name_id=found.pk, to="shown", by=EDITOR)
    assert "새봄 식당" in Client().get(f"/public/campaigns/{one.slug}/").content.decode()
    with pytest.raises(Conflict, match="reason"):
        decide_name(name_id=found.pk, to="refused", by=EDITOR)
    decide_name(name_id=found.pk, to="refused", by=EDITOR, reason=Text("폐업", "closed"))
    assert "새봄 식당" not in Client().get(f"/public/campaigns/{one.slug}/").content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_database_as_often_whatever_its_length(many: int, django_assert_num_queries) -> None:
    for i in range(many):
        drafted(f"campaign-{i}")
    with django_assert_num_queries(4):
        rows, total = campaign_lines(asked=Asked(sort="starts_on"), by=OFFICE)
    assert len(rows) == total == many


def test_roles_at_the_desk() -> None:
    one = running()
    for role, status in ((Role.OFFICE, 200), (Role.EDITOR, 200), (Role.AUDITOR, 200), (Role.MANAGER, 403), (Role.CONSULTANT, 403)):
        keys = ["1"] if role is Role.MANAGER else []
        client = signed_in(Client(), person(role, keys))
        assert client.get(f"/campaigns/{one.pk}/").status_code == status, role
        assert client.get("/campaigns/").status_code == status, role
    assert client.get(f"/campaigns/{one.pk}/awareness/").status_code == 403


def test_the_office_writes_one_in_the_browser() -> None:
    client = signed_in(Client(), person(Role.OFFICE))
    said = {key: str(value) for key, value in VALUES.items()} | {"slug": "autumn"}
    answer = client.post("/campaigns/new/", said | {"slug": "Not good"})
    assert answer.status_code == 422
    assert "서로 지키는 말" in answer.content.decode()
    answer = client.post("/campaigns/new/", said)
    one = Campaign.objects.get(slug="autumn")
    assert answer.url == f"/campaigns/{one.pk}/"
    page = client.get(answer.url).content.decode()
    assert "/public/campaigns/autumn/" in page
    assert client.post(f"/campaigns/{one.pk}/channels/", {"key": "bus", "name_ko": "버스", "name_en": "Bus"}).status_code == 302
    assert client.get(f"/campaigns/{one.pk}/channels/bus.svg")["Content-Type"] == "image/svg+xml"
    assert client.post(f"/campaigns/{one.pk}/step/proposed/").status_code == 302
    why = client.get(f"/campaigns/{one.pk}/step/draft/")
    assert why.status_code == 200
    assert Campaign.objects.get(pk=one.pk).status == "proposed"


def test_a_region_sees_and_changes_nothing() -> None:
    region = Actor("person:9", "지역", (Grant(Role.REGION, frozenset({"seoul"})),))
    rows, _ = campaign_lines(asked=Asked(), by=region)
    assert rows == []
    with pytest.raises(Refused):
        draft_campaign(slug="x", values=VALUES, by=region)


