"""Destroying answers: the data key goes first, so that no backup of the database brings them back, then the row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from jikim.vault import keystore, rows
from jikim.vault.keys import vault_keys
from jikim.vault.models import Pending
from jikim.vault.names import Names
from jikim.vault.pending import Held, drafts_of, unchanged
from jikim.vault.sheets import unpack
from jikim.vault.tally import count_up, week_of


def withdraw(round_key: str, names: Names, *, on: dt.date) -> bool:
    """Destroy this card's answers of this round; finished ones count as withdrawn. False if there were none.

    The job that empties the spool may carry the row on at the same moment, so we look until nothing is left.
    """
    tag = vault_keys().round_tag(round_key)
    found = False
    while row := rows.find(rows.PENDING, names, tag) or rows.find(rows.ANSWERS, names, tag):
        found = True
        _destroy(row, tag, on)
    if found and not rows.exists(rows.PENDING, names) and not rows.exists(rows.ANSWERS, names):
        _forget_secret(names)
    return found


def discard_unfinished(round_key: str) -> int:
    """A round has ended: what was begun and not handed in is destroyed. Returns how many."""
    return discard([one for one in drafts_of([vault_keys().round_tag(round_key)]) if not one.draft.finished])


def discard(begun: Sequence[Held]) -> int:
    """Destroy rows of the spool that nobody handed in, nor hands in at this moment: then what was read is no longer there."""
    if not begun:
        return 0
    with transaction.atomic(using="vault"):
        ids = sorted(unchanged(begun))
        keystore.destroy(ids)
        return sum(
            Pending.objects.filter(id__in=ids[start : start + 500]).delete()[0] for start in range(0, len(ids), 500)
        )


def _destroy(row: rows.Row, tag: bytes, on: dt.date) -> None:
    finished_in, counts = None, row.table == rows.ANSWERS
    if row.table == rows.PENDING:
        key = rows.key_of(row)
        draft = unpack(rows.opened(row, key)) if key else None
        # without a key a withdrawal was cut short: whether it had been finished can no longer be told
        if draft and draft.finished:
            counts, finished_in = True, week_of(draft.on)
    keystore.destroy([row.id])
    with transaction.atomic(using="vault"):
        if not rows.delete(row.table, [row.id]):
            return
        if finished_in:
            count_up(tag, finished_in, finished=1)
        if counts:
            count_up(tag, week_of(on), withdrawn=1)


def _forget_secret(names: Names) -> None:
    while lock := rows.find(rows.LOCKS, names, None):
        keystore.destroy([lock.id])
        rows.delete(rows.LOCKS, [lock.id])
