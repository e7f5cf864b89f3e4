"""Advice as rules: checklist and plan as forms, its score by line and by law, what was found, and which measures come first and why."""

from jikim.rules.consulting.checking import Levels, checklist_form, levels_of, note_key, why_key
from jikim.rules.consulting.finding import Facts, Figure, Finding, FindingKind, Incident, findings_of
from jikim.rules.consulting.ranking import Recommended, Why, basis_of, rank_measures
from jikim.rules.consulting.scoring import Compared, GroupScore, ItemScore, Score, compare, score

__all__ = [
    "Compared", "Facts", "Figure", "Finding", "FindingKind", "GroupScore", "Incident", "ItemScore", "Levels", "Recommended", "Score",
    "Why", "basis_of", "checklist_form", "compare", "findings_of", "levels_of", "note_key", "rank_measures", "score", "why_key",
]  # fmt: skip
