"""Data keys, one for each answer set, outside both databases. A key destroyed here closes its answers in every backup.

A file of its own beside the key files, wrapped under `vault.key`, kept as one current copy and never in generations:
docs/decisions/0021-vault.md.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

KEY_BYTES = 32
_AT_ONCE = 20_000


def store_file() -> Path:
    """VAULT_KEYSTORE_FILE, else keys/answer-keys.sqlite3 of the data folder."""
    return Path(os.environ.get("VAULT_KEYSTORE_FILE") or settings.HOME.keys / "answer-keys.sqlite3")


def make() -> None:
    """Create the file, readable by its owner only."""
    path = store_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    with _store() as store:
        store.execute("CREATE TABLE IF NOT EXISTS data_keys (id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL)")


def new_keys(count: int, wrapping: bytes) -> tuple[list[int], list[bytes]]:
    """Draw `count` random row keys with a data key each and store them durably. Called before the answers are written."""
    ids = (np.frombuffer(secrets.token_bytes(8 * count), "<u8") >> np.uint64(1)).tolist()
    wrapped = secrets.token_bytes(KEY_BYTES * count)
    with _store() as store, store:
        pairs = zip(ids, _split(wrapped), strict=True)
        store.executemany("INSERT INTO data_keys (id, wrapped) VALUES (?, ?)", sorted(pairs))
    return ids, _split(_unwrap(wrapped, wrapping))


def keys_of(ids: Sequence[int], wrapping: Sequence[bytes]) -> dict[int, tuple[bytes, ...]]:
    """The data keys that still exist, one candidate for each wrapping key. What is missing here has been destroyed."""
    if not ids:
        return {}
    found: list[tuple[int, bytes]] = []
    with _store() as store:
        if len(ids) > _AT_ONCE:
            wanted = set(ids)
            found = [row for row in store.execute("SELECT id, wrapped FROM data_keys") if row[0] in wanted]
        else:
            for start in range(0, len(ids), 900):
                part = list(ids[start : start + 900])
                marks = ",".join("?" * len(part))
                found += store.execute(f"SELECT id, wrapped FROM data_keys WHERE id IN ({marks})", part)  # noqa: S608
    joined = b"".join(wrapped for _, wrapped in found)
    candidates = zip(*(_split(_unwrap(joined, key)) for key in wrapping), strict=True)
    return {row_id: keys for (row_id, _), keys in zip(found, candidates, strict=True)}


def destroy(ids: Iterable[int]) -> int:
    """Destroy these keys: overwritten in the file (secure_delete) and cut from its log. Returns how many there were."""
    with _store() as store:
        with store:
            gone = sum(store.execute("DELETE FROM data_keys WHERE id = ?", (row_id,)).rowcount for row_id in ids)
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return gone


@contextmanager
def _store() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(store_file(), timeout=30)) as store:
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("PRAGMA synchronous=FULL")
        store.execute("PRAGMA secure_delete=ON")
        yield store


def _unwrap(wrapped: bytes, wrapping: bytes) -> bytes:
    """Wrapping is the block cipher itself: what is stored is random and never repeats, so ECB shows no pattern here,
    and a wrong key is noticed when the answers' own seal does not open."""
    if not wrapped:
        return b""
    cipher = Cipher(algorithms.AES(wrapping), modes.ECB()).encryptor()  # noqa: S305
    return cipher.update(wrapped) + cipher.finalize()


def _split(joined: bytes) -> list[bytes]:
    return [joined[i : i + KEY_BYTES] for i in range(0, len(joined), KEY_BYTES)]
