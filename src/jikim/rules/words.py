"""A sentence in the programme's two languages. Rules speak in Text; pages choose the language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jikim.rules.korean import settled

Language = Literal["ko", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Korean and English; an empty English falls back to Korean, and the reverse."""

    ko: str
    en: str = ""

    def __post_init__(self) -> None:
        """Whatever a place was filled with, the particle after it fits."""
        if "(" in self.ko:
            object.__setattr__(self, "ko", settled(self.ko))

    def say(self, language: str) -> str:
        first, second = (self.en, self.ko) if language.startswith("en") else (self.ko, self.en)
        return first or second

    def fill(self, **values: object) -> Text:
        """Both sentences with `{name}` places filled in."""
        return Text(self.ko.format(**values), self.en.format(**values))


NOTHING = Text("", "")
