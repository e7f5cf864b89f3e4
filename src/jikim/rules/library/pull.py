"""What a slide or a chapter draws from the library, so that nothing is written twice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.library.entry import Level, Line


class Source(StrEnum):
    """Where entries are drawn from.

    SITUATIONS … EMPLOYER belong to the occupation at hand. DUTIES are the laws on the document's day. PLAN, RISKS, CONTACTS and
    HELP_LINES are the workplace's own: the room that makes the document fills them, or leaves them out in a general edition.
    """

    SITUATIONS = "situations"
    SAY = "say"
    NEXT = "next"
    STOP = "stop"
    KEEP = "keep"
    AFTER = "after"
    SELF_CARE = "self_care"
    EMPLOYER = "employer"
    MEASURES = "measures"
    CHECKLIST = "checklist"
    KIT = "kit"
    DUTIES = "duties"
    PLAN = "plan"
    RISKS = "risks"
    CONTACTS = "contacts"
    HELP_LINES = "help_lines"


@dataclass(frozen=True, slots=True)
class Pull:
    """One draw. keys: named entries (of measures, kit pieces, checklist parts), in this order; else all that match.

    lines, levels narrow measures; most: at most so many (0: all).
    """

    source: Source
    keys: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    levels: tuple[Level, ...] = ()
    most: int = 0
