"""Who was given which document, made of which versions, and who still holds an older one. Written by rooms that hand something out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jikim.rules.library import Library
from jikim.shared.library.models import Holding, HoldingEntry
from jikim.shared.turns import turn

#: (kind, key) of an entry, as `Library.origins` names it
Entry = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """One document somebody holds, and the version of the entry asked about."""

    holding_id: int
    document: str
    holder_kind: str
    holder_key: str
    edition: str
    language: str
    on: dt.date
    number: int


def versions_of(library: Library, entries: Iterable[Entry]) -> dict[Entry, int]:
    """The versions these entries have now; entries the library does not have are left out."""
    now = {(kind, key): origin.version for kind, key, origin in library.origins()}
    return {entry: now[entry] for entry in entries if entry in now}


def note_holding(
    *, document: str, holder_kind: str, holder_key: str, entries: Mapping[Entry, int], on: dt.date,
    edition: str = "", language: str = "ko", copies: int = 1,
) -> int:  # fmt: skip
    """Write down that somebody has this document. Building it again on one day in the same versions adds nothing."""
    with turn("holding", document, holder_kind, holder_key):
        same = Holding.objects.filter(
            document=document, holder_kind=holder_kind, holder_key=holder_key, edition=edition, language=language, on=on
        ).prefetch_related("entries")
        for one in same:
            if {(entry.kind, entry.key): entry.number for entry in one.entries.all()} == dict(entries):
                return int(one.pk)
        made = Holding.objects.create(
            document=document, holder_kind=holder_kind, holder_key=holder_key, edition=edition, language=language,
            copies=copies, on=on,
        )  # fmt: skip
        HoldingEntry.objects.bulk_create(
            [HoldingEntry(holding=made, kind=kind, key=key, number=number) for (kind, key), number in entries.items()],
            batch_size=500,
        )
        return int(made.pk)


def who_still_has(*, kind: str, key: str, before: int) -> list[Held]:
    """Holders whose latest copy of a document carries an older version of the entry than `before`."""
    rows = HoldingEntry.objects.filter(kind=kind, key=key).select_related("holding").order_by("holding_id")
    latest: dict[tuple[str, str, str, str, str], Held] = {}
    for row in rows:
        one = row.holding
        latest[one.document, one.holder_kind, one.holder_key, one.edition, one.language] = Held(
            one.pk, one.document, one.holder_kind, one.holder_key, one.edition, one.language, one.on, row.number
        )
    return [held for held in latest.values() if held.number < before]
