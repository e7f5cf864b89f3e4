"""A season's counts for the office: months that are over, in steps of five, regions of five and more, the rest pooled."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from jikim.areas.counselling.models import CounsellingCount
from jikim.areas.enrolment.public import season_facts
from jikim.rules.access import Action, Actor
from jikim.rules.counselling import shown_counts, told_count
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.clock import today

_FIELDS = ("asked", "urgent", "accepted", "sessions", "closed", "referred", "withdrawn")


@dataclass(frozen=True, slots=True)
class SeasonCounts:
    """`None` is too few to tell."""

    season: Text
    upto: str
    regions: tuple[tuple[Text, Text], ...]
    together: Text | None
    total: Text | None
    nation: tuple[tuple[str, Text], ...]


def season_counts(*, by: Actor) -> SeasonCounts | None:
    """The newest season, months before this one only, in steps: whoever looks every day, or keeps what it said a month ago, learns
    of no single request from the difference."""
    require(by, Action.counsellors_appoint)
    season = season_facts(on=today())
    if season is None:
        return None
    month = f"{today():%Y-%m}"
    rows = CounsellingCount.objects.filter(season_id=season.id, month__lt=month)
    by_region = dict(rows.values_list("region").annotate(n=Sum("asked")).values_list("region", "n"))
    shown = shown_counts({key: n for key, n in by_region.items() if n})
    sums = rows.aggregate(**{field: Sum(field) for field in _FIELDS})
    return SeasonCounts(
        season.name, max(rows.values_list("month", flat=True), default=""),
        tuple((codes.region_name(key), told_count(n)) for key, n in shown.regions),
        told_count(shown.together) if shown.together else None, told_count(shown.total) if shown.total else None,
        tuple((field, told_count(sums[field] or 0)) for field in _FIELDS),
    )  # fmt: skip
