"""What a written column is, and the error a file that cannot be read raises."""

from __future__ import annotations

from dataclasses import dataclass

from jikim.rules.words import Text


class SheetError(Exception):
    """The file as a whole cannot be read; `reason` says why and what to do."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en or reason.ko)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export: its heading in the reader's language and how wide it is in characters."""

    heading: str
    width: int = 14
