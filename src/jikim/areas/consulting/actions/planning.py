"""The improvement plan: measures proposed from the findings, agreed or refused by the workplace, carried on, verified or given up.

A measure stays as it was in the library when it was proposed. Nobody's change is overwritten: an older version is refused with both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction

from jikim.areas.consulting.models import PlanItem, PlanNote
from jikim.areas.consulting.queries.advice import found_at
from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor
from jikim.rules.consulting import Recommended
from jikim.rules.library import Measure
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import now, today
from jikim.shared.library.holders import note_holding
from jikim.shared.library.overlay import current
from jikim.shared.turns import turn
from jikim.shared.workflow import move

#: what of an item people write themselves
FIELDS = ("owner", "due_on", "evidence_wanted", "progress")
CLOSED = ("verified", "dropped")
#: whose step each is; the arrows say from where
KEEP, PROPOSE, VERIFY = Action.plan_keep, Action.plan_propose, Action.plan_verify

_STALE = Text("다른 사람이 먼저 고쳤습니다. 지금 저장된 내용과 적으신 내용을 나란히 보고 다시 저장해 주십시오. 적으신 내용은 아래에 그대로 있습니다.",
              "Somebody was faster. Look at what is kept now and at what you wrote, then save again; yours is still below.")  # fmt: skip
_NO_MEASURE = Text("자료실에 없는 조치입니다.", "The library has no such measure.")
_OVER = Text("이미 끝난 조치라 고칠 수 없습니다.", "This measure is finished and cannot be changed.")
_OWNER = Text("맡을 사람을 적어 주십시오.", "Please say who is in charge.")
_DUE = Text("언제까지 할지 적어 주십시오.", "Please say by when.")
_PAST = Text("지난 날짜입니다. 앞으로의 날짜를 적어 주십시오.", "This day has passed. Please give a day to come.")


class Stale(Conflict):
    """Made from an older version. `item` is what is kept now."""

    def __init__(self, item: PlanItem) -> None:
        super().__init__(_STALE)
        self.item = item


def propose_measures(*, workplace_id: int, number: int, keys: Sequence[str], by: Actor) -> list[PlanItem]:
    """Put measures into the workplace's plan as proposals, in the order of the ranking. One already there stays as it is."""
    require(by, PROPOSE, dispatch.workplace_where(workplace_id))
    found = found_at(workplace_id)
    ranked = {one.measure.key: one for one in found.measures}
    library, season_id = current(), enrolment.workplace_of(workplace_id).season_id
    if unknown := [key for key in keys if key not in library.measures]:
        raise Invalid({"measures": Text(f"{_NO_MEASURE.ko} ({', '.join(unknown)})", f"{_NO_MEASURE.en} ({', '.join(unknown)})")})
    made = []
    with measures_of(workplace_id):
        there = set(PlanItem.objects.filter(workplace_id=workplace_id).exclude(status="dropped").values_list("measure_key", flat=True))
        for key in dict.fromkeys(keys):
            if key not in there:
                made.append(_new(library.measures[key], ranked.get(key), workplace_id, season_id, number, by))
        if made:
            audit.record(by, "plan_item.proposed", "workplace", workplace_id, measures=[one.measure_key for one in made])
    return made


def measures_of(workplace_id: int) -> AbstractContextManager[None]:
    """The turn of whoever decides which measures a workplace's plan has. Taken before any row of the plan is held."""
    return turn("improvement plan", workplace_id)


def _new(measure: Measure, ranked: Recommended | None, workplace_id: int, season_id: int, number: int, by: Actor) -> PlanItem:
    said = measure.done
    return PlanItem.objects.create(
        workplace_id=workplace_id, season_id=season_id, number=number, measure_key=measure.key, measure_version=measure.origin.version,
        title_ko=measure.title.ko, title_en=measure.title.en, body=_body(measure), tier=ranked.tier if ranked else 2,
        place=ranked.place if ranked else 999,
        why=[{"kind": one.kind.value, "text": _said(one.text), "cite": _said(one.cite)} for one in (ranked.why if ranked else ())],
        due_on=today() + dt.timedelta(days=measure.time.days), evidence_wanted=said.ko, status="proposed", status_since=now(),
        proposed_by_key=by.key, proposed_by_name=by.name[:120], proposed_at=now(),
    )  # fmt: skip


def _body(one: Measure) -> dict[str, Any]:
    return {
        "what": _said(one.what), "steps": [_said(step) for step in one.steps], "done": _said(one.done), "effect": _said(one.effect), "elsewhere": _said(one.elsewhere),
        "level": one.level.value, "effort": one.effort.value, "time": one.time.value, "cost": one.cost.value,
    }  # fmt: skip


def _said(text: Text) -> dict[str, str]:
    return {"ko": text.ko, "en": text.say("en")}


def change_item(*, item_id: int, version: int, values: Mapping[str, Any], by: Actor) -> PlanItem:
    """Write owner, day, evidence wanted or progress. The same again changes nothing; from an older version raises Stale."""
    with transaction.atomic():
        item = _locked(item_id)
        require(by, KEEP, item.where())
        return _change(item, version, {key: values[key] for key in FIELDS if key in values}, by)


def agree_item(*, item_id: int, version: int, values: Mapping[str, Any], by: Actor) -> PlanItem:
    """The workplace will do it: who, and by when. Agreed twice is agreed once."""
    with transaction.atomic():
        item = _locked(item_id)
        require(by, KEEP, item.where())
        if item.status == "agreed" and all(getattr(item, key) == values[key] for key in FIELDS if key in values):
            return item
        owner, due_on = values.get("owner", item.owner), values.get("due_on", item.due_on)
        wrong = {} if owner else {"owner": _OWNER}
        wrong |= {"due_on": _DUE} if due_on is None else {"due_on": _PAST} if due_on < today() else {}
        if wrong:
            raise Invalid(wrong)
        _change(item, version, {key: values[key] for key in FIELDS if key in values}, by)
        move(item, "agreed", by=by)
        note_plan(item.workplace_id)
    return item


def move_item(*, item_id: int, to: str, by: Actor, reason: Text = NOTHING) -> PlanItem:
    """Start, finish, refuse, drop, verify or send back. There already: nothing happens."""
    with transaction.atomic():
        item = _locked(item_id)
        if item.status == to:
            require(by, Action.advice_see, item.where())
            return item
        move(item, to, by=by, reason=reason)
        if to == "doing" and item.reminded_on is not None:
            item.reminded_on = None
            item.save(update_fields=["reminded_on"])
    return item


def note_plan(workplace_id: int) -> None:
    """The workplace now holds a plan made of these versions, so that an edit of the library finds it."""
    rows = PlanItem.objects.filter(workplace_id=workplace_id, status__in=("agreed", "doing", "done", "verified"))
    entries = {("measure", key): version for key, version in rows.values_list("measure_key", "measure_version")}
    if entries:
        note_holding(document="improvement-plan", holder_kind="workplace", holder_key=str(workplace_id), entries=entries, on=today())


def _change(item: PlanItem, version: int, values: Mapping[str, Any], by: Actor) -> PlanItem:
    changed = {key: value for key, value in values.items() if getattr(item, key) != value}
    if not changed:
        return item
    if item.status in CLOSED:
        raise Conflict(_OVER)
    if version != item.version:
        raise Stale(item)
    before = {key: _plain(getattr(item, key)) for key in changed}
    for key, value in changed.items():
        setattr(item, key, value)
    item.version += 1
    item.save(update_fields=[*changed, "version"])
    kind, text = ("progress", changed["progress"]) if "progress" in changed else ("changed", "")
    PlanNote.objects.create(item=item, kind=kind, text=text, before=before, by_key=by.key, by_name=by.name[:120], at=now())
    audit.record(by, "plan_item.changed", "plan_item", item.pk, fields=sorted(changed))
    return item


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _locked(item_id: int) -> PlanItem:
    return PlanItem.objects.select_for_update().get(pk=item_id)
