"""The other way to fill in a record: its form as a spreadsheet, sent back, looked at, then taken in like any other edit.

Rows that cannot be read are named and change nothing; the rest goes in. The same file twice is once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jikim.areas.visits.actions.saving import Saved, save_values
from jikim.areas.visits.models import Visit, VisitEdit
from jikim.areas.visits.queries.forms import form_of
from jikim.areas.visits.queries.record import visit_named
from jikim.rules.access import Action, Actor
from jikim.rules.visiting import (
    Problem,
    SheetFault,
    check_values,
    differences,
    place_words,
    read_lines,
    sheet_lines,
    value_words,
)
from jikim.rules.words import Text
from jikim.shared import audit, files
from jikim.shared.access import require
from jikim.shared.files.models import StoredFile
from jikim.shared.files.store import NotKept, read
from jikim.shared.sheets import SheetError
from jikim.shared.sheets.form_sheet import form_faults, form_rows, open_form

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_NOT_THIS = Text("이 방문의 기록 파일이 아닙니다. 이 화면에서 내려받은 파일을 채워 보내 주십시오.",
                 "This is not this visit's file. Please fill in the one downloaded from this page.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One question the file would change."""

    question: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What the file would do; `is_in` once it has been taken in."""

    file_id: int
    file_name: str
    changes: tuple[Change, ...]
    faults: tuple[SheetFault, ...]
    problems: tuple[Problem, ...]
    base_version: int
    now_version: int
    is_in: bool


def sheet_rows(*, visit_uuid: uuid.UUID, language: str, by: Actor) -> Iterator[list[Any]]:
    """The record's form, one row for each thing to fill in; first two rows that find the record again."""
    visit = visit_named(visit_uuid)
    require(by, Action.visit_record, visit.where())
    audit.record(by, "visit.sheet", "visit", visit.workflow_key(), version=visit.version)
    lines = sheet_lines(form_of(visit), visit.values, visit=visit.appointment.number)
    return form_rows(str(visit.uuid), visit.version, lines, language)


def keep_sheet(*, visit_uuid: uuid.UUID, content: bytes, file_name: str, by: Actor) -> int:
    """Keep a filled file until it is taken in. Raises SheetError when it cannot be read or is another visit's."""
    visit = visit_named(visit_uuid)
    require(by, Action.visit_record, visit.where())
    open_form(content, str(visit.uuid), _NOT_THIS)
    try:
        stored = files.keep(
            content, name=file_name, media_type=XLSX if content.startswith(b"PK") else "text/csv", thing_kind="visit_sheet",
            thing_key=visit.workflow_key(), action=Action.visit_record, where=visit.where(),
        )  # fmt: skip
    except NotKept as refused:
        raise SheetError(refused.reason) from refused
    return stored.pk


def preview_sheet(*, visit_uuid: uuid.UUID, file_id: int, by: Actor) -> SheetPreview:
    """What would change, and which rows cannot be read."""
    visit, stored = _kept(visit_uuid, file_id, by)
    base, made, faults, version = _filled(visit, stored)
    form, number = form_of(visit), visit.appointment.number
    changes = tuple(
        Change(place_words(form, one.path), value_words(form, one.path, one.theirs), value_words(form, one.path, one.mine))
        for one in differences(made, base)
    )
    problems = check_values(form, made, visit=number, closing=False)
    return SheetPreview(
        file_id, stored.name, changes, faults, problems, version, visit.version,
        VisitEdit.objects.filter(uuid=_edit_uuid(visit, file_id)).exists(),
    )  # fmt: skip


def faulty_rows(*, visit_uuid: uuid.UUID, file_id: int, language: str, by: Actor) -> Iterator[list[Any]]:
    """Only the rows that could not be read, as they were sent and with the reason beside each: to correct and to send again."""
    visit, stored = _kept(visit_uuid, file_id, by)
    audit.record(by, "visit.sheet", "visit", visit.workflow_key(), version=visit.version)
    _, _, faults, version = _filled(visit, stored)
    sent, _ = open_form(read(stored), str(visit.uuid), _NOT_THIS)
    lines = sheet_lines(form_of(visit), visit.values, visit=visit.appointment.number)
    return form_faults(str(visit.uuid), version, lines, faults, sent, language)


def apply_sheet(*, visit_uuid: uuid.UUID, file_id: int, by: Actor) -> Saved:
    """Take the file in: merged with whatever was written since it was downloaded. Twice is once."""
    visit, stored = _kept(visit_uuid, file_id, by)
    _, made, _, version = _filled(visit, stored)
    return save_values(
        visit_id=visit.pk, edit_uuid=_edit_uuid(visit, file_id), base_version=version, values=made, by=by, source="sheet"
    )


def _edit_uuid(visit: Visit, file_id: int) -> uuid.UUID:
    return uuid.uuid5(visit.uuid, f"sheet:{file_id}")


def _kept(visit_uuid: uuid.UUID, file_id: int, by: Actor) -> tuple[Visit, StoredFile]:
    visit = visit_named(visit_uuid)
    require(by, Action.visit_record, visit.where())
    return visit, StoredFile.objects.get(pk=file_id, thing_kind="visit_sheet", thing_key=visit.workflow_key())


def _filled(visit: Visit, stored: StoredFile) -> tuple[dict[str, Any], dict[str, Any], tuple[SheetFault, ...], int]:
    """(what was downloaded, the same with the file's answers in it, rows that cannot be read, version downloaded)."""
    rows, version = open_form(read(stored), str(visit.uuid), _NOT_THIS)
    base = _as_downloaded(visit, version)
    made = read_lines(
        form_of(visit), base, rows, visit=visit.appointment.number,
        new_id=lambda code: str(uuid.uuid5(_edit_uuid(visit, stored.pk), code)),
    )  # fmt: skip
    return base, made.values, made.faults, version


def _as_downloaded(visit: Visit, version: int) -> dict[str, Any]:
    if version == visit.version:
        return dict(visit.values)
    edit = VisitEdit.objects.filter(visit=visit, version=version).exclude(outcome="late").first()
    return dict(edit.values) if edit else {}
