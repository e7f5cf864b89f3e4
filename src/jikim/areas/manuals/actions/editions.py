"""Numbers editions: the same words keep their number and date, so that a file made again is the same file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jikim.areas.dispatch import public as dispatch
from jikim.areas.manuals.models import ManualEdition
from jikim.areas.manuals.queries.sources import assembled, edition_of, place_of
from jikim.rules.access import Action, Actor
from jikim.rules.library import Size
from jikim.rules.library.compose import Entry
from jikim.rules.manuals import Assembled, Edition, Kind, Own, general_editions
from jikim.shared import audit
from jikim.shared.access import require
from jikim.shared.clock import today
from jikim.shared.library.overlay import current


@dataclass(frozen=True)
class Numbered:
    """A manual with the number it has. before: the entries of the edition before it, None for the first."""

    row: ManualEdition
    manual: Assembled
    before: Mapping[Entry, int] | None


def number_edition(*, edition: Edition, by: Actor, own: Own | None = None, workplace_id: int | None = None) -> Numbered:
    """The edition as it holds today, under its number: a new one only where the words are not those of the last."""
    manual = assembled(edition, on=today(), own=own)
    for last_try in (False, True):
        try:
            with transaction.atomic():
                return _numbered(edition, manual, workplace_id, by)
        except IntegrityError:  # somebody numbered the same edition at this moment: theirs is found now
            if last_try:
                raise
    raise AssertionError


def number_own(*, workplace_id: int, kind: Kind, by: Actor) -> Numbered:
    """A workplace's own manual. Refused out of reach; Application.DoesNotExist for an unknown workplace."""
    place = place_of(workplace_id)
    require(by, Action.manual_see, dispatch.workplace_where(place.id))
    edition, own = edition_of(place, kind)
    return number_edition(edition=edition, own=own, workplace_id=place.id, by=by)


def number_all(*, by: Actor) -> list[Numbered]:
    """Every general edition."""
    return [number_edition(edition=one, by=by) for one in general_editions(current())]


def entries_of_row(row: ManualEdition) -> dict[Entry, int]:
    found: dict[Entry, int] = {}
    for name, number in row.entries.items():
        kind, _, key = name.partition(":")
        found[kind, key] = int(number)
    return found


def edition_value(row: ManualEdition) -> Edition:
    return Edition(Kind(row.kind), row.occupation, Size(row.size) if row.size else None, f"w{row.workplace_id}" if row.workplace_id else "")


def _numbered(edition: Edition, manual: Assembled, workplace_id: int | None, by: Actor) -> Numbered:
    rows = list(ManualEdition.objects.filter(key=edition.key).order_by("-number")[:2])
    if rows and rows[0].digest == manual.digest:
        return Numbered(rows[0], _dated(manual, rows[0].made_on), entries_of_row(rows[1]) if len(rows) > 1 else None)
    row = ManualEdition.objects.create(
        key=edition.key, number=rows[0].number + 1 if rows else 1, kind=edition.kind.value, occupation=edition.occupation,
        size=edition.size.value if edition.size else "", workplace_id=workplace_id, digest=manual.digest,
        entries={f"{kind}:{key}": number for (kind, key), number in manual.entries.items()}, made_on=manual.day,
    )  # fmt: skip
    audit.record(by, "manual.numbered", "manual", row.pk, edition=edition.key, number=row.number)
    return Numbered(row, manual, entries_of_row(rows[0]) if rows else None)


def _dated(manual: Assembled, on: dt.date) -> Assembled:
    """The date of an edition is the day its words were new, not the day it was printed."""
    from dataclasses import replace

    return replace(manual, day=on)
