"""Campaigns as anybody sees them: running ones and those that are over, with their pledges."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Sum

from jikim.areas.campaigns.models import Campaign, PledgeDay
from jikim.areas.campaigns.queries.awareness import phase_of
from jikim.areas.campaigns.queries.campaigns import PUBLIC, kit_of
from jikim.areas.campaigns.queries.kits import KitPage, general, page_of
from jikim.areas.training.public import PublicSession, public_sessions
from jikim.rules.campaigns.filling import general as in_general_words
from jikim.rules.library.kits import Form, Piece
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.open_shelf import Shelved

#: names shown on the page; how many more there are is said
NAMES_SHOWN = 60


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    """A campaign's open page."""

    slug: str
    title: Text
    about: Text
    starts_on: dt.date
    ends_on: dt.date
    is_running: bool
    asks: bool
    pledge: Piece | None
    pledges: int
    names: tuple[str, ...]
    more_names: int
    kit: KitPage
    #: public training for the same audience, still to come
    sessions: tuple[PublicSession, ...]


@dataclass(frozen=True, slots=True)
class OpenLine:
    slug: str
    title: Text
    about: Text
    starts_on: dt.date
    ends_on: dt.date
    is_running: bool


def open_campaigns() -> tuple[OpenLine, ...]:
    """Running ones first, then those that are over, newest first."""
    found = sorted(Campaign.objects.filter(status__in=PUBLIC), key=lambda one: (one.status == "running", one.starts_on), reverse=True)
    return tuple(OpenLine(one.slug, one.title, one.about, one.starts_on, one.ends_on, one.status == "running") for one in found)


def open_campaign(slug: str) -> OpenCampaign:
    """Campaign.DoesNotExist unless it runs or is over."""
    one = public_row(slug)
    kit = kit_of(one)
    names = list(one.names.filter(status="shown").order_by("name").values_list("name", flat=True))
    return OpenCampaign(
        one.slug, one.title, one.about, one.starts_on, one.ends_on, one.status == "running", bool(phase_of(one, today())),
        next((in_general_words(piece) for piece in kit.pieces if piece.form is Form.PLEDGE), None), PledgeDay.objects.filter(campaign=one).aggregate(all=Sum("count"))["all"] or 0,
        tuple(names[:NAMES_SHOWN]), max(0, len(names) - NAMES_SHOWN), page_of(kit, general()),
        tuple(session for session in public_sessions() if session.scope == one.audience),
    )  # fmt: skip


def public_row(slug: str) -> Campaign:
    return Campaign.objects.get(slug=slug, status__in=PUBLIC)


def asked_row(slug: str) -> Campaign:
    """A campaign whose questions are open, approved ones too: before it runs it is "before". Campaign.DoesNotExist otherwise."""
    one = Campaign.objects.get(slug=slug)
    if not phase_of(one, today()):
        raise Campaign.DoesNotExist
    return one


def pages() -> list[Shelved]:
    """For the public library: its list, search, feed and map."""
    found = Campaign.objects.filter(status__in=PUBLIC).order_by("-starts_on", "-pk")
    return [Shelved(one.slug, one.title, one.about, "public_campaign", one.version, one.starts_on, {"slug": one.slug}) for one in found]


def pages_state() -> object:
    """Differs once another campaign runs, ends or is called off: what is public cannot be written anew."""
    return tuple(Campaign.objects.filter(status__in=PUBLIC).aggregate(many=Count("pk"), last=Max("status_since")).values())
