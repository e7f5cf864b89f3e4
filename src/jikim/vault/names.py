"""What finds a card's answers: HMAC(K_lookup, workplace ‖ code), in every generation of the key, newest first.

Never stored as it is: each table keeps it turned by a key of its own, so that a row of the spool and the row it became
cannot be told to be the same card's, not even from two copies of the database.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from jikim.shared import keyfiles
from jikim.vault.keys import vault_keys

Names = tuple[bytes, ...]
_BYTES = 32


def lookup_names(workplace_key: str, code: str) -> Names:
    """Every generation's name of a card, newest first. As many as there are keys: the length says the generation."""
    return keyfiles.ring(keyfiles.LOOKUP).names(f"{workplace_key}\x1f{code}".encode())


def every(names: Names) -> Names:
    """The same with the generations that were added since these names were made."""
    keys = keyfiles.ring(keyfiles.LOOKUP).keys
    for key in keys[len(names) :]:
        names = (hmac.digest(key, names[0], "sha256"), *names)
    return names


def stored(kind: str, name: bytes) -> bytes:
    """The name as it lies in one kind of row."""
    return _turn(kind, name, encrypt=True)


def plain(kind: str, lookup: bytes) -> bytes:
    """Back from a row's lookup to the name."""
    return _turn(kind, lookup, encrypt=False)


def turned(kind: str, lookups: Sequence[bytes], *, to: str) -> list[bytes]:
    """The same cards' names from one kind of row as they lie in another, many at once."""
    return _split(_turn(to, _turn(kind, b"".join(lookups), encrypt=False), encrypt=True))


def newest(kind: str, rows: Sequence[tuple[bytes, int]]) -> list[bytes]:
    """Names in the newest generation of rows given by (lookup, generation), however old they are."""
    ring = keyfiles.ring(keyfiles.LOOKUP)
    found = _split(_turn(kind, b"".join(bytes(lookup) for lookup, _ in rows), encrypt=False))
    return [ring.renamed(name, generation) for name, (_, generation) in zip(found, rows, strict=True)]


def _turn(kind: str, names: bytes, *, encrypt: bool) -> bytes:
    """A fixed permutation: the names are random and never repeat within a table's round, so there is no pattern to see."""
    cipher = Cipher(algorithms.AES(vault_keys().places[kind]), modes.ECB())  # noqa: S305
    turning = cipher.encryptor() if encrypt else cipher.decryptor()
    return turning.update(names) + turning.finalize()


def _split(joined: bytes) -> list[bytes]:
    return [joined[i : i + _BYTES] for i in range(0, len(joined), _BYTES)]
