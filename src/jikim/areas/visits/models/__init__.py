"""Visits' tables: the records and what hangs on them, the draw of those reviewed, and what is paid for them."""

from jikim.areas.visits.models.records import (
    HeadcountCase,
    Visit,
    VisitAttachment,
    VisitCheck,
    VisitConflict,
    VisitEdit,
)
from jikim.areas.visits.models.settlement import (
    MissingVisit,
    Objection,
    ReviewDraw,
    Statement,
    StatementLine,
    VisitTerms,
)

__all__ = [
    "HeadcountCase", "MissingVisit", "Objection", "ReviewDraw", "Statement", "StatementLine", "Visit", "VisitAttachment", "VisitCheck", "VisitConflict",
    "VisitEdit", "VisitTerms",
]  # fmt: skip
