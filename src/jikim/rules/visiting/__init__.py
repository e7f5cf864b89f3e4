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
from jikim.rules.visiting.merging import Clash, Merged, at_path, differences, merge, taken
from jikim.rules.visiting.problems import MISSING, Problem, check_values, minutes_spent
from jikim.rules.visiting.reading import Answer, Part, place_words, read_out, value_words
from jikim.rules.visiting.sheet import SheetFault, SheetLine, SheetRead, read_lines, sheet_lines

__all__ = [
    "LARGEST_TEXT", "MISSING", "Answer", "Clash", "Condition", "Field", "HeadcountVerdict", "Merged", "Option", "Part", "Problem", "Proposal",
    "Section", "SheetFault", "SheetLine", "SheetRead", "VisitForm", "at_path", "check_values", "cleaned", "differences", "headcount_proposal",
    "headcount_verdict", "is_empty", "merge", "minutes_spent", "place_words", "read_lines", "read_out", "sheet_lines", "taken",
    "three_visits_fit", "value_words",
]  # fmt: skip
