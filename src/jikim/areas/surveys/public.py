"""What other rooms and commands may ask of surveys."""

from __future__ import annotations

from jikim.areas.surveys.actions.imports import ImportedAnswers, import_answers
from jikim.areas.surveys.actions.rounds import (
    close_round,
    close_rounds,
    mark_released,
    recount,
    rewrite_vault,
)
from jikim.areas.surveys.queries.home import figures, waiting
from jikim.areas.surveys.queries.rounds import (
    FEW,
    SHOWN_FROM,
    RoundLine,
    closed_count,
    closed_rounds,
    finished_rounds,
)

__all__ = [
    "FEW", "SHOWN_FROM", "ImportedAnswers", "RoundLine", "close_round", "close_rounds", "closed_count", "closed_rounds",
    "figures", "finished_rounds", "import_answers", "mark_released", "recount", "rewrite_vault", "waiting",
]  # fmt: skip
