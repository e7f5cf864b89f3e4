"""Lists in words, in the report's language."""

from __future__ import annotations

from jikim.rules.korean import josa

__all__ = ["josa", "listed"]


def listed(words: list[str], language: str) -> str:
    """“A, B와 C” / “A, B and C”."""
    if len(words) < 2:
        return "".join(words)
    head, last = words[:-1], words[-1]
    if language == "ko":
        return f"{', '.join([*head[:-1], josa(head[-1], '과')])} {last}"
    return f"{', '.join(head)} and {last}"
