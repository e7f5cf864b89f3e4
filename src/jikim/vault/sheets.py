"""What one worker has filled in so far, and how it lies inside the spool's seal: always the same length, finished or not."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from jikim.rules.packs import Pack
from jikim.rules.questionnaire import instruments
from jikim.rules.scoring import FEMALE, MALE, NOT_GIVEN, Instrument, score

#: bytes of a spool row before sealing. One length for all: it tells neither how far somebody is nor which round it is
SIZE = 1024
_VERSION = 1
_HEAD = struct.Struct("<BBHBBBB8sQBB")
_FIRST_DAY = dt.date(2000, 1, 1)
SEXES = {"": NOT_GIVEN, "M": MALE, "F": FEMALE}
_SEX_OF = {code: name for name, code in SEXES.items()}
_CONSENT = {None: 0, True: 1, False: 2}
_CONSENT_OF = {code: given for given, code in _CONSENT.items()}
#: added to class codes, which may be negative
KIND_SHIFT = 100


@dataclass(frozen=True, slots=True, repr=False)
class CodeSheet:
    """Answers of one worker. No repr: a traceback must not print them.

    answers  one per column of the questionnaire (rules.questionnaire.columns), -1 not answered
    sex      "", "M", "F"; unit, age, tenure, job: keys of the round's categories, "" not given
    health   consent to the health questions; None: not asked yet
    page     the furthest page saved; visit: the visit that saved last. Both end with the questionnaire
    classes  class codes of the first pack's scores (order of `Instrument.score_keys`), made when the sheet was finished;
             () where sex is kept, so that the classes can be worked out again
    """

    answers: tuple[int, ...]
    sex: str = ""
    unit: str = ""
    age: str = ""
    tenure: str = ""
    job: str = ""
    health: bool | None = None
    page: int = 0
    language: str = "ko"
    visit: int = 0
    classes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A spool row's content. `on` is the day of the last save; `packs` what was asked ("id@version:items,…"), once finished."""

    sheet: CodeSheet
    on: dt.date
    finished: bool = False
    keep_sex: bool = True
    packs: str = ""


def pack(draft: Draft) -> bytes:
    """ValueError if it does not fit: more than 255 items, or categories with very long keys."""
    sheet = draft.sheet
    head = _HEAD.pack(
        _VERSION, int(draft.finished), (draft.on - _FIRST_DAY).days, SEXES[sheet.sex], _CONSENT[sheet.health],
        sheet.page, int(draft.keep_sex), sheet.language.encode()[:8], sheet.visit, len(sheet.answers), len(sheet.classes),
    )  # fmt: skip
    texts = b"".join(
        struct.pack("<H", len(text)) + text
        for text in (part.encode() for part in (sheet.unit, sheet.age, sheet.tenure, sheet.job, draft.packs))
    )
    body = bytes(value + 1 for value in sheet.answers) + bytes(kind + KIND_SHIFT for kind in sheet.classes)
    found = head + body + texts
    if len(found) > SIZE:
        raise ValueError("this sheet does not fit into a spool row")
    return found.ljust(SIZE, b"\0")


def unpack(text: bytes) -> Draft:
    version, finished, day, sex, health, page, keep_sex, language, visit, items, kinds = _HEAD.unpack_from(text)
    if version != _VERSION:
        raise ValueError("a spool row of an unknown format")
    at = _HEAD.size
    answers = tuple(value - 1 for value in text[at : at + items])
    at += items
    classes = tuple(value - KIND_SHIFT for value in text[at : at + kinds])
    at += kinds
    texts = []
    for _ in range(5):
        (length,) = struct.unpack_from("<H", text, at)
        texts.append(text[at + 2 : at + 2 + length].decode())
        at += 2 + length
    unit, age, tenure, job, packs = texts
    sheet = CodeSheet(
        answers, _SEX_OF[sex], unit, age, tenure, job, health=_CONSENT_OF[health], page=page,
        language=language.rstrip(b"\0").decode(), visit=visit, classes=classes,
    )  # fmt: skip
    return Draft(sheet, _FIRST_DAY + dt.timedelta(days=day), bool(finished), bool(keep_sex), packs)


def packs_line(packs: Sequence[Pack | Instrument]) -> str:
    """What was asked, as a round's book keeps it."""
    return ",".join(f"{one.id}@{one.version}:{len(one.items)}" for one in instruments(packs))


def classes_of(instrument: Instrument, sheet: CodeSheet) -> tuple[int, ...]:
    """Class codes of one sheet, by the sex it gives now."""
    answers = np.array([sheet.answers[: len(instrument.items)]], np.int8)
    found = score(instrument, answers, np.array([SEXES[sheet.sex]], np.int8), threads=1)
    return tuple(int(kind) for kind in found.kind[0])


def finished(
    sheet: CodeSheet, *, on: dt.date, packs: Sequence[Pack | Instrument], keep_sex: bool, instrument: Instrument | None = None
) -> Draft:  # fmt: skip
    """A sheet as the spool takes it."""
    classes = () if keep_sex else classes_of(instrument or instruments(packs)[0], sheet)
    return Draft(replace(sheet, classes=classes), on, finished=True, keep_sex=keep_sex, packs=packs_line(packs))
