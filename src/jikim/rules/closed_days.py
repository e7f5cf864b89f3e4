"""The days of a season on which a workplace takes no visits, out of what it said: weekdays, holidays, busy periods, single days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def closed_days(
    said: Mapping[str, Any], *, starts_on: dt.date, ends_on: dt.date, holidays: Collection[dt.date] = ()
) -> frozenset[dt.date]:
    """Every day from first to last on which the workplace cannot be visited.

    Args: what the workplace said, as kept with its application (`closed_days`: keys of WEEKDAYS or "holidays",
    `busy_periods`: pairs of ISO dates, `closed_on`: ISO dates); the season's days; public holidays.
    Returns the days. What cannot be read is no closed day: a wrong date must not keep everybody away.
    """
    weekdays = {WEEKDAYS.index(key) for key in said.get("closed_days") or () if key in WEEKDAYS}
    busy = [pair for one in said.get("busy_periods") or () if (pair := _pair(one))]
    single = {day for text in said.get("closed_on") or () if (day := _day(text))}
    shut = set(holidays) if "holidays" in (said.get("closed_days") or ()) else set()
    days = (starts_on + dt.timedelta(days=n) for n in range((ends_on - starts_on).days + 1))
    return frozenset(
        day for day in days
        if day.weekday() in weekdays or day in single or day in shut or any(low <= day <= high for low, high in busy)
    )  # fmt: skip


def _pair(one: Any) -> tuple[dt.date, dt.date] | None:
    if not isinstance(one, Mapping):
        return None
    first, last = _day(one.get("from")), _day(one.get("to"))
    return (first, last) if first and last else None


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        return None
