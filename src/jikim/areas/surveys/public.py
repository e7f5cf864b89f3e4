"""What other rooms and commands may ask of surveys."""

from jikim.areas.surveys.actions.imports import ImportedAnswers, import_answers
from jikim.areas.surveys.actions.rounds import close_round, close_rounds, mark_released, recount
from jikim.areas.surveys.queries.rounds import RoundLine, closed_rounds, finished_rounds

__all__ = [
    "ImportedAnswers", "RoundLine", "close_round", "close_rounds", "closed_rounds", "finished_rounds", "import_answers",
    "mark_released", "recount",
]  # fmt: skip
