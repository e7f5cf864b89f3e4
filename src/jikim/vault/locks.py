"""The worker's own secret for opening a result again: a slow hash and the tries left, both inside the seal. No recovery.

A try is taken off before the secret is looked at, so that guesses at the same time cannot outnumber the five.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from enum import Enum
from itertools import pairwise

from jikim.rules.words import Text
from jikim.vault import rows
from jikim.vault.names import Names

TRIES = 5
_SALT, _HASH, _SIZE = 16, 32, 64
_SWAPS = 50


class Opened(Enum):
    OPEN = "open"
    WRONG = "wrong"
    CLOSED = "closed"
    #: no secret was ever set
    NONE = "none"


def secret_reason(secret: str) -> Text | None:
    """Why this cannot be a secret; None if it can: six digits or more that are no run, or a phrase of eight characters."""
    secret = secret.strip()
    if secret.isascii() and secret.isdigit():
        if len(secret) < 6:
            return Text("숫자만 쓸 때는 여섯 자리 이상이어야 합니다.", "A secret of digits needs at least six of them.")
        steps = {(int(b) - int(a)) % 10 for a, b in pairwise(secret)}
        if len(set(secret)) < 3 or steps in ({1}, {9}):
            return Text(
                "같은 숫자가 되풀이되거나 차례로 이어지는 숫자는 쉽게 맞힐 수 있습니다. 다른 숫자를 골라 주십시오.",
                "Repeated digits and digits in a row are easily guessed. Please choose others.",
            )
        return None
    if len(secret) < 8 or len(set(secret)) < 4:
        return Text("글자로 쓸 때는 서로 다른 글자를 섞어 여덟 자 이상이어야 합니다.", "A phrase needs at least eight characters, not the same ones over and over.")
    return None


def has_secret(names: Names) -> bool:
    """Whether this card has a secret already."""
    return rows.exists(rows.LOCKS, names)


def set_secret(names: Names, secret: str) -> bool:
    """Set it, once for ever: whoever holds only the card could otherwise exchange it. False if there is one already.

    ValueError for a secret that `secret_reason` refuses.
    """
    if secret_reason(secret):
        raise ValueError("this secret is too easily guessed")
    if has_secret(names):
        return False
    salt = secrets.token_bytes(_SALT)
    return rows.insert(rows.LOCKS, names, None, _text(TRIES, salt, _slow(secret, salt)))


def try_secret(names: Names, secret: str) -> tuple[Opened, int]:
    """What this secret opens, and how many tries are left. The right one gives back all five."""
    for _ in range(_SWAPS):
        row = rows.find(rows.LOCKS, names, None)
        key = rows.key_of(row) if row else None
        if row is None or key is None:
            return Opened.NONE, 0
        left, salt, wanted = _read(rows.opened(row, key))
        if not left:
            return Opened.CLOSED, 0
        if not rows.swap(row, key, _text(left - 1, salt, wanted)):
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
        _, salt, wanted = _read(rows.opened(row, key))
        if rows.swap(row, key, _text(TRIES, salt, wanted)):
            return


def _slow(secret: str, salt: bytes) -> bytes:
    return hashlib.scrypt(secret.strip().encode(), salt=salt, n=2**14, r=8, p=1, dklen=_HASH)


def _text(left: int, salt: bytes, wanted: bytes) -> bytes:
    return (bytes([left]) + salt + wanted).ljust(_SIZE, b"\0")


def _read(text: bytes) -> tuple[int, bytes, bytes]:
    return text[0], text[1 : 1 + _SALT], text[1 + _SALT : 1 + _SALT + _HASH]
