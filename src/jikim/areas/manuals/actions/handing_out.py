"""The distribution ledger: who got which edition, how many, by which way. Of the public only a count for each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from jikim.areas.dispatch import public as dispatch
from jikim.areas.manuals.actions.editions import Numbered
from jikim.areas.manuals.models import ManualEdition, ManualHandout
from jikim.rules.access import Action, Actor
from jikim.rules.library.compose import Entry
from jikim.shared import audit
from jikim.shared.access import require
from jikim.shared.clock import today
from jikim.shared.library.holders import note_holding
from jikim.shared.turns import turn


def hand_out(
    *, numbered: Numbered, language: str, way: str, by: Actor, copies: int = 1, receiver_kind: str = "", receiver: str = "",
    workplace_id: int | None = None, on: dt.date | None = None, note: str = "",
) -> ManualHandout:  # fmt: skip
    """Write a line of the ledger; a workplace is remembered as holder of the entries' versions."""
    row, day = numbered.row, on or today()
    place = workplace_id or row.workplace_id
    # whoever may see a workplace's manual takes it; everything else is handed out by those who keep the ledger
    if way == "download" and place:
        require(by, Action.manual_see, dispatch.workplace_where(place))
    else:
        require(by, Action.manual_hand_out, row.where())
    return write_line(
        row=row, entries=numbered.manual.entries, language=language, way=way, copies=copies, on=day, note=note, place=place, by=by,
        receiver_kind=receiver_kind or ("workplace" if place else "other"), receiver=receiver,
    )  # fmt: skip


def write_line(
    *, row: ManualEdition, entries: Mapping[Entry, int], language: str, way: str, copies: int, on: dt.date, note: str, receiver_kind: str,
    receiver: str, place: int | None, by: Actor,
) -> ManualHandout:  # fmt: skip
    """The line itself. Asks no actor: callers ask for theirs."""
    with turn("manual downloads", row.pk, place or 0) if way == "download" else transaction.atomic():
        # fetched twice on one day by the same hand: one line
        same: Any = ManualHandout.objects.filter(edition=row, language=language, way=way, workplace_id=place, on=on, by_name=by.name[:120])
        found = same.first() if way == "download" else None
        line = found or ManualHandout.objects.create(
            edition=row, language=language, way=way, copies=copies, on=on, note=note, by_name=by.name[:120], workplace_id=place,
            receiver_kind=receiver_kind, receiver=receiver[:200],
        )  # fmt: skip
        if found is None:
            audit.record(by, "manual.handed_out", "manual", row.pk, way=way, copies=copies, language=language)
        if place:
            note_holding(
                document=f"manual:{row.kind}", holder_kind="workplace", holder_key=str(place), entries=entries, on=on,
                edition=row.key, language=language, copies=copies,
            )  # fmt: skip
    return line


def count_public(*, numbered: Numbered, language: str) -> None:
    """One more copy fetched by the public today. Nothing about who."""
    with transaction.atomic():
        line, made = ManualHandout.objects.get_or_create(
            edition=numbered.row, language=language, on=today(), way="public", defaults={"receiver_kind": "public", "copies": 1}
        )
        if not made:
            ManualHandout.objects.filter(pk=line.pk).update(copies=F("copies") + 1)
