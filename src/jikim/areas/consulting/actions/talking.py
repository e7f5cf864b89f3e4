"""The talk about the plan at a visit: written with or without a network, and when it is finished put into the plan, measure by measure.

A measure somebody changed meanwhile is not overwritten: the talk stays open and shows both until somebody chooses.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.db import transaction

from jikim.areas.consulting.actions.assessing import Saved, where_of
from jikim.areas.consulting.actions.keeping import (
    ALIVE,
    CLASH,
    choose_version,
    keep_edit,
    open_clashes,
    readable,
)
from jikim.areas.consulting.actions.planning import (
    agree_item,
    change_item,
    measures_of,
    move_item,
    propose_measures,
)
from jikim.areas.consulting.models import PlanItem, PlanNote, PlanRecord, PlanRecordClash
from jikim.areas.consulting.numbers import appointment_of_plan, plan_record_uuid
from jikim.areas.consulting.queries.talks import Talk, talk_at
from jikim.areas.dispatch import public as dispatch
from jikim.rules.access import Action, Actor
from jikim.rules.consulting.plan_form import (
    MADE_FROM,
    STEPS,
    Answer,
    answers_of,
    is_true_already,
    marks_kept,
    named_in,
    part_key,
)
from jikim.rules.visiting import Problem
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import now
from jikim.shared.workflow import move

GONE = Text("취소되었거나 열리지 않은 방문이라 계획에는 아무것도 옮기지 않았습니다. 적으신 내용은 따로 보관했습니다.",
            "This visit was cancelled or did not take place, so nothing was put into the plan. What you wrote is kept beside it.")  # fmt: skip
_LATE = Text("이미 마친 협의입니다. 보내신 내용은 옆에 따로 보관했습니다.", "This talk is finished. What you sent is kept beside it.")


def open_talk(*, appointment_id: int, by: Actor, even_if_gone: bool = False) -> PlanRecord:
    """The talk of that visit, begun now if there is none. Twice is once. A device may hold one of a visit that is cancelled by now."""
    line = dispatch.appointment(appointment_id=appointment_id)
    with transaction.atomic():
        there = PlanRecord.objects.select_related("appointment__workplace", "appointment__consultant__agency").filter(appointment_id=appointment_id).first()
        if there is not None:
            require(by, Action.plan_propose, there.where())
            return there
        require(by, Action.plan_propose, where_of(line))
        if line.status not in ALIVE and not even_if_gone:
            raise Conflict(GONE)
        made, is_new = PlanRecord.objects.get_or_create(appointment_id=appointment_id, defaults={
            "uuid": plan_record_uuid(appointment_id), "workplace_id": line.workplace_id, "number": line.number, "author_key": by.key,
            "author_name": by.name[:120], "opened_at": now(), "status": "open", "status_since": now(),
        })  # fmt: skip
        if is_new:
            audit.record(by, "plan_record.begun", "plan_record", made.workflow_key(), number=line.number, workplace=line.workplace_number)
    return made


def talk_named(number: uuid.UUID, *, by: Actor) -> PlanRecord:
    """The talk a device names, begun now if it is the first word of it. Raises PlanRecord.DoesNotExist."""
    there = PlanRecord.objects.filter(uuid=number).first()
    if there is not None:
        require(by, Action.plan_propose, there.where())
        return there
    appointment_id = appointment_of_plan(number)
    if appointment_id is None:
        raise PlanRecord.DoesNotExist
    return open_talk(appointment_id=appointment_id, by=by, even_if_gone=True)


def save_talk(
    *, record_id: int, edit_uuid: uuid.UUID, base_version: int, values: Mapping[str, Any], by: Actor, source: str = "page",
    made_on_device_at: dt.datetime | None = None, settled: Sequence[Sequence[str]] = (),
) -> Saved:  # fmt: skip
    """Take in a whole filled form made from `base_version`. Of a visit that is cancelled by now it is kept beside, for good."""
    sent = readable(values)
    with transaction.atomic():
        one = _locked(record_id)
        require(by, Action.plan_propose, one.where())
        marks = marks_kept(one.values, sent, talk_at(one.workplace_id, one.number, sent, finished=True).marks())
        kept = keep_edit(
            one, edit_uuid=edit_uuid, base_version=base_version, sent=sent, by=by, source=source, made_on_device_at=made_on_device_at,
            settled=settled, hidden={MADE_FROM: marks if one.status == "open" else one.values.get(MADE_FROM, {})},
        )  # fmt: skip
        if kept.is_new:
            audit.record(by, "plan_record.saved", "plan_record", one.workflow_key(), version=one.version, outcome=kept.edit.outcome, source=source)
        if one.status == "open" and one.appointment.status not in ALIVE:
            _finish(one, "aside", talk_at(one.workplace_id, one.number, one.values, finished=True), by)
        talk = talk_at(one.workplace_id, one.number, one.values, finished=one.status != "open")
        reason = GONE if one.status == "aside" else kept.reason(_LATE)
        problems = talk.problems(one.values, closing=False) if one.status == "open" else ()
    state: Literal["received", "needs_you"] = "needs_you" if kept.clashes or one.status == "aside" else "received"
    return Saved(one.pk, state, one.version, one.values, kept.clashes, problems, reason, kept.theirs_by)


def close_talk(*, record_id: int, by: Actor) -> tuple[Problem, ...]:
    """Put every decision into the plan and finish; or, where something is missing or was changed meanwhile, say what and do nothing."""
    try:
        with measures_of(PlanRecord.objects.values_list("workplace_id", flat=True).get(pk=record_id)):
            one = _locked(record_id)
            require(by, Action.plan_propose, one.where())
            if one.status == "closed":
                return ()
            if one.status == "aside" or one.appointment.status not in ALIVE:
                raise Conflict(GONE)
            if open_clashes(one).exists():
                raise Conflict(CLASH)
            talk = talk_at(one.workplace_id, one.number, one.values, lock=True)
            problems = talk.problems(one.values, closing=True)
            if not problems:
                _put_in(one, talk, by)
                _finish(one, "closed", talk, by)
        return problems
    except Invalid as invalid:
        raise Conflict(next(iter(invalid.errors.values()))) from invalid


def settle_talk(*, clash_id: int, choice: Literal["mine", "theirs"], by: Actor) -> PlanRecord:
    """Say which version stands. The other stays for ever. Deciding the same twice is deciding once."""
    with transaction.atomic():
        one = _locked(PlanRecordClash.objects.values_list("edit__record_id", flat=True).get(pk=clash_id))
        require(by, Action.plan_propose, one.where())
        clash = PlanRecordClash.objects.select_for_update().get(pk=clash_id)
        if choose_version(one, clash, choice, by=by, late=_LATE):
            audit.record(by, "plan_record.settled", "plan_record", one.workflow_key(), field=clash.field, chosen=choice)
    return one


def _finish(one: PlanRecord, to: str, talk: Talk, by: Actor) -> None:
    """With its answers in words, as they were read then."""
    one.said = talk.said(one.values)
    one.save(update_fields=["said"])
    move(one, to, by=by)


def _put_in(one: PlanRecord, talk: Talk, by: Actor) -> None:
    for answer in answers_of(one.values):
        there = talk.planned.get(answer.key)
        if answer.kept_by_plan or (there is not None and is_true_already(there, answer)):
            continue
        if there is None:
            _add(one, answer, by)
        else:
            _decide(talk.items[answer.key], answer, by)
    for key in named_in(one.values):
        note = one.values.get(part_key(key, "note"))
        if key in talk.items and isinstance(note, str) and note.strip():
            PlanNote.objects.create(item=talk.items[key], kind="visit", text=note.strip(), by_key=by.key, by_name=by.name[:120], at=now())


def _add(one: PlanRecord, answer: Answer, by: Actor) -> None:
    """A measure chosen at the visit: proposed, and agreed where it was."""
    made = propose_measures(workplace_id=one.workplace_id, number=one.number, keys=[answer.key.removeprefix("add-")], by=by)
    for item in made if answer.decision == "agreed" else ():
        agree_item(item_id=item.pk, version=item.version, values=_values(answer), by=by)


def _decide(item: PlanItem, answer: Answer, by: Actor) -> None:
    if answer.decision == "agreed":
        act = agree_item if item.status in ("proposed", "refused") else change_item
        act(item_id=item.pk, version=item.version, values=_values(answer), by=by)
        return
    reason = answer.why or answer.seen
    for state in STEPS[answer.decision][item.status]:
        move_item(item_id=item.pk, to=state, by=by, reason=Text(reason, reason))
    if answer.decision == "not_yet":
        values = {"progress": answer.seen} | ({"due_on": answer.due_on} if answer.due_on else {})
        change_item(item_id=item.pk, version=item.version, values=values, by=by)


def _values(answer: Answer) -> dict[str, Any]:
    """What was written of person, day and evidence; what was left empty stays as the plan has it."""
    found = {"owner": answer.owner, "due_on": answer.due_on, "evidence_wanted": answer.evidence}
    return {key: value for key, value in found.items() if value}


def _locked(record_id: int) -> PlanRecord:
    rows = PlanRecord.objects.select_for_update(of=("self",)).select_related("appointment__workplace", "appointment__consultant__agency")
    return rows.get(pk=record_id)
