"""The season's plan: allotment, consultants, dates and the order of a day (SCIENCE.md § 4). `Model`, `solve`, `Result`, `check`."""

from jikim.rules.dispatching.check import Breach, check
from jikim.rules.dispatching.model import (
    VISIT_NAMES,
    Agency,
    Consultant,
    Left,
    Model,
    Result,
    Season,
    Visit,
    Workplace,
)
from jikim.rules.dispatching.solve import solve

__all__ = ["VISIT_NAMES", "Agency", "Breach", "Consultant", "Left", "Model", "Result", "Season", "Visit", "Workplace", "check", "solve"]
