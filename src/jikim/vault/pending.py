"""The spool opened as a whole, for the jobs that carry it on and count it. Rows live only inside a vault function."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from jikim.vault import keystore, rows
from jikim.vault.models import Pending
from jikim.vault.sheets import Draft, unpack

_TAGS_AT_ONCE = 200


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """A spool row and what is in it."""

    row: rows.Row
    generation: int
    key: bytes
    draft: Draft


def drafts_of(tags: Collection[bytes] | None = None) -> list[Held]:
    """Every row of the spool (of these rounds) that still has its key."""
    found = Pending.objects.order_by("id").values_list("id", "lookup", "sealed", "round_tag", "generation")
    if tags is not None and len(tags) <= _TAGS_AT_ONCE:
        found = found.filter(round_tag__in=list(tags))
    here = [
        (rows.Row(rows.PENDING, row_id, bytes(lookup), bytes(sealed), bytes(tag)), generation)
        for row_id, lookup, sealed, tag, generation in found.iterator(2000)
        if tags is None or bytes(tag) in tags
    ]
    keys = keystore.keys_of([row.id for row, _ in here])
    return [
        Held(row, generation, key, unpack(rows.opened(row, key)))
        for row, generation in here
        if (key := keys.get(row.id)) is not None
    ]
