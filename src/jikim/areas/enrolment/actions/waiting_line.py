"""Keeps the waiting list without gaps. Its order never changes here."""

from __future__ import annotations

from django.db.models import F

from jikim.areas.enrolment.models import Application


def close_gap(season_id: int, place: int | None) -> None:
    """Those behind a place that has come free move up one. The caller holds the season's lock."""
    if place is not None:
        Application.objects.filter(season_id=season_id, waiting_place__gt=place).update(waiting_place=F("waiting_place") - 1)
