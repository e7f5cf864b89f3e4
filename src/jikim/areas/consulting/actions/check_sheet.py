"""The checklist by spreadsheet: down, filled in, back, looked at, taken in like any other edit. The same file twice is once.

A visit's record goes the same way (shared/sheets/form_sheet); rows that cannot be read are named and change nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jikim.areas.consulting.actions.assessing import Saved, save_levels
from jikim.areas.consulting.models import Assessment, AssessmentEdit
from jikim.areas.consulting.queries.editions import form_of
from jikim.rules.access import Action, Actor
from jikim.rules.visiting import SheetFault, differences, place_words, read_lines, sheet_lines, value_words
from jikim.rules.words import Text
from jikim.shared import audit, files
from jikim.shared.access import require
from jikim.shared.files.models import StoredFile
from jikim.shared.files.store import NotKept, read
from jikim.shared.sheets import SheetError
from jikim.shared.sheets.form_sheet import form_faults, form_rows, open_form

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KIND = "checklist_sheet"
_NOT_THIS = Text("이 점검표의 파일이 아닙니다. 이 화면에서 내려받은 파일을 채워 보내 주십시오.",
                 "This is not this checklist's file. Please fill in the one downloaded from this page.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckPreview:
    """What the file would do; changes are (item, before, after); `is_in` once it has been taken in."""

    file_id: int
    file_name: str
    changes: tuple[tuple[Text, Text, Text], ...]
    faults: tuple[SheetFault, ...]
    base_version: int
    now_version: int
    is_in: bool


def check_rows(*, number: uuid.UUID, language: str, by: Actor) -> Iterator[list[Any]]:
    """The checklist as rows, with what is filled in. Whoever may read it may have it. Assessment.DoesNotExist if there is none."""
    one = _named(number)
    require(by, Action.advice_see, one.where())
    audit.record(by, "assessment.sheet", "assessment", one.workflow_key(), version=one.version)
    return form_rows(str(one.uuid), one.version, sheet_lines(form_of(one.edition_id), one.values, visit=one.number), language)


def keep_check_sheet(*, number: uuid.UUID, content: bytes, file_name: str, by: Actor) -> int:
    """Keep a filled file until it is taken in. Raises SheetError when it cannot be read or is another checklist's."""
    one = _named(number)
    require(by, Action.checklist_record, one.where())
    open_form(content, str(one.uuid), _NOT_THIS)
    try:
        stored = files.keep(
            content, name=file_name, media_type=XLSX if content.startswith(b"PK") else "text/csv", thing_kind=_KIND,
            thing_key=one.workflow_key(), action=Action.checklist_record, where=one.where(),
        )  # fmt: skip
    except NotKept as refused:
        raise SheetError(refused.reason) from refused
    return int(stored.pk)


def preview_check_sheet(*, number: uuid.UUID, file_id: int, by: Actor) -> CheckPreview:
    """What would change, and which rows cannot be read. Raises StoredFile.DoesNotExist for another checklist's file."""
    one, stored = _kept(number, file_id, by)
    base, made, faults, version = _filled(one, stored)
    form = form_of(one.edition_id)
    changes = tuple(
        (place_words(form, each.path), value_words(form, each.path, each.theirs), value_words(form, each.path, each.mine))
        for each in differences(made, base)
    )
    is_in = AssessmentEdit.objects.filter(uuid=_edit_uuid(one, file_id)).exists()
    return CheckPreview(file_id, stored.name, changes, faults, version, one.version, is_in)


def faulty_check_rows(*, number: uuid.UUID, file_id: int, language: str, by: Actor) -> Iterator[list[Any]]:
    """Only the rows that could not be read, as they were sent and with the reason beside each: to correct and to send again."""
    one, stored = _kept(number, file_id, by)
    audit.record(by, "assessment.sheet", "assessment", one.workflow_key(), version=one.version)
    _, _, faults, version = _filled(one, stored)
    sent, _ = open_form(read(stored), str(one.uuid), _NOT_THIS)
    return form_faults(str(one.uuid), version, sheet_lines(form_of(one.edition_id), one.values, visit=one.number), faults, sent, language)


def apply_check_sheet(*, number: uuid.UUID, file_id: int, by: Actor) -> Saved:
    """Take the file in: merged with whatever was written since it was downloaded. Twice is once."""
    one, stored = _kept(number, file_id, by)
    _, made, _, version = _filled(one, stored)
    return save_levels(
        assessment_id=one.pk, edit_uuid=_edit_uuid(one, file_id), base_version=version, values=made, by=by, source="sheet"
    )  # fmt: skip


def _named(number: uuid.UUID) -> Assessment:
    return Assessment.objects.select_related("appointment__workplace", "appointment__consultant__agency").get(uuid=number)


def _kept(number: uuid.UUID, file_id: int, by: Actor) -> tuple[Assessment, StoredFile]:
    one = _named(number)
    require(by, Action.checklist_record, one.where())
    return one, StoredFile.objects.get(pk=file_id, thing_kind=_KIND, thing_key=one.workflow_key())


def _edit_uuid(one: Assessment, file_id: int) -> uuid.UUID:
    return uuid.uuid5(one.uuid, f"sheet:{file_id}")


def _filled(one: Assessment, stored: StoredFile) -> tuple[dict[str, Any], dict[str, Any], tuple[SheetFault, ...], int]:
    """(what was downloaded, the same with the file's answers in it, rows that cannot be read, version downloaded)."""
    rows, version = open_form(read(stored), str(one.uuid), _NOT_THIS)
    edit = None if version == one.version else one.edits.filter(version=version).exclude(outcome="late").first()
    base = dict(one.values) if version == one.version else dict(edit.values) if edit else {}
    made = read_lines(
        form_of(one.edition_id), base, rows, visit=one.number, new_id=lambda code: str(uuid.uuid5(_edit_uuid(one, stored.pk), code))
    )  # fmt: skip
    return base, made.values, made.faults, version
