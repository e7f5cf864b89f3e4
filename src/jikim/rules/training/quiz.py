"""The quiz before and after: the same questions, their order and that of their options by seed; scoring; the questions of opinion.

There is no way to tell which answer before belongs to which after: nobody has a name or a number here.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jikim.rules.library import Course, FormItem, Occupation, Question, quiz_of
from jikim.rules.library.courses import Scale
from jikim.rules.words import Text

#: questions of one quiz: ten of the course and the occupation's
MOST_QUESTIONS = 12
#: three questions at the end, 1 (not at all) to 5 (very much so)
SATISFACTION: tuple[FormItem, ...] = (
    FormItem("useful", Text("오늘 배운 것이 내 일에 도움이 된다.", "What I learned today is useful in my work."), Scale.AGREE),
    FormItem("clear", Text("설명이 알아듣기 쉬웠다.", "It was explained clearly."), Scale.AGREE),
    FormItem("recommend", Text("동료에게도 권하고 싶다.", "I would recommend it to a colleague."), Scale.AGREE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put: its options in the order shown, each with its number in the pack (from 0)."""

    question: Question
    options: tuple[tuple[int, Text], ...]

    @property
    def key(self) -> str:
        return self.question.key


def asked_questions(course: Course, occupation: Occupation | None, seed: str) -> tuple[Asked, ...]:
    """Which questions, and in which order. The set depends on course and occupation alone, the order on the seed too."""
    chosen = quiz_of(course, occupation)
    # the occupation's own questions are among them; the course's give way from the end
    own = chosen[len(course.quiz) :][: MOST_QUESTIONS // 3]
    chosen = course.quiz[: MOST_QUESTIONS - len(own)] + own
    dice = random.Random(seed)
    return tuple(Asked(one, _mixed(one, dice)) for one in dice.sample(chosen, len(chosen)))


def scored(asked: Sequence[Asked], answers: Mapping[str, int]) -> tuple[int, int]:
    """(right, asked). `answers`: question key → option as numbered in the pack; what is not answered counts as wrong."""
    return sum(answers.get(one.key) == one.question.right for one in asked), len(asked)


def asked_items(course: Course, part: str) -> tuple[FormItem, ...]:
    """The questions of opinion of `before` or `after` that are answered by a tick. Free text is not asked on the phone: it could name somebody."""
    items = course.before if part == "before" else course.after
    return tuple(one for one in items if one.scale is not Scale.OPEN)


def item_value(item: FormItem, typed: str) -> int | None:
    """The value 1 … n of a tick, None where nothing (or nonsense) was sent."""
    return int(typed) if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(item.scale.labels) else None


def _mixed(question: Question, dice: random.Random) -> tuple[tuple[int, Text], ...]:
    numbered = list(enumerate(question.options))
    dice.shuffle(numbered)
    return tuple(numbered)
