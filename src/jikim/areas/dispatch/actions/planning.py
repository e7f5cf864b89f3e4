"""A season's plan: started, worked out by a job, compared with what-ifs, accepted or discarded.

The solver runs outside any transaction; what it found is written in one, if the draft is still wanted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from jikim.areas.dispatch.actions.applying import apply_lines, hold_appointments
from jikim.areas.dispatch.actions.appointments import dates_of
from jikim.areas.dispatch.models import Plan, PlanLeft, PlanLine, WhatIf
from jikim.areas.dispatch.models.appointments import written_days
from jikim.areas.dispatch.queries.figures import figures, talk_demand
from jikim.areas.dispatch.queries.plans import STEPS
from jikim.areas.dispatch.queries.question import (
    GIVE_PLACE,
    NO_PLACE,
    WITHOUT_PLACE,
    Changed,
    Question,
    question,
)
from jikim.areas.dispatch.queries.start_months import months_drawn
from jikim.areas.dispatch.queries.terms import first_day, terms_of
from jikim.areas.enrolment import public as enrolment
from jikim.rules import dispatching as rules
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.jobs import after_commit, task
from jikim.shared.workflow import move

_AT_WORK = Text("{name} 님이 {at}에 시작한 계획안을 만드는 중입니다. 끝난 뒤 다시 시도하거나 그 계획안을 폐기해 주십시오.",
                "{name} started a draft at {at} and it is still being worked out. Wait for it, or discard it first.")  # fmt: skip
_OVER = Text("사업 기간이 끝나 새 계획을 만들 수 없습니다.", "The season is over: no new plan can be made.")
_NOBODY = Text("선정된 사업장이 없습니다. 먼저 선정을 결정해 주십시오.", "No workplace is enrolled yet. Decide enrolment first.")
_NO_ONE_TO_SEND = Text("승인된 컨설턴트가 없습니다. 수행기관과 컨설턴트를 먼저 등록해 주십시오.",
                       "There is no approved consultant. Record agencies and consultants first.")  # fmt: skip
_NOT_DRAWN = Text("이 사업은 1차 방문 월을 추첨으로 정합니다. 먼저 ‘시작 월 추첨’에서 추첨해 주십시오.",
                  "This season draws the month of first visits. Please hold the draw under “Months of start” first.")  # fmt: skip
_REPLACED = Text("새 계획안을 만들어 폐기했습니다.", "Discarded for a new draft.")
_NOT_READY = Text("아직 만들고 있는 계획안입니다.", "This draft is still being worked out.")
_STALE = Text(
    "계획안을 만든 뒤 사업장, 컨설턴트 또는 확정된 일정이 바뀌었습니다. 계획안을 다시 만들어 주십시오.",
    "Workplaces, consultants or confirmed dates have changed since this draft was made. Please make it again.",
)
_FAILED = Text("계산 중 오류가 나서 계획안을 만들지 못했습니다. 다시 시도하고, 되풀이되면 운영 담당자에게 알려 주십시오.",
               "The plan could not be worked out. Try again; if it happens again, tell the operator.")  # fmt: skip
_BROKEN = Text("계산한 계획이 규칙을 어겨 쓰지 않았습니다: {where}", "The plan broke a rule and was not kept: {where}")


def start_plan(*, season_id: int, by: Actor, seed: int = 1, queue: bool = True) -> Plan:
    """Ask for a draft; a job works it out. A draft that is ready gives way. Raises Conflict while another is being worked out."""
    require(by, Action.plan_make)
    _require_ready(season_id)
    with dates_of(season_id):
        for draft in Plan.objects.select_for_update().filter(season_id=season_id, status="draft"):
            if draft.is_at_work:
                raise Conflict(_AT_WORK.fill(name=draft.asked_by_name, at=f"{draft.asked_at:%H:%M}"))
            _empty(draft, by, _REPLACED)
        plan = Plan.objects.create(
            season_id=season_id, status="draft", status_since=now(), seed=seed, terms=terms_of(season_id).as_json(),
            asked_by_key=by.key, asked_by_name=by.name[:120], asked_at=now(),
        )  # fmt: skip
        audit.record(by, "plan.asked", "plan", plan.pk, seed=seed)
        if queue:
            after_commit(work_out_plan, plan.pk)
    return plan


def make_plan(*, season_id: int, by: Actor, seed: int = 1, told: Callable[[Text], None] = lambda _step: None) -> Plan:
    """Ask for a draft and work it out at once, in this process, telling each step. For the console and the model season."""
    plan = start_plan(season_id=season_id, by=by, seed=seed, queue=False)
    _work_out(plan.pk, told)
    plan.refresh_from_db()
    return plan


@task
def work_out_plan(plan_id: int) -> None:
    """The job. Run twice it does no harm: a draft that is ready or discarded is left alone."""
    _work_out(plan_id)


def _work_out(plan_id: int, told: Callable[[Text], None] = lambda _step: None) -> None:
    plan = Plan.objects.get(pk=plan_id)
    if plan.status != "draft" or not plan.is_at_work:
        return
    began = time.monotonic()
    _step(plan, "reading", told)
    try:
        asked = question(season_id=plan.season_id, changed=Changed(not_before=first_day(plan.season_id)))
        _step(plan, "solving", told)
        result = rules.solve(asked.model, seed=plan.seed)
        _step(plan, "checking", told)
        broken = rules.check(asked.model, result.visits)
    except Exception:
        _fail(plan, _FAILED)
        raise
    if broken:
        _fail(plan, _BROKEN.fill(where="; ".join(one.where.ko for one in broken[:3])))
        return
    _write(plan, asked, result, time.monotonic() - began)


def accept_plan(*, plan_id: int, by: Actor) -> Plan:
    """Put a draft in force: its visits become appointments, the plan before it is replaced, what is confirmed stays."""
    require(by, Action.plan_make)
    season_id = Plan.objects.values_list("season_id", flat=True).get(pk=plan_id)
    with transaction.atomic():
        enrolment.lock_season(season_id)
        with dates_of(season_id):
            return _accept(plan_id, by)


def _accept(plan_id: int, by: Actor) -> Plan:
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.status == "draft":
        if plan.work != "done":
            raise Conflict(_NOT_READY)
        hold_appointments(plan.season_id)  # what is confirmed from here on is confirmed after the new plan
        if plan.made_from != _digest(plan.season_id):
            raise Conflict(_STALE)
    for old in Plan.objects.select_for_update().filter(season_id=plan.season_id, status="accepted"):
        move(old, "replaced", by=by)
    if plan.status == "draft":
        apply_lines(plan, by=by)
    move(plan, "accepted", by=by)
    return plan


def discard_plan(*, plan_id: int, by: Actor) -> Plan:
    """Throw a draft away, worked out or not; its figures stay for the record."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        _empty(plan, by, Text("", ""))
    return plan


def ask_what_if(*, plan_id: int, asked: Mapping[str, Any], by: Actor, queue: bool = True) -> WhatIf:
    """Ask what the figures would be under one other setting. Touches neither the draft nor the season."""
    require(by, Action.plan_make)
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=plan_id)
        if plan.status != "draft" or plan.work != "done":
            raise Conflict(Text("완성된 계획안에만 물어볼 수 있습니다.", "Only a finished draft can be asked."))
        busy = plan.what_ifs.filter(work__in=("waiting", "running")).first()
        if busy is not None:
            raise Conflict(_AT_WORK.fill(name=busy.asked_by_name, at=f"{busy.asked_at:%H:%M}"))
        made = WhatIf.objects.create(
            plan=plan, asked=dict(asked), asked_by_key=by.key, asked_by_name=by.name[:120], asked_at=now()
        )
        if queue:
            after_commit(work_out_what_if, made.pk)
    return made


@task
def work_out_what_if(what_if_id: int) -> None:
    """The job of a what-if."""
    one = WhatIf.objects.select_related("plan").get(pk=what_if_id)
    if not one.is_at_work:
        return
    began = time.monotonic()
    _step(one, "solving")
    try:
        asked = question(season_id=one.plan.season_id, changed=_changed(one))
        result = rules.solve(asked.model, seed=one.plan.seed)
    except Exception:
        _fail(one, _FAILED)
        raise
    one.figures = figures(asked.model, result, seconds=time.monotonic() - began, left=len(result.left) + len(asked.homeless))
    one.work, one.step, one.done_at = "done", "", now()
    one.save(update_fields=["figures", "work", "step", "done_at"])


def _changed(one: WhatIf) -> Changed:
    said = one.asked
    regions = {int(said["agency"]): frozenset({str(said["region"])})} if said.get("agency") and said.get("region") else {}
    days = {int(said["consultant"]): int(said["days"])} if said.get("consultant") else {}
    return Changed(
        target=said.get("target"), fair_share_times=said.get("fair_share_times"), regions=regions, days=days,
        not_before=first_day(one.plan.season_id),
    )  # fmt: skip


def _require_ready(season_id: int) -> None:
    season = enrolment.the_season(season_id)
    if today() > season.ends_on:
        raise Conflict(_OVER)
    if season.start_by_lottery and not months_drawn(season_id):
        raise Conflict(_NOT_DRAWN)
    asked = question(season_id=season_id)
    if not asked.model.workplaces:
        raise Conflict(_NOBODY)
    if not asked.model.consultants:
        raise Conflict(_NO_ONE_TO_SEND)


def _digest(season_id: int) -> str:
    return question(season_id=season_id, changed=Changed(not_before=first_day(season_id))).digest()


def _step(one: Plan | WhatIf, step: str, told: Callable[[Text], None] = lambda _step: None) -> None:
    told(STEPS[step])
    one.work, one.step, one.begun_at = "running", step, one.begun_at or now()
    type(one).objects.filter(pk=one.pk, work__in=("waiting", "running")).update(work="running", step=step, begun_at=one.begun_at)


def _fail(one: Plan | WhatIf, why: Text) -> None:
    type(one).objects.filter(pk=one.pk, work__in=("waiting", "running")).update(
        work="failed", step="", done_at=now(), problem_ko=why.ko, problem_en=why.en
    )


def _empty(plan: Plan, by: Actor, reason: Text) -> None:
    move(plan, "discarded", by=by, reason=reason)
    plan.lines.all().delete()
    plan.left.all().delete()
    if plan.is_at_work:
        plan.work = "failed"
        plan.save(update_fields=["work"])


def _write(plan: Plan, asked: Question, result: rules.Result, seconds: float) -> None:
    """What was found, in one transaction; nothing when the draft was discarded meanwhile."""
    minutes = {w.key: asked.model.season.minutes_at(w) for w in asked.model.workplaces}
    with transaction.atomic():
        fresh = Plan.objects.select_for_update().get(pk=plan.pk)
        if fresh.status != "draft" or not fresh.is_at_work:
            return
        PlanLine.objects.bulk_create((
            PlanLine(
                plan=fresh, workplace_id=asked.workplace_ids[v.workplace], number=v.visit, consultant_id=asked.consultant_ids[v.consultant],
                on=v.on, further_days=written_days(v.further_days), start=v.start, minutes=minutes[v.workplace], travel_km=v.travel_km, reason_ko=v.reason.ko, reason_en=v.reason.en,
            )
            for v in result.visits
        ), batch_size=500)  # fmt: skip
        PlanLeft.objects.bulk_create(_left(fresh, asked, result), batch_size=500)
        fresh.figures = figures(asked.model, result, seconds=seconds, left=len(result.left) + len(asked.homeless)) | {
            "load": {str(asked.consultant_ids[name]): round(load, 3) for name, load in result.load.items()},
            "talks": talk_demand(asked.model, result.visits),
        }
        fresh.work, fresh.step, fresh.done_at, fresh.made_from = "done", "", now(), asked.digest()
        fresh.save(update_fields=["figures", "work", "step", "done_at", "made_from"])


def _left(plan: Plan, asked: Question, result: rules.Result) -> list[PlanLeft]:
    found = [
        PlanLeft(
            plan=plan, workplace_id=asked.workplace_ids[one.workplace], rule=one.rule, explanation_ko=one.explanation.ko,
            explanation_en=one.explanation.en, change_ko=one.nearest_change.ko, change_en=one.nearest_change.en,
        )
        for one in {one.workplace: one for one in result.left}.values()
    ]  # fmt: skip
    return found + [
        PlanLeft(
            plan=plan, workplace_id=pk, rule=NO_PLACE, explanation_ko=WITHOUT_PLACE.ko, explanation_en=WITHOUT_PLACE.en,
            change_ko=GIVE_PLACE.ko, change_en=GIVE_PLACE.en,
        )
        for pk in asked.homeless
    ]  # fmt: skip
