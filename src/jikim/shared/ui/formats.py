"""Dates and numbers as people read them in the page's language. Pure text; no HTML."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}
_ISO = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\d-])")
WEEKDAYS_KO, WEEKDAYS_EN = "월화수목금토일", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def is_english() -> bool:
    return (get_language() or "ko").startswith("en")


def day(value: dt.date | None, *, weekday: bool = False) -> str:
    """2017년 4월 3일(월) or Mon, 3 April 2017."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if is_english():
        text = f"{value.day} {MONTHS[value.month - 1]} {value.year}"
        return f"{WEEKDAYS_EN[value.weekday()]}, {text}" if weekday else text
    text = f"{value.year}년 {value.month}월 {value.day}일"
    return f"{text}({WEEKDAYS_KO[value.weekday()]})" if weekday else text


def short_day(value: dt.date) -> str:
    """4월 3일(월) or Mon 3 April: for where the year stands above."""
    if is_english():
        return f"{WEEKDAYS_EN[value.weekday()]} {value.day} {MONTHS[value.month - 1]}"
    return f"{value.month}월 {value.day}일({WEEKDAYS_KO[value.weekday()]})"


def days(values: Sequence[dt.date]) -> str:
    """One day, or all the days of a visit that lasts several: 2일간: 2017년 7월 3일(월), 7월 4일(화) or Two days: Mon 3 July and Tue 4 July 2017."""
    if len(values) == 1:
        return day(values[0], weekday=True)
    year = values[-1].year
    if is_english():
        said = [short_day(one) + (f" {one.year}" if one.year != year or one == values[-1] else "") for one in values]
        return f"{_NUMBERS.get(len(values), len(values))} days: {', '.join(said[:-1])} and {said[-1]}"
    first = values[0].year
    said = [day(one, weekday=True) if one == values[0] or one.year != first else short_day(one) for one in values]
    return f"{len(values)}일간: {', '.join(said)}"


def when(dates: Sequence[dt.date], start: dt.time, end: dt.time | None = None) -> str:
    """Days and hours: 2017년 7월 3일(월) 09:00–11:30; of several days the hours are the same on each."""
    hours = f"{start:%H:%M}–{end:%H:%M}" if end else f"{start:%H:%M}"
    if len(dates) == 1:
        return f"{days(dates)} {hours}"
    return f"{days(dates)}, {hours} each day" if is_english() else f"{days(dates)}, 매일 {hours}"


def month_name(value: dt.date) -> str:
    """4월 or April."""
    return MONTHS[value.month - 1] if is_english() else f"{value.month}월"


def moment(value: dt.datetime | None) -> str:
    """The day and the time, in the programme's time zone."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)}, {local:%H:%M}" if is_english() else f"{day(local)} {local:%H:%M}"


def period(first: dt.date, last: dt.date | None) -> str:
    """From – to; what both ends share is said once."""
    if last is None or last == first:
        return day(first)
    if is_english():
        same_year = first.year == last.year
        start = f"{first.day} {MONTHS[first.month - 1]}" + ("" if same_year else f" {first.year}")
        return f"{start} – {day(last)}"
    rest = f"{last.month}월 {last.day}일"
    return f"{day(first)} ~ {rest if first.year == last.year else day(last)}"


def dated(words: str) -> str:
    """A sentence with its ISO dates as people write them. What a rule says is kept and exported with ISO dates."""

    def put(found: re.Match[str]) -> str:
        try:
            return day(dt.date.fromisoformat(found[0]))
        except ValueError:
            return found[0]

    return _ISO.sub(put, words)


def periods(dates: Iterable[dt.date]) -> str:
    """Days as the spans they make, in order: holidays of a fortnight are one span, not fourteen dates."""
    spans: list[list[dt.date]] = []
    for one in sorted(dates):
        if spans and one - spans[-1][1] == dt.timedelta(days=1):
            spans[-1][1] = one
        else:
            spans.append([one, one])
    return ", ".join(period(first, last) for first, last in spans)


def number(value: float | Decimal | None) -> str:
    """1,234; a fraction keeps its digits."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}"
