"""Which season a page speaks of: the one asked for, else the newest. And the call, as the public reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.areas.enrolment.models import Season
from jikim.areas.enrolment.queries.seasons import call_state
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class SeasonFacts:
    """As much of a season as any page's heading and the public call need."""

    id: int
    year: int
    name: Text
    status: str
    starts_on: dt.date
    ends_on: dt.date
    call_opens_on: dt.date | None
    call_closes_on: dt.date | None
    is_open: bool
    call_reason: Text
    target: int
    minimum_service_workers: int
    regions_admitted: tuple[str, ...]
    sectors_admitted: tuple[str, ...]
    admits_earlier_seasons: bool
    who_counts: Text
    is_trial: bool


def season_facts(*, on: dt.date, season_id: int | None = None) -> SeasonFacts | None:
    """The season with that id, else the newest; None while there is none."""
    found = Season.objects.filter(pk=season_id).first() if season_id else None
    season = found or Season.objects.order_by("-year", "-id").first()
    if season is None:
        return None
    state = call_state(season, on)
    return SeasonFacts(
        id=season.pk, year=season.year, name=Text(season.name_ko, season.name_en), status=season.status,
        starts_on=season.starts_on, ends_on=season.ends_on, call_opens_on=season.call_opens_on,
        call_closes_on=season.call_closes_on, is_open=state.open, call_reason=state.reason, target=season.target,
        minimum_service_workers=season.minimum_service_workers, regions_admitted=tuple(season.regions_admitted),
        sectors_admitted=tuple(season.sectors_admitted), admits_earlier_seasons=season.admits_earlier_seasons,
        who_counts=Text(season.who_counts_ko, season.who_counts_en), is_trial=season.is_trial,
    )  # fmt: skip
