"""Tables of campaigns. Of people who visit, answer or pledge there are only counts."""

from jikim.areas.campaigns.models.campaign import Campaign, Channel, ChannelDay
from jikim.areas.campaigns.models.kits import KitHandout, KitOrder, KitOrderLine, PieceNotice
from jikim.areas.campaigns.models.voices import AwarenessCount, PledgeDay, PledgeName
from jikim.areas.campaigns.models.waves import Recipient, Wave

__all__ = [
    "AwarenessCount", "Campaign", "Channel", "ChannelDay", "KitHandout", "KitOrder", "KitOrderLine", "PieceNotice", "PledgeDay",
    "PledgeName", "Recipient", "Wave",
]  # fmt: skip
