"""Agencies, consultants and declared conflicts come in by spreadsheet: staged, looked at, put in. Twice is once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from jikim.areas.dispatch.actions.conflicts import new_declaration, write_declaration
from jikim.areas.dispatch.actions.writing import (
    LISTED,
    new_agency,
    new_consultant,
    start_renewal,
    write_agency,
    write_consultant,
)
from jikim.areas.dispatch.models import Agency, Consultant, DeclaredConflict
from jikim.areas.dispatch.queries.lists import (
    KINDS,
    Ground,
    ListKind,
    agencies_within,
    ground_among,
    ground_of,
    place,
    read_rows,
)
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor, may
from jikim.rules.intake_cells import fold
from jikim.rules.intake_plan import Placed
from jikim.shared import audit
from jikim.shared.access import require
from jikim.shared.imports import ImportPreview, Progress, ReadFile, batches, preview_of, rejects_of
from jikim.shared.workflow import move_many


def import_list(
    *, kind: str, path: Path, season_id: int, by: Actor, update: bool = False, dry_run: bool = False,
    progress: Progress | None = None, rejects: Path | None = None,
) -> ImportPreview:  # fmt: skip
    """Read, check and import a file in one go (the console's way). Raises SheetError."""
    one = KINDS[kind]
    require(by, one.action)
    content = path.read_bytes()
    ground, read, placed = _planned(one, content, season_id, by)
    if rejects is not None:  # a place that cannot be written is found before anything goes in
        rejects.parent.mkdir(parents=True, exist_ok=True)
        rejects.open("ab").close()
    updated = 0
    if not dry_run:
        placed, updated = _write(one, placed, ground, update, hashlib.sha256(content).hexdigest(), by, progress)
    shown = preview_of(read, placed, season_id=season_id, file_name=path.name, draft_id=None, updated=updated, done=not dry_run)
    if rejects is not None:
        rejects.write_bytes(rejects_of(read, shown.errors))
    return shown


def stage_list(*, kind: str, data: bytes, file_name: str, season_id: int, by: Actor) -> ImportPreview:
    """Read and check a file and keep it until it is applied. Nothing goes in. Raises SheetError."""
    one = KINDS[kind]
    require(by, one.action)
    _, read, placed = _planned(one, data, season_id, by)
    draft = enrolment.keep_draft(
        kind=kind, data=data, file_name=file_name, season_id=season_id, rows=len(placed), by=by, about=by.key,
    )  # fmt: skip
    return preview_of(read, placed, season_id=season_id, file_name=file_name, draft_id=draft.pk)


def list_preview(*, kind: str, draft_id: int, by: Actor) -> ImportPreview:
    """What applying a staged file would do now; after it was applied, what it did."""
    draft, _, read, placed = _staged(KINDS[kind], draft_id, by)
    return preview_of(
        read, placed, season_id=draft.season_id, file_name=draft.file_name, draft_id=draft_id, outcome=draft.outcome or None
    )


def apply_list(*, kind: str, draft_id: int, by: Actor, update: bool = False) -> ImportPreview:
    """Put a staged file's good rows in. Running it again changes nothing already in."""
    draft, ground, read, placed = _staged(KINDS[kind], draft_id, by)
    placed, updated = _write(KINDS[kind], placed, ground, update, draft.content_hash, by, None)
    shown = preview_of(
        read, placed, season_id=draft.season_id, file_name=draft.file_name, draft_id=draft_id, updated=updated, done=True
    )
    enrolment.note_applied(draft, shown.counts())
    return shown


def list_rejects(*, kind: str, draft_id: int, by: Actor) -> bytes:
    """The rows that stayed out, as a workbook like the one sent, with the reason beside each."""
    draft, _, read, placed = _staged(KINDS[kind], draft_id, by)
    errors = [error for row in placed for error in row.errors]
    enrolment.note_rejects(draft, rows=len(errors), by=by)
    return rejects_of(read, errors)


def _planned(kind: ListKind, source: bytes, season_id: int, by: Actor) -> tuple[Ground, ReadFile, list[Placed]]:
    ground = ground_of(kind, season_id, by)
    read = read_rows(kind, source, ground, by)
    return ground, read, [place(kind, checked, ground.known) for checked in read.rows]


def _staged(kind: ListKind, draft_id: int, by: Actor) -> tuple[Any, Ground, ReadFile, list[Placed]]:
    """A staged file belongs to whoever sent it, except that the office sees everybody's."""
    require(by, kind.action)
    draft = enrolment.kept_draft(draft_id=draft_id, kind=kind.key)
    if draft.about != by.key:
        require(by, Action.agencies_record)
    return (draft, *_planned(kind, bytes(draft.content), draft.season_id, by))


def _write(
    kind: ListKind, placed: Sequence[Placed], ground: Ground, update: bool, file_hash: str, by: Actor, progress: Progress | None
) -> tuple[list[Placed], int]:
    """Put the new rows in, and apply differences where asked. Returns every row as it went, and how many were changed."""
    went = {row.checked.row: row for row in placed}
    wanted = [row for row in placed if row.outcome == "new" or (update and row.outcome == "conflict")]
    done = updated = 0
    for batch in batches(wanted):
        with transaction.atomic():
            enrolment.lock_season(ground.season_id)
            _hold_agencies(ground.season_id)
            agencies = agencies_within(ground.season_id, kind.action, by)
            now_known = ground_among(kind, ground.season_id, agencies).known  # somebody may have been faster
            again = [place(kind, row.checked, now_known) for row in batch]
            new = [row for row in again if row.outcome == "new"]
            changed = [row for row in again if row.outcome == "conflict" and update]
            insert, change = _WRITERS[kind.key]
            if new:
                insert(ground.season_id, new, agencies, by)
            if changed:
                change(changed, by)
            audit.record(by, f"{kind.key}.import", "season", ground.season_id, rows=len(new), changed=len(changed), file=file_hash)
        went |= {row.checked.row: row for row in again}
        done, updated = done + len(batch), updated + len(changed)
        if progress:
            progress(done, len(wanted))
    return [went[row.checked.row] for row in placed], updated


def _hold_agencies(season_id: int) -> None:
    """Whoever records or declares something of an agency by hand waits until the transaction ends, so that nothing comes in twice."""
    list(Agency.objects.select_for_update().filter(season_id=season_id).order_by("pk").values_list("pk", flat=True))


def _insert_agencies(season_id: int, rows: Sequence[Placed], agencies: dict[str, Agency], by: Actor) -> None:
    made = [new_agency(season_id, row.checked.values, by) for row in rows]
    move_many([(one, "active", LISTED) for one in made], by=by)


def _change_agencies(rows: Sequence[Placed], by: Actor) -> None:
    there = Agency.objects.select_for_update().in_bulk([row.existing.id for row in rows if row.existing])
    for row in rows:
        assert row.existing
        write_agency(there[row.existing.id], row.checked.values, _fields(row))
        there[row.existing.id].save()


def _insert_consultants(season_id: int, rows: Sequence[Placed], agencies: dict[str, Agency], by: Actor) -> None:
    """Whoever may approve does so by recording; an agency's people wait."""
    made = [new_consultant(agencies[fold(row.checked.values["agency"])], row.checked.values, by) for row in rows]
    if may(by, Action.consultant_approve):
        move_many([(one, "approved", LISTED) for one in made], by=by)


def _change_consultants(rows: Sequence[Placed], by: Actor) -> None:
    there = Consultant.objects.select_for_update(of=("self",)).select_related("agency").in_bulk([row.existing.id for row in rows if row.existing])
    for row in rows:
        assert row.existing
        one = there[row.existing.id]
        asks = write_consultant(one, row.checked.values, _fields(row), by)
        one.save()
        if asks:
            start_renewal(one, by)


def _insert_declared(season_id: int, rows: Sequence[Placed], agencies: dict[str, Agency], by: Actor) -> None:
    people = {(one.agency_id, one.name): one for one in Consultant.objects.filter(agency__in=agencies.values())}
    for row in rows:
        agency = agencies[fold(row.checked.values["agency"])]
        new_declaration(agency, people.get((agency.pk, row.checked.values["consultant"])), row.checked.values, by)


def _change_declared(rows: Sequence[Placed], by: Actor) -> None:
    there = DeclaredConflict.objects.select_for_update().in_bulk([row.existing.id for row in rows if row.existing])
    for row in rows:
        assert row.existing
        write_declaration(there[row.existing.id], row.checked.values, _fields(row))


def _fields(row: Placed) -> list[str]:
    return [difference.field for difference in row.differences]


_Insert = Callable[[int, Sequence[Placed], dict[str, Agency], Actor], None]
_Change = Callable[[Sequence[Placed], Actor], None]
_WRITERS: dict[str, tuple[_Insert, _Change]] = {
    "agencies": (_insert_agencies, _change_agencies),
    "consultants": (_insert_consultants, _change_consultants),
    "declared": (_insert_declared, _change_declared),
}
