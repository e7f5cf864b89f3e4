"""The worker's own secret for opening a result again: a slow hash and the tries left, both inside the seal. No recovery.

A try is taken off before the secret is looked at, so that guesses at the same time cannot outnumber the five.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from enum import Enum

from jikim.rules.own_secret import TRIES, chosen_secret
from jikim.vault import rows
from jikim.vault.keys import vault_keys
from jikim.vault.names import Names

_SALT, _HASH, _MARK, _MARKS, _SIZE = 16, 32, 7, 2, 64
#: no round named: it opens them all
_EVERY = bytes(_MARK * _MARKS)
_SWAPS = 50


class Opened(Enum):
    OPEN = "open"
    WRONG = "wrong"
    CLOSED = "closed"
    #: no secret was ever set
    NONE = "none"


def has_secret(names: Names) -> bool:
    """Whether this card has a secret already."""
    return rows.exists(rows.LOCKS, names)


def set_secret(names: Names, secret: str, *, round_key: str = "") -> bool:
    """Set it, once for ever: whoever holds only the card could otherwise exchange it. False if there is one already.

    round_key  the round whose result is kept under it; it opens no other until `keep_round` says so
    Raises UnfitSecret (a ValueError) for one that is too easily guessed.
    """
    chosen_secret(secret, secret)
    if has_secret(names):
        return False
    salt = secrets.token_bytes(_SALT)
    return rows.insert(rows.LOCKS, names, None, _text(TRIES, salt, _slow(secret, salt), _mark(round_key)))


def keep_round(names: Names, round_key: str) -> bool:
    """This round's result is kept under the card's secret too. The caller has just been given the secret."""
    for _ in range(_SWAPS):
        row = rows.find(rows.LOCKS, names, None)
        key = rows.key_of(row) if row else None
        if row is None or key is None:
            return False
        left, salt, wanted, kept = _read(rows.opened(row, key))
        marks = [mark for mark in _split(kept) if any(mark)]
        if not marks or _mark(round_key) in marks:
            return True
        if len(marks) == _MARKS:
            return False
        if rows.swap(row, key, _text(left, salt, wanted, b"".join(marks) + _mark(round_key))):
            return True
    return False


def rounds_opened(names: Names, round_keys: Sequence[str]) -> Sequence[str]:
    """Of these rounds those whose result was kept under this card's secret."""
    row = rows.find(rows.LOCKS, names, None)
    key = rows.key_of(row) if row else None
    if row is None or key is None:
        return ()
    kept = _read(rows.opened(row, key))[3]
    return [one for one in round_keys if kept == _EVERY or _mark(one) in _split(kept)]


def try_secret(names: Names, secret: str) -> tuple[Opened, int]:
    """What this secret opens, and how many tries are left. The right one gives back all five."""
    for _ in range(_SWAPS):
        row = rows.find(rows.LOCKS, names, None)
        key = rows.key_of(row) if row else None
        if row is None or key is None:
            return Opened.NONE, 0
        left, salt, wanted, kept = _read(rows.opened(row, key))
        if not left:
            return Opened.CLOSED, 0
        if not rows.swap(row, key, _text(left - 1, salt, wanted, kept)):
            continue
        if hmac.compare_digest(_slow(secret, salt), wanted):
            _give_back(names)
            return Opened.OPEN, TRIES
        return (Opened.WRONG, left - 1) if left > 1 else (Opened.CLOSED, 0)
    return Opened.CLOSED, 0


def _give_back(names: Names) -> None:
    for _ in range(_SWAPS):
        row = rows.find(rows.LOCKS, names, None)
        key = rows.key_of(row) if row else None
        if row is None or key is None:
            return
        _, salt, wanted, kept = _read(rows.opened(row, key))
        if rows.swap(row, key, _text(TRIES, salt, wanted, kept)):
            return


def _slow(secret: str, salt: bytes) -> bytes:
    return hashlib.scrypt(secret.strip().encode(), salt=salt, n=2**14, r=8, p=1, dklen=_HASH)


def _mark(round_key: str) -> bytes:
    return vault_keys().round_tag(round_key)[:_MARK] if round_key else b""


def _split(kept: bytes) -> list[bytes]:
    return [kept[start : start + _MARK] for start in range(0, len(kept), _MARK)]


def _text(left: int, salt: bytes, wanted: bytes, kept: bytes) -> bytes:
    return (bytes([left]) + salt + wanted + kept).ljust(_SIZE, b"\0")


def _read(text: bytes) -> tuple[int, bytes, bytes, bytes]:
    """Tries left, salt, hash, the rounds kept under it."""
    salt, wanted, kept = 1, 1 + _SALT, 1 + _SALT + _HASH
    return text[0], text[salt:wanted], text[wanted:kept], text[kept : kept + _MARK * _MARKS]
