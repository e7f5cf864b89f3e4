"""Rows found by a card, each sealed under a data key of its own and sealed anew at every change. By hand: a save is one
statement, and making model instances would cost more than sealing.

`swap` compares before it writes, so that two requests at once never lose one another's change and no lock is held.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections

from jikim.shared import keyfiles
from jikim.vault import keystore
from jikim.vault.names import Names, every, stored

PENDING, ANSWERS, LOCKS = "vault_pending", "vault_answerset", "vault_resultlock"
KIND = {PENDING: "pending", ANSWERS: "answers", LOCKS: "locks"}


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One sealed row. `tag` is what it is bound to besides its id."""

    table: str
    id: int
    lookup: bytes
    sealed: bytes
    tag: bytes


def find(table: str, names: Names, tag: bytes | None) -> Row | None:
    """The card's row of this round (of any round in a table without rounds); the newest name first."""
    lookups = [stored(KIND[table], name) for name in every(names)]
    marks = ",".join(["%s"] * len(lookups))
    where, values = (f"lookup IN ({marks})", list(lookups))
    if tag is not None:
        where, values = (where + " AND round_tag = %s", [*values, tag])
    with connections["vault"].cursor() as cursor:
        cursor.execute(f"SELECT id, lookup, sealed FROM {table} WHERE {where}", values)  # noqa: S608
        found = [Row(table, row[0], bytes(row[1]), bytes(row[2]), tag or b"") for row in cursor.fetchall()]
    return min(found, key=lambda row: lookups.index(row.lookup), default=None)


def exists(table: str, names: Names) -> bool:
    """Whether the card has a row there, of whatever round."""
    lookups = [stored(KIND[table], name) for name in every(names)]
    marks = ",".join(["%s"] * len(lookups))
    with connections["vault"].cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE lookup IN ({marks}) LIMIT 1", lookups)  # noqa: S608
        return cursor.fetchone() is not None


def newest_generation() -> int:
    return keyfiles.ring(keyfiles.LOOKUP).generation


def key_of(row: Row) -> bytes | None:
    """The row's data key; None once it has been destroyed."""
    return keystore.keys_of([row.id]).get(row.id)


def opened(row: Row, key: bytes) -> bytes:
    return AESGCM(key).decrypt(row.sealed[:12], row.sealed[12:], _bound(row.id, row.tag))


def insert(table: str, names: Names, tag: bytes | None, text: bytes) -> bool:
    """A new row under a new data key, which is durable first. False if somebody else was faster."""
    names = every(names)
    (row_id,), (key,) = keystore.new_keys(1)
    columns, sealed = "id, lookup, generation, sealed", seal_row(key, text, row_id, tag or b"")
    values: list[int | bytes] = [row_id, stored(KIND[table], names[0]), len(names), sealed]
    if tag is not None:
        columns, values = columns + ", round_tag", [*values, tag]
    marks = ",".join(["%s"] * len(values))
    with connections["vault"].cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING", values)  # noqa: S608
        done = cursor.rowcount == 1
    if not done:
        keystore.destroy([row_id])
    return done


def swap(row: Row, key: bytes, text: bytes) -> bool:
    """Seal the row anew. False if it changed or went since it was read."""
    with connections["vault"].cursor() as cursor:
        cursor.execute(
            f"UPDATE {row.table} SET sealed = %s WHERE id = %s AND sealed = %s",  # noqa: S608
            [seal_row(key, text, row.id, row.tag), row.id, row.sealed],
        )
        return bool(cursor.rowcount == 1)


def delete(table: str, ids: Sequence[int]) -> int:
    """Remove rows whose keys are destroyed already. Returns how many were there."""
    with connections["vault"].cursor() as cursor:
        return sum(_delete_one(cursor, table, row_id) for row_id in ids)


def _delete_one(cursor: object, table: str, row_id: int) -> int:
    cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row_id])  # type: ignore[attr-defined]  # noqa: S608
    return int(cursor.rowcount)  # type: ignore[attr-defined]


def seal_row(key: bytes, text: bytes, row_id: int, tag: bytes) -> bytes:
    """Bound to its row and round; a nonce of its own each time, since rows are sealed again and again."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, text, _bound(row_id, tag))


def _bound(row_id: int, tag: bytes) -> bytes:
    return row_id.to_bytes(8, "little") + tag
