"""The rule `rest`: hours between the end of a consultant's last visit of a day and the start of the first one on the next. Minutes only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jikim.rules.dispatching.hours import AFTERNOON, LATEST_START, LEAVES, OPENS
from jikim.rules.dispatching.model import Season
from jikim.rules.visit_hours import DAY

if TYPE_CHECKING:
    from jikim.rules.dispatching.distances import Distances


def nights_matter(season: Season, road: Distances) -> bool:
    """Can a day end so late, or begin so early, that the rest would be cut? By the usual hours it mostly cannot, and nobody need ask."""
    longest = float(max(road.minutes, default=0.0))
    ends = max(max(LATEST_START, AFTERNOON) + longest, OPENS + season.visits_minutes, LEAVES + season.day_minutes)
    return any(road.hours) or ends > latest_before(season, OPENS)


def earliest_after(season: Season, end: float) -> float:
    """The first minute a visit may begin on the day after one that ended at this minute (past midnight: above 1,440)."""
    return end + season.rest_minutes - DAY


def latest_before(season: Season, start: float) -> float:
    """The last minute at which a visit may end on the day before one that begins at this minute."""
    return start + DAY - season.rest_minutes
