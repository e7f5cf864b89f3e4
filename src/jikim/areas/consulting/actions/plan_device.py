"""The plan at the offline door: at the second and third visit it travels to the consultant's device, and what was agreed and seen comes back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from jikim.areas.consulting.actions.keeping import ALIVE
from jikim.areas.consulting.actions.taking import take_in
from jikim.areas.consulting.actions.talking import close_talk, save_talk, talk_named
from jikim.areas.consulting.models import PlanRecord
from jikim.areas.consulting.numbers import plan_record_uuid
from jikim.areas.consulting.queries.talks import NUMBERS, talk_at
from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor, Role
from jikim.rules.consulting.plan_form import MADE_FROM
from jikim.rules.words import NOTHING, Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared.access import Refused
from jikim.shared.clock import today
from jikim.shared.offline.registry import Fact, Facts, Kind, Packet, Taken

_SUBTITLE = Text("{visit}: 개선계획 협의", "{visit}: talk about the plan")
_THEN = Text("이 협의를 마치면", "When this talk is finished")
_PUT_IN = Text("개선계획에 반영", "Into the plan")
_HOW = Text("정한 내용이 개선계획에 들어갑니다. 그동안 사업장이 고친 조치는 덮어쓰지 않고 먼저 여쭙니다.",
            "What was decided is put into the plan. A measure the workplace changed meanwhile is not overwritten: you are asked first.")  # fmt: skip
_NO_PHOTOS = Text("개선계획 협의에는 사진을 붙이지 않습니다. 증거 사진은 조치 화면에, 그 밖의 사진은 방문 기록에 남겨 주십시오.",
                  "The talk about the plan takes no pictures. Please keep evidence with the measure, other pictures in the visit record.")  # fmt: skip
_UNKNOWN = Text("모르는 협의 번호입니다.", "No talk has this number.")


def bring(by: Actor, since: dt.date, until: dt.date) -> Sequence[Packet]:
    """Talks of the actor's own second and third visits in that time; of a cancelled one only where something was written."""
    season = enrolment.season_facts(on=today())
    if season is None:
        return []
    lines = [
        line for key in sorted(by.keys(Role.CONSULTANT))
        for line in dispatch.appointments(season_id=season.id, consultant_key=key, since=since, until=until) if line.number in NUMBERS
    ]  # fmt: skip
    there = {one.appointment_id: one for one in PlanRecord.objects.filter(appointment_id__in=[line.id for line in lines])}
    wanted = [line for line in lines if line.id in there or line.status in ALIVE]
    packets = [_packet(line, there.get(line.id)) for line in sorted(wanted, key=lambda line: (line.on, line.start, line.id))]
    return [one for one in packets if one is not None]


def _packet(line: dispatch.AppointmentLine, one: PlanRecord | None) -> Packet | None:
    """None where there is nothing to talk about: no plan, and nothing to recommend."""
    finished = one is not None and one.status != "open"
    talk = talk_at(line.workplace_id, line.number, one.values if one else {}, finished=finished)
    if one is None and not talk.planned and not talk.offered:
        return None
    return Packet(
        uuid=one.uuid if one else plan_record_uuid(line.id), title=line.place, subtitle=_SUBTITLE.fill(visit=dispatch.visit_name(line.number)),
        form=talk.form.as_json(), values=talk.shown(one.values if one else {}), version=one.version if one else 0,
        context=() if finished else (Facts(_THEN, (Fact(_PUT_IN, _HOW),)),), on=line.on, start=line.start,
        number=line.number, closed=finished, status=LIFECYCLES["plan_record"].state(one.status).name if one else NOTHING,
    )  # fmt: skip


def take(
    *, record_uuid: uuid.UUID, base_version: int, values: Mapping[str, Any], made_on_device_at: dt.datetime | None,
    by: Actor, edit_uuid: uuid.UUID, closing: bool, settled: Sequence[tuple[str, ...]] = (),
) -> Taken:  # fmt: skip
    """Take an edit in; `closing` also puts the decisions into the plan when nothing is missing, clashes or was changed meanwhile."""
    return take_in(
        PlanRecord, find=lambda: talk_named(record_uuid, by=by), close=lambda pk: close_talk(record_id=pk, by=by), closing=closing, unknown=_UNKNOWN,
        save=lambda pk: save_talk(
            record_id=pk, edit_uuid=edit_uuid, base_version=base_version, values=values, by=by, source="device",
            made_on_device_at=made_on_device_at, settled=settled,
        ),
    )  # fmt: skip


def attach(*, record_uuid: uuid.UUID, attachment_uuid: uuid.UUID, content: bytes, media_type: str, by: Actor) -> None:
    """A talk has no pictures of its own."""
    raise Refused(_NO_PHOTOS)


def again(*, record_uuid: uuid.UUID, edit_uuid: uuid.UUID) -> Mapping[str, Any]:
    """With the marks of the form the edit was made in: the device still shows that form, however the plan has changed since."""
    one = PlanRecord.objects.filter(uuid=record_uuid).first()
    edit = one.edits.filter(uuid=edit_uuid).first() if one else None
    if one is None or edit is None:
        return {}
    sent = edit.values if edit.sent is None else edit.sent
    marks = [values.get(MADE_FROM) for values in (one.values, sent)]
    return {**one.values, MADE_FROM: {key: mark for each in marks if isinstance(each, dict) for key, mark in each.items()}}


KIND = Kind("plans", Action.plan_propose, bring, take, attach, again)
