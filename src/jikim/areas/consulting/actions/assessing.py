"""A visit's checklist is begun, filled in and closed. Every edit is kept; what two people filled in differently is kept twice.

An edit is known by its own number: the same one again changes nothing and is answered the same.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction

from jikim.areas.consulting.models import Assessment, AssessmentClash, AssessmentEdit
from jikim.areas.consulting.numbers import appointment_of, checklist_uuid
from jikim.areas.consulting.queries.editions import edition_of_today, form_of
from jikim.areas.dispatch import public as dispatch
from jikim.rules.access import Action, Actor, Where
from jikim.rules.visiting import Clash, Problem, check_values, cleaned, differences, merge, taken
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Refused, require
from jikim.shared.clock import now
from jikim.shared.workflow import move

LARGEST_BYTES = 400_000
#: appointments at which a checklist can be filled in: to come, or held and not yet written up
ALIVE = ("planned", "proposed", "confirmed", "held")

_GONE = Text("취소되었거나 열리지 않은 방문이라 점검표를 쓸 수 없습니다.", "This visit was cancelled or did not take place, so it has no checklist.")
_TOO_BIG = Text("적은 내용이 너무 많아 저장하지 못했습니다. 긴 메모를 줄여 주십시오.", "There is too much in it to be kept. Please shorten the long notes.")
_MIXED_UP = Text("같은 번호로 다른 내용이 이미 저장되어 있습니다. 아무것도 덮어쓰지 않았습니다.",
                 "Something else has been kept under this number. Nothing was overwritten.")  # fmt: skip
_LATE = Text("이미 마친 점검표입니다. 보내신 내용은 옆에 따로 보관했습니다.", "The checklist is closed. What you sent is kept beside it.")
_CLASH = Text("다른 곳에서 같은 항목을 먼저 고쳤습니다. 두 내용을 나란히 보고 하나를 골라 주십시오. 둘 다 남아 있습니다.",
              "The same item was changed elsewhere first. Look at both and choose one; both are kept.")  # fmt: skip
_SETTLED = Text("이미 정리된 항목입니다.", "This has been settled already.")


@dataclass(frozen=True, slots=True)
class Saved:
    """The checklist as it now is, what clashed, and what is wrong with it so far."""

    id: int
    state: Literal["received", "needs_you"]
    version: int
    values: Mapping[str, Any]
    conflicts: tuple[Clash, ...] = ()
    problems: tuple[Problem, ...] = ()
    reason: Text = NOTHING
    theirs_by: str = ""


def open_assessment(*, appointment_id: int, by: Actor) -> Assessment:
    """The checklist of that visit, begun now if there is none. Twice is once."""
    line = dispatch.appointment(appointment_id=appointment_id)
    with transaction.atomic():
        there = Assessment.objects.select_related("appointment__workplace", "appointment__consultant__agency").filter(appointment_id=appointment_id).first()
        if there is not None:
            require(by, Action.checklist_record, there.where())
            return there
        require(by, Action.checklist_record, where_of(line))
        if line.status not in ALIVE:
            raise Conflict(_GONE)
        made, is_new = Assessment.objects.get_or_create(appointment_id=appointment_id, defaults={
            "uuid": checklist_uuid(appointment_id), "workplace_id": line.workplace_id, "number": line.number, "edition": edition_of_today(),
            "author_key": by.key, "author_name": by.name[:120], "opened_at": now(), "held_on": line.on, "status": "open", "status_since": now(),
        })  # fmt: skip
        if is_new:
            audit.record(by, "assessment.begun", "assessment", made.workflow_key(), number=line.number, workplace=line.workplace_number)
    return made


def assessment_named(number: uuid.UUID, *, by: Actor) -> Assessment:
    """The checklist a device names, begun now if it is the visit's first word. Raises Assessment.DoesNotExist."""
    there = Assessment.objects.filter(uuid=number).first()
    if there is not None:
        require(by, Action.checklist_record, there.where())
        return there
    appointment_id = appointment_of(number)
    if appointment_id is None:
        raise Assessment.DoesNotExist
    return open_assessment(appointment_id=appointment_id, by=by)


def where_of(line: dispatch.AppointmentLine) -> Where:
    """Where a visit lies before there is a checklist of it."""
    return Where(region=line.region, agency=line.agency_key, workplace=str(line.workplace_id), persons=frozenset({line.consultant_key} - {""}))


def save_levels(
    *, assessment_id: int, edit_uuid: uuid.UUID, base_version: int, values: Mapping[str, Any], by: Actor, source: str = "page",
    made_on_device_at: dt.datetime | None = None, settled: Sequence[Sequence[str]] = (),
) -> Saved:  # fmt: skip
    """Take in a whole filled form made from `base_version`. `settled`: fields in which the person has chosen before sending."""
    sent = cleaned(values)
    if len(json.dumps(sent, ensure_ascii=False).encode()) > LARGEST_BYTES:
        raise Refused(_TOO_BIG)
    with transaction.atomic():
        one = _locked(assessment_id)
        require(by, Action.checklist_record, one.where())
        before = AssessmentEdit.objects.filter(uuid=edit_uuid).first()
        if before is not None:
            return _as_before(one, before, sent, by)
        late = one.status != "open"
        merged = merge(_base(one, base_version), sent, one.values)
        clashes = differences(sent, one.values) if late else merged.conflicts
        result = dict(one.values) if late else merged.values
        changed = not late and result != one.values
        theirs_by = one.edits.exclude(outcome="late").order_by("-pk").values_list("by_name", flat=True).first() or ""
        if not late:
            _settle(one, sent, settled, by)
        edit = AssessmentEdit.objects.create(
            assessment=one, uuid=edit_uuid, base_version=base_version, version=one.version + changed, values=result,
            sent=None if sent == result else sent, outcome="late" if late else "clash" if clashes else "kept", source=source,
            by_key=by.key, by_name=by.name[:120], at=now(), made_on_device_at=made_on_device_at,
        )  # fmt: skip
        AssessmentClash.objects.bulk_create(
            AssessmentClash(edit=edit, field=each.field, mine=each.mine, theirs=each.theirs, theirs_by=theirs_by) for each in clashes
        )
        if changed:
            one.values, one.version = result, edit.version
            one.save(update_fields=["values", "version"])
        audit.record(by, "assessment.saved", "assessment", one.workflow_key(), version=one.version, outcome=edit.outcome, source=source)
    return _said(one, edit, clashes, theirs_by)


def close_assessment(*, assessment_id: int, by: Actor) -> tuple[Problem, ...]:
    """Close it; or, where something is missing, say what and leave it open. Closing twice is closing once."""
    with transaction.atomic():
        one = _locked(assessment_id)
        require(by, Action.checklist_record, one.where())
        if one.status == "closed":
            return ()
        if AssessmentClash.objects.filter(edit__assessment=one, chosen="").exists():
            raise Conflict(_CLASH)
        problems = check_values(form_of(one.edition_id), one.values, visit=one.number, closing=True)
        if not problems:
            move(one, "closed", by=by)
    return problems


def settle_clash(*, clash_id: int, choice: Literal["mine", "theirs"], by: Actor) -> Assessment:
    """Say which version stands. The other stays for ever. Deciding the same twice is deciding once."""
    with transaction.atomic():
        one = _locked(AssessmentClash.objects.values_list("edit__assessment_id", flat=True).get(pk=clash_id))
        require(by, Action.checklist_record, one.where())
        clash = AssessmentClash.objects.select_for_update().get(pk=clash_id)
        if clash.chosen:
            if clash.chosen == choice:
                return one
            raise Conflict(_SETTLED)
        if one.status != "open":
            raise Conflict(_LATE)
        values = taken(one.values, (clash.field,), clash.mine if choice == "mine" else clash.theirs)
        if values != one.values:
            one.values, one.version = values, one.version + 1
            AssessmentEdit.objects.create(
                assessment=one, uuid=uuid.uuid4(), base_version=one.version - 1, version=one.version, values=values, outcome="kept",
                source="choice", by_key=by.key, by_name=by.name[:120], at=now(),
            )  # fmt: skip
            one.save(update_fields=["values", "version"])
        clash.chosen, clash.settled_by, clash.settled_at = choice, by.name[:120], now()
        clash.save(update_fields=["chosen", "settled_by", "settled_at"])
        audit.record(by, "assessment.settled", "assessment", one.workflow_key(), field=clash.field, chosen=choice)
    return one


def _locked(assessment_id: int) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("appointment__workplace", "appointment__consultant__agency")
    return rows.get(pk=assessment_id)


def _base(one: Assessment, version: int) -> dict[str, Any]:
    """What it was at that version. One we do not know is taken as empty: then every difference is shown."""
    if version == one.version:
        return dict(one.values)
    edit = one.edits.filter(version=version).exclude(outcome="late").first()
    return dict(edit.values) if edit else {}


def _settle(one: Assessment, sent: Mapping[str, Any], settled: Sequence[Sequence[str]], by: Actor) -> None:
    fields = {path[0] for path in settled if path}
    for clash in AssessmentClash.objects.filter(edit__assessment=one, chosen="", field__in=fields) if fields else ():
        value = sent.get(clash.field)
        clash.chosen = "mine" if value == clash.mine else "theirs" if value == clash.theirs else "new"
        clash.settled_by, clash.settled_at = by.name[:120], now()
        clash.save(update_fields=["chosen", "settled_by", "settled_at"])


def _said(one: Assessment, edit: AssessmentEdit, clashes: Sequence[Clash], theirs_by: str) -> Saved:
    reason = _LATE if edit.outcome == "late" and clashes else _CLASH if clashes else NOTHING
    problems = check_values(form_of(one.edition_id), one.values, visit=one.number, closing=False)
    return Saved(one.pk, "needs_you" if clashes else "received", one.version, one.values, tuple(clashes), problems, reason, theirs_by)


def _as_before(one: Assessment, before: AssessmentEdit, sent: Mapping[str, Any], by: Actor) -> Saved:
    kept = before.values if before.sent is None else before.sent
    if before.assessment_id != one.pk or before.by_key != by.key or kept != sent:
        raise Conflict(_MIXED_UP)
    rows = list(before.clashes.filter(chosen=""))
    clashes = tuple(Clash((row.field,), None, row.mine, row.theirs) for row in rows)
    return _said(one, before, clashes, rows[0].theirs_by if rows else "")
