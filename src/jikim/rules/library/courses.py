"""Courses: slides with speaker notes, quiz, questions before and after. Parts that belong to an occupation are drawn from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.library.entry import Origin
from jikim.rules.library.pull import Pull
from jikim.rules.words import Text


class Audience(StrEnum):
    WORKERS = "workers"
    MANAGERS = "managers"
    CUSTOMERS = "customers"


class Scale(StrEnum):
    """How a question of a form is answered. Values 1 … n in the order of the labels; OPEN is free text."""

    AGREE = "agree"
    YES_NO = "yes_no"
    OPEN = "open"

    @property
    def labels(self) -> tuple[Text, ...]:
        return _LABELS[self]


_LABELS = {
    Scale.AGREE: (
        Text("전혀 그렇지 않다", "Not at all"), Text("그렇지 않다", "Not really"), Text("보통이다", "So-so"),
        Text("그렇다", "Yes"), Text("매우 그렇다", "Very much so"),
    ),
    Scale.YES_NO: (Text("예", "Yes"), Text("아니요", "No"), Text("모르겠다", "I do not know")),
    Scale.OPEN: (),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz question with exactly one right option; `right` counts from 0. `why` explains, whatever was chosen."""

    key: str
    text: Text
    options: tuple[Text, ...]
    right: int
    why: Text


@dataclass(frozen=True, slots=True)
class FormItem:
    """A question asked before, after, or both: an item with the same key in both is compared.

    reverse: agreeing is the worse answer, so its value counts as `n + 1 - value`.
    """

    key: str
    text: Text
    scale: Scale
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its own points, what it draws from the library, what the speaker says, minutes."""

    key: str
    title: Text
    points: tuple[Text, ...]
    pulls: tuple[Pull, ...]
    notes: Text
    minutes: int


@dataclass(frozen=True, slots=True)
class Course:
    """One course in one immutable version; `by_occupation`: it is given in an edition for each occupation."""

    id: str
    version: str
    title: Text
    audience: Audience
    by_occupation: bool
    goals: tuple[Text, ...]
    slides: tuple[Slide, ...]
    quiz: tuple[Question, ...]
    before: tuple[FormItem, ...]
    after: tuple[FormItem, ...]
    origin: Origin

    @property
    def minutes(self) -> int:
        return sum(slide.minutes for slide in self.slides)
