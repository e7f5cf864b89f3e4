"""Data keys, one for each sealed row, outside both databases. A key destroyed here closes its row in every backup.

A file of its own beside the key files, wrapped under `vault.key`, kept as one current copy and never in generations:
docs/decisions/0021-vault.md.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

KEY_BYTES = 32
_AT_ONCE = 20_000
_local = threading.local()


def store_file() -> Path:
    """VAULT_KEYSTORE_FILE, else keys/answer-keys.sqlite3 of the data folder."""
    return _place(os.environ.get("VAULT_KEYSTORE_FILE"), settings.HOME)


@lru_cache(maxsize=8)
def _place(named: str | None, home: Any) -> Path:
    return Path(named or home.keys / "answer-keys.sqlite3")


def make() -> None:
    """Create the file, readable by its owner only."""
    path = store_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    store = _store()
    store.execute(
        "CREATE TABLE IF NOT EXISTS data_keys (id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL, root INTEGER NOT NULL)"
    )
    store.execute("CREATE TABLE IF NOT EXISTS in_motion (id INTEGER PRIMARY KEY)")


def new_keys(count: int, *, leaving: Iterable[int] = ()) -> tuple[list[int], list[bytes]]:
    """Draw `count` random row keys with a data key each and store them durably. Called before the rows are written.

    The root is read while the store is locked: once a change of roots holds the lock, no key comes under an older one.

    leaving  rows that the new ones replace. They and the new ones are noted as in motion, until `arrived` is called, so
             that after a crash the keys without a row can be told and destroyed.
    """
    ids = (np.frombuffer(secrets.token_bytes(8 * count), "<u8") >> np.uint64(1)).tolist()
    wrapped = secrets.token_bytes(KEY_BYTES * count)
    leaving = list(leaving)
    with _writing() as store:
        wrapping = _roots()[0]
        root = root_mark(wrapping)
        rows = ((row_id, key, root) for row_id, key in zip(ids, _split(wrapped), strict=True))
        store.executemany("INSERT INTO data_keys (id, wrapped, root) VALUES (?, ?, ?)", sorted(rows))
        if leaving:
            moved = ((row_id,) for row_id in [*leaving, *ids])
            store.executemany("INSERT OR IGNORE INTO in_motion (id) VALUES (?)", moved)
    return ids, _split(_unwrap(wrapped, wrapping))


def keys_for(ids: Sequence[int]) -> dict[int, bytes]:
    """The data keys of rows whose ids are given; made durably where there are none yet."""
    if missing := set(ids) - keys_of(ids).keys():
        with _writing() as store:
            root = root_mark(_roots()[0])
            new = [(row_id, secrets.token_bytes(KEY_BYTES), root) for row_id in sorted(missing)]
            store.executemany("INSERT OR IGNORE INTO data_keys (id, wrapped, root) VALUES (?, ?, ?)", new)
    return keys_of(ids)


def in_motion() -> list[int]:
    """Rows that were being carried on when somebody last wrote here."""
    return [row[0] for row in _store().execute("SELECT id FROM in_motion ORDER BY id")]


def arrived(ids: Iterable[int]) -> None:
    """These are no longer in motion."""
    with _writing() as store:
        store.executemany("DELETE FROM in_motion WHERE id = ?", ((row_id,) for row_id in ids))


def keys_of(ids: Sequence[int]) -> dict[int, bytes]:
    """The data keys that still exist. What is missing here has been destroyed.

    LookupError: a key was wrapped under a root that is no longer in the key file.
    """
    if not ids:
        return {}
    found = _found(ids)
    by_mark = {root_mark(key): key for key in _roots()}
    out: dict[int, bytes] = {}
    for mark in {row[2] for row in found}:
        if mark not in by_mark:
            raise LookupError("a data key is wrapped under a root that the key file does not have")
        part = [row for row in found if row[2] == mark]
        opened = _split(_unwrap(b"".join(row[1] for row in part), by_mark[mark]))
        out.update(zip((row[0] for row in part), opened, strict=True))
    return out


def _found(ids: Sequence[int]) -> list[tuple[int, bytes, int]]:
    store = _store()
    if len(ids) > _AT_ONCE:
        wanted = set(ids)
        return [row for row in store.execute("SELECT id, wrapped, root FROM data_keys") if row[0] in wanted]
    found: list[tuple[int, bytes, int]] = []
    for start in range(0, len(ids), 900):
        part = list(ids[start : start + 900])
        marks = ",".join("?" * len(part))
        found += store.execute(f"SELECT id, wrapped, root FROM data_keys WHERE id IN ({marks})", part)  # noqa: S608
    return found


def destroy(ids: Iterable[int]) -> int:
    """Destroy these keys: overwritten in the file (secure_delete) and cut from its log. Returns how many there were."""
    with _writing() as store:
        gone = sum(store.execute("DELETE FROM data_keys WHERE id = ?", (row_id,)).rowcount for row_id in ids)
    _store().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return gone


def count() -> int:
    """How many data keys there are."""
    return int(_store().execute("SELECT count(*) FROM data_keys").fetchone()[0])


def rewrap(at_once: int = _AT_ONCE) -> int:
    """Wrap keys that lie under an older root under the newest. Returns how many are still to do."""
    with _writing() as store:
        newest, *older = _roots()
        for root in older:
            rows = store.execute("SELECT id, wrapped FROM data_keys WHERE root = ? LIMIT ?", (root_mark(root), at_once)).fetchall()
            again = _split(_wrap(_unwrap(b"".join(row[1] for row in rows), root), newest))
            store.executemany(
                "UPDATE data_keys SET wrapped = ?, root = ? WHERE id = ?",
                [(key, root_mark(newest), row[0]) for row, key in zip(rows, again, strict=True)],
            )
        return _under(store, older)


def once_nothing_needs_an_older_root(act: Callable[[], None]) -> bool:
    """Do this while nobody can write here, if no key lies under an older root of the key file. False if one does."""
    with _writing() as store:
        if _under(store, _roots()[1:]):
            return False
        act()
    return True


def _under(store: sqlite3.Connection, roots: Sequence[bytes]) -> int:
    return sum(
        int(store.execute("SELECT count(*) FROM data_keys WHERE root = ?", (root_mark(root),)).fetchone()[0]) for root in roots
    )


def rewrite() -> None:
    """Write the file anew, so that neither pages nor log tell in which order keys came and went."""
    store = _store()
    try:
        store.execute("VACUUM")
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.OperationalError:  # somebody is writing: the next run does it
        return


@lru_cache(maxsize=8)
def root_mark(wrapping: bytes) -> int:
    """A number that tells roots apart and says nothing about them. Never 0."""
    return int.from_bytes(hmac.digest(wrapping, b"jikim root mark", "sha256")[:6], "little") | 1


def _store() -> sqlite3.Connection:
    """The open connection of this thread: opening one costs more than a save. Opened anew if the file is another one."""
    path = store_file()
    try:
        mark = (os.getpid(), str(path), path.stat().st_ino)
    except FileNotFoundError:
        raise _no_store(path) from None
    if getattr(_local, "mark", None) != mark:
        held = getattr(_local, "store", None)
        if held is not None and _local.mark[0] == mark[0]:
            held.close()
        store = sqlite3.connect(path, timeout=30, isolation_level=None)
        for line in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            store.execute(f"PRAGMA {line}").fetchall()
        _local.store, _local.mark = store, mark
    found: sqlite3.Connection = _local.store
    return found


def _roots() -> tuple[bytes, ...]:
    from jikim.vault.keys import vault_keys

    return vault_keys().wrapping


def _no_store(path: Path) -> Exception:
    from jikim.rules.words import Text
    from jikim.vault.keys import NoVaultKey

    return NoVaultKey(Text(
        f"응답 열쇠 파일이 없습니다: {path}. ‘jikim init’이 처음 한 번 만들며, 없으면 응답을 넣거나 열 수 없습니다.",
        f"The answers' key store is missing: {path}. `jikim init` makes it once; without it no answer can go in or be opened.",
    ))  # fmt: skip


@contextmanager
def _writing() -> Iterator[sqlite3.Connection]:
    """One durable commit, or nothing."""
    store = _store()
    store.execute("BEGIN IMMEDIATE")
    try:
        yield store
        store.execute("COMMIT")
    except BaseException:
        if store.in_transaction:
            store.execute("ROLLBACK")
        raise


def _unwrap(wrapped: bytes, wrapping: bytes) -> bytes:
    """Wrapping is the block cipher itself: what is stored is random and never repeats, so ECB shows no pattern here,
    and a wrong key is noticed when the row's own seal does not open."""
    if not wrapped:
        return b""
    cipher = Cipher(algorithms.AES(wrapping), modes.ECB()).encryptor()  # noqa: S305
    return cipher.update(wrapped) + cipher.finalize()


def _wrap(plain: bytes, wrapping: bytes) -> bytes:
    if not plain:
        return b""
    cipher = Cipher(algorithms.AES(wrapping), modes.ECB()).decryptor()  # noqa: S305
    return cipher.update(plain) + cipher.finalize()


def _split(joined: bytes) -> list[bytes]:
    return [joined[i : i + KEY_BYTES] for i in range(0, len(joined), KEY_BYTES)]
