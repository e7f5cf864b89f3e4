"""A campaign is written by one, approved by another, run and ended. Its channels get their short addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from jikim.areas.campaigns.models import Campaign, Channel, PledgeName
from jikim.areas.campaigns.queries.kits import AUDIENCES
from jikim.rules.access import Action, Actor
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, Refused, require
from jikim.shared.clock import now, today
from jikim.shared.library.overlay import current
from jikim.shared.workflow import move

FIELDS = (
    "audience", "kit", "title_ko", "title_en", "about_ko", "about_en", "starts_on", "ends_on", "asks_from", "asks_until",
)  # fmt: skip
_TAKEN = Text("이미 쓰고 있는 주소입니다. 다른 이름을 적어 주십시오.", "This address is taken. Please choose another.")
_STALE = Text("그 사이에 다른 사람이 고쳤습니다. 새 내용을 확인하고 다시 적어 주십시오.", "Somebody has changed it meanwhile. Look at it and write again.")
_NOT_NOW = Text("작성 중인 캠페인만 고칠 수 있습니다.", "Only a draft can be changed.")
_SECOND = Text("작성한 사람은 승인할 수 없습니다. 다른 사람에게 승인을 요청하십시오.", "Whoever wrote it cannot approve it: ask somebody else.")
_EARLY = Text("시작일이 아직 오지 않았습니다.", "Its first day has not come yet.")
_CHANNEL_TAKEN = Text("이 캠페인에 같은 주소의 경로가 있습니다.", "This campaign has a channel of that address.")
_CHANNEL_DONE = Text("끝난 캠페인에는 경로를 더할 수 없습니다.", "A campaign that is over takes no more channels.")


def draft_campaign(*, slug: str, values: Mapping[str, Any], by: Actor) -> Campaign:
    """Write a new one. Invalid for a taken address, a kit of another audience, days in the wrong order."""
    require(by, Action.campaign_draft)
    _check(values)
    if Campaign.objects.filter(slug=slug).exists():
        raise Invalid({"slug": _TAKEN})
    try:
        with transaction.atomic():
            one = Campaign.objects.create(
                slug=slug, written_by_key=by.key, written_by_name=by.name[:120], status="draft", status_since=now(), **{key: values[key] for key in FIELDS}
            )
            audit.record(by, "campaign.written", "campaign", one.slug)
    except IntegrityError:
        raise Invalid({"slug": _TAKEN}) from None
    return one


def edit_campaign(*, campaign_id: int, version: int, values: Mapping[str, Any], by: Actor) -> Campaign:
    """Change a draft. Conflict when somebody was faster or it is no draft any more."""
    require(by, Action.campaign_draft)
    _check(values)
    with transaction.atomic():
        one = Campaign.objects.select_for_update().get(pk=campaign_id)
        if one.status != "draft":
            raise Conflict(_NOT_NOW)
        if one.version != version:
            raise Conflict(_STALE)
        for key in FIELDS:
            setattr(one, key, values[key])
        one.written_by_key, one.written_by_name, one.version = by.key, by.name[:120], version + 1
        one.save()
        audit.record(by, "campaign.written", "campaign", one.slug)
    return one


def move_campaign(*, campaign_id: int, to: str, by: Actor, reason: Text = NOTHING) -> Campaign:
    """One step. Whoever wrote it last cannot approve it; it runs from its first day on."""
    with transaction.atomic():
        one = Campaign.objects.select_for_update().get(pk=campaign_id)
        if to == "approved" and one.written_by_key == by.key:
            raise Refused(_SECOND)
        if to == "running" and today() < one.starts_on:
            raise Conflict(_EARLY)
        move(one, to, by=by, reason=reason)
    return one


def end_past_campaigns() -> int:
    """Campaigns whose last day is over end. A regular duty."""
    past, done = Campaign.objects.filter(status="running", ends_on__lt=today()), 0
    for key in list(past.values_list("pk", flat=True)):
        with transaction.atomic():
            one = past.select_for_update().filter(pk=key).first()
            if one is not None:  # nobody has ended it meanwhile
                move(one, "ended", by=Actor.console("end of the period"))
                done += 1
    return done


def add_channel(*, campaign_id: int, key: str, name_ko: str, name_en: str, by: Actor) -> Channel:
    """Another short address. The same one twice is refused."""
    require(by, Action.campaign_draft)
    with transaction.atomic():
        one = Campaign.objects.select_for_update().get(pk=campaign_id)
        if one.status in {"ended", "cancelled"}:
            raise Conflict(_CHANNEL_DONE)
        if one.channels.filter(key=key).exists():
            raise Invalid({"key": _CHANNEL_TAKEN})
        made = Channel.objects.create(campaign=one, key=key, name_ko=name_ko, name_en=name_en)
        audit.record(by, "campaign.channel_added", "campaign", one.slug, channel=key)
    return made


def decide_name(*, name_id: int, to: str, by: Actor, reason: Text = NOTHING) -> None:
    """Show an organisation's name with the pledges, or not."""
    move(PledgeName.objects.get(pk=name_id), to, by=by, reason=reason)


def _check(values: Mapping[str, Any]) -> None:
    errors: dict[str, Text] = {}
    kit = current().kits.get(values["kit"])
    if values["audience"] not in AUDIENCES:
        errors["audience"] = Text("대상을 고르십시오.", "Choose whom it is for.")
    elif kit is None or kit.audience.value != values["audience"]:
        errors["kit"] = Text("대상에 맞는 안내물을 고르십시오.", "Choose a kit made for that audience.")
    if values["ends_on"] < values["starts_on"]:
        errors["ends_on"] = Text("끝나는 날이 시작하는 날보다 앞섭니다.", "It ends before it starts.")
    if values["asks_from"] > values["starts_on"]:
        errors["asks_from"] = Text("시작하는 날이나 그 전부터 물어야 전과 후를 견줄 수 있습니다.", "Ask from the first day or earlier, or there is no before.")
    if values["asks_until"] < values["ends_on"]:
        errors["asks_until"] = Text("끝나는 날이나 그 뒤까지 물어야 합니다.", "Ask until the last day or later.")
    if errors:
        raise Invalid(errors)
