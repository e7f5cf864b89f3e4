"""Carries finished sheets out of the spool: in random order, at least ten of a round at once or all at its end, under new
random ids and new keys. The old key is destroyed, the file rewritten: nothing is left of when or in which order.

Every step may be cut short: nothing is lost and nothing counted twice when it runs again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connections, transaction

from jikim.vault import keystore, names
from jikim.vault.kept import records_of
from jikim.vault.keys import vault_keys
from jikim.vault.leaving import discard
from jikim.vault.models import AnswerSet, Pending
from jikim.vault.pending import Held, drafts_of, unchanged
from jikim.vault.records import Book, seal
from jikim.vault.steady import carrying_on, moving
from jikim.vault.store import books_by_tag, rewrite, write_books_by_tag
from jikim.vault.tally import count_up, week_of

#: fewer of a round never leave the spool together before its end
BATCH = 10
_ROWS_AT_ONCE = 500
_SHEETS_AT_ONCE = 2000


def move_spool(closed_rounds: Collection[str] = (), *, at_least: int = BATCH) -> int:
    """Carry on what may be carried on. Returns how many sheets moved.

    closed_rounds  rounds that have ended: all their finished sheets move, unfinished ones are destroyed
    """
    closed = {vault_keys().round_tag(key) for key in closed_rounds}
    with carrying_on():
        return _carry_on(drafts_of(), closed, at_least)


def settle_rounds(ended_rounds: Collection[str]) -> int:
    """The same for these rounds alone, which have ended: at their close, and before anything is counted for a release."""
    tags = {vault_keys().round_tag(key) for key in ended_rounds}
    with carrying_on():
        return _carry_on(drafts_of(tags), tags, 1)


def _carry_on(spool: Sequence[Held], closed: Collection[bytes], at_least: int) -> int:
    _tidy()
    by_round: dict[bytes, list[Held]] = {}
    for one in spool:
        if one.draft.finished:
            by_round.setdefault(one.row.tag, []).append(one)
    ready = [(tag, found) for tag, found in by_round.items() if tag in closed or len(found) >= at_least]
    moved = sum(_move(batch) for batch in _batches(sorted(ready, key=lambda part: part[0])))
    discard([one for one in spool if not one.draft.finished and one.row.tag in closed])
    if spool:
        # also where nothing moves: until then the log and the indexes show in which order rows were last written
        keystore.rewrite()
        rewrite()
    return moved


def _batches(ready: Sequence[tuple[bytes, list[Held]]]) -> Iterator[list[tuple[bytes, list[Held]]]]:
    """Whole rounds together, in the order of their keyed names, as many as make a good transaction."""
    batch: list[tuple[bytes, list[Held]]] = []
    for part in ready:
        batch.append(part)
        if sum(len(found) for _, found in batch) >= _SHEETS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _move(batch: Sequence[tuple[bytes, list[Held]]]) -> int:
    """Keys first, then rows, books and counts in one transaction, then the old keys go."""
    every = [one for _, found in batch for one in found]
    old = [one.row.id for one in every]
    ids, keys = keystore.new_keys(len(every), leaving=old)
    fresh = zip(ids, keys, strict=True)
    with transaction.atomic(using="vault"):
        still = unchanged(every)
        staying = [(tag, [one for one in found if one.row.id in still]) for tag, found in batch]
        _write([(tag, found) for tag, found in staying if found], fresh)
        for start in range(0, len(old), _ROWS_AT_ONCE):
            Pending.objects.filter(id__in=[i for i in old[start : start + _ROWS_AT_ONCE] if i in still]).delete()
    _tidy([*old, *ids])
    return len(still)


def _write(batch: Sequence[tuple[bytes, list[Held]]], fresh: Iterator[tuple[int, bytes]]) -> None:
    """`fresh` ids are random, so writing in their order is a shuffle of all these rounds' sheets."""
    books = books_by_tag([tag for tag, _ in batch])
    new: list[tuple[int, bytes, bytes, int, bytes]] = []
    for tag, found in batch:
        book = books.setdefault(tag, Book.asking(found[0].draft.packs))
        lookups = names.turned("pending", [one.row.lookup for one in found], to="answers")
        for one, lookup, record in zip(found, lookups, records_of([one.draft for one in found], book), strict=True):
            row_id, key = next(fresh)
            new.append((row_id, tag, lookup, one.generation, seal(record, key=key, row_id=row_id, round_tag=tag)))
        for week, count in sorted(Counter(week_of(one.draft.on) for one in found).items()):
            count_up(tag, week, finished=count)
    with connections["vault"].cursor() as cursor:
        _clear_orphans(cursor, {(tag, lookup) for _, tag, lookup, _, _ in new})
        cursor.executemany(
            "INSERT INTO vault_answerset (id, round_tag, lookup, generation, sealed) VALUES (%s, %s, %s, %s, %s)", sorted(new)
        )
    write_books_by_tag({tag: books[tag] for tag, _ in batch})


def _clear_orphans(cursor: Any, coming: Collection[tuple[bytes, bytes]]) -> None:
    """A row whose withdrawal was cut short after its key was destroyed would stand in the way of the card's new answers."""
    lookups = [lookup for _, lookup in coming]
    for start in range(0, len(lookups), _ROWS_AT_ONCE):
        part = lookups[start : start + _ROWS_AT_ONCE]
        marks = ",".join(["%s"] * len(part))
        cursor.execute(f"SELECT id, round_tag, lookup FROM vault_answerset WHERE lookup IN ({marks})", part)  # noqa: S608
        for row_id, tag, lookup in cursor.fetchall():
            if (bytes(tag), bytes(lookup)) in coming:
                cursor.execute("DELETE FROM vault_answerset WHERE id = %s", [row_id])


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
