"""What is wrong with a pack, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jikim.rules.words import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `path` is the place in the document, such as `items[3].scale`; empty for the document itself."""

    path: str
    problem: Text
    remedy: Text = NOTHING

    def line(self, language: str) -> str:
        """`items[3].scale: what is wrong. What to do.`"""
        words = " ".join(part for part in (self.problem.say(language), self.remedy.say(language)) if part)
        return f"{self.path}: {words}" if self.path else words


class PackError(Exception):
    """A pack that cannot be used, with everything that is wrong with it."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        super().__init__(f"{name}: " + "; ".join(fault.line("en") for fault in faults))
        self.name = name
        self.faults = tuple(faults)

    @property
    def text(self) -> Text:
        """All faults as one message, a line each, the file's name first."""
        ko = [f"팩 ‘{self.name}’을(를) 쓸 수 없습니다.", *("  " + fault.line("ko") for fault in self.faults)]
        en = [f"The pack “{self.name}” cannot be used.", *("  " + fault.line("en") for fault in self.faults)]
        return Text("\n".join(ko), "\n".join(en))


def place(parts: Iterable[str | int]) -> str:
    """`items[3].scale` from ("items", 3, "scale")."""
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else (f".{part}" if path else str(part))
    return path
