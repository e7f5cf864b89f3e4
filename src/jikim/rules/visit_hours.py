"""The hours of a day in which a workplace can be visited, out of what it said. Empty: the programme's usual hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: (from, to) in minutes after midnight, rising, apart from each other; `to` above 1,440 ends after midnight
Hours = tuple[tuple[int, int], ...]
DAY = 24 * 60
#: windows a form asks for
WINDOWS = 2


def visit_hours(said: Mapping[str, Any]) -> Hours:
    """Every window from–to, in order; windows that touch become one.

    Args: what the workplace said, as kept with its application (`visit_hours`: from and to as "18:00").
    A window that ends where or before it begins ends after midnight. What cannot be read is no window: a wrong
    hour must not keep everybody away.
    """
    return joined(pair for one in said.get("visit_hours") or () if (pair := _pair(one)))


def joined(windows: Iterable[tuple[int, int]]) -> Hours:
    """Windows in order, those that overlap or touch as one."""
    made: list[tuple[int, int]] = []
    for low, high in sorted(windows):
        if made and low <= made[-1][1]:
            made[-1] = made[-1][0], max(high, made[-1][1])
        else:
            made.append((low, high))
    return tuple(made)


def spoken(hours: Hours) -> str:
    """As people write them: "09:00–11:30, 14:00–18:00"."""
    return ", ".join(f"{_written(low)}–{_written(high)}" for low, high in hours)


def longest(hours: Hours) -> int:
    """Minutes of the longest window; 0 without any."""
    return max((high - low for low, high in hours), default=0)


def said_hours(values: Mapping[str, Any]) -> dict[str, Any]:
    """As kept with an application: {"visit_hours": [{"from": "18:00", "to": "02:00"}]}; empty when none was given."""
    found = [{"from": _text(values.get(f"hours_{n}_from")), "to": _text(values.get(f"hours_{n}_to"))} for n in range(1, WINDOWS + 1)]
    whole = [one for one in found if one["from"] and one["to"]]
    return {"visit_hours": whole} if whole else {}


def minutes_of_visit(bands: Sequence[Sequence[int]], service_workers: int) -> int:
    """How long a visit takes by the season's bands (fewest customer service workers, minutes); 0 where no band holds."""
    return max(((least, minutes) for least, minutes in bands if least <= service_workers), default=(0, 0))[1]


def _written(minute: int) -> str:
    minute = minute if minute == DAY else minute % DAY
    return f"{minute // 60:02}:{minute % 60:02}"


def _pair(one: Any) -> tuple[int, int] | None:
    if not isinstance(one, Mapping):
        return None
    low, high = _minute(one.get("from")), _minute(one.get("to"))
    if low is None or high is None or low >= DAY:
        return None
    return low, high if high > low else high + DAY


def _minute(text: object) -> int | None:
    hour, colon, minute = str(text or "").partition(":")
    if not colon or not (hour.isdigit() and minute[:2].isdigit()):
        return None
    made = int(hour) * 60 + int(minute[:2])
    return made if made <= DAY and int(minute[:2]) < 60 else None


def _text(value: object) -> str:
    return f"{value:%H:%M}" if isinstance(value, dt.time) else str(value or "")[:5]
