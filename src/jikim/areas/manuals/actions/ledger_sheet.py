"""The ledger from a spreadsheet: looked at, put in, bad rows sent back. The same file twice is once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from jikim.areas.enrolment import public as enrolment
from jikim.areas.manuals.actions.editions import entries_of_row, number_edition
from jikim.areas.manuals.actions.handing_out import write_line
from jikim.areas.manuals.models import ManualEdition, ManualHandout
from jikim.areas.manuals.queries.ledger_sheet import Ground, ground_of, place, read_ledger
from jikim.rules.access import Action, Actor
from jikim.rules.intake_plan import Placed
from jikim.rules.library import Size
from jikim.rules.manuals import Edition, Kind
from jikim.shared import audit
from jikim.shared.access import require
from jikim.shared.imports import ImportPreview, ReadFile, preview_of, rejects_of

KIND = "manual_ledger"


def stage_ledger(*, data: bytes, file_name: str, season_id: int, by: Actor) -> ImportPreview:
    """Read and check a file and keep it until it is applied. Nothing goes in. Raises SheetError."""
    require(by, Action.manual_hand_out)
    _, read, placed = _planned(data, season_id)
    draft = enrolment.keep_draft(kind=KIND, data=data, file_name=file_name, season_id=season_id, rows=len(placed), by=by, about=by.key)
    return preview_of(read, placed, season_id=season_id, file_name=file_name, draft_id=draft.pk)


def ledger_preview(*, draft_id: int, by: Actor) -> ImportPreview:
    """What applying a kept file would do now; after it was applied, what it did."""
    draft, _, read, placed = _kept(draft_id, by)
    return preview_of(read, placed, season_id=draft.season_id, file_name=draft.file_name, draft_id=draft_id, outcome=draft.outcome or None)


def apply_ledger(*, draft_id: int, by: Actor, update: bool = False) -> ImportPreview:
    """Put the good rows in; rows that differ from what is in only where asked. All or nothing."""
    with transaction.atomic():
        draft, _, read, placed = _kept(draft_id, by)
        enrolment.lock_season(draft.season_id)
        ground = ground_of(draft.season_id)  # somebody may have been faster
        placed = [place(row.checked, ground) for row in placed if not row.errors] + [row for row in placed if row.errors]
        placed.sort(key=lambda row: row.checked.row)
        new, changed = ([row for row in placed if row.outcome == kind] for kind in ("new", "conflict"))
        for row in new:
            _put_in(row.checked.values, by)
        updated = _change(changed) if update else 0
        audit.record(by, "manual.ledger_import", "manual", "ledger", rows=len(new), changed=updated)
        shown = preview_of(
            read, placed, season_id=draft.season_id, file_name=draft.file_name, draft_id=draft_id, updated=updated, done=True
        )  # fmt: skip
        enrolment.note_applied(draft, shown.counts())
    return shown


def ledger_rejects(*, draft_id: int, by: Actor) -> bytes:
    """The rows that stayed out, with the reason beside each."""
    draft, _, read, placed = _kept(draft_id, by)
    errors = [error for row in placed for error in row.errors]
    enrolment.note_rejects(draft, rows=len(errors), by=by)
    return rejects_of(read, errors)


def _planned(data: bytes, season_id: int) -> tuple[Ground, ReadFile, list[Placed]]:
    ground = ground_of(season_id)
    read = read_ledger(data, ground)
    return ground, read, [place(checked, ground) for checked in read.rows]


def _kept(draft_id: int, by: Actor) -> tuple[Any, Ground, ReadFile, list[Placed]]:
    require(by, Action.manual_hand_out)
    draft = enrolment.kept_draft(draft_id=draft_id, kind=KIND)
    return (draft, *_planned(bytes(draft.content), draft.season_id))


def _put_in(values: dict[str, Any], by: Actor) -> None:
    row = ManualEdition.objects.filter(key=values["edition"], number=values["number"]).first()
    if row is None:
        row = number_edition(edition=_edition(values["edition"]), by=by).row
    write_line(
        row=row, entries=entries_of_row(row), language=values["language"], way=values["way"], copies=values["copies"], on=values["on"],
        note=values["note"], receiver_kind=values["receiver_kind"], receiver="" if values["workplace"] else values["receiver"],
        place=values["workplace"], by=by,
    )  # fmt: skip


def _change(rows: Sequence[Placed]) -> int:
    there = ManualHandout.objects.in_bulk([row.existing.id for row in rows if row.existing])
    for row in rows:
        assert row.existing
        one = there[row.existing.id]
        for difference in row.differences:
            setattr(one, difference.field, difference.after)
        one.save(update_fields=[difference.field for difference in row.differences])
    return len(rows)


def _edition(key: str) -> Edition:
    kind, occupation, *size = key.split("/")
    return Edition(Kind(kind), occupation, Size(size[0]) if size else None)
