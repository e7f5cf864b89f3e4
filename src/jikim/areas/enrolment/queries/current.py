"""Which season a page speaks of: the one asked for, else the newest. And the call, as the public reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.areas.enrolment.models import Milestone, Season, SeasonHoliday
from jikim.areas.enrolment.queries.intake import season_rules
from jikim.areas.enrolment.queries.seasons import call_state
from jikim.rules.eligibility import Facts, Judgement, judge
from jikim.rules.words import Text
from jikim.shared import codes


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
    existing_contracts: str


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
        existing_contracts=season.existing_contracts,
    )  # fmt: skip


def self_check(*, season_id: int, service_workers: int, region: str, industry_code: str) -> Judgement:
    """What the season's rules would say to these facts. Nothing is kept; earlier seasons are not looked at."""
    rules = season_rules(Season.objects.get(pk=season_id))
    sector = codes.sector_of(industry_code)
    return judge(Facts(service_workers=service_workers, region=region, sector=sector, industry_code=industry_code), rules)


def milestones(*, season_id: int) -> tuple[tuple[Text, dt.date, dt.date | None], ...]:
    """The season's dates as everybody may read them."""
    return tuple(
        (Text(one.name_ko, one.name_en), one.starts_on, one.ends_on) for one in Milestone.objects.filter(season_id=season_id)
    )


def days_off() -> frozenset[dt.date]:
    """Public holidays and whatever days the seasons add: days on which nobody of the programme works."""
    added = SeasonHoliday.objects.values_list("on", flat=True)
    return frozenset({one.on for one in codes.all_holidays()} | set(added))
