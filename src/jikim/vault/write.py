"""The one way in: answers from an operator's file. Says how many went in, never which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from jikim.vault.records import Book, Sheets, encode
from jikim.vault.store import read_books, read_records, write_books, write_records


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one round's sheets. In conflict nothing was changed: the vault holds answers the file lacks."""

    added: int
    unchanged: int
    conflict: bool = False
    holds_others: bool = False


def add_imported(
    batch: Mapping[str, Sheets], *, instrument: str, closed: Collection[str] = frozenset()
) -> dict[str, Added]:
    """Put sheets into their rounds, in one transaction of the vault.

    batch       round key → sheets
    instrument  "id@version" the sheets were filled in on
    closed      rounds nothing may be added to
    Doing it twice adds nothing: what is already there (as a multiset of equal sheets) stays, only what is missing goes
    in. A round that holds a sheet the file lacks, or another instrument's answers, is left alone and marked a conflict.
    """
    with transaction.atomic(using="vault"):
        there = _existing(batch)
        books = read_books(batch)
        results: dict[str, Added] = {}
        changed: dict[str, Book] = {}
        records: list[tuple[str, bytes]] = []
        for round_key, sheets in batch.items():
            book = books.get(round_key) or Book(instrument)
            if book.instrument != instrument:
                results[round_key] = Added(0, 0, conflict=True, holds_others=True)
                continue
            learned = book.learn(sheets)
            wanted, held = Counter(encode(sheets, book)), there.get(round_key, Counter())
            missing = wanted - held
            others = bool(held - wanted)
            if others or (missing and round_key in closed):
                results[round_key] = Added(0, 0, conflict=True, holds_others=others)
                continue
            if learned:
                changed[round_key] = book
            added = sum(missing.values())
            results[round_key] = Added(added, len(sheets) - added)
            records += [(round_key, record) for record in missing.elements()]
        write_books(changed)
        write_records(records)
    return results


def _existing(batch: Mapping[str, Sheets]) -> dict[str, Counter[bytes]]:
    opened = read_records(batch)
    there: dict[str, Counter[bytes]] = {}
    for round_key, record in zip(opened.rounds, opened.records, strict=True):
        there.setdefault(round_key, Counter())[record] += 1
    return there
