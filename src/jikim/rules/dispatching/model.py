"""What a plan is asked for: workplaces in order of application, agencies, consultants and the season's rules. Plain values only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from jikim.rules.visit_hours import Hours
from jikim.rules.words import Text

VISITS = (1, 2, 3)
#: the three visits, by number
VISIT_NAMES = {
    1: Text("현황조사·설문", "status survey and questionnaire"),
    2: Text("상담·교육", "consultation and training"),
    3: Text("사후관리", "follow-up"),
}
#: the most days a season may give one visit of a large site, and the most days of the calendar from its first to its last, so that
#: no long closure or illness tears it apart (from 29 September 2017 to 13 October, over ten days of holidays, are five of work)
MOST_DAYS, MOST_DAYS_APART = 5, 14


@dataclass(frozen=True, slots=True)
class Workplace:
    """One eligible application. Blank needs are no needs; `closed` holds days it cannot be visited.

    `hours`: windows of the day inside which a visit must begin and end (rules/visit_hours.py); empty: the usual hours suit.

    `ordinary`: excepted by name from the rule for large sites.

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
    ordinary: bool = False


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
    #: days other visits already stand on: no visit is put there, nor made to last across them
    taken: frozenset[dt.date] = frozenset()

    def days_in(self, month: str) -> int:
        """The most days in a month written "2017-04"."""
        return self.days_by_month.get(month, self.days_a_month)

    def works(self, day: dt.date) -> bool:
        """Neither a day off nor taken nor after the last day of service."""
        return day not in self.days_off and day not in self.taken and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Pinned:
    """An appointment confirmed or already held: it stays exactly as it is."""

    workplace: str
    visit: int
    on: dt.date
    start: dt.time
    consultant: str
    further_days: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class Season:
    """The rules of a season (SCIENCE.md § 4). Minutes per visit are (fewest customer service workers, minutes), rising.

    `large_site_from`: so many customer service workers make a large site, which has each visit's days to itself (None: no such rule);
    `large_site_days`: how many working days in a row its first, second and third visit last (large_sites.py).
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
    #: between the end of the last visit of a day and the start of the first one on the next; binds only where hours were named
    rest_minutes: int = 660
    large_site_from: int | None = None
    large_site_days: tuple[int, int, int] = (1, 1, 1)
    start_months: Mapping[str, str] | None = field(default=None, hash=False)

    def is_large(self, workplace: Workplace) -> bool:
        """Does the rule `large_site` give its visits days of their own?"""
        return self.large_site_from is not None and not workplace.ordinary and workplace.service_workers >= self.large_site_from

    def days_at(self, workplace: Workplace, visit: int) -> int:
        """How many days the visit of this number lasts there."""
        return self.large_site_days[visit - 1] if self.is_large(workplace) else 1

    def minutes_at(self, workplace: Workplace) -> int:
        """How long a visit there takes, each day it lasts."""
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
