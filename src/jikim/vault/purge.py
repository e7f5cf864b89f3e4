"""Destroying everything of rounds whose time of keeping is over: data keys first, so that no backup brings an answer back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from jikim.vault import keystore, names
from jikim.vault.keys import vault_keys
from jikim.vault.models import AnswerSet, Pending, ResultLock, RoundBook, Tally
from jikim.vault.steady import moving
from jikim.vault.store import rewrite

_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RoundHolds:
    """What the vault holds of one round: answer sets, sheets in the spool."""

    answers: int
    in_spool: int


def holdings(round_keys: Iterable[str]) -> dict[str, RoundHolds]:
    """Round key → how much there is; rounds that hold nothing are left out."""
    found: dict[str, RoundHolds] = {}
    for key in round_keys:
        tag = vault_keys().round_tag(key)
        held = RoundHolds(AnswerSet.objects.filter(round_tag=tag).count(), Pending.objects.filter(round_tag=tag).count())
        if held.answers or held.in_spool or RoundBook.objects.filter(round_tag=tag).exists():
            found[key] = held
    return found


def destroy_rounds(round_keys: Iterable[str]) -> int:
    """Destroy data keys, rows, books and weekly counts of these rounds, and the secrets of cards that have nothing left.

    Returns how many data keys were destroyed. Cut short and repeated it goes on where it stopped.
    """
    destroyed = 0
    with moving():
        for key in round_keys:
            destroyed += _destroy_round(vault_keys().round_tag(key))
        keystore.rewrite()
    rewrite()
    return destroyed


def _destroy_round(tag: bytes) -> int:
    answers = list(AnswerSet.objects.filter(round_tag=tag).values_list("id", "lookup", "generation"))
    pending = list(Pending.objects.filter(round_tag=tag).values_list("id", "lookup", "generation"))
    books = list(RoundBook.objects.filter(round_tag=tag).values_list("id", flat=True))
    destroyed = keystore.destroy([row[0] for row in [*answers, *pending]])
    keystore.destroy(books)
    cards = {*names.newest("answers", [row[1:] for row in answers if row[1]]), *names.newest("pending", [row[1:] for row in pending])}
    with transaction.atomic(using="vault"):
        for model in (AnswerSet, Pending, RoundBook, Tally):
            model.objects.filter(round_tag=tag).delete()
        # within: cut short here, the rows are still there to tell whose secrets are left
        destroyed += _forget_secrets(sorted(cards))
    return destroyed


def _forget_secrets(cards: Sequence[bytes]) -> int:
    gone = 0
    for start in range(0, len(cards), _ROWS_AT_ONCE):
        part = cards[start : start + _ROWS_AT_ONCE]
        used = {
            bytes(lookup)
            for kind, model in (("answers", AnswerSet), ("pending", Pending))
            for lookup in _turned_back(kind, model.objects.filter(lookup__in=[names.stored(kind, card) for card in part]))
        }
        locks = ResultLock.objects.filter(lookup__in=[names.stored("locks", card) for card in part if card not in used])
        ids = list(locks.values_list("id", flat=True))
        gone += keystore.destroy(ids) if ids else 0
        ResultLock.objects.filter(id__in=ids).delete()
    return gone


def _turned_back(kind: str, found: Iterable[object]) -> list[bytes]:
    return [names.plain(kind, bytes(row.lookup)) for row in found]  # type: ignore[attr-defined]
