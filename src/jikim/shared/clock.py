"""The one place that reads the clock. Rules get dates as arguments; tests set JIKIM_TODAY through settings."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """The current instant, aware."""
    return timezone.now()


def today() -> dt.date:
    """Today in the programme's time zone, or the day a rehearsal pretends it is."""
    return settings.JIKIM_TODAY or timezone.localdate()
