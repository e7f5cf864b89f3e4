"""Answers at rest: encrypted, under random keys, with no date, no address, no order and nobody's name."""

from __future__ import annotations

from typing import Any

from django.db import models

__all__ = ["AnswerSet", "RoundBook", "RowKey"]


class RowKey(models.BigIntegerField):
    """A random key that is the row's place on disk. Django's `bigint` is not: SQLite then counts a hidden row id up."""

    def db_type(self, connection: Any) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class AnswerSet(models.Model):
    """One worker's answers in one round, sealed with a data key of their own.

    `id` is drawn at random; on SQLite it is the row id itself, so that order on disk says nothing. `round_tag` is a
    keyed name of the round. `lookup` is the keyed name a code gives its answers (none for answers from a file or paper).
    """

    id = RowKey(primary_key=True)
    round_tag = models.BinaryField(max_length=16, db_index=True)
    lookup = models.BinaryField(max_length=32, null=True, unique=True)
    sealed = models.BinaryField()

    class Meta:
        app_label = "vault"


class RoundBook(models.Model):
    """What the small numbers inside a round's answers stand for: instrument, units, age bands, jobs. Sealed as well.

    `id` comes from the tag, so that books lie in no order either.
    """

    id = RowKey(primary_key=True)
    round_tag = models.BinaryField(max_length=16, unique=True)
    sealed = models.BinaryField()

    class Meta:
        app_label = "vault"
