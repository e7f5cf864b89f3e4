"""The visit record as rules: its form, what a filled one must hold, how two versions become one, what a headcount means."""

from jikim.rules.visiting.cleaning import LARGEST_TEXT, cleaned, is_empty
from jikim.rules.visiting.form import Condition, Field, Option, Section, VisitForm
from jikim.rules.visiting.headcount import (
    HeadcountVerdict,
    Proposal,
    headcount_proposal,
    headcount_verdict,
    three_visits_fit,
)
from jikim.rules.visiting.merging import Clash, Merged, merge, taken
from jikim.rules.visiting.problems import Problem, check_values, minutes_spent

__all__ = [
    "LARGEST_TEXT", "Clash", "Condition", "Field", "HeadcountVerdict", "Merged", "Option", "Problem", "Proposal", "Section", "VisitForm",
    "check_values", "cleaned", "headcount_proposal", "headcount_verdict", "is_empty", "merge", "minutes_spent", "taken", "three_visits_fit",
]  # fmt: skip
