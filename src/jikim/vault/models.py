"""The vault's two tables. No date, no address, no order, no person; keys are random, rounds go by a keyed name."""

from __future__ import annotations

from django.db import models


class AnswerSet(models.Model):
    """One person's sealed answers. The id is random, and on SQLite it is the row id itself, so that order says nothing."""

    id = models.BigIntegerField(primary_key=True)
    round_tag = models.CharField(max_length=32, db_index=True)
    sealed = models.BinaryField()

    class Meta:
        app_label = "vault"


class ImportedBatch(models.Model):
    """That a round's answers came from a file, and a keyed digest to know the same file again."""

    round_tag = models.CharField(max_length=32, primary_key=True)
    digest = models.CharField(max_length=64)
    answers = models.PositiveIntegerField()

    class Meta:
        app_label = "vault"
