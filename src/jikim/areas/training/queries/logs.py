"""Workplaces with sessions given in a year, within reach: one line each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from jikim.areas.dispatch import public as dispatch
from jikim.areas.training.models import TrainingSession
from jikim.rules.access import Action, Actor
from jikim.shared.ui.tables import Asked


@dataclass(frozen=True, slots=True)
class LoggedPlace:
    workplace_id: int
    number: str
    name: str
    year: int
    sessions: int
    minutes: int
    attended: int


def logged_places(*, asked: Asked, year: int, by: Actor) -> tuple[list[LoggedPlace], int]:
    """Two statements whatever their number."""
    rows = TrainingSession.objects.filter(
        dispatch.reached_workplaces(by, Action.training_see), workplace__isnull=False, on__year=year, status__in=("held", "closed")
    )
    for word in asked.search.split():
        rows = rows.filter(workplace__number__icontains=word) | rows.filter(workplace__name__icontains=word)
    sums = rows.order_by().values("workplace_id", "workplace__number", "workplace__name").annotate(
        many=Count("pk"), minutes_all=Sum("minutes"), people=Sum("attended")
    )  # fmt: skip
    field = {"name": "workplace__name"}.get(asked.sort, "workplace__number")
    ordered = sums.order_by(f"-{field}" if asked.descending else field, "workplace_id")
    return [
        LoggedPlace(one["workplace_id"], one["workplace__number"], one["workplace__name"], year, one["many"], one["minutes_all"], one["people"] or 0)
        for one in ordered[asked.slice]
    ], sums.count()
