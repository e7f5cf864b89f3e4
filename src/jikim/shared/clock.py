"""The one place that reads the clock. Rules get dates as arguments. A model season rehearses on a day of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_rehearsed: ContextVar[dt.date | None] = ContextVar("rehearsed", default=None)


def now() -> dt.datetime:
    """The current instant, aware; on a rehearsed day, this time of that day."""
    real = timezone.now()
    day = _day()
    if day is None:
        return real
    return dt.datetime.combine(day, timezone.localtime(real).timetz())


def today() -> dt.date:
    """Today in the programme's time zone, or the day a rehearsal pretends it is."""
    return _day() or timezone.localdate()


def is_rehearsed() -> bool:
    """Whether the day is pretended. Its hour is then whatever the real clock says, and decides nothing."""
    return _day() is not None


@contextmanager
def rehearsing(day: dt.date) -> Iterator[None]:
    """Let everything inside happen on that day. For building a model season, never for a real one."""
    token = _rehearsed.set(day)
    try:
        yield
    finally:
        _rehearsed.reset(token)


def _day() -> dt.date | None:
    fixed: dt.date | None = settings.JIKIM_TODAY
    return _rehearsed.get() or fixed
