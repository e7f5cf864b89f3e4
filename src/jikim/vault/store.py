"""Reads and writes sealed rows: the only module that touches the vault's tables. Rows never leave the vault."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import OperationalError, connections
from django.db.models import Count

from jikim.vault import names
from jikim.vault.keys import vault_keys
from jikim.vault.keystore import keys_for, keys_of, new_keys
from jikim.vault.models import AnswerSet, RoundBook
from jikim.vault.records import Book, open_book, open_sealed, seal, seal_book

_TAGS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """Plain records with the round each belongs to; lives only inside a vault function."""

    rounds: list[str]
    records: list[bytes]
    #: the cards' names in the newest generation, if asked for; None where answers came from a file
    lookups: list[bytes | None] = field(default_factory=list)


def read_records(round_keys: Iterable[str], *, with_cards: bool = False) -> Opened:
    """Every answer set of these rounds that still has its key, in the order of the random row keys."""
    keys = vault_keys()
    round_of = {keys.round_tag(key): key for key in round_keys}
    rows = _rows(list(round_of))
    data_keys = keys_of([row[0] for row in rows])
    rounds: list[str] = []
    records: list[bytes] = []
    cards: list[tuple[bytes | None, int]] = []
    for row_id, tag, sealed, lookup, generation in rows:
        data_key = data_keys.get(row_id)
        if data_key is None:
            continue
        rounds.append(round_of[tag])
        records.append(open_sealed(sealed, key=data_key, row_id=row_id, round_tag=tag))
        cards.append((lookup, generation))
    return Opened(rounds, records, _named(cards) if with_cards else [])


def _named(cards: Sequence[tuple[bytes | None, int]]) -> list[bytes | None]:
    known = iter(names.newest("answers", [(lookup, generation) for lookup, generation in cards if lookup]))
    return [next(known) if lookup else None for lookup, _ in cards]


def read_books(round_keys: Iterable[str]) -> dict[str, Book]:
    keys = vault_keys()
    round_of = {keys.round_tag(key): key for key in round_keys}
    return {round_of[tag]: book for tag, book in books_by_tag(list(round_of)).items()}


def books_by_tag(tags: Collection[bytes]) -> dict[bytes, Book]:
    wanted = set(tags)
    found = RoundBook.objects.all() if len(wanted) > _TAGS_AT_ONCE else RoundBook.objects.filter(round_tag__in=list(wanted))
    rows = [row for row in found if bytes(row.round_tag) in wanted]
    keys = keys_of([row.id for row in rows])
    return {
        bytes(row.round_tag): open_book(bytes(row.sealed), key=keys[row.id], round_tag=bytes(row.round_tag))
        for row in rows
        if row.id in keys
    }


def counts(round_keys: Iterable[str]) -> dict[str, int]:
    """How many answer sets each round has; 0 where none."""
    keys = vault_keys()
    tags = {key: keys.round_tag(key) for key in round_keys}
    rows = AnswerSet.objects.values_list("round_tag").annotate(n=Count("id")).order_by()
    if len(tags) <= _TAGS_AT_ONCE:
        rows = rows.filter(round_tag__in=list(tags.values()))
    found = {bytes(tag): n for tag, n in rows}
    return {key: found.get(tag, 0) for key, tag in tags.items()}


def write_books(books: Mapping[str, Book]) -> None:
    keys = vault_keys()
    write_books_by_tag({keys.round_tag(round_key): book for round_key, book in books.items()})


def write_books_by_tag(books: Mapping[bytes, Book]) -> None:
    keys = keys_for([_place(tag) for tag in books])
    rows = [
        RoundBook(id=_place(tag), round_tag=tag, sealed=seal_book(book, key=keys[_place(tag)], round_tag=tag))
        for tag, book in books.items()
    ]
    RoundBook.objects.bulk_create(rows, update_conflicts=True, unique_fields=["round_tag"], update_fields=["sealed"])


def write_records(records: Sequence[tuple[str, bytes]]) -> None:
    """(round key, record) pairs, sealed each with a key of its own and written in the order of random row keys.

    The data keys are durable before the first row is: a crash in between leaves keys without answers, never the reverse.
    """
    if not records:
        return
    keys = vault_keys()
    ids, data_keys = new_keys(len(records))
    tags = {round_key: keys.round_tag(round_key) for round_key, _ in records}
    rows = [
        (row_id, tags[round_key], seal(record, key=key, row_id=row_id, round_tag=tags[round_key]))
        for row_id, key, (round_key, record) in zip(ids, data_keys, records, strict=True)
    ]
    table = connections["vault"].ops.quote_name(AnswerSet._meta.db_table)
    with connections["vault"].cursor() as cursor:
        # by hand: making and binding a model instance costs three times as much as sealing the row
        cursor.executemany(f"INSERT INTO {table} (id, round_tag, sealed) VALUES (%s, %s, %s)", sorted(rows))  # noqa: S608


def rewrite() -> bool:
    """Write the tables anew, so that pages on disk keep no trace of when a row came.

    SQLite: the whole file, and its log emptied. PostgreSQL: every row gets this transaction's number and lies in the
    order of the random keys; the cluster's own log stays, see the operator's guide.
    False while somebody reads: nothing is lost, a duty tries again.
    """
    connection = connections["vault"]
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor:
            return _rewrite_file(cursor) if connection.vendor == "sqlite" else _rewrite_tables(cursor)
    except OperationalError:
        return False


def _rewrite_file(cursor: Any) -> bool:
    cursor.execute("VACUUM")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (busy, _, _) = cursor.fetchone()
    return not busy


def _rewrite_tables(cursor: Any) -> bool:
    for model in apps.get_app_config("vault").get_models():
        table = model._meta.db_table
        cursor.execute(f"UPDATE {table} SET id = id")  # noqa: S608
        cursor.execute(f"CLUSTER {table} USING {table}_pkey")
    return True


def _place(tag: bytes) -> int:
    """Where a round's book lies: drawn from its keyed name, which is random to whoever lacks the key."""
    return int.from_bytes(tag[:8], "little") >> 1


def _rows(tags: list[bytes]) -> list[tuple[int, bytes, bytes, bytes | None, int]]:
    found = AnswerSet.objects.order_by("id").values_list("id", "round_tag", "sealed", "lookup", "generation")
    if len(tags) <= _TAGS_AT_ONCE:
        found = found.filter(round_tag__in=tags)
    wanted = set(tags)
    return [
        (row_id, bytes(tag), bytes(sealed), lookup, generation)
        for row_id, tag, sealed, lookup, generation in found.iterator(5000)
        if bytes(tag) in wanted
    ]
