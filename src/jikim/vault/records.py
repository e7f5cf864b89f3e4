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
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from numpy.typing import NDArray

#: answers from a file, and answers by code: the same with consent and, where sex is not kept, the classes made with it
FORMAT, BY_CODE = 1, 2
_HEAD, _HEAD_BY_CODE, _STEP, _BOOK_STEP = 9, 11, 64, 2048
#: class codes lie shifted, since they may be negative; NOT_KEPT stands where a sheet has none
KIND_SHIFT, NOT_KEPT = 100, -100
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
    """A round's categories, in the order they were first seen in a sorted list; new ones are only ever added behind.

    `packs` is everything that was asked, in order, as ["id@version", items]; empty where `instrument` was all.
    """

    instrument: str
    units: list[str] = field(default_factory=list)
    ages: list[str] = field(default_factory=list)
    tenures: list[str] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)
    packs: list[list[Any]] = field(default_factory=list)

    @staticmethod
    def asking(line: str) -> Book:
        """A book for what was asked: "id@version:items,…", the statistics' instrument first."""
        packs: list[list[Any]] = [[label, int(items)] for label, _, items in (part.rpartition(":") for part in line.split(","))]
        return Book(packs[0][0], packs=packs)

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
        return json.dumps({"instrument": self.instrument, "packs": self.packs, **{kind: getattr(self, kind) for kind in KINDS}}).encode()

    @staticmethod
    def from_json(text: bytes) -> Book:
        return Book(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Decoded:
    """Answer sets as arrays; codes as in the round's book.

    `answers` is as wide as the widest sheet, -1 beyond a narrower one. `kinds` NOT_KEPT where no classes were kept.
    `health` 0 not asked, 1 agreed, 2 refused.
    """

    sex: NDArray[np.int8]
    answers: NDArray[np.int8]
    unit: NDArray[np.int64]
    age: NDArray[np.int64]
    tenure: NDArray[np.int64]
    job: NDArray[np.int64]
    health: NDArray[np.int8]
    kinds: NDArray[np.int8]


def encode(
    sheets: Sheets, book: Book, *, health: NDArray[np.int8] | None = None, kinds: NDArray[np.int8] | None = None
) -> list[bytes]:
    """One record per sheet; with consent (and kept classes, NOT_KEPT where none) in the format of answers by code."""
    n, items = sheets.answers.shape
    head = _HEAD if health is None else _HEAD_BY_CODE
    width = 0 if kinds is None else kinds.shape[1]
    length = -(-(head + items + width) // _STEP) * _STEP
    out = np.zeros((n, length), np.uint8)
    out[:, 0], out[:, 1], out[:, 8] = FORMAT if health is None else BY_CODE, sheets.sex, items
    out[:, 2:4] = _codes(sheets.units, book.units, "<u2")
    out[:, 4:5] = _codes(sheets.ages, book.ages, "u1")
    out[:, 5:6] = _codes(sheets.tenures, book.tenures, "u1")
    out[:, 6:8] = _codes(sheets.jobs, book.jobs, "<u2")
    out[:, head : head + items] = sheets.answers + 1
    if health is not None:
        out[:, 9], out[:, 10] = health, width
    if kinds is not None:
        out[:, head + items : head + items + width] = kinds + KIND_SHIFT
    return [row.tobytes() for row in out]


def decode(records: Sequence[bytes]) -> Decoded:
    """Records of any instruments. ValueError for a format this version does not know."""
    n = len(records)
    shapes = np.array([(len(r), r[0], r[8], r[10] if r[0] == BY_CODE else 0) for r in records], np.int64).reshape(n, 4)
    if np.any((shapes[:, 1] != FORMAT) & (shapes[:, 1] != BY_CODE)):
        raise ValueError("answer sets of an unknown format")
    out = Decoded(
        np.zeros(n, np.int8), np.full((n, shapes[:, 2].max(initial=0)), -1, np.int8),
        np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int8),
        np.full((n, shapes[:, 3].max(initial=0)), NOT_KEPT, np.int8),
    )  # fmt: skip
    for shape in np.unique(shapes, axis=0):
        places = np.flatnonzero((shapes == shape).all(axis=1))
        table = np.frombuffer(b"".join([records[i] for i in places.tolist()]), np.uint8).reshape(len(places), -1)
        _fill(out, places, table)
    return out


def _fill(out: Decoded, places: NDArray[np.intp], table: NDArray[np.uint8]) -> None:
    """Records of one format and width."""
    by_code, items = table[0, 0] == BY_CODE, int(table[0, 8])
    head = _HEAD_BY_CODE if by_code else _HEAD
    out.sex[places] = table[:, 1].astype(np.int8)
    out.unit[places] = table[:, 2].astype(np.int64) + 256 * table[:, 3].astype(np.int64)
    out.age[places], out.tenure[places] = table[:, 4], table[:, 5]
    out.job[places] = table[:, 6].astype(np.int64) + 256 * table[:, 7].astype(np.int64)
    out.answers[places, :items] = (table[:, head : head + items].astype(np.int16) - 1).astype(np.int8)
    if by_code:
        out.health[places] = table[:, 9].astype(np.int8)
        width = int(table[0, 10])
        out.kinds[places, :width] = (table[:, head + items : head + items + width].astype(np.int16) - KIND_SHIFT).astype(np.int8)


def seal(record: bytes, *, key: bytes, row_id: int, round_tag: bytes) -> bytes:
    """Bound to its row and round, so that rows cannot be exchanged unnoticed."""
    return AESGCM(key).encrypt(_ONCE, record, _bound(row_id, round_tag))


def open_sealed(sealed: bytes, *, key: bytes, row_id: int, round_tag: bytes) -> bytes:
    """InvalidTag if the row was altered or exchanged."""
    return AESGCM(key).decrypt(_ONCE, sealed, _bound(row_id, round_tag))


def seal_book(book: Book, *, key: bytes, round_tag: bytes) -> bytes:
    """Filled up with blanks, so that the length of the names inside does not tell whose round it is."""
    nonce, text = secrets.token_bytes(12), book.to_json()
    padded = text.ljust(-(-len(text) // _BOOK_STEP) * _BOOK_STEP)
    return nonce + AESGCM(key).encrypt(nonce, padded, round_tag)


def open_book(sealed: bytes, *, key: bytes, round_tag: bytes) -> Book:
    return Book.from_json(AESGCM(key).decrypt(sealed[:12], sealed[12:], round_tag))


def _bound(row_id: int, round_tag: bytes) -> bytes:
    return row_id.to_bytes(8, "little") + round_tag


def _codes(values: Sequence[str], known: list[str], dtype: str) -> NDArray[Any]:
    place = {value: i for i, value in enumerate(known)}
    width = np.dtype(dtype).itemsize
    if len(known) > 256**width:
        raise ValueError("more categories in one round than a record can hold")
    return np.array([place[value] for value in values], dtype).view(np.uint8).reshape(len(values), width)
