"""A worker's own answers, found by nothing but the card: begin, save, finish, see again, destroy. Surveys' actions alone
import this. Says nothing about who or when; dates come in as arguments and live until the sheet leaves the spool.

A save is one durable commit in the vault (a first save also one in the key store) and none in the main database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from jikim.rules.packs import Pack
from jikim.rules.scoring import Instrument
from jikim.vault import rows
from jikim.vault.kept import kept_sheet
from jikim.vault.keys import vault_keys
from jikim.vault.leaving import discard_unfinished, withdraw
from jikim.vault.locks import Opened, has_secret, keep_round, rounds_opened, set_secret, try_secret
from jikim.vault.names import Names, lookup_names
from jikim.vault.paper import add_paper, drop_paper, keep_paper_entry, paper_entries, settle_paper
from jikim.vault.sheets import CodeSheet, Draft, finished, pack, unpack
from jikim.vault.spool import move_spool, settle_rounds
from jikim.vault.tally import WeekTally, begun_count, finished_by_week

__all__ = [
    "AlreadyFinished", "Begun", "CodeSheet", "Draft", "Held", "Opened", "WeekTally", "add_paper", "begin_sheet",
    "begun_count", "begun_sheet", "change", "discard_unfinished", "drop_paper", "finish_sheet", "finished",
    "finished_by_week", "has_secret", "held", "is_used", "keep_paper_entry", "keep_round", "lookup_names", "move_spool",
    "open_sheet", "own_sheet", "paper_entries", "rounds_opened", "save_sheet", "set_secret",
    "settle_paper", "settle_rounds", "try_secret", "withdraw",
]  # fmt: skip

#: two requests of one card change its row at the same time at most a few times in a row
_TRIES = 50


class AlreadyFinished(Exception):
    """The sheet was handed in before; it is never changed or opened for answering again."""


class Held(Enum):
    NOTHING = "nothing"
    BEGUN = "begun"
    FINISHED = "finished"


def held(round_key: str, names: Names) -> Held:
    """What the vault holds of this card in this round."""
    tag = vault_keys().round_tag(round_key)
    if found := _draft(tag, names):
        return Held.FINISHED if found[2].finished else Held.BEGUN
    kept = rows.find(rows.ANSWERS, names, tag)
    return Held.FINISHED if kept and rows.key_of(kept) else Held.NOTHING


def is_used(names: Names) -> bool:
    """Whether the card was used in any round of its workplace, begun or finished."""
    return rows.exists(rows.PENDING, names) or rows.exists(rows.ANSWERS, names)


def open_sheet(round_key: str, names: Names) -> CodeSheet | None:
    """What was saved so far. None if nothing was begun; a finished sheet is never opened here."""
    found = _draft(vault_keys().round_tag(round_key), names)
    return found[2].sheet if found and not found[2].finished else None


def own_sheet(round_key: str, names: Names) -> CodeSheet | None:
    """The worker's own finished answers. The caller has asked for the secret, or the sheet was finished just now."""
    tag = vault_keys().round_tag(round_key)
    if found := _draft(tag, names):
        return found[2].sheet if found[2].finished else None
    kept = rows.find(rows.ANSWERS, names, tag)
    return kept_sheet(kept, round_key) if kept else None


def save_sheet(round_key: str, names: Names, sheet: CodeSheet, *, on: dt.date) -> None:
    """Keep what is filled in so far. Twice is once. Raises AlreadyFinished."""
    if not _put(round_key, names, Draft(sheet, on)):
        raise AlreadyFinished


@dataclass(frozen=True, slots=True, repr=False)
class Begun:
    """A begun sheet as it was read, with what is needed to replace exactly this state of it."""

    sheet: CodeSheet
    row: rows.Row
    key: bytes


def begun_sheet(round_key: str, names: Names) -> Begun | None:
    """Like open_sheet, for a change that must not lose what somebody else saves meanwhile: read, `change`, or read anew."""
    found = _draft(vault_keys().round_tag(round_key), names)
    return Begun(found[2].sheet, found[0], found[1]) if found and not found[2].finished else None


def begin_sheet(round_key: str, names: Names, sheet: CodeSheet, *, on: dt.date) -> bool:
    """The first save. False if something was begun meanwhile. Raises AlreadyFinished."""
    tag = vault_keys().round_tag(round_key)
    kept = rows.find(rows.ANSWERS, names, tag)
    if kept and rows.key_of(kept):
        raise AlreadyFinished
    return rows.insert(rows.PENDING, names, tag, pack(Draft(sheet, on)))


def change(begun: Begun, draft: Draft) -> bool:
    """Put a new state in place of the one that was read. False, and nothing done, if it changed meanwhile."""
    return rows.swap(begun.row, begun.key, pack(draft))


def finish_sheet(
    round_key: str, names: Names, sheet: CodeSheet, *, on: dt.date, packs: Sequence[Pack | Instrument],
    keep_sex: bool, instrument: Instrument | None = None,
) -> None:  # fmt: skip
    """Hand in. A second time changes nothing.

    packs       everything the round asks, in order; the first questionnaire is the statistics'
    keep_sex    False: classes are worked out now and kept, sex itself goes when the sheet leaves the spool
    instrument  the statistics' instrument, if the caller has it at hand
    """
    _put(round_key, names, finished(sheet, on=on, packs=packs, keep_sex=keep_sex, instrument=instrument))


def _put(round_key: str, names: Names, draft: Draft) -> bool:
    """Write the row, whatever else happens to it at the same time. False if a finished sheet is there."""
    tag, text = vault_keys().round_tag(round_key), pack(draft)
    for _ in range(_TRIES):
        row = rows.find(rows.PENDING, names, tag)
        if row is None:
            kept = rows.find(rows.ANSWERS, names, tag)
            if kept and rows.key_of(kept):
                return False
            if rows.insert(rows.PENDING, names, tag, text):
                return True
            continue
        key = rows.key_of(row)
        if key is None:  # destroyed, and the power went before the row did
            rows.delete(rows.PENDING, [row.id])
            continue
        if unpack(rows.opened(row, key)).finished:
            return False
        if rows.swap(row, key, text):
            return True
    raise RuntimeError("a spool row kept changing while it was being written")


def _draft(tag: bytes, names: Names) -> tuple[rows.Row, bytes, Draft] | None:
    row = rows.find(rows.PENDING, names, tag)
    key = rows.key_of(row) if row else None
    return (row, key, unpack(rows.opened(row, key))) if row and key else None
