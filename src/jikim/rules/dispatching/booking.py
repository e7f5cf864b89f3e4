"""One visit as it stands in the calendar: by whom, on which days, from when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

#: a workplace, as the model lists them, and the number of its visit
Stop = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Booking:
    """One visit's consultant, day and start in minutes after midnight; and its further days, where it lasts several."""

    consultant: int
    on: dt.date
    minute: int
    further_days: tuple[dt.date, ...] = ()

    @property
    def days(self) -> tuple[dt.date, ...]:
        return (self.on, *self.further_days)
