"""The visit plan decides who hands out a workplace's cards: rounds follow it. Called by config/wiring.py, in the plan's own transaction."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from jikim.areas.dispatch import public as dispatch
from jikim.areas.surveys.models import CardSheet, Round
from jikim.rules.access import Actor
from jikim.shared import audit


def follow_plan(plan_or_revision: Any, *, by: Actor) -> None:
    """A plan is in force, or a re-plan approved: every round not yet released goes to whoever visits its workplace."""
    plan = getattr(plan_or_revision, "plan", plan_or_revision)
    _follow(plan.season_id, None, by)


def follow_appointment(appointment: Any, *, by: Actor) -> None:
    """One visit was confirmed, perhaps with somebody else than before."""
    _follow(appointment.season_id, (appointment.workplace_id,), by)


def _follow(season_id: int, workplace_ids: Collection[int] | None, by: Actor) -> None:
    rounds = Round.objects.filter(season_id=season_id).exclude(status="released").exclude(kind=Round.Kind.IMPORTED)
    if workplace_ids is not None:
        rounds = rounds.filter(workplace_id__in=workplace_ids)
    if not rounds.exists():
        return
    keys = dispatch.consultant_keys(season_id=season_id, workplace_ids=workplace_ids)
    changed = [one for one in rounds.select_related("workplace") if keys.get(one.workplace_id, one.consultant_key) != one.consultant_key]
    for one in changed:
        one.consultant_key = keys[one.workplace_id]
        one.save(update_fields=["consultant_key"])
        CardSheet.objects.filter(workplace_id=one.workplace_id).update(consultant_key=one.consultant_key)
        audit.record(by, "round.consultant", "round", one.workflow_key(), consultant=one.consultant_key)
