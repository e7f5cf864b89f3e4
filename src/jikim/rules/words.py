"""A sentence in the programme's two languages. Rules speak in Text; pages choose the language."""

from __future__ import annotations

import datetime as dt
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
        """Both sentences with `{name}` places filled in; a Text is said in each one's language."""
        ko, en = ({name: value.say(language) if isinstance(value, Text) else value for name, value in values.items()} for language in ("ko", "en"))
        return Text(self.ko.format(**ko), self.en.format(**en))


NOTHING = Text("", "")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def month_said(day: dt.date) -> Text:
    """2017년 4월 / April 2017."""
    return Text(f"{day.year}년 {day.month}월", f"{_MONTHS[day.month - 1]} {day.year}")


def day_said(day: dt.date) -> Text:
    """2017년 4월 10일 / 10 April 2017."""
    return Text(f"{day.year}년 {day.month}월 {day.day}일", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")
