"""Scoring: answer sheets in, scores, classes and what may be said about them out. Arrays only, exact comparisons only."""

from jikim.rules.scoring.instrument import (
    FEMALE,
    MALE,
    MISSING,
    NORMAL,
    NOT_GIVEN,
    NOT_SCORED,
    RISK,
    TRIAL,
    UNCLASSED,
    UNDETERMINED,
    Instrument,
    class_key,
    class_label,
    provisional_note,
)
from jikim.rules.scoring.scores import Scores, score

__all__ = [
    "FEMALE",
    "MALE",
    "MISSING",
    "NORMAL",
    "NOT_GIVEN",
    "NOT_SCORED",
    "RISK",
    "TRIAL",
    "UNCLASSED",
    "UNDETERMINED",
    "Instrument",
    "Scores",
    "class_key",
    "class_label",
    "provisional_note",
    "score",
]
