"""Sufficient statistics, computed inside the vault: counts, sums, sums of squares, cross-products. Only these leave.

What a caller may print of them is decided by rules/disclosure; a row, or anything that has one, never comes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jikim.rules.disclosure import GroupStatistics
from jikim.rules.scoring import MISSING, Instrument, Scores, score
from jikim.vault.groups import group_statistics
from jikim.vault.records import Book, Decoded, decode
from jikim.vault.store import counts, read_books, read_records

#: an occupation is told apart from the season's rest only from this many answers and workplaces on
JOB_ANSWERS, JOB_ROUNDS = 100, 5
#: a workplace's main occupation is told only when this many of its sheets name it
MAIN_JOB_ANSWERS = 5
#: key of a unit nobody named
UNIT_NOT_GIVEN = "not given"


@dataclass(frozen=True, slots=True)
class RoundStatistics:
    """One round: the whole, its units (a partition of the whole; empty if there is only one), its occupations."""

    whole: GroupStatistics
    units: tuple[GroupStatistics, ...]
    jobs: tuple[GroupStatistics, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """Of one occupation over the season: who answered an item, and who answered it on the unfavourable side."""

    job: str
    rounds: int
    answered: int
    asked: tuple[int, ...]
    unfavourable: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ItemMoments:
    """Of one subscale over all complete sheets: n, sums of keyed answers, their cross-products (for reliability)."""

    n: int
    sums: tuple[float, ...]
    products: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class SeasonStatistics:
    """Everything the season's releases are made from. `items[0]` is the whole season (job "")."""

    rounds: Mapping[str, RoundStatistics]
    items: tuple[ItemCounts, ...]
    moments: Mapping[str, ItemMoments]
    provisional: int
    #: round key → the occupation most of its sheets name, where that occupation is one of `items`
    main_job: Mapping[str, str]


def answered_counts(round_keys: Sequence[str]) -> dict[str, int]:
    """How many answer sets each round has."""
    return counts(round_keys)


def season_statistics(offered: Mapping[str, int | None], instrument: Instrument) -> SeasonStatistics:
    """Statistics of these closed rounds.

    offered     round key → how many were offered (passed through to the whole's statistics)
    ValueError: a round holds answers of another instrument.
    """
    opened = read_records(offered)
    books = read_books(offered)
    label = f"{instrument.id}@{instrument.version}"
    if wrong := sorted(key for key, book in books.items() if book.instrument != label):
        raise ValueError(f"rounds {wrong} were not answered on {label}")
    keys = sorted(offered)
    place = {key: i for i, key in enumerate(keys)}
    rounds = np.array([place[key] for key in opened.rounds], np.int64)
    sheets = decode(opened.records)
    if not len(rounds):
        empty = {key: RoundStatistics(GroupStatistics(key, 0, {}, {}, offered[key]), ()) for key in keys}
        return SeasonStatistics(empty, (), {}, 0, {})
    scores = score(instrument, np.ascontiguousarray(sheets.answers), sheets.sex)
    wholes = group_statistics(scores, rounds, keys, [offered[key] for key in keys])
    units = _parts(scores, rounds, sheets.unit, keys, {k: [_unit_name(u) for u in b.units] for k, b in books.items()})
    jobs, names = _jobs(rounds, sheets, keys, books)
    by_job = _parts(scores, rounds, sheets.job, keys, {key: book.jobs for key, book in books.items()})
    items = _items(instrument, sheets.answers, rounds, jobs, names)
    return SeasonStatistics(
        {
            key: RoundStatistics(whole, _if_several(units.get(key, ())), by_job.get(key, ()))
            for key, whole in zip(keys, wholes, strict=True)
        },
        items,
        _moments(instrument, sheets.answers),
        int((scores.provisional.any(axis=1)).sum()),
        _main_jobs(rounds, jobs, names, keys, {entry.job for entry in items}),
    )


def _parts(
    scores: Scores, rounds: NDArray[np.int64], code: NDArray[np.int64], keys: list[str], names: Mapping[str, list[str]]
) -> dict[str, tuple[GroupStatistics, ...]]:  # fmt: skip
    """The parts of each round by one of its book's lists, by name."""
    pairs, group = np.unique(rounds * 65_536 + code, return_inverse=True)
    owners = [keys[pair // 65_536] for pair in pairs.tolist()]
    named = [names[owner][pair % 65_536] for owner, pair in zip(owners, pairs.tolist(), strict=True)]
    found = group_statistics(scores, group, named, [None] * len(named))
    by_round: dict[str, list[GroupStatistics]] = {}
    for owner, statistics in zip(owners, found, strict=True):
        by_round.setdefault(owner, []).append(statistics)
    return {
        owner: tuple(sorted(parts, key=lambda part: (part.key == UNIT_NOT_GIVEN, part.key)))
        for owner, parts in by_round.items()
    }


def _if_several(parts: tuple[GroupStatistics, ...]) -> tuple[GroupStatistics, ...]:
    return parts if len(parts) > 1 else ()


def _unit_name(name: str) -> str:
    """`other` is kept for units that disclosure control joins."""
    if not name:
        return UNIT_NOT_GIVEN
    return f"{name}*" if name in {"other", UNIT_NOT_GIVEN} else name


def _jobs(
    rounds: NDArray[np.int64], sheets: Decoded, keys: list[str], books: Mapping[str, Book]
) -> tuple[NDArray[np.int64], list[str]]:
    """Each sheet's occupation as a number over the whole season, and the names."""
    names = sorted({job for book in books.values() for job in book.jobs})
    place = {name: i for i, name in enumerate(names)}
    width = max((len(book.jobs) for book in books.values()), default=1)
    table = np.zeros((len(keys), width), np.int64)
    for i, key in enumerate(keys):
        if key in books:
            table[i, : len(books[key].jobs)] = [place[job] for job in books[key].jobs]
    return table[rounds, sheets.job], names


def _items(
    instrument: Instrument, answers: NDArray[np.int8], rounds: NDArray[np.int64], jobs: NDArray[np.int64], names: list[str]
) -> tuple[ItemCounts, ...]:  # fmt: skip
    keyed = _keyed(instrument, answers)
    middle = np.array([(item.scale.lowest + item.scale.highest) / 2 for item in instrument.items])
    asked, bad = keyed != MISSING, keyed > middle
    out = [_item_counts("", rounds, asked, bad)]
    for number, name in enumerate(names):
        chosen = jobs == number
        if name and chosen.sum() >= JOB_ANSWERS and len(np.unique(rounds[chosen])) >= JOB_ROUNDS:
            out.append(_item_counts(name, rounds[chosen], asked[chosen], bad[chosen]))
    return tuple(out)


def _item_counts(
    job: str, rounds: NDArray[np.int64], asked: NDArray[np.bool_], bad: NDArray[np.bool_]
) -> ItemCounts:
    return ItemCounts(
        job, len(np.unique(rounds)), len(rounds), tuple(asked.sum(axis=0).tolist()), tuple((asked & bad).sum(axis=0).tolist())
    )


def _moments(instrument: Instrument, answers: NDArray[np.int8]) -> dict[str, ItemMoments]:
    keyed = _keyed(instrument, answers)
    out: dict[str, ItemMoments] = {}
    for subscale in instrument.subscales:
        part = keyed[:, [instrument.item_keys.index(key) for key in subscale.items]]
        complete = part[(part != MISSING).all(axis=1)].astype(np.float64)
        products = complete.T @ complete
        out[subscale.key] = ItemMoments(
            len(complete), tuple(complete.sum(axis=0).tolist()), tuple(tuple(row) for row in products.tolist())
        )
    return out


def _keyed(instrument: Instrument, answers: NDArray[np.int8]) -> NDArray[np.int8]:
    """Answers with reversed items turned; MISSING stays, and whatever lies outside its scale becomes MISSING."""
    keyed = answers.copy()
    for column, item in enumerate(instrument.items):
        part = keyed[:, column]
        outside = (part < item.scale.lowest) | (part > item.scale.highest)
        if item.reverse:
            part[...] = item.scale.lowest + item.scale.highest - part
        part[outside] = MISSING
    return keyed


def _main_jobs(
    rounds: NDArray[np.int64], jobs: NDArray[np.int64], names: list[str], keys: list[str], known: set[str]
) -> dict[str, str]:
    table = np.zeros((len(keys), max(1, len(names))), np.int64)
    np.add.at(table, (rounds, jobs), 1)
    most = table.argmax(axis=1)
    return {key: names[most[i]] for i, key in enumerate(keys) if table[i, most[i]] >= MAIN_JOB_ANSWERS and names[most[i]] in known}
