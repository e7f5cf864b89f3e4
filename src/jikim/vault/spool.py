"""Carries finished sheets out of the spool: in random order, at least ten of a round at once or all at its end, under new
random ids and new keys. The old key is destroyed, the file rewritten: nothing is left of when or in which order.

Every step may be cut short: nothing is lost and nothing counted twice when it runs again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from django.db import connections, transaction

from jikim.vault import keystore, names
from jikim.vault.kept import records_of
from jikim.vault.keys import vault_keys
from jikim.vault.leaving import discard
from jikim.vault.models import AnswerSet, Pending
from jikim.vault.pending import Held, drafts_of
from jikim.vault.records import Book, seal
from jikim.vault.steady import moving
from jikim.vault.store import books_by_tag, rewrite, write_books_by_tag
from jikim.vault.tally import count_up, week_of

#: fewer of a round never leave the spool together before its end
BATCH = 10
_ROWS_AT_ONCE = 500


def move_spool(closed_rounds: Collection[str] = (), *, at_least: int = BATCH) -> int:
    """Carry on what may be carried on. Returns how many sheets moved.

    closed_rounds  rounds that have ended: all their finished sheets move, unfinished ones are destroyed
    """
    _tidy()
    closed = {vault_keys().round_tag(key) for key in closed_rounds}
    by_round: dict[bytes, list[Held]] = {}
    unfinished: list[int] = []
    spool = drafts_of()
    for one in spool:
        if one.draft.finished:
            by_round.setdefault(one.row.tag, []).append(one)
        elif one.row.tag in closed:
            unfinished.append(one.row.id)
    moved = sum(
        _move(tag, found) for tag, found in sorted(by_round.items()) if tag in closed or len(found) >= at_least
    )
    discard(unfinished)
    if spool:
        # also where nothing moves: until then the log and the indexes show in which order rows were last written
        keystore.rewrite()
        rewrite()
    return moved


def _move(tag: bytes, found: Sequence[Held]) -> int:
    """One round's batch: keys first, then rows, book and counts in one transaction, then the old keys go."""
    old = [one.row.id for one in found]
    ids, keys = keystore.new_keys(len(found), leaving=old)
    with transaction.atomic(using="vault"):
        still = _unchanged(found)
        staying = [one for one in found if one.row.id in still]
        if staying:
            _write(tag, staying, ids, keys)
        Pending.objects.filter(id__in=still).delete()
    _tidy([*old, *ids])
    return len(staying)


def _write(tag: bytes, found: Sequence[Held], ids: Sequence[int], keys: Sequence[bytes]) -> None:
    """`ids` are random, so writing in their order is a shuffle."""
    book = books_by_tag([tag]).get(tag) or Book.asking(found[0].draft.packs)
    records = records_of([one.draft for one in found], book)
    new = sorted(zip(ids, keys, found, records, strict=False), key=lambda part: part[0])
    lookups = {one.row.id: names.stored("answers", names.plain("pending", one.row.lookup)) for one in found}
    _clear_orphans(tag, list(lookups.values()))
    with connections["vault"].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO vault_answerset (id, round_tag, lookup, generation, sealed) VALUES (%s, %s, %s, %s, %s)",
            [
                (row_id, tag, lookups[one.row.id], one.generation, seal(record, key=key, row_id=row_id, round_tag=tag))
                for row_id, key, one, record in new
            ],
        )
    write_books_by_tag({tag: book})
    for week, count in sorted(Counter(week_of(one.draft.on) for one in found).items()):
        count_up(tag, week, finished=count)


def _unchanged(found: Sequence[Held]) -> set[int]:
    """Those whose row is still what was read: one that was withdrawn meanwhile is not carried on."""
    sealed = {one.row.id: one.row.sealed for one in found}
    ids = list(sealed)
    still: set[int] = set()
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        part = Pending.objects.select_for_update().filter(id__in=ids[start : start + _ROWS_AT_ONCE])
        still |= {row_id for row_id, now in part.values_list("id", "sealed") if bytes(now) == sealed[row_id]}
    return still


def _clear_orphans(tag: bytes, lookups: Sequence[bytes]) -> None:
    """A row whose withdrawal was cut short after its key was destroyed would stand in the way of the card's new answers."""
    for start in range(0, len(lookups), _ROWS_AT_ONCE):
        part = AnswerSet.objects.filter(round_tag=tag, lookup__in=lookups[start : start + _ROWS_AT_ONCE])
        AnswerSet.objects.filter(id__in=list(part.values_list("id", flat=True))).delete()


def _tidy(ids: Sequence[int] | None = None) -> None:
    """Destroy the keys of rows that are gone; after a crash this is what was left undone.

    While a backup is being written they stay: its rows may be those that have just gone from here. The next run does it.
    """
    ids = keystore.in_motion() if ids is None else ids
    with moving(wait=False) as mine:
        if not ids or not mine:
            return
        there: set[int] = set()
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            part = ids[start : start + _ROWS_AT_ONCE]
            for model in (Pending, AnswerSet):
                there |= set(model.objects.filter(id__in=part).values_list("id", flat=True))
        if gone := [row_id for row_id in ids if row_id not in there]:
            keystore.destroy(gone)
        keystore.arrived(ids)
