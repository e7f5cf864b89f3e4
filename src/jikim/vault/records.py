"""What one answer set looks like inside its seal: fixed length, so that its size tells nothing; no date, no order.

A round's book says what the small numbers stand for. Both are read and written inside the vault only.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from numpy.typing import NDArray

FORMAT = 1
_HEAD, _STEP, _BOOK_STEP = 9, 64, 2048
#: a data key seals exactly one text, so the nonce need not differ
_ONCE = bytes(12)
KINDS = ("units", "ages", "tenures", "jobs")


@dataclass(frozen=True, slots=True)
class Sheets:
    """Answer sheets of one round as columns. `answers` (n, items) int8 as ticked, -1 missing; `sex` 0 not given, 1 M, 2 F."""

    answers: NDArray[np.int8]
    sex: NDArray[np.int8]
    units: Sequence[str]
    ages: Sequence[str]
    tenures: Sequence[str]
    jobs: Sequence[str]

    def __len__(self) -> int:
        return len(self.sex)


@dataclass(slots=True)
class Book:
    """A round's categories, in the order they were first seen in a sorted list; new ones are only ever added behind."""

    instrument: str
    units: list[str] = field(default_factory=list)
    ages: list[str] = field(default_factory=list)
    tenures: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)

    def learn(self, sheets: Sheets) -> bool:
        """Add what the sheets name for the first time. True if anything was new."""
        new = False
        for kind in KINDS:
            known: list[str] = getattr(self, kind)
            fresh = sorted(set(getattr(sheets, kind)) - set(known))
            known.extend(fresh)
            new = new or bool(fresh)
        return new

    def to_json(self) -> bytes:
        return json.dumps({"instrument": self.instrument, **{kind: getattr(self, kind) for kind in KINDS}}).encode()

    @staticmethod
    def from_json(text: bytes) -> Book:
        return Book(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Decoded:
    """Answer sets as arrays; codes as in the round's book."""

    sex: NDArray[np.int8]
    answers: NDArray[np.int8]
    unit: NDArray[np.int64]
    job: NDArray[np.int64]


def encode(sheets: Sheets, book: Book) -> list[bytes]:
    """One record per sheet."""
    n, items = sheets.answers.shape
    length = -(-(_HEAD + items) // _STEP) * _STEP
    out = np.zeros((n, length), np.uint8)
    out[:, 0], out[:, 1], out[:, 8] = FORMAT, sheets.sex, items
    out[:, 2:4] = _codes(sheets.units, book.units, "<u2")
    out[:, 4:5] = _codes(sheets.ages, book.ages, "u1")
    out[:, 5:6] = _codes(sheets.tenures, book.tenures, "u1")
    out[:, 6:8] = _codes(sheets.jobs, book.jobs, "<u2")
    out[:, _HEAD : _HEAD + items] = sheets.answers + 1
    return [row.tobytes() for row in out]


def decode(records: Sequence[bytes]) -> Decoded:
    """Records of one instrument. ValueError for a format this version does not know."""
    if not records:
        return Decoded(np.zeros(0, np.int8), np.zeros((0, 0), np.int8), np.zeros(0, np.int64), np.zeros(0, np.int64))
    table = np.frombuffer(b"".join(records), np.uint8).reshape(len(records), -1)
    if np.any(table[:, 0] != FORMAT) or np.any(table[:, 8] != table[0, 8]):
        raise ValueError("answer sets of an unknown format or of several instruments")
    items = int(table[0, 8])
    return Decoded(
        table[:, 1].astype(np.int8),
        (table[:, _HEAD : _HEAD + items].astype(np.int8) - 1).astype(np.int8),
        table[:, 2].astype(np.int64) + 256 * table[:, 3].astype(np.int64),
        table[:, 6].astype(np.int64) + 256 * table[:, 7].astype(np.int64),
    )


def seal(record: bytes, *, key: bytes, row_id: int, round_tag: bytes) -> bytes:
    """Bound to its row and round, so that rows cannot be exchanged unnoticed."""
    return AESGCM(key).encrypt(_ONCE, record, _bound(row_id, round_tag))


def open_sealed(sealed: bytes, *, keys: Sequence[bytes], row_id: int, round_tag: bytes) -> bytes:
    """Opened with the first key that fits. InvalidTag if the row was altered or exchanged, or no key fits."""
    bound = _bound(row_id, round_tag)
    for key in keys[:-1]:
        try:
            return AESGCM(key).decrypt(_ONCE, sealed, bound)
        except InvalidTag:
            continue
    return AESGCM(keys[-1]).decrypt(_ONCE, sealed, bound)


def seal_book(book: Book, *, key: bytes, round_tag: bytes) -> bytes:
    """Filled up with blanks, so that the length of the names inside does not tell whose round it is."""
    nonce, text = secrets.token_bytes(12), book.to_json()
    padded = text.ljust(-(-len(text) // _BOOK_STEP) * _BOOK_STEP)
    return nonce + AESGCM(key).encrypt(nonce, padded, round_tag)


def open_book(sealed: bytes, *, keys: Sequence[bytes], round_tag: bytes) -> Book:
    for key in keys[:-1]:
        try:
            return Book.from_json(AESGCM(key).decrypt(sealed[:12], sealed[12:], round_tag))
        except InvalidTag:
            continue
    return Book.from_json(AESGCM(keys[-1]).decrypt(sealed[:12], sealed[12:], round_tag))


def _bound(row_id: int, round_tag: bytes) -> bytes:
    return row_id.to_bytes(8, "little") + round_tag


def _codes(values: Sequence[str], known: list[str], dtype: str) -> NDArray[Any]:
    place = {value: i for i, value in enumerate(known)}
    width = np.dtype(dtype).itemsize
    if len(known) > 256**width:
        raise ValueError("more categories in one round than a record can hold")
    return np.array([place[value] for value in values], dtype).view(np.uint8).reshape(len(values), width)
