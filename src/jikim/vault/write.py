"""Puts answers in. Called by surveys.actions alone; gives back counts, never rows."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.db import transaction

from jikim.vault import keystore
from jikim.vault.keys import keys
from jikim.vault.models import AnswerSet, ImportedBatch
from jikim.vault.sealing import Answers, pack, seal

_ROWS_PER_BATCH = 500


class Outcome(StrEnum):
    """What became of one round's file answers."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


def check_batch(round_key: str, sheets: Sequence[Answers]) -> Outcome:
    """What `put_batches` would do with one round."""
    here = keys()
    known = ImportedBatch.objects.filter(pk=here.round_tag(round_key)).values_list("digest", flat=True).first()
    if known is None:
        return Outcome.IMPORTED
    return Outcome.UNCHANGED if known == here.digest(_content(sheets)) else Outcome.CONFLICT


def put_batches(rounds: Mapping[str, Sequence[Answers]]) -> dict[str, Outcome]:
    """Seal and keep each round's sheets, a few rounds to a transaction.

    Safe to repeat: a round already in with the same sheets is unchanged, with others it is a conflict and stays as it was.
    A round goes in whole or not at all; sealed before the transaction, so that the lock is short.
    """
    outcomes: dict[str, Outcome] = {}
    waiting: dict[str, Sequence[Answers]] = {}
    for round_key, sheets in rounds.items():
        outcomes[round_key] = check_batch(round_key, sheets)
        if outcomes[round_key] is not Outcome.IMPORTED:
            continue
        waiting[round_key] = sheets
        if sum(map(len, waiting.values())) >= _ROWS_PER_BATCH:
            _put(waiting)
            waiting = {}
    _put(waiting)
    return outcomes


def _put(rounds: Mapping[str, Sequence[Answers]]) -> None:
    here = keys()
    rows: list[AnswerSet] = []
    wrapped: list[tuple[int, bytes]] = []
    batches: list[ImportedBatch] = []
    for round_key, sheets in rounds.items():
        tag = here.round_tag(round_key)
        batches.append(ImportedBatch(round_tag=tag, digest=here.digest(_content(sheets)), answers=len(sheets)))
        for answers in sheets:
            row_id = secrets.randbits(62) + 1
            sealed, key = seal(row_id, answers, here.wrapping[0])
            rows.append(AnswerSet(id=row_id, round_tag=tag, sealed=sealed))
            wrapped.append((row_id, key))
    if not batches:
        return
    rows.sort(key=lambda row: row.id)  # the ids are random: so is the order in the file
    keystore.put(wrapped)
    with transaction.atomic(using="vault"):
        AnswerSet.objects.bulk_create(rows, batch_size=500)
        ImportedBatch.objects.bulk_create(batches)


def count_answers(round_keys: Sequence[str]) -> dict[str, int]:
    """How many answer sets each round holds; counters elsewhere are derived from this."""
    from django.db.models import Count

    here = keys()
    by_tag = {here.round_tag(key): key for key in round_keys}
    found: dict[str, int] = dict.fromkeys(round_keys, 0)
    tags = list(by_tag)
    for start in range(0, len(tags), 500):
        rows = AnswerSet.objects.filter(round_tag__in=tags[start : start + 500])
        for row in rows.values("round_tag").annotate(n=Count("id")):
            found[by_tag[row["round_tag"]]] = row["n"]
    return found


def destroy_round(round_key: str) -> int:
    """Destroy one round's answers: keys first, then rows. Returns how many."""
    tag = keys().round_tag(round_key)
    ids = list(AnswerSet.objects.filter(round_tag=tag).values_list("id", flat=True))
    keystore.destroy(ids)
    with transaction.atomic(using="vault"):
        AnswerSet.objects.filter(round_tag=tag).delete()
        ImportedBatch.objects.filter(pk=tag).delete()
    return len(ids)


def _content(sheets: Sequence[Answers]) -> bytes:
    """The same for the same sheets in any order."""
    return b"".join(sorted(pack(sheet) for sheet in sheets))
