"""From the spool into the kept answers and, for the worker alone, back: what is dropped on the way stays dropped.

Gone for good: day, visit, page, language, and sex where no table by sex could ever be released.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jikim.vault import rows
from jikim.vault.records import NOT_KEPT, Book, Sheets, decode, encode, open_sealed
from jikim.vault.sheets import SEXES, CodeSheet, Draft
from jikim.vault.store import read_books

_CONSENT = {None: 0, True: 1, False: 2}
_CONSENT_OF = {0: None, 1: True, 2: False}
_SEX_OF = {code: name for name, code in SEXES.items()}


def records_of(drafts: Sequence[Draft], book: Book) -> list[bytes]:
    """Records of one round's finished sheets; the book learns their categories."""
    sheets = Sheets(
        np.array([one.sheet.answers for one in drafts], np.int8),
        np.array([SEXES[one.sheet.sex] if one.keep_sex else 0 for one in drafts], np.int8),
        [one.sheet.unit for one in drafts],
        [one.sheet.age for one in drafts],
        [one.sheet.tenure for one in drafts],
        [one.sheet.job for one in drafts],
    )
    book.learn(sheets)
    width = max(len(one.sheet.classes) for one in drafts)
    kinds = np.full((len(drafts), width), NOT_KEPT, np.int8)
    for i, one in enumerate(drafts):
        kinds[i, : len(one.sheet.classes)] = one.sheet.classes
    health = np.array([_CONSENT[one.sheet.health] for one in drafts], np.int8)
    return encode(sheets, book, health=health, kinds=kinds if width else None)


def kept_sheet(row: rows.Row, round_key: str) -> CodeSheet | None:
    """One kept answer set as its worker may see it again. None if its key is destroyed."""
    key = rows.key_of(row)
    book = read_books([round_key]).get(round_key)
    if key is None or book is None:
        return None
    record = open_sealed(row.sealed, key=key, row_id=row.id, round_tag=row.tag)
    found = decode([record])
    classes = tuple(int(kind) for kind in found.kinds[0] if kind != NOT_KEPT)
    return CodeSheet(
        tuple(int(value) for value in found.answers[0]), _SEX_OF[int(found.sex[0])], book.units[found.unit[0]],
        book.ages[found.age[0]], book.tenures[found.tenure[0]], book.jobs[found.job[0]],
        health=_CONSENT_OF[int(found.health[0])], classes=classes,
    )  # fmt: skip


