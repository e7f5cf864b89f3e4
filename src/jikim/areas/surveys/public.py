"""What other rooms and commands may ask of surveys."""

from jikim.areas.surveys.actions.imports import ImportedAnswers, import_answers
from jikim.areas.surveys.actions.rounds import close_round, close_rounds, mark_released, recount

__all__ = ["ImportedAnswers", "close_round", "close_rounds", "import_answers", "mark_released", "recount"]
