"""The management checklist: items scored on substance, 0 none · 1 on paper · 2 practised · 3 practised and checked."""

from __future__ import annotations

from dataclasses import dataclass

from jikim.rules.library.entry import Origin
from jikim.rules.words import Text

#: The highest level of an item.
TOP = 3

LEVELS = (
    Text("없음", "None"), Text("문서만 있음", "On paper"), Text("실행함", "Practised"),
    Text("실행하고 점검함", "Practised and checked"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A section: one of the six lines of prevention, or the response after an event."""

    key: str
    title: Text
    about: Text


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """levels: what each of 0, 1, 2, 3 looks like for this very item. measures: keys, what to do where it is low."""

    key: str
    part: str
    text: Text
    levels: tuple[Text, Text, Text, Text]
    evidence: Text
    measures: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Checklist:
    """One immutable version of the checklist."""

    id: str
    version: str
    title: Text
    parts: tuple[Part, ...]
    items: tuple[ChecklistItem, ...]

    def item(self, key: str) -> ChecklistItem:
        """KeyError if there is none."""
        return next((item for item in self.items if item.key == key), None) or _missing(key)

    def items_of(self, part: str) -> tuple[ChecklistItem, ...]:
        return tuple(item for item in self.items if item.part == part)


def _missing(key: str) -> ChecklistItem:
    raise KeyError(key)
