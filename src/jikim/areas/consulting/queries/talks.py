"""What a talk about the plan is made of: the plan as it stands, the measures recommended beside it, the form of both. Asks no actor: callers do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jikim.areas.consulting.models import PlanItem
from jikim.areas.consulting.queries.advice import found_at
from jikim.areas.consulting.queries.plan import plan_line
from jikim.rules.consulting.plan_form import (
    MADE_FROM,
    MOST_OFFERED,
    Offered,
    Planned,
    answer_about,
    item_key,
    mark_of,
    named_in,
    offer_key,
    plan_form,
    problems_of,
)
from jikim.rules.library import Measure
from jikim.rules.visiting import Problem, VisitForm, check_values, read_out
from jikim.rules.words import NOTHING, Text, day_said
from jikim.rules.workflow import LIFECYCLES
from jikim.shared.clock import today
from jikim.shared.library.overlay import current

#: second visit and follow-up: at the first the checklist is only being filled in
NUMBERS = (2, 3)
LIVE = ("proposed", "refused", "agreed", "doing", "done")


@dataclass(frozen=True)
class Talk:
    """Everything one talk is about: the form, and behind its keys the plan's measures and those offered."""

    form: VisitForm
    items: Mapping[str, PlanItem]
    planned: Mapping[str, Planned]
    offered: Mapping[str, Offered]
    number: int

    def marks(self) -> dict[str, str]:
        return {key: one.mark for key, one in self.planned.items() if not key.startswith("add-")}

    def shown(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as they travel: an answered measure keeps the mark it was answered from, every other one has its own of now."""
        held = values.get(MADE_FROM) or {}
        kept = {key: held[key] for key in held if answer_about(key, values) is not None}
        return {**values, MADE_FROM: self.marks() | kept}

    def problems(self, values: Mapping[str, Any], *, closing: bool) -> tuple[Problem, ...]:
        """What is wrong; when `closing` also what is missing, and what cannot be put into the plan."""
        seen = {key: value for key, value in values.items() if key != MADE_FROM}
        mine = problems_of(self.planned, self.offered, values, day=today()) if closing else ()
        named = {one.field for one in mine}
        return (*(one for one in check_values(self.form, seen, visit=self.number, closing=closing) if one.field not in named), *mine)

    def said(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The answers in words, part by part, to keep with a finished talk."""
        asked = {field.key for field in self.form.fields_at(self.number) if field.asked(values)}
        seen = {key: value for key, value in values.items() if key in asked}
        return [
            {"title": _both(part.title), "answers": [{"label": _both(one.label), "text": _both(one.text)} for one in part.answers]}
            for part in read_out(self.form, seen, visit=self.number)
        ]  # fmt: skip


def talk_at(workplace_id: int, number: int, values: Mapping[str, Any], *, finished: bool = False, lock: bool = False) -> Talk:
    """The talk as its form asks it now. A finished one names only what was said; `lock` holds the plan's rows until the transaction ends."""
    rows = PlanItem.objects.filter(workplace_id=workplace_id)
    there = list(rows.select_for_update() if lock else rows)
    named = named_in(values)
    items = {item_key(one.pk): one for one in there if item_key(one.pk) in named or (one.status in LIVE and not finished)}
    taken = {offer_key(one.measure_key): one for one in there if one.status != "dropped"}
    items |= {key: taken[key] for key in named if key in taken}
    planned = {key: _planned(key, one) for key, one in items.items()}
    offered = {one.key: one for one in _offered(workplace_id, (key for key in named if key not in taken), finished)}
    form = plan_form(list(planned.values()), list(offered.values()), values, finished=finished)
    return Talk(form, items, planned, offered, number)


def _planned(key: str, one: PlanItem) -> Planned:
    state = LIFECYCLES["plan_item"].state(one.status).name
    due = day_said(one.due_on) if one.due_on else NOTHING
    stands = Text(*(" · ".join(part for part in (state.say(tongue), one.owner, due.say(tongue), one.progress) if part) for tongue in ("ko", "en")))
    return Planned(
        key, one.title, one.status, mark_of(one.version, one.status), stands, one.owner, one.due_on, one.evidence_wanted, one.progress,
        plan_line(one).cite,
    )  # fmt: skip


def _offered(workplace_id: int, named: Iterable[str], finished: bool) -> Iterable[Offered]:
    found: dict[str, Offered] = {}
    wanted, library = set(named), current().measures
    for one in () if finished else found_at(workplace_id).measures:
        key = offer_key(one.measure.key)
        if len(found) < MOST_OFFERED or key in wanted:
            why = [each.text for each in one.why[:3]]
            found[key] = _offer(one.measure, Text(" / ".join(each.ko for each in why), " / ".join(each.say("en") for each in why)))
    for key in wanted - set(found):
        measure = library.get(key.removeprefix("add-"))
        if key.startswith("add-") and measure is not None:
            found[key] = _offer(measure, NOTHING)
    return found.values()


def _offer(measure: Measure, why: Text) -> Offered:
    return Offered(offer_key(measure.key), measure.title, why, today() + dt.timedelta(days=measure.time.days))


def _both(text: Text) -> dict[str, str]:
    return {"ko": text.ko, "en": text.say("en")}
