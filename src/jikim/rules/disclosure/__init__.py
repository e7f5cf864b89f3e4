"""Disclosure control: what may be shown to somebody outside the vault, and which rule hid the rest (SCIENCE.md § 2)."""

from jikim.rules.disclosure.figures import Figure
from jikim.rules.disclosure.reasons import Reason, Rule
from jikim.rules.disclosure.settings import Measure, Settings
from jikim.rules.disclosure.statistics import (
    CountStatistics,
    GroupStatistics,
    MeasureStatistics,
    coalition_size,
    pool,
)
from jikim.rules.disclosure.workplace import (
    OTHER,
    GroupRelease,
    ReportForm,
    WorkplaceRelease,
    protect_workplace,
)

__all__ = [
    "OTHER",
    "CountStatistics",
    "Figure",
    "GroupRelease",
    "GroupStatistics",
    "Measure",
    "MeasureStatistics",
    "Reason",
    "ReportForm",
    "Rule",
    "Settings",
    "WorkplaceRelease",
    "coalition_size",
    "pool",
    "protect_workplace",
]
