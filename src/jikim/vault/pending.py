"""The spool opened as a whole, for the jobs that carry it on and count it. Rows live only inside a vault function."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from jikim.vault import keystore, rows
from jikim.vault.models import Pending
from jikim.vault.sheets import Draft, unpack

_TAGS_AT_ONCE = 200
_ROWS_AT_ONCE = 500


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


def unchanged(found: Sequence[Held]) -> set[int]:
    """Those whose row is still what was read, held until the caller's transaction ends: one that was withdrawn or handed in meanwhile
    is another."""
    sealed = {one.row.id: one.row.sealed for one in found}
    ids = sorted(sealed)
    still: set[int] = set()
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        part = Pending.objects.select_for_update().filter(id__in=ids[start : start + _ROWS_AT_ONCE]).order_by("id")
        still |= {row_id for row_id, now in part.values_list("id", "sealed") if bytes(now) == sealed[row_id]}
    return still
