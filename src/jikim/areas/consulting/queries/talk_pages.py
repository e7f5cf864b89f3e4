"""The talk about the plan as its page shows it, and the talks a consultant has to write."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jikim.areas.consulting.models import PlanItem, PlanRecord, PlanRecordClash
from jikim.areas.consulting.queries.lists import DAYS_AHEAD
from jikim.areas.consulting.queries.pages import ClashLine
from jikim.areas.consulting.queries.talks import NUMBERS, talk_at
from jikim.areas.dispatch import public as dispatch
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.consulting.plan_form import MADE_FROM
from jikim.rules.visiting import Field, place_words, value_words
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.clock import today

ALIVE = ("planned", "proposed", "confirmed", "held")


@dataclass(frozen=True, slots=True)
class AskedField:
    """One question of the form with what stands in it. `when`: the answers to the question before that make it asked."""

    field: Field
    value: str
    when: Text | None


@dataclass(frozen=True, slots=True)
class AskedSection:
    key: str
    title: Text
    fields: tuple[AskedField, ...]
    is_stale: bool

    @property
    def has_answers(self) -> bool:
        return any(one.value for one in self.fields)


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A part of a finished talk, in the words it had then."""

    title: Text
    answers: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class TalkPage:
    """One talk, to write or to read. `marks`: from which state of the plan this page was made."""

    id: int
    uuid: UUID
    workplace_id: int
    place: Text
    number: int
    on: dt.date
    status: str
    version: int
    by: str
    sections: tuple[AskedSection, ...]
    said: tuple[SaidPart, ...]
    clashes: tuple[ClashLine, ...]
    may_fill: bool
    is_gone: bool
    marks: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DueTalk:
    """A second or third visit at which the plan is to be talked about, or a talk that was begun and not finished."""

    appointment_id: int
    place: Text
    visit: Text
    on: dt.date
    uuid: UUID | None


def talk_page(*, number: UUID, by: Actor) -> TalkPage:
    """Raises PlanRecord.DoesNotExist, or Refused out of reach."""
    one = PlanRecord.objects.select_related("appointment__workplace", "appointment__consultant__agency").get(uuid=number)
    where = one.where()
    require(by, Action.advice_see, where)
    place, is_open = one.appointment.workplace, one.status == "open"
    talk = talk_at(one.workplace_id, one.number, one.values, finished=not is_open)
    rows = PlanRecordClash.objects.filter(edit__record=one, chosen="").select_related("edit")
    clashes = tuple(
        ClashLine(each.pk, place_words(talk.form, (each.field,)), value_words(talk.form, (each.field,), each.mine),
                  value_words(talk.form, (each.field,), each.theirs), each.edit.by_name, each.theirs_by) for each in rows
    )  # fmt: skip
    sections = tuple(
        AskedSection(section.key, section.title, tuple(_asked(each, talk.form, one.values) for each in section.fields),
                     any(each.key.endswith("--over") for each in section.fields))
        for section in talk.form.sections
    )  # fmt: skip
    said = tuple(SaidPart(_text(part["title"]), tuple((_text(each["label"]), _text(each["text"])) for each in part["answers"])) for part in one.said)
    return TalkPage(
        one.pk, one.uuid, one.workplace_id, Text(f"{place.number} {place.name}", f"{place.number} {place.name}"), one.number, one.appointment.on,
        one.status, one.version, one.author_name, sections, said, clashes, is_open and bool(may(by, Action.plan_propose, where)),
        one.appointment.status not in ALIVE, json.dumps(talk.shown(one.values)[MADE_FROM]), one.values,
    )  # fmt: skip


def _asked(field: Field, form: Any, values: dict[str, Any]) -> AskedField:
    when = None
    if field.asked_if:
        options = {option.value: option.label for option in form.field(field.asked_if.field).options}
        named = [options[value] for value in field.asked_if.among if value in options]
        when = Text(", ".join(one.ko for one in named), ", ".join(one.say("en") for one in named))
    value = values.get(field.key)
    return AskedField(field, value if isinstance(value, str) else "", when)


def due_talks(*, season_id: int, by: Actor) -> list[DueTalk]:
    """The actor's own second and third visits from a week ago to a week ahead whose workplace has a plan, and talks not finished; latest first."""
    lines = [
        line for key in sorted(by.keys(Role.CONSULTANT))
        for line in dispatch.appointments(season_id=season_id, consultant_key=key, until=today() + DAYS_AHEAD, statuses=ALIVE)
        if line.number in NUMBERS
    ]  # fmt: skip
    there = {one.appointment_id: one for one in PlanRecord.objects.filter(appointment_id__in=[line.id for line in lines])}
    planned = set(
        PlanItem.objects.filter(workplace_id__in={line.workplace_id for line in lines}).exclude(status__in=("verified", "dropped"))
        .values_list("workplace_id", flat=True)
    )  # fmt: skip
    found = []
    for line in lines:
        one = there.get(line.id)
        if one.status == "open" if one else line.workplace_id in planned and line.last >= today() - DAYS_AHEAD:
            found.append(DueTalk(line.id, line.place, line.visit_name, line.on, one.uuid if one else None))
    return sorted(found, key=lambda each: (each.on, each.appointment_id), reverse=True)


def unfinished_talks(by: Actor) -> int:
    """Talks the actor began and has not finished, of visits that were not cancelled."""
    return PlanRecord.objects.filter(author_key=by.key, status="open", appointment__status__in=ALIVE).count()


def _text(said: dict[str, str]) -> Text:
    return Text(said["ko"], said["en"])
