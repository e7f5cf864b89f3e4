"""Changing keys while the house is in use: lookup keys by nesting, the root by wrapping every data key anew.

Nothing is opened and no answer is sealed again: a row's own key stays, so that older backups of the databases remain
readable with the current key store.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from django.db import IntegrityError, connections, transaction

from jikim.shared import keyfiles
from jikim.shared.files.write import flush_folder
from jikim.vault import keystore, names, rows
from jikim.vault.keys import key_file, parse, vault_keys

_ROWS_AT_ONCE = 500


def carry_lookups() -> int:
    """Every stored name into the newest generation, in batches. Returns how many were carried. Safe to repeat.

    Whoever asks meanwhile asks for all generations (names.every), so that no card is lost on the way.
    """
    newest = keyfiles.ring(keyfiles.LOOKUP).generation
    return sum(_carry_table(table, newest) for table in (rows.PENDING, rows.ANSWERS, rows.LOCKS))


def _carry_table(table: str, newest: int) -> int:
    done = 0
    while part := _older(table, newest):
        kind = rows.KIND[table]
        carried = names.newest(kind, [(lookup, generation) for _, lookup, generation in part])
        new = [(names.stored(kind, name), newest, row[0], bytes(row[1])) for name, row in zip(carried, part, strict=True)]
        try:
            with transaction.atomic(using="vault"), connections["vault"].cursor() as cursor:
                cursor.executemany(_statement(table), new)
        except IntegrityError:
            for change in new:
                _carry_row(table, change)
        done += len(part)
    return done


def _statement(table: str) -> str:
    return f"UPDATE {table} SET lookup = %s, generation = %s WHERE id = %s AND lookup = %s"  # noqa: S608


def _older(table: str, newest: int) -> list[tuple[int, bytes, int]]:
    with connections["vault"].cursor() as cursor:
        cursor.execute(
            f"SELECT id, lookup, generation FROM {table} WHERE generation < %s AND lookup IS NOT NULL LIMIT %s",  # noqa: S608
            [newest, _ROWS_AT_ONCE],
        )
        return list(cursor.fetchall())


def _carry_row(table: str, change: tuple[bytes, int, int, bytes]) -> None:
    try:
        with transaction.atomic(using="vault"), connections["vault"].cursor() as cursor:
            cursor.execute(_statement(table), change)
    except IntegrityError:
        # one card, tapped twice within the instant the key was added: the second tap made the row that stays
        keystore.destroy([change[2]])
        rows.delete(table, [change[2]])


def add_root() -> None:
    """A new root in front: it wraps from now on, the older ones still open."""
    path = key_file()
    _replace(path, _line(secrets.token_bytes(32)) + path.read_text())


def data_keys() -> int:
    """How many rows have a key."""
    return keystore.count()


def rewrap_keys() -> int:
    """Wrap every data key under the newest root, in batches. Returns how many are left, 0 unless somebody stopped us."""
    left = keystore.rewrap()
    while left and (now_left := keystore.rewrap()) < left:
        left = now_left
    return left


def drop_old_roots() -> bool:
    """Forget every root but the newest. What names rounds, files and cards is kept as keys of their own, which open nothing.

    False, and nothing changes, while a data key still needs an older root.
    """
    path = key_file()

    def write() -> None:
        roots, naming = parse(path.read_text())
        kept = "".join(f"{name}:{_line(key)}" for name, key in naming.items())
        _replace(path, _line(roots[0]) + kept)

    vault_keys()
    return keystore.once_nothing_needs_an_older_root(write)


def _line(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode() + "\n"


def _replace(path: Path, text: str) -> None:
    """The new file whole or the old one, never half of it; then the old one's text is overwritten."""
    beside, old = (path.with_name(f".{path.name}.{secrets.token_hex(4)}") for _ in range(2))
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.link(path, old)
    os.replace(beside, path)
    flush_folder(path.parent)
    with old.open("r+b") as file:
        file.write(b"\0" * old.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    old.unlink()
