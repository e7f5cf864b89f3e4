"""A visit's checklist is begun, filled in and closed. Every edit is kept; what two people filled in differently is kept twice.

An edit is known by its own number: the same one again changes nothing and is answered the same.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction

from jikim.areas.consulting.actions.keeping import (
    ALIVE,
    CLASH,
    choose_version,
    keep_edit,
    open_clashes,
    readable,
)
from jikim.areas.consulting.models import Assessment, AssessmentClash
from jikim.areas.consulting.numbers import appointment_of, checklist_uuid
from jikim.areas.consulting.queries.editions import edition_of_today, form_of
from jikim.areas.dispatch import public as dispatch
from jikim.rules.access import Action, Actor, Where
from jikim.rules.visiting import Clash, Problem, check_values
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now
from jikim.shared.workflow import move

_GONE = Text("취소되었거나 열리지 않은 방문이라 점검표를 쓸 수 없습니다.", "This visit was cancelled or did not take place, so it has no checklist.")
_LATE = Text("이미 마친 점검표입니다. 보내신 내용은 옆에 따로 보관했습니다.", "The checklist is closed. What you sent is kept beside it.")


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
    sent = readable(values)
    with transaction.atomic():
        one = _locked(assessment_id)
        require(by, Action.checklist_record, one.where())
        kept = keep_edit(
            one, edit_uuid=edit_uuid, base_version=base_version, sent=sent, by=by, source=source, made_on_device_at=made_on_device_at,
            settled=settled,
        )  # fmt: skip
        if kept.is_new:
            audit.record(by, "assessment.saved", "assessment", one.workflow_key(), version=one.version, outcome=kept.edit.outcome, source=source)
    problems = check_values(form_of(one.edition_id), one.values, visit=one.number, closing=False)
    return Saved(
        one.pk, "needs_you" if kept.clashes else "received", one.version, one.values, kept.clashes, problems, kept.reason(_LATE), kept.theirs_by
    )


def close_assessment(*, assessment_id: int, by: Actor) -> tuple[Problem, ...]:
    """Close it; or, where something is missing, say what and leave it open. Closing twice is closing once."""
    with transaction.atomic():
        one = _locked(assessment_id)
        require(by, Action.checklist_record, one.where())
        if one.status == "closed":
            return ()
        if open_clashes(one).exists():
            raise Conflict(CLASH)
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
        if choose_version(one, clash, choice, by=by, late=_LATE):
            audit.record(by, "assessment.settled", "assessment", one.workflow_key(), field=clash.field, chosen=choice)
    return one


def _locked(assessment_id: int) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("appointment__workplace", "appointment__consultant__agency")
    return rows.get(pk=assessment_id)
