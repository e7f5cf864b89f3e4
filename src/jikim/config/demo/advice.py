"""The model season's advice so far: a checklist for every first and third visit that was held, and plans in every state.

Plays whatever visits there are, through the same public functions a click calls. The same seed writes the same plans.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction

from jikim.areas.consulting import public as consulting
from jikim.areas.dispatch import public as dispatch
from jikim.config.demo import dates
from jikim.rules.access import Actor
from jikim.rules.consulting.plan_form import MADE_FROM, MET, item_key, mark_of, part_key
from jikim.rules.words import Text
from jikim.shared.clock import rehearsing

_BATCH = 40
#: measures proposed to a workplace
MOST = 4
#: after so many workplaces only every fourth one's plan has moved on since: a thousand would take minutes
CARRIED = 100
_OWNERS = ("고객지원팀장", "안전보건 담당자", "총무팀장", "현장 책임자", "점장")
_DOING = ("초안을 만들어 직원들과 함께 보고 있습니다.", "견적을 두 곳에서 받았습니다.", "한 부서에서 먼저 해 보고 있습니다.", "문구를 정하고 인쇄를 맡겼습니다.")
_NO = Text("올해 예산에 넣지 못했습니다. 내년 계획에 다시 올리겠습니다.", "It is not in this year's budget. We will bring it up again next year.")
_NOT_YET = Text("한 곳에만 붙어 있습니다. 나머지 자리도 마저 해 주십시오.", "It hangs in one place only. Please finish the others.")
_DROPPED = Text("매장을 옮기게 되어 이 조치는 하지 않습니다.", "The shop is moving, so this measure is given up.")
_ADVICE = (
    ("전화를 끊어도 된다는 기준을 팀장이 직접 직원들에게 말해 주십시오.", "taken", ""), ("창구 사이 간격을 넓히십시오.", "refused", "건물 구조 때문에 어렵습니다."),
    ("폭언 뒤 쉬는 시간을 근무표에 넣으십시오.", "later", ""),
)  # fmt: skip
#: of the second visits held every so many has its talk about the plan, and at most so many of them all
TALK_EVERY, MOST_TALKS = 6, 12
_SEEN = {"done": "게시한 자리와 바뀐 근무표를 함께 보았습니다.", "agreed": "담당자가 정해졌고 아직 시작하지 않았습니다.", "doing": "초안을 보았습니다. 직원 의견을 받는 중입니다."}
#: how far a workplace's measures have got, in turn
_FATES = ("verified", "done", "doing", "agreed", "proposed", "late", "refused", "back", "dropped", "doing")


@dataclass(frozen=True, slots=True)
class Played:
    """How many checklists, measures and talks about a plan were written."""

    checklists: int
    measures: int
    talks: int


def play_advice(*, season_id: int, rng: np.random.Generator, by: Actor, progress: Callable[[float], None] = lambda _share: None) -> Played:
    """Checklists of visits held, plans of those workplaces; one checklist of the day the season is looked at half done."""
    held = [line for line in dispatch.appointments(season_id=season_id, until=dates.REHEARSED_ON, statuses=("held",)) if line.number in (1, 3)]
    keys = [item.key for item in consulting.checklist_today().items]
    checklists = measures = 0
    for start in range(0, len(held), _BATCH):
        with transaction.atomic():
            for n, line in enumerate(held[start : start + _BATCH], start):
                checklists += 1
                with rehearsing(line.on):
                    _fill(line, keys, rng, by)
                    measures += _plan(line, n, rng, by) if line.number == 1 else 0
        progress(min(len(held), start + _BATCH) / max(1, len(held)))
    _half_filled(season_id, keys, by)
    return Played(checklists, measures, _talks(season_id, rng, by))


def _fill(line: dispatch.AppointmentLine, keys: Sequence[str], rng: np.random.Generator, by: Actor) -> None:
    writer = Actor(by.key, line.consultant_name, by.grants)
    better = 0.0 if line.number == 1 else 0.9
    levels = np.clip(rng.normal(1.2 + better, 0.9, size=len(keys)).round(), 0, 3).astype(int)
    values = {key: str(level) for key, level in zip(keys, levels, strict=True)}
    values[f"{keys[0]}--note"] = "게시한 자리를 함께 돌아보았습니다."
    one = consulting.open_assessment(appointment_id=line.id, by=writer)
    consulting.save_levels(assessment_id=one.pk, edit_uuid=uuid.UUID(bytes=rng.bytes(16), version=4), base_version=0, values=values, by=writer, source="device")
    missing = consulting.close_assessment(assessment_id=one.pk, by=writer)
    if missing:
        raise RuntimeError(f"a made-up checklist cannot be closed: {missing[0].field} {missing[0].reason.en}")


def _talks(season_id: int, rng: np.random.Generator, by: Actor) -> int:
    """At some second visits the plan was agreed and looked at, and the talk finished."""
    held = [line for line in dispatch.appointments(season_id=season_id, until=dates.REHEARSED_ON, statuses=("held",)) if line.number == 2]
    chosen = held[:: TALK_EVERY][:MOST_TALKS]
    for line in chosen:
        with rehearsing(line.on), transaction.atomic():
            writer = Actor(by.key, line.consultant_name, by.grants)
            one = consulting.open_talk(appointment_id=line.id, by=writer)
            consulting.save_talk(record_id=one.pk, edit_uuid=uuid.UUID(bytes=rng.bytes(16), version=4), base_version=0, values=_said_at(line, rng), by=writer, source="device")
            problems = consulting.close_talk(record_id=one.pk, by=writer)
            if problems:
                raise RuntimeError(f"a made-up talk cannot be finished: {problems[0].field} {problems[0].reason.en}")
    return len(chosen)


def _said_at(line: dispatch.AppointmentLine, rng: np.random.Generator) -> dict[str, object]:
    """What was agreed and seen, measure by measure, from the plan as it stood."""
    marks: dict[str, str] = {}
    values: dict[str, object] = {MET: str(rng.choice(_OWNERS)), MADE_FROM: marks}
    for item in consulting.plan_of(workplace_id=line.workplace_id):
        key = item_key(item.id)
        marks[key] = mark_of(item.version, item.status)
        if item.status == "proposed":
            due = line.on + dt.timedelta(days=45)
            values |= {part_key(key, "agree"): "agreed", part_key(key, "owner"): str(rng.choice(_OWNERS)), part_key(key, "due"): due.isoformat()}
        elif item.status in _SEEN:
            values |= {part_key(key, "check"): "verified" if item.status == "done" else "not_yet", part_key(key, "seen"): _SEEN[item.status]}
    return values


def _half_filled(season_id: int, keys: Sequence[str], by: Actor) -> None:
    """One of that day's, as far as the consultant has got."""
    for line in dispatch.appointments(season_id=season_id, since=dates.REHEARSED_ON, until=dates.REHEARSED_ON):
        if line.number in (1, 3) and line.status in ("planned", "proposed", "confirmed"):
            with rehearsing(line.on):
                writer = Actor(by.key, line.consultant_name, by.grants)
                one = consulting.open_assessment(appointment_id=line.id, by=writer)
                consulting.save_levels(assessment_id=one.pk, edit_uuid=uuid.uuid5(one.uuid, "demo"), base_version=0,
                                       values=dict.fromkeys(keys[:9], "1"), by=writer, source="device")  # fmt: skip
            return


def _plan(line: dispatch.AppointmentLine, turn: int, rng: np.random.Generator, by: Actor) -> int:
    """The best measures proposed at the visit; what became of them since, up to the day the season is looked at."""
    writer, manager = Actor(by.key, line.consultant_name, by.grants), Actor(by.key, line.contact_name or "사업장 담당자", by.grants)
    best = [one.measure.key for one in consulting.found_at(line.workplace_id).measures[:MOST]]
    items = consulting.propose_measures(workplace_id=line.workplace_id, number=1, keys=best, by=writer)
    for n, item in enumerate(items) if turn < CARRIED or turn % 4 == 0 else ():
        _carry(item.pk, _FATES[(turn + n) % len(_FATES)], line, rng, writer, manager)
    if turn % 3 == 0:
        text, outcome, reason = _ADVICE[(turn // 3) % len(_ADVICE)]
        consulting.record_advice(workplace_id=line.workplace_id, advice_uuid=uuid.UUID(bytes=rng.bytes(16), version=4), by=writer, values={
            "number": 1, "on": line.on, "text": text, "told_to": str(rng.choice(_OWNERS)), "outcome": outcome, "reason": reason,
        })  # fmt: skip
    return len(items)


def _carry(item_id: int, fate: str, line: dispatch.AppointmentLine, rng: np.random.Generator, writer: Actor, manager: Actor) -> None:
    if fate == "proposed":
        return
    if fate == "refused":
        consulting.move_item(item_id=item_id, to="refused", by=manager, reason=_NO)
        return
    due = max(line.on, dates.REHEARSED_ON - dt.timedelta(days=5)) if fate == "late" else dates.REHEARSED_ON + dt.timedelta(days=int(rng.integers(10, 60)))
    consulting.agree_item(item_id=item_id, version=1, values={"owner": str(rng.choice(_OWNERS)), "due_on": due}, by=manager)
    if fate == "agreed":
        return
    if fate == "dropped":
        consulting.move_item(item_id=item_id, to="dropped", by=manager, reason=_DROPPED)
        return
    consulting.move_item(item_id=item_id, to="doing", by=manager)
    consulting.change_item(item_id=item_id, version=2, values={"progress": str(rng.choice(_DOING))}, by=manager)
    if fate in ("done", "verified", "back"):
        consulting.move_item(item_id=item_id, to="done", by=manager)
    if fate == "verified":
        consulting.move_item(item_id=item_id, to="verified", by=writer)
    elif fate == "back":
        consulting.move_item(item_id=item_id, to="doing", by=writer, reason=_NOT_YET)
