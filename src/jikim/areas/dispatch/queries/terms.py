"""The numbers of a season that govern its visit plan, and the first day a new visit may be set on. Changes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jikim.areas.enrolment import public as enrolment
from jikim.shared.clock import today


@dataclass(frozen=True, slots=True)
class Terms:
    """The numbers of a season that govern a plan."""

    starts_on: dt.date
    ends_on: dt.date
    first_visits_by: dt.date | None
    target: int
    fair_share_times: int
    visit_minutes: tuple[tuple[int, int], ...]
    visits_minutes: int
    day_minutes: int
    existing_contracts: str
    large_site_from: int | None = None
    start_by_lottery: bool = False
    large_site_days: tuple[int, int, int] = (1, 1, 1)
    rest_hours: int = 11

    def as_json(self) -> dict[str, Any]:
        return {
            "starts_on": self.starts_on.isoformat(), "ends_on": self.ends_on.isoformat(),
            "first_visits_by": self.first_visits_by.isoformat() if self.first_visits_by else "", "target": self.target,
            "fair_share_times": self.fair_share_times, "visit_minutes": [list(band) for band in self.visit_minutes],
            "visits_minutes": self.visits_minutes, "day_minutes": self.day_minutes, "existing_contracts": self.existing_contracts,
            "large_site_from": self.large_site_from, "large_site_days": list(self.large_site_days), "start_by_lottery": self.start_by_lottery,
            "rest_hours": self.rest_hours,
        }  # fmt: skip


def terms_of(season_id: int) -> Terms:
    """The season's numbers. First visits are due by the milestone `first_visits` of the season's calendar, if there is one."""
    season = enrolment.the_season(season_id)
    due = season.milestones.filter(key="first_visits").first()
    return Terms(
        season.starts_on, season.ends_on, (due.ends_on or due.starts_on) if due else None, season.target, season.fair_share_times,
        tuple((int(least), int(minutes)) for least, minutes in season.visit_minutes), season.visits_minutes, season.day_minutes,
        season.existing_contracts, season.large_site_from, season.start_by_lottery, _three(season.large_site_days), season.rest_hours,
    )  # fmt: skip


def first_day(season_id: int) -> dt.date:
    """The first day a new visit may be set on: the season's first, or tomorrow once it runs."""
    return max(enrolment.the_season(season_id).starts_on, today() + dt.timedelta(days=1))


def _three(days: list[int]) -> tuple[int, int, int]:
    first, second, third = days
    return first, second, third
