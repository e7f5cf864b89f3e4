"""A year's education by the periods the law reckons in: quarters before, halves of a year since 2023. The hours are data (laws pack, `education`).

Says how much one worker who was at every session can count, and how much the law asks; never that a duty has been met.
Source: Enforcement Rule of the Occupational Safety and Health Act, table of hours; every entry says whether it is still to be checked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jikim.rules.words import Text

_HALVES = ((1, 6, 30), (7, 12, 31))


@dataclass(frozen=True, slots=True)
class Asked:
    """Kinds of workers with the same hours: hours asked in the period, minutes still to be had elsewhere."""

    who: Text
    hours: int
    short_minutes: int


@dataclass(frozen=True, slots=True)
class Period:
    """first, last: its days. minutes: what somebody who was at every session of it can count. to_check: the hours were not yet checked
    against the statute."""

    name: Text
    first: dt.date
    last: dt.date
    minutes: int
    asked: tuple[Asked, ...]
    cite: Text
    to_check: bool


def periods_of(laws: Mapping[str, Any], year: int, regular: Iterable[tuple[dt.date, int]], supervisor: Iterable[tuple[dt.date, int]] = ()) -> tuple[Period, ...]:
    """The year's periods in order, last of all the supervisors' year where any of their minutes count.

    regular, supervisor: (day, minutes that may count) of each session. A half of the year is reckoned by what is in force on its last day;
    empty for a year before the oldest entry.
    """
    regular, supervisor = list(regular), list(supervisor)
    found: list[Period] = []
    for begins, ends, last_day in _HALVES:
        rule = _rule_on(laws, dt.date(year, ends, last_day))
        if rule is None:
            continue
        months = int(rule["months"])
        for month in range(begins, ends + 1, months):
            first, last = dt.date(year, month, 1), _last_of(year, month + months - 1)
            minutes = _within(regular, first, last)
            asked = tuple(_asked(who, hours, minutes) for who, hours in _groups(laws, rule["hours"]))
            found.append(Period(_name(month, months), first, last, minutes, asked, _words(rule["cite"]), bool(rule.get("to_check"))))
    rule, minutes = _rule_on(laws, dt.date(year, 12, 31)), sum(count for _, count in supervisor)
    if rule is not None and minutes:
        asked = (_asked(Text("관리감독자", "Supervisors"), int(rule["supervisor_hours"]), minutes),)
        name = Text("1년(관리감독자)", "Year (supervisors)")
        found.append(Period(name, dt.date(year, 1, 1), dt.date(year, 12, 31), minutes, asked, _words(rule["cite"]), bool(rule.get("to_check"))))
    return tuple(found)


def _rule_on(laws: Mapping[str, Any], day: dt.date) -> Mapping[str, Any] | None:
    in_force = [one for one in laws["education"] if _day(one["from"]) <= day]
    return in_force[-1] if in_force else None


def _groups(laws: Mapping[str, Any], hours: Mapping[str, Any]) -> list[tuple[Text, int]]:
    """Kinds of workers with the same hours are one."""
    by_hours: dict[int, list[Text]] = {}
    for who, asked in hours.items():
        by_hours.setdefault(int(asked), []).append(_words(laws["workers"][who]))
    return [(Text(" · ".join(one.ko for one in names), ", ".join(one.en for one in names)), asked) for asked, names in by_hours.items()]


def _asked(who: Text, hours: int, minutes: int) -> Asked:
    return Asked(who, hours, max(0, hours * 60 - minutes))


def _within(sessions: list[tuple[dt.date, int]], first: dt.date, last: dt.date) -> int:
    return sum(minutes for on, minutes in sessions if first <= on <= last)


def _name(month: int, months: int) -> Text:
    if months == 6:
        return Text("상반기", "First half") if month == 1 else Text("하반기", "Second half")
    quarter = (month + 2) // 3
    return Text(f"{quarter}분기", f"Quarter {quarter}")


def _last_of(year: int, month: int) -> dt.date:
    return dt.date(year, 12, 31) if month == 12 else dt.date(year, month + 1, 1) - dt.timedelta(days=1)


def _day(value: dt.date | str) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def _words(entry: Mapping[str, Any]) -> Text:
    return Text(str(entry["ko"]), str(entry["en"]))
