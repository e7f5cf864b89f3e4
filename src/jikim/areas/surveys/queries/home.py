"""What the home page says of rounds."""

from __future__ import annotations

from django.db.models import Count, F, Q, Sum
from django.urls import reverse

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries.codes import BY_CODE
from jikim.areas.surveys.queries.reach import reached_rounds
from jikim.areas.surveys.queries.rounds import SHOWN_FROM
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.ui.waiting import Figure, Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Open rounds, for whoever closes them; cards still to be handed out, for whoever hands them out."""
    out: list[Waiting] = []
    address = reverse("rounds")
    if may(actor, Action.round_manage):
        count = Round.objects.filter(reached_rounds(actor, Action.round_manage), status="open").count()
        out.append(Waiting(Text("응답을 받고 있는 회차", "Open survey rounds"), count, f"{address}?status=open", order=40))
    if may(actor, Action.offers_record):
        within = Round.objects.filter(reached_rounds(actor, Action.offers_record), kind__in=BY_CODE, status="open")
        count = within.filter(offered__lt=F("headcount")).count()
        words = Text("카드를 아직 다 나눠 주지 않은 회차", "Rounds with cards still to be handed out")
        out.append(Waiting(words, count, f"{address}?behind=offer", order=41))
    return out


def figures(actor: Actor) -> list[Figure]:
    """Workers who answered, over all rounds within reach; nothing where that would count a few people.

    Rounds by code are left out until they are released: their counts are told in steps, and a sum of them would not be.
    """
    if not may(actor, Action.round_manage):
        return []
    return [*_answered(actor), *_talks(actor)]


def _talks(actor: Actor) -> list[Figure]:
    """For whoever answers for the whole season: how far the plan's ten-minute talks fall short."""
    season = enrolment.season_facts(on=today())
    found = dispatch.talks_unmet(season_id=season.id) if season and may(actor, Action.talks_see) and actor.roles & {Role.OFFICE} else None
    if not found or not found[1]:
        return []
    return [Figure(Text("개별 상담 시간이 돌아가지 않는 근로자", "Workers without a ten-minute talk"), found[0], found[1], reverse("talks"), order=42,
                   against=Text("계획한 방문의 고객응대근로자 대비", "Of the workers of the planned visits"))]  # fmt: skip


def _answered(actor: Actor) -> list[Figure]:
    within = Round.objects.filter(reached_rounds(actor, Action.round_manage), answered__gte=SHOWN_FROM)
    found = within.exclude(kind__in=BY_CODE, status__in=("prepared", "open", "closed")).aggregate(
        answered=Sum("answered", default=0), offered=Sum("offered", filter=Q(offered__isnull=False), default=0), rounds=Count("pk")
    )  # fmt: skip
    if not found["rounds"]:
        return []
    return [Figure(Text("응답한 근로자", "Workers who answered"), found["answered"], found["offered"] or None, reverse("rounds"), order=40,
                   against=Text("설문을 제안한 인원 대비", "Of those offered"))]  # fmt: skip
