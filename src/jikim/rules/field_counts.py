"""What may be told of a round while answers come in: counts in steps of five, taken when a week is over.

Whoever writes down every figure and subtracts them never finds one to four people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from jikim.rules.words import Text

#: counts are told in steps of this; under the first step, "fewer than 5"
STEP = 5
#: from so many offered on, counts are taken daily and sheets begun are told
DAILY_FROM = 100

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FEW = Text("5명 미만", "fewer than 5")


def in_steps(count: int) -> int:
    """The step a count stands on: 12 → 10. What is under the first step is 0."""
    return max(0, count) // STEP * STEP


def told(count: int) -> Text:
    """A count that still grows, as its step: 3 → fewer than 5, 12 → 10–14.

    A step is five numbers wide, so whoever subtracts one step from a later one, or from the round's final number, finds
    five numbers or more that could be meant, or a stretch in which perhaps nobody finished; never that it was one, two,
    three or four people.
    """
    low = in_steps(count)
    return Text(f"{low}–{low + STEP - 1}명", f"{low}–{low + STEP - 1}") if low else FEW


def week_of(day: dt.date) -> str:
    """ISO year and week: "2017-W23"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def week_words(week: str) -> Text:
    """An ISO week with its days: "2017-W23 (6.5~6.11)"."""
    first = dt.date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    last = first + dt.timedelta(days=6)
    return Text(
        f"{week} ({first.month}.{first.day}~{last.month}.{last.day})",
        f"{week} ({first.day} {_MONTHS[first.month - 1]}–{last.day} {_MONTHS[last.month - 1]})",
    )


def is_large(*, offered: int, headcount: int) -> bool:
    """A hundred offered. The headcount must say so too, or a register filled in too high would open a small workplace."""
    return min(offered, headcount) >= DAILY_FROM


def is_due(*, large: bool, counted_on: dt.date | None, on: dt.date) -> bool:
    """Whether an open round may be counted again: once a week after the week is over; daily in a large one."""
    if counted_on is None:
        return True
    if large:
        return counted_on < on
    return counted_on < on - dt.timedelta(days=on.weekday())


def weeks_over(weeks: Mapping[str, int], *, on: dt.date) -> dict[str, int]:
    """The weeks that lie wholly before this day, of counts by ISO week."""
    now = week_of(on)
    return {week: count for week, count in weeks.items() if week < now}


def running(weeks: Mapping[str, int]) -> dict[str, int]:
    """Counts by week as totals up to and with each week, in order."""
    total, out = 0, {}
    for week in sorted(weeks):
        total += weeks[week]
        out[week] = total
    return out
