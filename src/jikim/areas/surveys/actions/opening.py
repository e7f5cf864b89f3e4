"""Rounds by code let answers in: one by one or all that are ready, never before agreement, cards and period."""

from __future__ import annotations

from django.db import transaction

from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries.opening import opening, ready
from jikim.areas.surveys.queries.reach import reached_rounds
from jikim.rules.access import Action, Actor
from jikim.rules.words import NOTHING
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.workflow import move, move_many

#: rounds in one transaction
_AT_ONCE = 200


def open_round(*, round_id: int, by: Actor) -> Round:
    """Let answers in. Raises Conflict with what is missing: agreement, cards, period, official wording."""
    with transaction.atomic():
        one = Round.objects.select_for_update(of=("self",)).select_related("workplace").get(pk=round_id)
        require(by, Action.round_manage, one.where())
        verdict = opening(one, on=today())
        if not verdict:
            raise Conflict(verdict.reason)
        move(one, "open", by=by)
        one.opened_on = today()
        one.offered = one.offered or 0
        one.save(update_fields=["opened_on", "offered"])
    return one


def open_ready(*, season_id: int, by: Actor) -> tuple[int, int]:
    """Open every prepared round within reach that may open. Returns (opened, left)."""
    require(by, Action.round_manage)
    within = Round.objects.filter(reached_rounds(by, Action.round_manage), season_id=season_id, status="prepared")
    keys = list(within.order_by("pk").values_list("pk", flat=True))
    opened = 0
    for start in range(0, len(keys), _AT_ONCE):
        with transaction.atomic():
            locked = Round.objects.select_for_update(of=("self",)).filter(pk__in=keys[start : start + _AT_ONCE])
            part = ready(season_id, locked.select_related("workplace"), on=today())
            for one in part:
                one.opened_on, one.offered = today(), one.offered or 0
            opened += move_many([(one, "open", NOTHING) for one in part], by=by, extra_fields=["opened_on", "offered"])
    return opened, len(keys) - opened
