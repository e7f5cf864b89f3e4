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
from jikim.vault.records import NOT_KEPT, Book, Decoded, decode
from jikim.vault.store import counts, read_books, read_records
from jikim.vault.tables import NOT_GIVEN, RoundTables, YesNo, counted, round_tables, yes_nos

#: an occupation is told apart from the season's rest only from this many answers and workplaces on
JOB_ANSWERS, JOB_ROUNDS = 100, 5
#: a workplace's main occupation is told only when this many of its sheets name it
MAIN_JOB_ANSWERS = 5
#: key of a unit nobody named
UNIT_NOT_GIVEN = NOT_GIVEN
NO_TABLES = RoundTables()


@dataclass(frozen=True, slots=True)
class RoundStatistics:
    """One round: the whole, its units (a partition of the whole; empty if there is only one), its occupations; and where
    the caller asked for them its tables by what was asked about the person.
    """

    whole: GroupStatistics
    units: tuple[GroupStatistics, ...]
    jobs: tuple[GroupStatistics, ...] = ()
    tables: RoundTables = NO_TABLES


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


def season_statistics(
    offered: Mapping[str, int | None], instrument: Instrument, *,
    asked: Mapping[str, Sequence[str]] | None = None, blocks: Sequence[Instrument] = (),
) -> SeasonStatistics:  # fmt: skip
    """Statistics of these closed rounds.

    offered     round key → how many were offered (passed through to the whole's statistics)
    asked       round key → variables (unit, sex, age, tenure, job) to make its tables by; a round not named has none
    blocks      what else may have been asked; counted where a round's book says so
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
    scores = scored(instrument, sheets)
    answers = own_answers(instrument, sheets)
    beside = yes_nos(sheets, _columns(rounds, keys, books, blocks), {f"{one.id}@{one.version}": one for one in blocks})
    wholes = counted(group_statistics(scores, rounds, keys, [offered[key] for key in keys]), rounds, beside)
    units = _parts(scores, rounds, sheets.unit, keys, {k: [_unit_name(u) for u in b.units] for k, b in books.items()}, beside)
    jobs, names = _jobs(rounds, sheets, keys, books)
    by_job = _parts(scores, rounds, sheets.job, keys, {key: _occupations(book) for key, book in books.items()})
    tables = _tables(scores, sheets, rounds, place, books, asked or {}, beside)
    items = _items(instrument, answers, rounds, jobs, names)
    return SeasonStatistics(
        {
            key: RoundStatistics(whole, _if_several(units.get(key, ())), by_job.get(key, ()), tables.get(key, NO_TABLES))
            for key, whole in zip(keys, wholes, strict=True)
        },
        items,
        _moments(instrument, answers),
        int((scores.provisional.any(axis=1)).sum()),
        _main_jobs(rounds, jobs, names, keys, {entry.job for entry in items}),
    )


def own_answers(instrument: Instrument, sheets: Decoded) -> NDArray[np.int8]:
    """The answers to the instrument itself, which always comes first."""
    return np.ascontiguousarray(sheets.answers[:, : len(instrument.items)])


def scored(instrument: Instrument, sheets: Decoded) -> Scores:
    """Scores, with the classes kept from when the sheet was finished where sex is not."""
    scores = score(instrument, own_answers(instrument, sheets), sheets.sex)
    width = min(sheets.kinds.shape[1], scores.kind.shape[1])
    kept = sheets.kinds[:, :width] != NOT_KEPT
    if kept.any():
        scores.kind[:, :width] = np.where(kept, sheets.kinds[:, :width], scores.kind[:, :width])
    return scores


def _columns(
    rounds: NDArray[np.int64], keys: Sequence[str], books: Mapping[str, Book], blocks: Sequence[Instrument]
) -> list[tuple[str, int, NDArray[np.intp]]]:
    """Where each block's answers lie: (block, first column, sheets)."""
    known = {f"{one.id}@{one.version}" for one in blocks}
    where: dict[tuple[str, int], list[int]] = {}
    for number, key in enumerate(keys):
        start = 0
        for label, items in books[key].packs if key in books else ():
            if label in known:
                where.setdefault((label, start), []).append(number)
            start += items
    return [(label, start, np.flatnonzero(np.isin(rounds, numbers))) for (label, start), numbers in where.items()]


def _tables(
    scores: Scores, sheets: Decoded, rounds: NDArray[np.int64], place: Mapping[str, int], books: Mapping[str, Book],
    asked: Mapping[str, Sequence[str]], beside: Sequence[YesNo],
) -> dict[str, RoundTables]:  # fmt: skip
    out: dict[str, RoundTables] = {}
    order = np.argsort(rounds, kind="stable")
    ends = np.cumsum(np.bincount(rounds, minlength=len(place)))
    for key, variables in asked.items():
        number = place[key]
        rows = order[ends[number - 1] if number else 0 : ends[number]]
        if len(rows) and variables:
            out[key] = round_tables(scores, sheets, rows, books[key], variables, beside)
    return out


def _parts(
    scores: Scores, rounds: NDArray[np.int64], code: NDArray[np.int64], keys: list[str], names: Mapping[str, list[str]],
    beside: Sequence[YesNo] = (),
) -> dict[str, tuple[GroupStatistics, ...]]:  # fmt: skip
    """The parts of each round by one of its book's lists, by name."""
    pairs, group = np.unique(rounds * 65_536 + code, return_inverse=True)
    owners = [keys[pair // 65_536] for pair in pairs.tolist()]
    named = [names[owner][pair % 65_536] for owner, pair in zip(owners, pairs.tolist(), strict=True)]
    found = counted(group_statistics(scores, group, named, [None] * len(named)), group, beside)
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
    names = sorted({job for book in books.values() for job in _occupations(book)})
    place = {name: i for i, name in enumerate(names)}
    width = max((len(book.jobs) for book in books.values()), default=1)
    table = np.zeros((len(keys), width), np.int64)
    for i, key in enumerate(keys):
        if key in books:
            table[i, : len(books[key].jobs)] = [place[job] for job in _occupations(books[key])]
    return table[rounds, sheets.job], names


def _occupations(book: Book) -> list[str]:
    """A round by code asks for work in categories of its own, which are no occupations of the season."""
    return [""] * len(book.jobs) if book.packs else book.jobs


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
