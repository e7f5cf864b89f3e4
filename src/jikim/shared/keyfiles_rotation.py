"""Carries stored names on after a key was added to a ring, in any table that keeps a name and its generation."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from jikim.shared import keyfiles

_ROWS_AT_ONCE = 500


def carry_names(model: type[models.Model], ring_name: str, *, field: str = "tag") -> int:
    """Every name of this table into the newest generation, in batches. Returns how many were carried. Safe to repeat.

    Meanwhile whoever looks one up asks for the names of all generations, so that nothing is lost on the way.
    """
    done = 0
    while part := _carry_batch(model, ring_name, field):
        done += part
    return done


def _carry_batch(model: Any, ring_name: str, field: str) -> int:
    with transaction.atomic(using=model.objects.db):
        # the ring is read after the rows are locked: nothing is carried to a generation that is not the newest
        ring = keyfiles.ring(ring_name)
        older = model.objects.select_for_update(of=("self",)).filter(generation__lt=ring.generation).order_by("pk")
        part = list(older.only("pk", field, "generation")[:_ROWS_AT_ONCE])
        for row in part:
            setattr(row, field, ring.renamed(bytes(getattr(row, field)), row.generation))
            row.generation = ring.generation
        model.objects.bulk_update(part, [field, "generation"])
    return len(part)
