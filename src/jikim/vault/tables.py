"""One workplace's answers by what was asked about the person, and by the blocks beside the instrument: counts and sums.

Several one-way tables of the same people, and how many are in each pair of categories: rules/disclosure needs both to
decide what may be printed. Called inside the vault only; what leaves is GroupStatistics.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from jikim.rules.disclosure import CountStatistics, GroupStatistics
from jikim.rules.scoring import FEMALE, MALE, Instrument, Scores, score
from jikim.vault.groups import group_statistics
from jikim.vault.records import Book, Decoded

#: key of the category of those who did not say
NOT_GIVEN = "not given"
#: an answer of a block is yes from this value on: it happened at all in the time asked about
HAPPENED = 1
#: scores of a block from which on it is counted [PHQ: 10; exhaustion: half of the scale, Jikim's own rule]
SCORE_FROM: Mapping[str, float] = {"mood": 10.0, "exhaustion": 50.0}
_SEXES = {MALE: "M", FEMALE: "F"}


@dataclass(frozen=True, slots=True)
class RoundTables:
    """By variable a partition of the round; by pair of variables how many are in each pair of categories."""

    by: Mapping[str, tuple[GroupStatistics, ...]] = field(default_factory=dict)
    together: Mapping[tuple[str, str], Mapping[tuple[str, str], int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class YesNo:
    """One yes/no of a block: which of the sheets were asked, and which said yes."""

    key: str
    asked: NDArray[np.bool_]
    yes: NDArray[np.bool_]


def yes_nos(sheets: Decoded, columns: Sequence[tuple[str, int, NDArray[np.intp]]], blocks: Mapping[str, Instrument]) -> list[YesNo]:
    """Every item answered on a scale of how often, and every score with a line, of the blocks beside the instrument.

    columns  (block "id@version", first column, rows) of each book that asks the block
    """
    found: dict[str, YesNo] = {}
    n = len(sheets.sex)
    for label, start, rows in columns:
        block = blocks[label]
        part = sheets.answers[rows, start : start + len(block.items)]
        for name, asked, yes in _of_block(block, part):
            one = found.setdefault(f"{block.id}.{name}", YesNo("", np.zeros(n, np.bool_), np.zeros(n, np.bool_)))
            one.asked[rows], one.yes[rows] = asked, yes
    return [replace(one, key=key) for key, one in found.items()]


def _of_block(block: Instrument, answers: NDArray[np.int8]) -> list[tuple[str, NDArray[np.bool_], NDArray[np.bool_]]]:
    if not block.subscales:
        asked_always = [(i, item) for i, item in enumerate(block.items) if item.asked_if is None]
        return [(item.key, answers[:, i] >= item.scale.lowest, answers[:, i] >= HAPPENED) for i, item in asked_always]
    scores = score(block, np.ascontiguousarray(answers), threads=1)
    out = []
    for subscale in block.subscales:
        value = scores.score[:, scores.column(subscale.key)]
        if subscale.key in SCORE_FROM:
            known = ~np.isnan(value)
            out.append((subscale.key, known, known & (np.nan_to_num(value) >= SCORE_FROM[subscale.key])))
    return out


def counted(groups: Sequence[GroupStatistics], group: NDArray[np.int64], items: Sequence[YesNo]) -> list[GroupStatistics]:
    """The groups with their counts; an item nobody of a group was asked is left out of it."""
    size = len(groups)
    asked = {one.key: np.bincount(group[one.asked], minlength=size).tolist() for one in items}
    yes = {one.key: np.bincount(group[one.asked & one.yes], minlength=size).tolist() for one in items}
    return [
        replace(one, counts={key: CountStatistics(asked[key][i], yes[key][i]) for key in asked if asked[key][i]})
        for i, one in enumerate(groups)
    ]


def round_tables(
    scores: Scores, sheets: Decoded, rows: NDArray[np.intp], book: Book, variables: Sequence[str], items: Sequence[YesNo]
) -> RoundTables:
    """The tables of one round, whose sheets are `rows`, by these variables (unit, sex, age, tenure, job)."""
    part = _only(scores, rows)
    named = {name: [_CATEGORY[name](sheets, book, int(row)) for row in rows] for name in variables}
    few = [YesNo(one.key, one.asked[rows], one.yes[rows]) for one in items]
    by: dict[str, tuple[GroupStatistics, ...]] = {}
    for name, of_person in named.items():
        keys = sorted(set(of_person), key=lambda key: (key == NOT_GIVEN, key))
        place = {key: i for i, key in enumerate(keys)}
        group = np.array([place[key] for key in of_person], np.int64)
        by[name] = tuple(counted(group_statistics(part, group, keys, [None] * len(keys)), group, few))
    together = {(a, b): _pairs(named[a], named[b]) for a, b in combinations(named, 2)}
    return RoundTables(by, together)


def _pairs(first: Sequence[str], second: Sequence[str]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for pair in zip(first, second, strict=True):
        found[pair] = found.get(pair, 0) + 1
    return found


def _only(scores: Scores, rows: NDArray[np.intp]) -> Scores:
    return replace(
        scores, score=scores.score[rows], kind=scores.kind[rows], answered=scores.answered[rows],
        provisional=scores.provisional[rows],
    )  # fmt: skip


def _named(names: Sequence[str], code: int) -> str:
    return names[code] or NOT_GIVEN


_CATEGORY: Mapping[str, Callable[[Decoded, Book, int], str]] = {
    "unit": lambda sheets, book, row: _named(book.units, int(sheets.unit[row])),
    "sex": lambda sheets, book, row: _SEXES.get(int(sheets.sex[row]), NOT_GIVEN),
    "age": lambda sheets, book, row: _named(book.ages, int(sheets.age[row])),
    "tenure": lambda sheets, book, row: _named(book.tenures, int(sheets.tenure[row])),
    "job": lambda sheets, book, row: _named(book.jobs, int(sheets.job[row])),
}
