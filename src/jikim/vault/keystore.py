"""One data key for each answer set, in a file of its own beside the key files: destroying a key destroys the answers,
in every copy of the database there is. Backups of the databases do not hold this file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

_BATCH = 500


def store_file() -> Path:
    """VAULT_KEYSTORE_FILE, else keys/answer-keys.sqlite3 of the data folder."""
    return Path(os.environ.get("VAULT_KEYSTORE_FILE") or settings.HOME.keys / "answer-keys.sqlite3")


@contextmanager
def _open() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(store_file(), timeout=30, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        yield connection
    finally:
        connection.close()


def make() -> None:
    """Create the file, readable by its owner only."""
    path = store_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _open() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS data_keys (id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL)")


def put(pairs: Sequence[tuple[int, bytes]]) -> None:
    """Keep wrapped data keys; written before the rows they open, so that a crash leaves a key too many, not one too few."""
    with _open() as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO data_keys (id, wrapped) VALUES (?, ?)", sorted(pairs))
        connection.execute("COMMIT")


def get(ids: Iterable[int]) -> dict[int, bytes]:
    """The wrapped keys that are still there; a destroyed one is simply missing."""
    wanted = sorted(ids)
    found: dict[int, bytes] = {}
    with _open() as connection:
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(part))
            found.update(connection.execute(f"SELECT id, wrapped FROM data_keys WHERE id IN ({marks})", part))  # noqa: S608
    return found


def destroy(ids: Iterable[int]) -> int:
    """Destroy keys for good: overwritten in the file (secure_delete) and checkpointed out of its log."""
    gone = sorted(ids)
    with _open() as connection:
        connection.execute("BEGIN IMMEDIATE")
        count = connection.executemany("DELETE FROM data_keys WHERE id = ?", [(one,) for one in gone]).rowcount
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return count


def count() -> int:
    """How many answer sets can still be opened."""
    with _open() as connection:
        return int(connection.execute("SELECT count(*) FROM data_keys").fetchone()[0])
