"""Campaigns, workplaces and seats for the tests, made through the actions a user would call."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jikim.areas.campaigns.actions.campaigns import add_channel, draft_campaign, move_campaign
from jikim.areas.campaigns.models import Campaign
from jikim.rules.access import Actor, Grant, Role
from jikim.shared.clock import rehearsing

OFFICE = Actor("person:1", "본부 김", (Grant(Role.OFFICE),))
OFFICE_TWO = Actor("person:2", "본부 이", (Grant(Role.OFFICE),))
EDITOR = Actor("person:3", "편집 박", (Grant(Role.EDITOR),))
#: a Monday within the campaign's days
DAY = dt.date(2017, 6, 26)
VALUES: dict[str, Any] = {
    "audience": "consumers", "kit": "consumer-kit", "title_ko": "서로 지키는 말", "title_en": "Words that keep us", "about_ko": "고객과 직원이 함께하는 캠페인입니다.",
    "about_en": "A campaign of customers and staff.", "starts_on": dt.date(2017, 6, 1), "ends_on": dt.date(2017, 7, 31), "asks_from": dt.date(2017, 5, 1),
    "asks_until": dt.date(2017, 8, 31),
}  # fmt: skip
RIGHT = {"aw-may-stop": 5, "aw-duty": 4, "aw-smile": 1, "aw-whom": 5, "aw-notice": 1}
WRONG = {"aw-may-stop": 1, "aw-duty": 2, "aw-smile": 5, "aw-whom": 3, "aw-notice": 3}


def drafted(slug: str = "summer", **values: Any) -> Campaign:
    return draft_campaign(slug=slug, values=VALUES | values, by=EDITOR)


def running(slug: str = "summer", **values: Any) -> Campaign:
    """Written by the editor, approved and started by the office; with a channel "poster"."""
    one = drafted(slug, **values)
    add_channel(campaign_id=one.pk, key="poster", name_ko="포스터", name_en="Poster", by=EDITOR)
    with rehearsing(DAY):
        move_campaign(campaign_id=one.pk, to="proposed", by=EDITOR)
        for to in ("approved", "running"):
            one = move_campaign(campaign_id=one.pk, to=to, by=OFFICE)
    return one


def manager_of(workplace_id: int) -> Actor:
    return Actor(f"person:{100 + workplace_id}", "담당 최", (Grant(Role.MANAGER, frozenset({str(workplace_id)})),))
