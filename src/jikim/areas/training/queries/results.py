"""What a session taught and how it was liked, as groups: nothing of fewer than five, nothing of a person.

Figures are told once the session is closed. While answers come in, whoever looked again after each one could work out that one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from jikim.areas.training.models import TrainingSession
from jikim.areas.training.queries.courses import course
from jikim.rules.library import Course, FormItem
from jikim.rules.training import FEW, SATISFACTION, GroupMean, asked_items, difference, few_words, mean_of
from jikim.rules.words import Text
from jikim.shared.library.overlay import current


@dataclass(frozen=True, slots=True)
class ItemResult:
    """A question of opinion: mean of 1 … n before and after, None where fewer than five answered."""

    text: Text
    before: GroupMean | None
    after: GroupMean | None
    most: int


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A question of the quiz: share right in per cent, None for small groups."""

    text: Text
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class SessionResults:
    """Scores in per cent. before_count, after_count in words: small ones as “fewer than 5”."""

    before_count: Text
    after_count: Text
    before: GroupMean | None
    after: GroupMean | None
    change: GroupMean | None
    questions: tuple[QuestionResult, ...]
    items: tuple[ItemResult, ...]
    satisfaction: tuple[ItemResult, ...]
    is_empty: bool
    is_early: bool


def results_of(one: TrainingSession) -> SessionResults:
    """Two statements; one while the session is not closed, and then counts alone."""
    if one.status != "closed":
        return _early(one)
    scores: dict[str, list[float]] = defaultdict(list)
    for part, points, asked in one.attempts.values_list("part", "points", "asked"):
        scores[part].append(100 * points / asked if asked else 0.0)
    tallies: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for part, item, value, count in one.tallies.values_list("part", "item", "value", "count"):
        tallies[part, item][value] = count
    before, after = scores["before"], scores["after"]
    try:
        given: Course | None = course(one.course)
    except KeyError:
        given = None
    return SessionResults(
        few_words(len(before)), few_words(len(after)), mean_of(before), mean_of(after), difference(before, after),
        _questions(given, one.occupation, tallies), _items(given, tallies), tuple(_item(item, tallies) for item in SATISFACTION),
        not before and not after, False,
    )  # fmt: skip


def _early(one: TrainingSession) -> SessionResults:
    before, after = counts_now(one)
    return SessionResults(before, after, None, None, None, (), (), (), is_empty=False, is_early=True)


def counts_now(one: TrainingSession) -> tuple[Text, Text]:
    """How many have handed in before and after, for the trainer's screen: the room sees it, so small ones stay small words."""
    parts = list(one.attempts.values_list("part", flat=True))
    return few_words(parts.count("before")), few_words(parts.count("after"))


def _questions(given: Course | None, occupation: str, tallies: dict[tuple[str, str], dict[int, int]]) -> tuple[QuestionResult, ...]:
    job = current().occupations.get(occupation)
    known = (*given.quiz, *(job.quiz if job and given.by_occupation else ())) if given else ()
    asked = [one for one in known if ("before", f"quiz/{one.key}") in tallies or ("after", f"quiz/{one.key}") in tallies]
    return tuple(
        QuestionResult(one.text, _share(tallies.get(("before", f"quiz/{one.key}"))), _share(tallies.get(("after", f"quiz/{one.key}")))) for one in asked
    )


def _share(counts: dict[int, int] | None) -> int | None:
    total = sum((counts or {}).values())
    return round(100 * (counts or {}).get(1, 0) / total) if total >= FEW else None


def _items(given: Course | None, tallies: dict[tuple[str, str], dict[int, int]]) -> tuple[ItemResult, ...]:
    if given is None:
        return ()
    both = {one.key: one for part in ("before", "after") for one in asked_items(given, part)}
    return tuple(_item(one, tallies) for one in both.values())


def _item(item: FormItem, tallies: dict[tuple[str, str], dict[int, int]]) -> ItemResult:
    def of(part: str) -> GroupMean | None:
        counts = tallies.get((part, f"item/{item.key}"), {})
        return mean_of([float(value) for value, count in counts.items() for _ in range(count)])

    return ItemResult(item.text, of("before"), of("after"), len(item.scale.labels))
