"""Visits counted by day, summed by week. Counts of visits, never of visitors: nobody is told apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday. counts: channel → visits in them."""

    monday: dt.date
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def weeks(counts: Mapping[tuple[str, dt.date], int], first: dt.date, last: dt.date) -> list[Week]:
    """Every week that touches first … last, empty ones too, oldest first; visits outside are left out. counts: (channel, day) → visits."""
    channels = sorted({channel for channel, _ in counts})
    monday = first - dt.timedelta(days=first.weekday())
    found: dict[dt.date, dict[str, int]] = {}
    while monday <= last:
        found[monday] = dict.fromkeys(channels, 0)
        monday += dt.timedelta(days=7)
    for (channel, day), many in counts.items():
        if first <= day <= last:
            found[day - dt.timedelta(days=day.weekday())][channel] += many
    return [Week(start, told) for start, told in found.items()]
