"""The advice page of one workplace, one measure, one checklist: everything a page shows, within the actor's reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from jikim.areas.consulting.models import (
    Advice,
    Assessment,
    AssessmentClash,
    PlanEvidence,
    PlanItem,
    PlanNote,
    PlanRecord,
)
from jikim.areas.consulting.proofs import Proof, proofs
from jikim.areas.consulting.queries.advice import Found, found_at, score_of
from jikim.areas.consulting.queries.assessments import AssessmentLine, assessments_of, change_of
from jikim.areas.consulting.queries.editions import checklist_of, form_of
from jikim.areas.consulting.queries.plan import PlanLine, plan_line, plan_of
from jikim.areas.consulting.queries.words import OUTCOMES
from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor, may
from jikim.rules.consulting import Compared, GroupScore, note_key, why_key
from jikim.rules.library import ChecklistItem, Standing
from jikim.rules.library.checklist import LEVELS
from jikim.rules.visiting import place_words, value_words
from jikim.rules.words import NOTHING, Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared.access import require
from jikim.shared.library.overlay import current
from jikim.shared.workflow.models import StatusChange

#: so many measures are shown at once; the rest unfolds
FIRST = 12


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """A workplace's advice: what was found, what is planned, how it changed."""

    place: enrolment.WorkplaceLine
    assessments: tuple[AssessmentLine, ...]
    change: tuple[Compared, ...]
    found: Found
    plan: tuple[PlanLine, ...]
    record: tuple[RecordLine, ...]
    may_propose: bool
    number: int
    talks: tuple[PlanRecord, ...] = ()

    @property
    def first(self) -> Any:
        return self.found.measures[:FIRST]

    @property
    def more(self) -> Any:
        return self.found.measures[FIRST:]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of the consultation record: advice given, what became of it, why, and who said so."""

    on: dt.date
    number: int
    advice: Text
    cite: Text
    outcome: Text
    reason: Text
    told_to: str
    by: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A file, or a proof of another room: words, its page (empty where that is not to be seen here) and whether it still stands."""

    id: int
    file_id: int | None
    name: str
    caption: str
    by: str
    on: dt.date
    is_picture: bool
    words: Text = NOTHING
    path: str = ""
    is_open: bool = False
    stands: bool = True


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One measure with its evidence, its notes and its history; `steps` are states the actor may move it to."""

    line: PlanLine
    place: enrolment.WorkplaceLine
    evidence: tuple[EvidenceLine, ...]
    notes: tuple[PlanNote, ...]
    history: tuple[StatusChange, ...]
    steps: tuple[str, ...]
    may_keep: bool
    #: trainings and certificates that may still be chosen as evidence
    proofs: tuple[Proof, ...] = ()

    @property
    def from_visits(self) -> list[PlanNote]:
        """What was written about it at visits."""
        return [one for one in self.notes if one.kind == "visit"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One item as the form asks it."""

    item: ChecklistItem
    standing: Standing
    level: str
    note: str
    why: str
    options: tuple[tuple[str, Text, Text], ...]


@dataclass(frozen=True, slots=True)
class AskedPart:
    title: Text
    about: Text
    score: GroupScore
    items: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class ClashLine:
    id: int
    place: Text
    mine: Text
    theirs: Text
    mine_by: str
    theirs_by: str


@dataclass(frozen=True, slots=True)
class ChecklistPage:
    """One checklist, to fill in or to read."""

    id: int
    uuid: UUID
    workplace_id: int
    place: Text
    number: int
    on: dt.date
    status: str
    version: int
    edition: str
    by: str
    total: GroupScore
    parts: tuple[AskedPart, ...]
    clashes: tuple[ClashLine, ...]
    may_fill: bool


def advice_page(*, workplace_id: int, by: Actor) -> AdvicePage:
    """Raises Refused out of reach, Application.DoesNotExist for no such workplace."""
    where = dispatch.workplace_where(workplace_id)
    require(by, Action.advice_see, where)
    place, checks = enrolment.workplace_of(workplace_id), assessments_of(workplace_id)
    return AdvicePage(
        place, checks, change_of(workplace_id), found_at(workplace_id), plan_of(workplace_id), record_of(workplace_id),
        bool(may(by, Action.plan_propose, where)), max((one.number for one in checks), default=1),
        tuple(PlanRecord.objects.filter(workplace_id=workplace_id).select_related("appointment").order_by("number", "id")),
    )  # fmt: skip


def record_of(workplace_id: int) -> tuple[RecordLine, ...]:
    """Measures proposed and what became of them, and free advice, by day. Asks no actor: callers ask for theirs."""
    items = list(PlanItem.objects.filter(workplace_id=workplace_id))
    last = _last_changes(items)
    lines = [_of_item(one, last.get(str(one.pk))) for one in items]
    lines += [_of_advice(one) for one in Advice.objects.filter(workplace_id=workplace_id)]
    return tuple(sorted(lines, key=lambda one: (one.on, one.number, one.advice.ko)))


def _last_changes(items: Sequence[PlanItem]) -> dict[str, StatusChange]:
    keys = [str(one.pk) for one in items]
    return {change.thing_key: change for change in StatusChange.objects.filter(thing_kind="plan_item", thing_key__in=keys).order_by("pk")}


def _of_item(one: PlanItem, change: StatusChange | None) -> RecordLine:
    line = plan_line(one)
    reason = Text(change.reason_ko, change.reason_en) if change else Text("")
    by = f"{one.proposed_by_name} → {change.actor_name}" if change else one.proposed_by_name
    return RecordLine(line.proposed_on, one.number, line.title, line.cite, LIFECYCLES["plan_item"].state(one.status).name, reason, one.owner, by)


def _of_advice(one: Advice) -> RecordLine:
    return RecordLine(one.on, one.number, Text(one.text), Text(""), OUTCOMES[one.outcome], Text(one.reason), one.told_to, one.by_name)


def item_page(*, item_id: int, by: Actor) -> ItemPage:
    """Raises PlanItem.DoesNotExist, or Refused out of reach."""
    item = PlanItem.objects.get(pk=item_id)
    where = item.where()
    require(by, Action.advice_see, where)
    arrows = [one for one in LIFECYCLES["plan_item"].arrows if one.source == item.status]
    there = proofs.of(item.workplace_id)
    evidence = evidence_of(item_id, there)
    chosen = set(item.evidence.exclude(proof="").values_list("proof", flat=True))
    return ItemPage(
        plan_line(item, current()), enrolment.workplace_of(item.workplace_id), evidence, tuple(item.notes.all()),
        tuple(StatusChange.objects.filter(thing_kind="plan_item", thing_key=item.workflow_key())),
        tuple(one.target for one in arrows if may(by, one.action, where)), bool(may(by, Action.plan_keep, where)),
        tuple(one for one in there if one.key not in chosen),
    )  # fmt: skip


def evidence_of(item_id: int, there: Sequence[Proof] = ()) -> tuple[EvidenceLine, ...]:
    rows, known = PlanEvidence.objects.filter(item_id=item_id).select_related("file"), {one.key: one for one in there}
    return tuple(_evidence(one, known.get(one.proof)) for one in rows)


def _evidence(one: PlanEvidence, proof: Proof | None) -> EvidenceLine:
    on = timezone.localtime(one.at).date()
    if one.file is None:
        words, path, is_open = Text(one.words_ko, one.words_en), proof.path if proof else "", proof is not None and proof.is_open
        return EvidenceLine(one.pk, None, one.words_ko, "", one.by_name, on, False, words, path, is_open, proof is not None)
    return EvidenceLine(one.pk, one.file_id, one.file.name, one.caption, one.by_name, on, one.file.media_type.startswith("image/"))


def checklist_page(*, number: UUID, by: Actor) -> ChecklistPage:
    """Raises Assessment.DoesNotExist, or Refused out of reach."""
    one = Assessment.objects.select_related("appointment__workplace", "appointment__consultant__agency", "edition").get(uuid=number)
    where = one.where()
    require(by, Action.advice_see, where)
    place = one.appointment.workplace
    scored = score_of(one, place.workers)
    form, checklist = form_of(one.edition_id), checklist_of(one.edition_id)
    standing = {each.item.key: each.standing for each in scored.items}
    parts = tuple(
        AskedPart(part.title, part.about, total, tuple(_asked(item, standing[item.key], one.values) for item in checklist.items_of(part.key)))
        for part, total in zip(checklist.parts, scored.parts, strict=True)
    )
    rows = AssessmentClash.objects.filter(edit__assessment=one, chosen="").select_related("edit")
    clashes = tuple(
        ClashLine(each.pk, place_words(form, (each.field,)), value_words(form, (each.field,), each.mine), value_words(form, (each.field,), each.theirs),
                  each.edit.by_name, each.theirs_by) for each in rows
    )  # fmt: skip
    return ChecklistPage(
        one.pk, one.uuid, one.workplace_id, Text(f"{place.number} {place.name}", f"{place.number} {place.name}"), one.number, one.held_on,
        one.status, one.version, f"{one.edition.pack_id} {one.edition.version}", one.author_name, scored.total, parts, clashes,
        one.status == "open" and bool(may(by, Action.checklist_record, where)),
    )  # fmt: skip


def _asked(item: ChecklistItem, standing: Standing, values: dict[str, Any]) -> Asked:
    options = tuple((str(level), name, what) for level, (name, what) in enumerate(zip(LEVELS, item.levels, strict=True)))
    return Asked(item, standing, str(values.get(item.key) or ""), values.get(note_key(item.key)) or "", values.get(why_key(item.key)) or "", options)



@dataclass(frozen=True, slots=True)
class LinkPage:
    """What the workplace reads by its link: its plan, what is asked of it first."""

    place: enrolment.WorkplaceLine
    proposed: tuple[PlanLine, ...]
    going: tuple[PlanLine, ...]
    over: tuple[PlanLine, ...]
    change: tuple[Compared, ...]


def link_page(*, workplace_id: int, by: Actor) -> LinkPage:
    """Raises Refused out of reach."""
    require(by, Action.advice_see, dispatch.workplace_where(workplace_id))
    plan = plan_of(workplace_id)
    going = sorted((one for one in plan if one.status in ("agreed", "doing")), key=lambda one: (one.due_on or dt.date.max, one.id))
    return LinkPage(
        enrolment.workplace_of(workplace_id), tuple(one for one in plan if one.status == "proposed"), tuple(going),
        tuple(one for one in plan if one.status not in ("proposed", "agreed", "doing")), change_of(workplace_id),
    )  # fmt: skip
