"""A season's counts for the office: months that are over, regions of five and more, the rest pooled."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from jikim.areas.counselling.models import CounsellingCount
from jikim.areas.enrolment.public import season_facts
from jikim.rules.access import Action, Actor
from jikim.rules.counselling import SHOWN_FROM, shown_counts
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.clock import today

_FIELDS = ("asked", "urgent", "accepted", "sessions", "closed", "referred", "withdrawn")


@dataclass(frozen=True, slots=True)
class SeasonCounts:
    """`None` is fewer than five."""

    season: Text
    upto: str
    regions: tuple[tuple[Text, int], ...]
    together: int | None
    total: int | None
    nation: tuple[tuple[str, int | None], ...]


def season_counts(*, by: Actor) -> SeasonCounts | None:
    """The newest season, months before this one only: whoever looks every day learns nothing from the difference."""
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
        tuple((codes.region_name(key), n) for key, n in shown.regions), shown.together, shown.total,
        tuple((field, n if (n := sums[field] or 0) == 0 or n >= SHOWN_FROM else None) for field in _FIELDS),
    )  # fmt: skip
