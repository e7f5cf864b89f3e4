"""What rooms add to the public front page. An area sets `calendar` once, in its urls.py; shared never asks an area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class Date:
    """One line of the season's calendar."""

    name: Text
    starts_on: dt.date
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """The season the public reads about. `is_open` says whether an application may be sent today."""

    name: Text
    is_open: bool
    opens_on: dt.date | None = None
    closes_on: dt.date | None = None
    minimum_service_workers: int = 10


def _no_dates() -> list[Date]:
    return []


def _no_call() -> Call | None:
    return None


#: replaced by enrolment: the dates of the season the public may see
calendar: Callable[[], list[Date]] = _no_dates
#: replaced by enrolment: the season that is calling for workplaces, if any
call: Callable[[], Call | None] = _no_call
