"""What the home page says of rounds."""

from __future__ import annotations

from django.db.models import Count, Q, Sum
from django.urls import reverse

from jikim.areas.enrolment.public import reached
from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries.rounds import SHOWN_FROM
from jikim.rules.access import Action, Actor, may
from jikim.rules.words import Text
from jikim.shared.ui.waiting import Figure, Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Open rounds, for whoever closes them."""
    if not may(actor, Action.round_manage):
        return []
    count = Round.objects.filter(reached(actor, Action.round_manage), status="open").count()
    return [Waiting(Text("응답을 받고 있는 회차", "Open survey rounds"), count, f"{reverse('rounds')}?status=open", order=40)]


def figures(actor: Actor) -> list[Figure]:
    """Workers who answered, over all rounds within reach; nothing where that would count a few people."""
    if not may(actor, Action.round_manage):
        return []
    found = Round.objects.filter(reached(actor, Action.round_manage), answered__gte=SHOWN_FROM).aggregate(
        answered=Sum("answered", default=0), offered=Sum("offered", filter=Q(offered__isnull=False), default=0), rounds=Count("pk")
    )  # fmt: skip
    if not found["rounds"]:
        return []
    return [Figure(Text("응답한 근로자", "Workers who answered"), found["answered"], found["offered"] or None, reverse("rounds"), order=40,
                   against=Text("설문을 제안한 인원 대비", "Of those offered"))]  # fmt: skip
