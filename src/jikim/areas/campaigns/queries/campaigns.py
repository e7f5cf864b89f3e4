"""Campaigns as lists and pages: what they are, how often each short address was opened, who pledged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse

from jikim.areas.campaigns.models import Campaign, Channel, ChannelDay, PledgeDay, PledgeName, Wave
from jikim.areas.campaigns.queries.kits import AUDIENCES
from jikim.rules.access import Action, Actor
from jikim.rules.campaigns import Week, weeks
from jikim.rules.library import Kit
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.charts import Chart, Count, columns
from jikim.shared.clock import today
from jikim.shared.library.overlay import current
from jikim.shared.ui.tables import Asked, narrow
from jikim.shared.ui.words import say
from jikim.shared.workflow.models import StatusChange

#: seen by everybody
_BY_WEEK = Text("주별 방문 수", "Visits by week")
PUBLIC = ("running", "ended")


@dataclass(frozen=True, slots=True)
class CampaignLine:
    id: int
    title: Text
    audience: Text
    status: str
    starts_on: dt.date
    ends_on: dt.date
    visits: int
    pledges: int


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel and how often its address was opened."""

    id: int
    key: str
    name: Text
    address: str
    visits: int


@dataclass(frozen=True, slots=True)
class WaveLine:
    id: int
    number: int
    on: dt.date
    subject: Text
    status: str


@dataclass(frozen=True, slots=True)
class ReachLine:
    """One week: visits by channel, in the order of the channels."""

    monday: dt.date
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """Everything of a campaign on its page. steps: states it can go to from here."""

    row: CampaignLine
    slug: str
    about: Text
    kit: Text
    asks_from: dt.date
    asks_until: dt.date
    written_by: str
    written_by_key: str
    version: int
    address: str
    channels: tuple[ChannelLine, ...]
    waves: tuple[WaveLine, ...]
    reach: tuple[ReachLine, ...]
    chart: Chart | None
    names_waiting: int
    history: tuple[StatusChange, ...]


def campaign_lines(*, asked: Asked, by: Actor) -> tuple[list[CampaignLine], int]:
    require(by, Action.campaign_see)
    rows, total = narrow(
        Campaign.objects.all(), asked, sort={"starts_on": "starts_on", "ends_on": "ends_on", "title": "title_ko"},
        search=("title_ko", "title_en", "slug"), filters={"status": "status", "audience": "audience"},
    )  # fmt: skip
    found = list(rows)
    visits = _sums(ChannelDay.objects.filter(channel__campaign__in=found), "channel__campaign", "visits")
    pledges = _sums(PledgeDay.objects.filter(campaign__in=found), "campaign", "count")
    return [_line(one, visits, pledges) for one in found], total


def campaign_page(campaign_id: int, *, by: Actor) -> CampaignPage:
    """Campaign.DoesNotExist for an unknown one."""
    require(by, Action.campaign_see)
    one = Campaign.objects.get(pk=campaign_id)
    days = list(ChannelDay.objects.filter(channel__campaign=one).values_list("channel_id", "channel__key", "on", "visits"))
    per_channel: dict[int, int] = {}
    for channel, _, _, many in days:
        per_channel[channel] = per_channel.get(channel, 0) + many
    pledges = one.pledges.aggregate(all=Sum("count"))["all"] or 0
    channels, last = list(one.channels.all()), min(today(), one.ends_on)
    found = weeks({(key, on): many for _, key, on, many in days}, one.starts_on, last) if last >= one.starts_on else []
    return CampaignPage(
        row=_line(one, {one.pk: sum(per_channel.values())}, {one.pk: pledges}), slug=one.slug, about=one.about, kit=kit_of(one).title, asks_from=one.asks_from,
        asks_until=one.asks_until, written_by=one.written_by_name, written_by_key=one.written_by_key, version=one.version, address=public_address(one, "ko"),
        channels=tuple(ChannelLine(c.pk, c.key, c.name, short_address(one, c), per_channel.get(c.pk, 0)) for c in channels),
        waves=tuple(WaveLine(w.pk, w.number, w.on, w.subject, w.status) for w in Wave.objects.filter(campaign=one)),
        reach=tuple(ReachLine(week.monday, tuple(week.counts.get(c.key, 0) for c in channels), week.total) for week in found), chart=_chart(found),
        names_waiting=PledgeName.objects.filter(campaign=one, status="offered").count(),
        history=tuple(StatusChange.objects.filter(thing_kind="campaign", thing_key=one.slug).order_by("-id")),
    )  # fmt: skip


def _chart(found: list[Week]) -> Chart | None:
    """Visits by week, the last half year of them."""
    if not found:
        return None
    return columns([Count(f"{week.monday.month}/{week.monday.day}", week.total) for week in found[-26:]], title=say(_BY_WEEK))


def kit_of(campaign: Campaign) -> Kit:
    """The kit as it holds today; of a pack that is no more, the audience's first."""
    kits = current().kits
    return kits.get(campaign.kit) or next(kit for kit in kits.values() if kit.audience.value == campaign.audience)


def short_address(campaign: Campaign, channel: Channel) -> str:
    return settings.JIKIM_BASE_URL + reverse("campaign_short", args=[campaign.slug, channel.key])


def public_address(campaign: Campaign, language: str) -> str:
    return settings.JIKIM_BASE_URL + reverse("public_campaign", kwargs={"language": language, "slug": campaign.slug})


@dataclass(frozen=True, slots=True)
class NameLine:
    id: int
    name: str
    campaign: Text
    offered_on: dt.date
    status: str


def name_lines(*, asked: Asked, by: Actor) -> tuple[list[NameLine], int]:
    """Names given with pledges."""
    require(by, Action.pledge_decide)
    rows, total = narrow(
        PledgeName.objects.select_related("campaign"), asked, sort={"offered_on": "offered_on", "name": "name"}, search=("name",),
        filters={"status": "status"},
    )  # fmt: skip
    return [NameLine(one.pk, one.name, one.campaign.title, one.offered_on, one.status) for one in rows], total


def _line(one: Campaign, visits: Mapping[int, int], pledges: Mapping[int, int]) -> CampaignLine:
    return CampaignLine(
        one.pk, one.title, AUDIENCES[one.audience], one.status, one.starts_on, one.ends_on, visits.get(one.pk, 0), pledges.get(one.pk, 0),
    )  # fmt: skip


def _sums(rows: Any, by: str, what: str) -> dict[int, int]:
    return dict(rows.values_list(by).annotate(all=Sum(what)).values_list(by, "all"))




def name_line(name_id: int, *, by: Actor) -> NameLine | None:
    require(by, Action.pledge_decide)
    one = PledgeName.objects.select_related("campaign").filter(pk=name_id).first()
    return NameLine(one.pk, one.name, one.campaign.title, one.offered_on, one.status) if one else None
