"""What other rooms and commands may ask of campaigns."""

from __future__ import annotations

import datetime as dt

from jikim.areas.campaigns.actions.campaigns import (
    add_channel,
    decide_name,
    draft_campaign,
    end_past_campaigns,
    move_campaign,
)
from jikim.areas.campaigns.actions.kits import Wanted, hand_out, hand_out_at_visit, move_order, order_kit
from jikim.areas.campaigns.actions.notices import tell_old_holders
from jikim.areas.campaigns.actions.voices import count_many, count_pledge, count_visit
from jikim.areas.campaigns.actions.waves import plan_wave, send_letters, send_waves, start_wave
from jikim.areas.campaigns.models import Campaign, Channel
from jikim.areas.campaigns.models.voices import PROGRAMME
from jikim.areas.campaigns.queries.home import waiting

__all__ = [
    "PROGRAMME", "Wanted", "add_channel", "channel_ids", "count_many", "count_pledges", "count_visits", "decide_name", "draft_campaign", "end_past_campaigns", "hand_out",
    "hand_out_at_visit", "move_campaign", "move_order", "names_waiting", "order_kit", "plan_wave", "send_letters", "send_waves", "start_wave", "starts_on", "tell_old_holders", "waiting",
]  # fmt: skip


def channel_ids(campaign_id: int) -> dict[str, int]:
    """key → channel, in the order they were added."""
    return dict(Channel.objects.filter(campaign_id=campaign_id).order_by("pk").values_list("key", "pk"))


def starts_on(campaign_id: int) -> dt.date:
    return Campaign.objects.get(pk=campaign_id).starts_on


def names_waiting(campaign_id: int) -> list[int]:
    """Names given with pledges that nobody has looked at yet."""
    return list(Campaign.objects.get(pk=campaign_id).names.filter(status="offered").order_by("pk").values_list("pk", flat=True))


def count_visits(*, channel_id: int, many: int) -> None:
    """Visits of today, such as those a display counted itself."""
    count_visit(Channel.objects.get(pk=channel_id), many)


def count_pledges(*, campaign_id: int, many: int, name: str = "") -> None:
    """Pledges of today, such as those signed on a sheet at an event."""
    count_pledge(Campaign.objects.get(pk=campaign_id), name=name, many=many)
