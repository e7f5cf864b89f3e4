"""What a plan is asked for: workplaces in order of application, agencies, consultants and the season's rules. Plain values only."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jikim.rules.visit_hours import Hours
from jikim.rules.words import Text

VISITS = (1, 2, 3)
#: the three visits, by number
VISIT_NAMES = {
    1: Text("현황조사·설문", "status survey and questionnaire"),
    2: Text("상담·교육", "consultation and training"),
    3: Text("사후관리", "follow-up"),
}


@dataclass(frozen=True, slots=True)
class Workplace:
    """One eligible application. Blank needs are no needs; `closed` holds days it cannot be visited.

    `hours`: windows of the day inside which a visit must begin and end (rules/visit_hours.py); empty: the usual hours suit.

    `barred`: by agency or consultant, why that one may not serve here (a declared conflict, a contract, a declined allotment).
    """

    key: str
    region: str
    latitude: float
    longitude: float
    service_workers: int = 0
    qualification: str = ""
    languages: frozenset[str] = frozenset()
    closed: frozenset[dt.date] = frozenset()
    barred: Mapping[str, Text] = field(default_factory=dict, hash=False)
    hours: Hours = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency, the region keys it covers and the most visits it makes in a calendar month ("2017-04"; else every month)."""

    name: str
    regions: frozenset[str]
    visits_a_month: int
    visits_by_month: Mapping[str, int] = field(default_factory=dict, hash=False)

    def visits_in(self, month: str) -> int:
        """The most visits in a month written "2017-04"."""
        return self.visits_by_month.get(month, self.visits_a_month)


@dataclass(frozen=True, slots=True)
class Consultant:
    """One consultant, their base and the most days they visit in a calendar month ("2017-04"; else every month). Names are unique.

    `until`: the last day of service of one who leaves; open visits of their workplaces go to somebody else.
    `most_workplaces`: how many the office lets them have, in place of the fair share.
    """

    name: str
    agency: str
    latitude: float
    longitude: float
    days_a_month: int
    qualification: str = ""
    languages: frozenset[str] = frozenset()
    days_off: frozenset[dt.date] = frozenset()
    days_by_month: Mapping[str, int] = field(default_factory=dict, hash=False)
    until: dt.date | None = None
    most_workplaces: int | None = None

    def days_in(self, month: str) -> int:
        """The most days in a month written "2017-04"."""
        return self.days_by_month.get(month, self.days_a_month)

    def works(self, day: dt.date) -> bool:
        """Neither a day off nor after the last day of service."""
        return day not in self.days_off and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Pinned:
    """An appointment confirmed or already held: it stays exactly as it is."""

    workplace: str
    visit: int
    on: dt.date
    start: dt.time
    consultant: str


@dataclass(frozen=True, slots=True)
class Season:
    """The rules of a season (SCIENCE.md § 4). Minutes per visit are (fewest customer service workers, minutes), rising.

    `large_site_from`: so many customer service workers make a large site, which has each visit's day to itself (None: no such rule).
    `start_months`: workplace → "2017-05", the month its first visit must fall in (start_months.py); those not named are free.
    """

    starts_on: dt.date
    ends_on: dt.date
    holidays: frozenset[dt.date] = frozenset()
    first_visits_by: dt.date | None = None
    days_to_second: int = 14
    days_to_third: int = 60
    visits_a_day: int = 2
    fair_share_times: int = 2
    detour: float = 1.3
    km_an_hour: float = 60.0
    visit_minutes: tuple[tuple[int, int], ...] = ((0, 120), (50, 150), (300, 180))
    #: travel and visits of a day that holds two visits; a single visit far away may take longer
    day_minutes: int = 660
    #: of these, what two visits and the way between them may take: from nine until twenty to six
    visits_minutes: int = 520
    large_site_from: int | None = None
    start_months: Mapping[str, str] | None = field(default=None, hash=False)

    def is_large(self, workplace: Workplace) -> bool:
        """Does the rule `large_site` give it days of its own?"""
        return self.large_site_from is not None and workplace.service_workers >= self.large_site_from

    def minutes_at(self, workplace: Workplace) -> int:
        """How long a visit there takes."""
        return max((entry for entry in self.visit_minutes if entry[0] <= workplace.service_workers), default=(0, 120))[1]


@dataclass(frozen=True, slots=True)
class Model:
    """The whole question. `workplaces` stand in order of application; `target` is how many to serve (None: all).

    `not_before`: earlier days are past, only what is pinned stands there.
    """

    workplaces: tuple[Workplace, ...]
    agencies: tuple[Agency, ...]
    consultants: tuple[Consultant, ...]
    season: Season
    target: int | None = None
    region_names: Mapping[str, Text] = field(default_factory=dict)
    pinned: tuple[Pinned, ...] = ()
    not_before: dt.date | None = None

    def region_name(self, key: str) -> Text:
        return self.region_names.get(key, Text(key, key))


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment. `travel_km` is its part of the day's round from the consultant's base and back."""

    workplace: str
    visit: int
    on: dt.date
    start: dt.time
    agency: str
    consultant: str
    travel_km: float
    reason: Text


@dataclass(frozen=True, slots=True)
class Lift:
    """One change of facts, as a value: `lifted()` in lifting.py makes it. `amount` is the new number where the change is a number.

    cover: the agency covers the region · allow: the consultant may have so many workplaces · days, visits: so many a month ·
    need: the consultant meets the need · unbar: no longer barred · open: no closed days · hours: no hours of its own · start: freed from the month drawn · ends: the season's last day ·
    first_by: the last day for first visits · target: so many are served.
    """

    kind: Literal["cover", "allow", "days", "visits", "need", "unbar", "open", "hours", "start", "ends", "first_by", "target"]
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
