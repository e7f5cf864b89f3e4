"""The five questions: whether an answer shows that somebody knows, and a sheet's points. Never keeps a sheet whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jikim.rules.library.courses import FormItem, Scale

#: from here on "agree" counts as knowing (4 yes, 5 very much so); so-so does not
_AGREES = 4


@dataclass(frozen=True, slots=True)
class Score:
    """One sheet. known: item key → whether the answer shows knowledge; points: how many do, 0 … number of items."""

    known: Mapping[str, bool]

    @property
    def points(self) -> int:
        return sum(self.known.values())


@dataclass(frozen=True, slots=True)
class Tally:
    """Many sheets as counts, so that no sheet is left: how many were handed in, who knew each item, how often each sum of points."""

    sheets: int
    known: Mapping[str, int]
    points: Mapping[int, int]

    @property
    def mean(self) -> float | None:
        return sum(value * many for value, many in self.points.items()) / self.sheets if self.sheets else None

    @property
    def variance(self) -> float | None:
        """Of the sample, with n - 1; None under two sheets."""
        if self.sheets < 2:
            return None
        mean = self.mean or 0.0
        return sum(many * (value - mean) ** 2 for value, many in self.points.items()) / (self.sheets - 1)


def knows(item: FormItem, value: int) -> bool:
    """Whether this answer shows that somebody knows. value: 1 … n in the order of the scale's labels; ValueError for another.

    Agreement of 4 or 5 counts, turned round for an item where agreeing is the worse answer; of yes, no and "I do not know" only
    the right one of the first two.
    """
    many = len(item.scale.labels)
    if not 1 <= value <= many:
        raise ValueError(f"{item.key}: {value} is not on a scale of {many}")
    if item.scale is Scale.YES_NO:
        return value == (2 if item.reverse else 1)
    return (many + 1 - value if item.reverse else value) >= _AGREES


def score(items: Sequence[FormItem], answers: Mapping[str, int]) -> Score:
    """One sheet's score. answers: item key → value, every item answered; KeyError if one is missing."""
    return Score({item.key: knows(item, answers[item.key]) for item in items})


def tally_of(scores: Sequence[Score]) -> Tally:
    """Counts of these sheets."""
    keys = {key for one in scores for key in one.known}
    points: dict[int, int] = {}
    for one in scores:
        points[one.points] = points.get(one.points, 0) + 1
    return Tally(len(scores), {key: sum(one.known.get(key, False) for one in scores) for key in sorted(keys)}, points)
