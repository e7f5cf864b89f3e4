"""Answers at rest: encrypted, under random keys, with no date, no address, no order and nobody's name."""

from __future__ import annotations

from django.db import models

from jikim.shared.rowkey import RowKey

__all__ = ["AnswerSet", "PaperEntry", "Pending", "ResultLock", "RoundBook", "Tally"]


class AnswerSet(models.Model):
    """One worker's answers in one round, sealed with a data key of their own.

    `id` is drawn at random; on SQLite it is the row id itself, so that order on disk says nothing. `round_tag` is a
    keyed name of the round. `lookup` is the keyed name a code gives its answers (none for answers from a file or paper),
    the same in both rounds, so that change can be measured without a person.
    """

    id = RowKey(primary_key=True)
    round_tag = models.BinaryField(max_length=16, db_index=True)
    lookup = models.BinaryField(max_length=32, null=True)
    #: which key of the ring `lookup` was last carried to
    generation = models.SmallIntegerField(default=1, db_default=1)
    sealed = models.BinaryField()

    class Meta:
        app_label = "vault"
        constraints = [models.UniqueConstraint(fields=["lookup", "round_tag"], name="answers_once")]


class RoundBook(models.Model):
    """What the small numbers inside a round's answers stand for: instruments, units, age bands, jobs. Sealed as well.

    `id` comes from the tag, so that books lie in no order either.
    """

    id = RowKey(primary_key=True)
    round_tag = models.BinaryField(max_length=16, unique=True)
    sealed = models.BinaryField()

    class Meta:
        app_label = "vault"


class Pending(models.Model):
    """The spool: sheets begun or just finished. Both look alike; a job carries finished ones on in batches.

    Whether it is finished, and the day that resuming needs, lie inside the seal, whose length never changes.
    """

    id = RowKey(primary_key=True)
    round_tag = models.BinaryField(max_length=16, db_index=True)
    lookup = models.BinaryField(max_length=32)
    generation = models.SmallIntegerField(default=1, db_default=1)
    sealed = models.BinaryField()

    class Meta:
        app_label = "vault"
        constraints = [models.UniqueConstraint(fields=["lookup", "round_tag"], name="pending_once")]


class Tally(models.Model):
    """How many finished and how many withdrew, per round and week. The finest time the vault keeps."""

    id = RowKey(primary_key=True)
    round_tag = models.BinaryField(max_length=16)
    #: ISO year and week, "2017-W23"
    week = models.CharField(max_length=8)
    finished = models.IntegerField(default=0)
    withdrawn = models.IntegerField(default=0)

    class Meta:
        app_label = "vault"
        constraints = [models.UniqueConstraint(fields=["round_tag", "week"], name="tally_once")]


class ResultLock(models.Model):
    """The worker's own secret, for opening a result again: a slow hash and the tries left, both inside the seal."""

    id = RowKey(primary_key=True)
    lookup = models.BinaryField(max_length=32, unique=True)
    generation = models.SmallIntegerField(default=1, db_default=1)
    sealed = models.BinaryField()

    class Meta:
        app_label = "vault"


class PaperEntry(models.Model):
    """One keying of one paper form, until the second agrees with it and the answers move on without the form's number."""

    id = RowKey(primary_key=True)
    #: keyed name of the form's number
    form_tag = models.BinaryField(max_length=32)
    #: 1 or 2
    entry = models.SmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        app_label = "vault"
        constraints = [models.UniqueConstraint(fields=["form_tag", "entry"], name="paper_entry_once")]
