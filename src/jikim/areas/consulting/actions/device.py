"""The checklist at the offline door: visits 1 and 3 travel to the consultant's device and what comes back is taken in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from jikim.areas.consulting.actions.assessing import assessment_named, close_assessment, save_levels
from jikim.areas.consulting.actions.keeping import ALIVE
from jikim.areas.consulting.actions.taking import take_in
from jikim.areas.consulting.models import Assessment
from jikim.areas.consulting.numbers import checklist_uuid
from jikim.areas.consulting.queries.advice import score_of
from jikim.areas.consulting.queries.editions import current_checklist, form_of
from jikim.areas.consulting.queries.plan import PlanLine, plans_of
from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor, Role
from jikim.rules.consulting import checklist_form
from jikim.rules.library import Checklist
from jikim.rules.library.checklist import LEVELS
from jikim.rules.words import NOTHING, Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared.access import Refused
from jikim.shared.clock import today
from jikim.shared.offline.registry import Fact, Facts, Kind, Packet, Taken

#: the first visit, and the re-check
NUMBERS = (1, 3)
_SUBTITLE = Text("{visit}: 관리 점검표", "{visit}: management checklist")
_BEFORE = Text("먼저 점검한 수준", "Levels of the earlier check")
_PLAN = Text("개선계획", "Improvement plan")
_NO_PHOTOS = Text("점검표에는 사진을 붙이지 않습니다. 사진은 방문 기록에 남겨 주십시오.", "The checklist takes no pictures. Please keep them in the visit record.")
_UNKNOWN = Text("모르는 점검표 번호입니다.", "No checklist has this number.")


def bring(by: Actor, since: dt.date, until: dt.date) -> Sequence[Packet]:
    """Checklists of the actor's own first and third visits in that time."""
    season = enrolment.season_facts(on=today())
    if season is None:
        return []
    lines = [
        line for key in sorted(by.keys(Role.CONSULTANT))
        for line in dispatch.appointments(season_id=season.id, consultant_key=key, since=since, until=until, statuses=ALIVE)
        if line.number in NUMBERS
    ]  # fmt: skip
    places = {line.workplace_id for line in lines}
    rows = Assessment.objects.filter(workplace_id__in=places)
    plans = plans_of(places)
    there = {(one.workplace_id, one.number): one for one in rows}
    pack = current_checklist()
    form, content_hash = checklist_form(pack.of(Checklist)), pack.content_hash
    found = []
    for line in sorted(lines, key=lambda line: (line.on, line.start, line.id)):
        one = there.get((line.workplace_id, line.number))
        asked = form_of(one.edition_id).as_json(one.edition.content_hash) if one else form.as_json(content_hash)
        beside = [_earlier(first)] if line.number > 1 and (first := there.get((line.workplace_id, 1))) else []
        beside += [_plan(plans[line.workplace_id])] if line.workplace_id in plans else []
        found.append(_packet(line, one, asked, tuple(beside)))
    return found


def _packet(line: dispatch.AppointmentLine, one: Assessment | None, form: Mapping[str, Any], beside: tuple[Facts, ...]) -> Packet:
    visit = dispatch.visit_name(line.number)
    return Packet(
        uuid=one.uuid if one else checklist_uuid(line.id), title=line.place,
        subtitle=Text(_SUBTITLE.ko.format(visit=visit.ko), _SUBTITLE.en.format(visit=visit.en)), form=form,
        values=one.values if one else {}, version=one.version if one else 0, context=beside,
        on=line.on, start=line.start, number=line.number, closed=one is not None and one.status != "open",
        status=LIFECYCLES["assessment"].state(one.status).name if one else NOTHING,
    )  # fmt: skip


def _earlier(one: Assessment) -> Facts:
    """What the first check found, item by item, to read beside the form."""
    scored = score_of(one, None)
    return Facts(_BEFORE, tuple(Fact(each.item.text, LEVELS[each.level]) for each in scored.items if each.level is not None))


def _plan(lines: Sequence[PlanLine]) -> Facts:
    """The plan as it stood when the packet was made: to read and to speak about; it is kept with a network."""
    return Facts(_PLAN, tuple(Fact(one.title, _stands(one)) for one in lines))


def _stands(one: PlanLine) -> Text:
    state, due = LIFECYCLES["plan_item"].state(one.status).name, one.due_on.isoformat() if one.due_on else ""
    return Text(*(" · ".join(part for part in (state.say(tongue), one.owner, due, one.progress) if part) for tongue in ("ko", "en")))


def take(
    *, record_uuid: uuid.UUID, base_version: int, values: Mapping[str, Any], made_on_device_at: dt.datetime | None,
    by: Actor, edit_uuid: uuid.UUID, closing: bool, settled: Sequence[tuple[str, ...]] = (),
) -> Taken:  # fmt: skip
    """Take an edit in; `closing` closes the checklist too when nothing is missing and nothing clashes."""
    return take_in(
        Assessment, find=lambda: assessment_named(record_uuid, by=by), close=lambda pk: close_assessment(assessment_id=pk, by=by), closing=closing, unknown=_UNKNOWN,
        save=lambda pk: save_levels(
            assessment_id=pk, edit_uuid=edit_uuid, base_version=base_version, values=values, by=by, source="device",
            made_on_device_at=made_on_device_at, settled=settled,
        ),
    )  # fmt: skip


def attach(*, record_uuid: uuid.UUID, attachment_uuid: uuid.UUID, content: bytes, media_type: str, by: Actor) -> None:
    """A checklist has no pictures of its own."""
    raise Refused(_NO_PHOTOS)


KIND = Kind("checklists", Action.checklist_record, bring, take, attach)
