"""What a plan answers: appointments with reasons, who is left out, what a re-plan changes, other places for one visit. Plain values only."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jikim.rules.dispatching.model import VISITS
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment. `travel_km` is its part of the day's round from the consultant's base and back, of all its days together.

    `further_days`: the days after the first that a large site's visit lasts, rising; the hours are the same every day.
    """

    workplace: str
    visit: int
    on: dt.date
    start: dt.time
    agency: str
    consultant: str
    travel_km: float
    reason: Text
    further_days: tuple[dt.date, ...] = ()

    @property
    def days(self) -> tuple[dt.date, ...]:
        """All its days."""
        return (self.on, *self.further_days)


@dataclass(frozen=True, slots=True)
class Lift:
    """One change of facts, as a value: `lifted()` in lifting.py makes it. `amount` is the new number where the change is a number.

    cover: the agency covers the region · allow: the consultant may have so many workplaces · days, visits: so many a month ·
    need: the consultant meets the need · unbar: no longer barred · open: no closed days · hours: no hours of its own · start: freed from the month drawn · ends: the season's last day ·
    first_by: the last day for first visits · target: so many are served · ordinary: not treated as a large site.
    """

    kind: Literal["cover", "allow", "days", "visits", "need", "unbar", "open", "hours", "start", "ends", "first_by", "target", "ordinary"]
    agency: str = ""
    consultant: str = ""
    amount: int = 0
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A workplace (or one of its visits) without an appointment: the rule that blocks it and the nearest change that would lift it.

    `lifts`: that change as values. With it, and everybody else's appointments as they are, this workplace has a place.
    """

    workplace: str
    rule: str
    explanation: Text
    nearest_change: Text
    visit: int | None = None
    lifts: tuple[Lift, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The plan. `most_possible` bounds how many any plan can serve, `lower_bound_km` the travel of any plan for these workplaces."""

    visits: tuple[Visit, ...]
    left: tuple[Left, ...]
    most_possible: int
    lower_bound_km: float
    #: visits per available day over the season, by consultant
    load: Mapping[str, float] = field(default_factory=dict)

    @property
    def served(self) -> int:
        """Workplaces with all three visits."""
        return sum(many == len(VISITS) for many in Counter(visit.workplace for visit in self.visits).values())

    @property
    def total_km(self) -> float:
        return sum(visit.travel_km for visit in self.visits)

    @property
    def gap(self) -> float:
        """How far above the proven bound, as a part of it."""
        return self.total_km / self.lower_bound_km - 1 if self.lower_bound_km > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """One appointment a re-plan changes: "moved" to another day, hour or consultant, "dropped" or "added"."""

    kind: Literal["moved", "dropped", "added"]
    workplace: str
    visit: int
    before: Visit | None
    after: Visit | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Replanned:
    """A plan after a change of facts. `result.lower_bound_km` is 0: a re-plan disturbs little, it seeks no new least travel.

    `least_changes`: no plan that drops nobody needlessly changes fewer appointments; equal to those moved or dropped when `proven`.
    """

    result: Result
    changes: tuple[Change, ...]
    least_changes: int = 0

    @property
    def disturbed(self) -> int:
        """Appointments moved or dropped (those added disturb nobody)."""
        return sum(change.kind != "added" for change in self.changes)

    @property
    def proven(self) -> bool:
        return self.disturbed <= self.least_changes


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another appointment for one visit. `extra_km`: what the whole plan's travel grows by. `breaks`: soft rules, or the one hard rule."""

    consultant: str
    agency: str
    on: dt.date
    start: dt.time
    extra_km: float
    breaks: tuple[Text, ...]
    reason: Text
    #: the hard rule it breaks, by name; blank: legal
    rule: str = ""
    further_days: tuple[dt.date, ...] = ()
