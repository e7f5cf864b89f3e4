"""The rule `large_site`: on which days a visit stands that lasts several. Asks the calendar alone, never what else is planned."""

from __future__ import annotations

import datetime as dt

from jikim.rules.calendar import add_working_days, is_working_day
from jikim.rules.dispatching.model import MOST_DAYS_APART, Consultant, Season, Workplace


def days_of(season: Season, consultant: Consultant, workplace: Workplace, visit: int, first: dt.date) -> tuple[dt.date, ...] | None:
    """The first day as given and the consultant's next working days on which the workplace can be visited.

    None: there are too few within `MOST_DAYS_APART` or the season, or a day already taken by another visit lies between.
    """
    many = season.days_at(workplace, visit)
    days = [first]
    for n in range(1, MOST_DAYS_APART + 1):
        if len(days) == many:
            break
        day = first + dt.timedelta(n)
        if day > season.ends_on or day in consultant.taken:
            return None
        if is_working_day(day, season.holidays) and consultant.works(day) and day not in workplace.closed:
            days.append(day)
    return tuple(days) if len(days) == many else None


def days_by_hand(season: Season, consultant: Consultant, workplace: Workplace, visit: int, first: dt.date) -> tuple[dt.date, ...]:
    """The same for somebody who puts the visit there whatever rule it breaks: where the calendar has no such days, the next working days."""
    found = days_of(season, consultant, workplace, visit, first)
    if found:
        return found
    days = [first]
    for _ in range(season.days_at(workplace, visit) - 1):
        days.append(add_working_days(days[-1], 1, season.holidays))
    return tuple(days)


def days_between(days: tuple[dt.date, ...]) -> list[dt.date]:
    """The days of the calendar between the first and the last on which the visit rests: nobody else is visited then."""
    if len(days) < 2:
        return []
    return [day for n in range(1, (days[-1] - days[0]).days) if (day := days[0] + dt.timedelta(n)) not in days]
