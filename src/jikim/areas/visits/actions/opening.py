"""A record is begun: one for each appointment, on the form of the day, by the consultant who visits."""

from __future__ import annotations

import uuid

from django.db import transaction

from jikim.areas.dispatch import public as dispatch
from jikim.areas.visits.models import Visit
from jikim.areas.visits.numbers import appointment_of, record_uuid
from jikim.areas.visits.queries.forms import current_form
from jikim.rules.access import Action, Actor, Where
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now

#: states of an appointment at which a record may be begun
AHEAD = ("planned", "proposed", "confirmed")
_NOT_AHEAD = Text("이 방문은 이미 취소되었거나 끝나서 기록을 시작할 수 없습니다. 바뀐 일정을 확인해 주십시오.",
                  "This appointment was cancelled or is over, so no record can be begun. Please look at the new dates.")  # fmt: skip


def open_visit(*, appointment_id: int, by: Actor) -> Visit:
    """The record of that appointment, begun now if there is none. Twice is once."""
    line = dispatch.appointment(appointment_id=appointment_id)
    with transaction.atomic():
        there = _there(appointment_id)
        if there is not None:
            require(by, Action.visit_record, there.where())
            return there
        require(by, Action.visit_record, where_of(line))
        if line.status not in AHEAD:
            raise Conflict(_NOT_AHEAD)
        pack = current_form()
        visit, made = Visit.objects.select_for_update().get_or_create(appointment_id=appointment_id, defaults={
            "uuid": record_uuid(appointment_id), "form_id": pack.id, "form_version": pack.version, "form_hash": pack.content_hash,
            "author_key": by.key, "author_name": by.name[:120], "opened_at": now(), "status": "open", "status_since": now(),
        })  # fmt: skip
        if made:
            audit.record(by, "visit.begun", "visit", visit.workflow_key(), number=line.number, workplace=line.workplace_number)
    return visit


def record_named(number: uuid.UUID, *, by: Actor) -> Visit:
    """The record a device names, begun now if it is the appointment's first word. Raises Visit.DoesNotExist."""
    there = Visit.objects.filter(uuid=number).first()
    if there is not None:
        require(by, Action.visit_record, there.where())
        return there
    appointment_id = appointment_of(number)
    if appointment_id is None:
        raise Visit.DoesNotExist
    return open_visit(appointment_id=appointment_id, by=by)


def where_of(line: dispatch.AppointmentLine) -> Where:
    """Where an appointment lies, before there is a record of it."""
    persons = frozenset({line.consultant_key} - {""})
    return Where(region=line.region, agency=line.agency_key, workplace=str(line.workplace_id), persons=persons)


def locked(visit_id: int) -> Visit:
    """The record, held until the transaction ends."""
    rows = Visit.objects.select_for_update(of=("self",)).select_related(
        "appointment__workplace__season", "appointment__consultant__agency__organisation"
    )
    return rows.get(pk=visit_id)


def _there(appointment_id: int) -> Visit | None:
    return Visit.objects.filter(appointment_id=appointment_id).first()
