"""The season's plan: allotment, consultants, dates and the order of a day (SCIENCE.md § 4). `Model`, `solve`, `Result`, `check`;
`replan` and `alternatives` for a plan already under way."""

from jikim.rules.dispatching.alternatives import alternatives
from jikim.rules.dispatching.check import check
from jikim.rules.dispatching.checked import Breach
from jikim.rules.dispatching.large_sites import days_by_hand
from jikim.rules.dispatching.lifting import lifted
from jikim.rules.dispatching.model import (
    VISIT_NAMES,
    Agency,
    Consultant,
    Model,
    Pinned,
    Season,
    Workplace,
)
from jikim.rules.dispatching.replan import replan
from jikim.rules.dispatching.result import Alternative, Change, Left, Lift, Replanned, Result, Visit
from jikim.rules.dispatching.solve import solve
from jikim.rules.dispatching.talks import TALK_MINUTES, talk_reach, talk_slots

__all__ = [
    "TALK_MINUTES",
    "VISIT_NAMES",
    "Agency",
    "Alternative",
    "Breach",
    "Change",
    "Consultant",
    "Left",
    "Lift",
    "Model",
    "Pinned",
    "Replanned",
    "Result",
    "Season",
    "Visit",
    "Workplace",
    "alternatives",
    "check",
    "days_by_hand",
    "lifted",
    "replan",
    "solve",
    "talk_reach",
    "talk_slots",
]  # fmt: skip
