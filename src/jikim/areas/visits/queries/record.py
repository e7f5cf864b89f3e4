"""One record as a page or paper shows it: what was answered, its history, what stands side by side. The workplace reads its own part only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jikim.areas.visits.models import HeadcountCase, Visit, VisitAttachment, VisitCheck, VisitConflict
from jikim.areas.visits.queries.forms import form_of
from jikim.rules.access import Action, Actor, Role, Verdict, may
from jikim.rules.visiting import MISSING, Part, VisitForm, check_values, place_words, read_out, value_words
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.workflow.models import StatusChange

SOURCES = {
    "page": Text("화면", "Page"), "device": Text("기기(오프라인)", "Device"), "sheet": Text("엑셀 파일", "Spreadsheet"),
    "choice": Text("두 내용 가운데 선택", "Choice between two"),
}  # fmt: skip
OUTCOMES = {
    "kept": Text("저장", "Kept"), "clash": Text("두 내용이 남음", "Two versions"), "late": Text("마친 뒤 도착", "After closing"),
}  # fmt: skip


_NO = Verdict(False)


@dataclass(frozen=True, slots=True)
class EditLine:
    """One step of the record's history."""

    at: dt.datetime
    by: str
    source: Text
    outcome: Text
    version: int
    made_on_device_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Beside:
    """One place with two versions, in words; `chosen` once somebody has said which stands."""

    conflict_id: int
    place: Text
    mine: Text
    theirs: Text
    mine_by: str
    theirs_by: str
    is_late: bool
    chosen: str
    settled_by: str


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A picture of the record; not there yet when a device still holds it."""

    uuid: str
    caption: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """What keeps the record from being closed: where, and why."""

    place: Text
    reason: Text
    #: nothing stands there yet: naming the question says it all
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Record:
    """Everything a page shows of one visit. For the workplace the second half is empty."""

    id: int
    uuid: UUID
    workplace_number: str
    workplace_name: str
    region_name: Text
    number: int
    on: dt.date
    agency: str
    consultant: str
    status: str
    version: int
    form: str
    minutes: int | None
    found_workers: int | None
    said_workers: int
    parts: tuple[Part, ...]
    signature: str
    photos: tuple[PhotoLine, ...]
    is_whole: bool
    problem_lines: tuple[ProblemLine, ...] = ()
    edits: tuple[EditLine, ...] = ()
    beside: tuple[Beside, ...] = ()
    history: tuple[StatusChange, ...] = ()
    headcount: HeadcountCase | None = None
    check: VisitCheck | None = None
    may_record: Verdict = _NO
    may_review: Verdict = _NO

    @property
    def is_printable(self) -> bool:
        return self.status not in ("open", "not_held")

    @property
    def open_beside(self) -> tuple[Beside, ...]:
        return tuple(one for one in self.beside if not one.chosen)


def visit_named(number: UUID) -> Visit:
    """The record with that number. Raises Visit.DoesNotExist."""
    return Visit.objects.select_related(
        "appointment__workplace__season", "appointment__consultant__agency__organisation"
    ).get(uuid=number)


def record(*, visit_uuid: UUID, by: Actor) -> Record:
    """The record as far as this actor may read it. Raises Refused out of reach."""
    visit = visit_named(visit_uuid)
    require(by, Action.visits_see, visit.where())
    whole = reads_whole(visit, by)
    form, there = form_of(visit), _pictures(visit)
    facts = _facts(visit, form, shared_only=not whole) | {"is_whole": whole, "signature": _signature(visit, there)}
    if not whole:
        return Record(**facts, photos=())
    photos = tuple(PhotoLine(uuid, caption, uuid in there) for uuid, caption in _photos_of(facts["parts"]))
    return Record(
        **facts, photos=photos, problem_lines=_problems(visit, form),
        edits=_edits(visit), beside=_beside(visit, form),
        history=tuple(StatusChange.objects.filter(thing_kind="visit", thing_key=visit.workflow_key())),
        headcount=HeadcountCase.objects.filter(visit=visit).first(), check=_check(visit, by),
        may_record=may(by, Action.visit_record, visit.where()), may_review=may(by, Action.visit_review, visit.where()),
    )  # fmt: skip


def reads_whole(visit: Visit, by: Actor) -> bool:
    """The workplace's own manager reads the shared part, however they came here; the programme's seats read all."""
    return bool(may(by, Action.visit_read, visit.where()))


def picture(*, visit_uuid: UUID, picture_uuid: UUID, by: Actor) -> VisitAttachment:
    """A photo for whoever reads the whole record; the signature for the workplace as well. Raises VisitAttachment.DoesNotExist."""
    visit = visit_named(visit_uuid)
    require(by, Action.visits_see, visit.where())
    signature = visit.values.get("signature")
    signed = signature.get("attachment") if isinstance(signature, dict) else ""
    if str(picture_uuid) != signed:
        require(by, Action.visit_read, visit.where())
    return VisitAttachment.objects.select_related("file").get(visit=visit, uuid=picture_uuid)


def _facts(visit: Visit, form: VisitForm, *, shared_only: bool) -> dict[str, Any]:
    place, who = visit.appointment.workplace, visit.appointment.consultant
    return {
        "id": visit.pk, "uuid": visit.uuid, "workplace_number": place.number, "workplace_name": place.name,
        "region_name": codes.region_name(place.region), "number": visit.appointment.number, "on": visit.held_on or visit.appointment.on,
        "agency": who.agency.organisation.name, "consultant": who.name, "status": visit.status, "version": visit.version,
        "form": f"{visit.form_id} {visit.form_version}", "minutes": visit.minutes,
        "found_workers": None if shared_only else visit.found_workers, "said_workers": place.service_workers,
        "parts": read_out(form, visit.values, visit=visit.appointment.number, shared_only=shared_only)
        if not shared_only or visit.closed_at else (),
    }  # fmt: skip


def _pictures(visit: Visit) -> frozenset[str]:
    return frozenset(str(uuid) for uuid in visit.attachments.values_list("uuid", flat=True))


def _signature(visit: Visit, there: frozenset[str]) -> str:
    signature = visit.values.get("signature")
    number = str(signature.get("attachment") or "") if isinstance(signature, dict) else ""
    return number if number in there else ""


def _photos_of(parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    return [photo for part in parts for answer in part.answers for photo in answer.photos]


def _problems(visit: Visit, form: VisitForm) -> tuple[ProblemLine, ...]:
    found = check_values(form, visit.values, visit=visit.appointment.number, closing=True)
    return tuple(
        ProblemLine(place_words(form, [step for step in (one.field, one.row, one.part) if step], visit.values), one.reason, one.reason == MISSING)
        for one in found
    )


def _edits(visit: Visit) -> tuple[EditLine, ...]:
    rows = visit.edits.order_by("-pk").defer("values", "sent")
    return tuple(
        EditLine(one.at, one.by_name, SOURCES.get(one.source, Text(one.source)), OUTCOMES[one.outcome], one.version, one.made_on_device_at)
        for one in rows
    )


def _beside(visit: Visit, form: VisitForm) -> tuple[Beside, ...]:
    rows = VisitConflict.objects.filter(visit=visit).select_related("edit")
    return tuple(
        Beside(
            one.pk, place_words(form, one.path, one.edit.sent or one.edit.values, visit.values), value_words(form, one.path, one.mine),
            value_words(form, one.path, one.theirs), one.edit.by_name, one.theirs_by, one.edit.outcome == "late", one.chosen, one.settled_by,
        )
        for one in rows
    )  # fmt: skip


def _check(visit: Visit, by: Actor) -> VisitCheck | None:
    """What the workplace said of the visit is the programme's to read, not the agency's."""
    if not may(by, Action.visit_checks_see, visit.where()) or not by.roles & {Role.OFFICE, Role.REGION, Role.AUDITOR, Role.CONSOLE}:
        return None
    return VisitCheck.objects.filter(visit=visit).first()


def may_decide(case: HeadcountCase, by: Actor) -> Verdict:
    """May this actor decide on a workplace below the minimum?"""
    return may(by, Action.headcount_decide, case.where())
