"""An answer set as bytes, padded and sealed. Nothing outside the vault reads this form."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = 1
_PAD = 128
_ONCE = bytes(12)  # a data key seals one answer set only, so its nonce may be constant


@dataclass(frozen=True, slots=True)
class Answers:
    """One person's sheet: `ticks` in the order of the instrument's items (-1 = blank), and the groups asked for."""

    ticks: bytes
    sex: str = ""
    unit: str = ""
    age_band: str = ""
    tenure_band: str = ""
    job: str = ""

    @property
    def groups(self) -> tuple[str, str, str, str, str]:
        return self.sex, self.unit, self.age_band, self.tenure_band, self.job


class Broken(Exception):
    """A sealed answer set does not open: wrong key, or somebody changed it."""


def pack(answers: Answers) -> bytes:
    """Bytes of one length for nearly all sheets, so that the size says nothing."""
    words = "\x1f".join(answers.groups).encode()
    body = bytes((_VERSION, len(answers.ticks))) + answers.ticks + len(words).to_bytes(2, "big") + words
    return body + bytes(-len(body) % _PAD)


def unpack(body: bytes) -> Answers:
    if body[0] != _VERSION:
        raise Broken(f"answer set of version {body[0]}")
    end = 2 + body[1]
    length = int.from_bytes(body[end : end + 2], "big")
    sex, unit, age, tenure, job = body[end + 2 : end + 2 + length].decode().split("\x1f")
    return Answers(body[2:end], sex, unit, age, tenure, job)


def seal(row_id: int, answers: Answers, wrapping: bytes) -> tuple[bytes, bytes]:
    """(sealed answers, wrapped data key). The row's id is bound in, so that rows cannot be exchanged."""
    data_key, nonce, name = os.urandom(32), os.urandom(12), row_id.to_bytes(8, "big")
    sealed = AESGCM(data_key).encrypt(_ONCE, pack(answers), name)
    return sealed, nonce + AESGCM(wrapping).encrypt(nonce, data_key, name)


def unseal(row_id: int, sealed: bytes, wrapped: bytes, wrapping: Sequence[AESGCM]) -> Answers:
    """Open one answer set. Errors: Broken."""
    name = row_id.to_bytes(8, "big")
    for key in wrapping:
        try:
            data_key = key.decrypt(wrapped[:12], wrapped[12:], name)
        except Exception:  # noqa: S112 - InvalidTag: another key of the file may fit
            continue
        try:
            return unpack(AESGCM(data_key).decrypt(_ONCE, sealed, name))
        except Exception as error:
            raise Broken("an answer set was changed") from error
    raise Broken("no key of the key file opens this answer set")
