"""Answers at rest: encrypted, under random keys, with no date, no address, no order and nobody's name."""

from __future__ import annotations

from django.db import models

__all__ = ["AnswerSet", "RoundBook"]


class AnswerSet(models.Model):
    """One worker's answers in one round, sealed with a data key of their own.

    `id` is drawn at random; on SQLite it is the row id itself, so that order on disk says nothing. `round_tag` is a
    keyed name of the round. `lookup` is the keyed name a code gives its answers (none for answers from a file or paper).
    """

    id = models.BigIntegerField(primary_key=True)
    round_tag = models.BinaryField(max_length=16, db_index=True)
    lookup = models.BinaryField(max_length=32, null=True, unique=True)
    sealed = models.BinaryField()

    class Meta:
        app_label = "vault"


class RoundBook(models.Model):
    """What the small numbers inside a round's answers stand for: instrument, units, age bands, jobs. Sealed as well."""

    round_tag = models.BinaryField(max_length=16, primary_key=True)
    sealed = models.BinaryField()

    class Meta:
        app_label = "vault"
