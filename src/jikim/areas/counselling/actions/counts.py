"""Counts per season, region and month: all that stays when a request is destroyed."""

from __future__ import annotations

from django.db.models import F

from jikim.areas.counselling.models import CounsellingCount
from jikim.shared.clock import today


def count(season_id: int, region: str, *fields: str) -> None:
    """Add one to each of these fields, for this month."""
    row, _ = CounsellingCount.objects.get_or_create(season_id=season_id, region=region, month=f"{today():%Y-%m}")
    CounsellingCount.objects.filter(pk=row.pk).update(**{field: F(field) + 1 for field in fields})
