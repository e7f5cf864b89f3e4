"""Visits at the offline door: what a consultant takes along, and how what comes back is taken in. Decides nothing the page would not."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.visits.actions.attaching import attach_photo
from jikim.areas.visits.actions.closing import close_visit
from jikim.areas.visits.actions.opening import AHEAD, record_named
from jikim.areas.visits.actions.saving import Saved, save_values
from jikim.areas.visits.models import Visit
from jikim.areas.visits.numbers import record_uuid
from jikim.areas.visits.queries.forms import current_form, form_of, pack_of
from jikim.areas.visits.queries.reach import reached
from jikim.rules.access import Action, Actor, Role
from jikim.rules.packs import Pack
from jikim.rules.visiting import Part, Problem, read_out
from jikim.rules.words import NOTHING, Text, day_said
from jikim.rules.workflow import LIFECYCLES
from jikim.shared.access import Conflict, Refused
from jikim.shared.clock import today
from jikim.shared.offline.registry import Clash, Fact, Facts, Kind, Missing, Packet, Taken
from jikim.shared.workflow.models import StatusChange

_PLACE = Text("사업장", "Workplace")
_RETURNED, _TO_CORRECT = Text("돌려받은 기록입니다", "This record was returned"), Text("고칠 내용", "To correct")
_EARLIER = {1: Text("1차 방문에서 확인한 내용", "What the first visit found"), 2: Text("2차 방문에서 합의한 내용", "What was agreed at the second visit")}
#: of an earlier visit, what the next one needs to see
_FROM_FIRST = ("headcount", "work", "incidents", "facilities", "policies", "training", "before", "observations", "agreement")
_FROM_SECOND = ("consultation", "agreement")
_UNKNOWN = Text("이 기록의 방문을 찾을 수 없습니다. 기기에서 기록을 내보내 소속 기관에 전해 주십시오.",
                "The visit of this record cannot be found. Export the record from the device and hand it to your agency.")  # fmt: skip


def bring(by: Actor, since: dt.date, until: dt.date) -> list[Packet]:
    """The consultant's visits of these days with their records, and whatever is still open or returned from before."""
    season = enrolment.season_facts(on=today())
    if season is None:
        return []
    lines = {
        line.id: line for key in sorted(by.keys(Role.CONSULTANT))
        for line in dispatch.appointments(season_id=season.id, consultant_key=key, since=since, until=until, statuses=(*AHEAD, "held"))
    }  # fmt: skip
    mine = Visit.objects.filter(reached(by, Action.visit_record), appointment__season_id=season.id)
    records = {one.appointment_id: one for one in mine.filter(appointment_id__in=lines)}
    for one in mine.filter(status__in=("open", "returned")).exclude(appointment_id__in=lines):
        records[one.appointment_id] = one
        lines[one.appointment_id] = dispatch.appointment(appointment_id=one.appointment_id)
    earlier = _earlier({line.workplace_id for line in lines.values()})
    pack = current_form()
    ordered = sorted(lines.values(), key=lambda line: (line.on, line.start, line.id))
    return [_packet(line, records.get(line.id), earlier.get(line.workplace_id, []), pack) for line in ordered]


def _earlier(workplaces: set[int]) -> dict[int, list[Visit]]:
    found: dict[int, list[Visit]] = {}
    rows = Visit.objects.filter(appointment__workplace_id__in=workplaces).exclude(closed_at=None).select_related("appointment")
    for one in rows.order_by("appointment__number"):
        found.setdefault(one.appointment.workplace_id, []).append(one)
    return found


def _packet(line: dispatch.AppointmentLine, visit: Visit | None, earlier: Sequence[Visit], pack: Pack) -> Packet:
    form = pack_of(visit) if visit else pack
    return Packet(
        uuid=visit.uuid if visit else record_uuid(line.id), title=line.place, subtitle=_visit(line),
        form=form.visit_form.as_json(form.content_hash), values=visit.values if visit else {}, version=visit.version if visit else 0,
        context=(*_returned(visit), _place(line), *_found(line.number, earlier)), on=line.on, start=line.start, number=line.number,
        closed=visit is not None and visit.status not in ("open", "returned"),
        status=LIFECYCLES["visit"].state(visit.status).name if visit else NOTHING,
    )  # fmt: skip


def _visit(line: dispatch.AppointmentLine) -> Text:
    """Which visit, and its days where it lasts several."""
    name = line.visit_name
    if not line.further_days:
        return name
    said = [day_said(day) for day in line.days]
    return Text(f"{name.ko} · {len(said)}일간: {', '.join(one.ko for one in said)}", f"{name.en} · {len(said)} days: {', '.join(one.en for one in said)}")


def _returned(visit: Visit | None) -> list[Facts]:
    """Why the office sent the record back, before everything else."""
    if visit is None or visit.status != "returned":
        return []
    last = StatusChange.objects.filter(thing_kind="visit", thing_key=visit.workflow_key(), target="returned").last()
    return [Facts(_RETURNED, (Fact(_TO_CORRECT, Text(last.reason_ko, last.reason_en)),))] if last else []


def _place(line: dispatch.AppointmentLine) -> Facts:
    return Facts(_PLACE, tuple(fact for fact in (
        Fact(Text("주소", "Address"), line.address or line.district),
        Fact(Text("담당자", "Contact"), line.contact_name),
        Fact(Text("전화", "Telephone"), line.contact_phone, "tel"),
        Fact(Text("신청한 고객응대근로자", "Customer service workers as applied"), Text(f"{line.service_workers:,}명", f"{line.service_workers:,}")),
    ) if fact.value))  # fmt: skip


def _found(number: int, earlier: Sequence[Visit]) -> list[Facts]:
    """What earlier visits found and agreed, to read beside the form; never the consultant's private note."""
    shown = []
    for visit in earlier:
        before = visit.appointment.number
        if before >= number or before not in _EARLIER:
            continue
        parts = read_out(form_of(visit), visit.values, visit=before)
        wanted = _FROM_FIRST if before == 1 else _FROM_SECOND
        shown.append(Facts(_EARLIER[before], tuple(_facts([part for part in parts if part.key in wanted]))))
    return [one for one in shown if one.facts]


def _facts(parts: Sequence[Part]) -> list[Fact]:
    found = []
    for part in parts:
        for answer in part.answers:
            if answer.field in ("private_note", "signature", "signed"):
                continue
            if answer.kind == "table":
                lines = [tuple(cell for cell in row if cell != NOTHING) for row in answer.rows]
                ko = "\n".join(" · ".join(cell.ko for cell in row) for row in lines)
                en = "\n".join(" · ".join(cell.say("en") for cell in row) for row in lines)
                found.append(Fact(answer.label, Text(ko, en)))
            elif answer.kind == "text":
                found.append(Fact(answer.label, answer.text))
    return found


def take(
    *, record_uuid: uuid.UUID, base_version: int, values: Mapping[str, Any], made_on_device_at: dt.datetime | None,
    by: Actor, edit_uuid: uuid.UUID, closing: bool, settled: Sequence[tuple[str, ...]] = (),
) -> Taken:  # fmt: skip
    """Take an edit in; `closing` closes the record too when nothing is missing and nothing clashes. `settled`: see `save_values`."""
    try:
        visit = record_named(record_uuid, by=by)
        saved = save_values(
            visit_id=visit.pk, edit_uuid=edit_uuid, base_version=base_version, values=values, by=by, source="device",
            made_on_device_at=made_on_device_at, settled=settled,
        )  # fmt: skip
    except Visit.DoesNotExist:
        return Taken("refused", 0, {}, reason=_UNKNOWN)
    except Refused as refused:
        return Taken("refused", 0, {}, reason=refused.reason)
    if not closing or saved.state == "needs_you":
        return _taken(saved, closed=_is_closed(visit))
    try:
        problems = close_visit(visit_id=visit.pk, by=by)
    except Conflict as conflict:
        closed = _is_closed(visit)
        return _taken(saved, closed=closed, reason=NOTHING if closed else conflict.reason)
    return _taken(saved, closed=not problems, missing=problems)


def _is_closed(visit: Visit) -> bool:
    return not Visit.objects.filter(pk=visit.pk, status__in=("open", "returned")).exists()


def _taken(saved: Saved, *, closed: bool, missing: Sequence[Problem] = (), reason: Text = NOTHING) -> Taken:
    wanting = [Missing(one.field, one.reason, one.row, one.part) for one in (missing or saved.problems)]
    needs_you = saved.state == "needs_you" or bool(missing) or reason != NOTHING
    return Taken(
        "needs_you" if needs_you else "received", saved.version, saved.values, reason=reason if reason != NOTHING else saved.reason,
        conflicts=[Clash(one.path, one.mine, one.theirs, one.base, saved.theirs_by) for one in saved.conflicts],
        missing=wanting, closed=closed,
    )  # fmt: skip


def attach(*, record_uuid: uuid.UUID, attachment_uuid: uuid.UUID, content: bytes, media_type: str, by: Actor) -> None:
    """Keep a picture that came by itself, maybe before the edit that names it."""
    try:
        visit = record_named(record_uuid, by=by)
    except Visit.DoesNotExist:
        raise Refused(_UNKNOWN) from None
    attach_photo(visit_id=visit.pk, attachment_uuid=attachment_uuid, content=content, by=by)


KIND = Kind("visits", Action.visit_record, bring, take, attach)
