"""Re-planning with fewest changes: something has happened, a job works out what must change, the office approves the list."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jikim.areas.dispatch.actions.applying import (
    Slot,
    close_proposals,
    hold_appointments,
    new_appointment,
    put,
)
from jikim.areas.dispatch.actions.appointments import AUTOMATIC, dates_of, end_workplace
from jikim.areas.dispatch.actions.moving import recount_km
from jikim.areas.dispatch.actions.notices import tell_consultant, tell_of_cancelling, tell_of_move
from jikim.areas.dispatch.models import Agency, Appointment, Consultant, Plan, Revision, RevisionChange
from jikim.areas.dispatch.models.appointments import read_days, written_days
from jikim.areas.dispatch.queries.figures import figures
from jikim.areas.dispatch.queries.question import Changed, Question, question
from jikim.areas.dispatch.queries.terms import first_day
from jikim.areas.enrolment import public as enrolment
from jikim.rules import dispatching as rules
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now
from jikim.shared.jobs import after_commit, task
from jikim.shared.workflow import move

_NO_PLAN = Text("확정된 방문 계획이 없습니다. 먼저 계획을 만들어 확정해 주십시오.", "No plan is in force. Make one and accept it first.")
_WAITS = Text("승인을 기다리는 조정안이 이미 있습니다. 먼저 승인하거나 폐기해 주십시오.", "A re-plan is waiting for approval already. Approve or discard it first.")
_NOT_READY = Text("아직 계산 중인 조정안입니다.", "This re-plan is still being worked out.")
_STALE = Text("조정안을 만든 뒤 일정이나 인력이 바뀌었습니다. 조정안을 다시 만들어 주십시오.",
              "Dates or people have changed since this re-plan was made. Please make it again.")  # fmt: skip
_FAILED = Text("계산 중 오류가 나서 조정안을 만들지 못했습니다.", "The re-plan could not be worked out.")
_LEFT = Text("사업장이 참여를 철회했습니다.", "The workplace has withdrawn.")
_AGENCY_LEFT = Text("수행기관 {agency}의 수행이 끝났습니다.", "The agency {agency} has left.")


def start_revision(
    *, season_id: int, cause: str, said: Text, by: Actor, facts: Mapping[str, Any] | None = None, queue: bool = True
) -> Revision:
    """Ask what must change. `facts`: {"consultant", "from", "to"} for days somebody cannot come, {"agency"} for one that leaves."""
    require(by, Action.plan_make)
    with dates_of(season_id):
        plan = Plan.objects.select_for_update().filter(season_id=season_id, status="accepted").first()
        if plan is None:
            raise Conflict(_NO_PLAN)
        for old in plan.revisions.select_for_update().filter(status="proposed"):
            if old.work != "failed":
                raise Conflict(_WAITS)
            move(old, "discarded", by=by)
        made = Revision.objects.create(
            plan=plan, status="proposed", status_since=now(), cause=cause, facts=dict(facts or {}), said_ko=said.ko, said_en=said.en,
            asked_by_key=by.key, asked_by_name=by.name[:120], asked_at=now(),
        )  # fmt: skip
        audit.record(by, "revision.asked", "revision", made.pk, reason=said.ko, cause=cause)
        if queue:
            after_commit(work_out_revision, made.pk)
    return made


def revise_now(*, season_id: int, cause: str, said: Text, by: Actor, facts: Mapping[str, Any] | None = None) -> Revision:
    """The same in this process; for the console and the model season."""
    made = start_revision(season_id=season_id, cause=cause, said=said, by=by, facts=facts, queue=False)
    work_out_revision.func(made.pk)
    made.refresh_from_db()
    return made


@task
def work_out_revision(revision_id: int) -> None:
    """The job. Run twice it does no harm."""
    one = Revision.objects.select_related("plan").get(pk=revision_id)
    if one.status != "proposed" or not one.is_at_work:
        return
    began = time.monotonic()
    Revision.objects.filter(pk=one.pk).update(work="running", step="solving", begun_at=now())
    try:
        asked = question(season_id=one.plan.season_id, changed=_changed(one))
        found = rules.replan(asked.model, asked.standing, seed=one.plan.seed)
    except Exception:
        Revision.objects.filter(pk=one.pk).update(
            work="failed", step="", done_at=now(), problem_ko=_FAILED.ko, problem_en=_FAILED.en
        )
        raise
    _write(one, asked, found, time.monotonic() - began)


def approve_revision(*, revision_id: int, by: Actor) -> Revision:
    """Make the changes: appointments move, drop and come, and everybody concerned is written to."""
    require(by, Action.plan_make)
    season_id = Revision.objects.values_list("plan__season_id", flat=True).get(pk=revision_id)
    with transaction.atomic():
        enrolment.lock_season(season_id)
        with dates_of(season_id):
            return _approve(revision_id, by)


def _approve(revision_id: int, by: Actor) -> Revision:
    one = Revision.objects.select_for_update(of=("self",)).select_related("plan").get(pk=revision_id)
    if one.status == "proposed" and one.work != "done":
        raise Conflict(_NOT_READY)
    hold_appointments(one.plan.season_id)
    asked = question(season_id=one.plan.season_id, changed=_changed(one))
    if one.status == "proposed" and one.made_from != asked.digest(with_dates=True):
        raise Conflict(_STALE)
    move(one, "approved", by=by)
    days = _make_changes(one, by)
    _write_absence(one, by)
    recount_km(asked, days)
    return one


def discard_revision(*, revision_id: int, by: Actor) -> Revision:
    with transaction.atomic():
        one = Revision.objects.select_for_update(of=("self",)).select_related("plan").get(pk=revision_id)
        move(one, "discarded", by=by)
        Revision.objects.filter(pk=one.pk, work__in=("waiting", "running")).update(work="failed", step="")
    return one


def follow_withdrawal(application: Any, *, by: Actor) -> None:
    """Enrolment's arrow: whoever withdraws is visited no more. What was held stays on the record."""
    end_workplace(workplace_id=application.workplace_id, reason=_LEFT, by=AUTOMATIC)


def follow_agency(agency: Agency, *, by: Actor) -> None:
    """An agency has left: its visits to come are planned anew."""
    replan_for(agency, cause="agency_left", said=_AGENCY_LEFT.fill(agency=agency.organisation.name))


def replan_for(agency: Agency, *, cause: str, said: Text) -> None:
    """Plan anew what an agency can no longer do, if a plan is in force and no re-plan waits; one that waits notices by itself.

    The caller has the turn of the season's dates: nobody else asks for a re-plan between the look and the asking.
    """
    plan = Plan.objects.filter(season_id=agency.season_id, status="accepted").first()
    if plan is not None and not plan.revisions.filter(status="proposed").exists():
        start_revision(season_id=agency.season_id, cause=cause, said=said, by=AUTOMATIC)


def _changed(one: Revision) -> Changed:
    """What the re-plan assumes beside the facts of the database."""
    said = one.facts
    away: dict[int, frozenset[dt.date]] = {}
    if said.get("consultant"):
        first, last = dt.date.fromisoformat(said["from"]), dt.date.fromisoformat(said["to"])
        away = {int(said["consultant"]): frozenset(first + dt.timedelta(days=n) for n in range((last - first).days + 1))}
    gone = frozenset({int(said["agency"])}) if said.get("agency") else frozenset()
    return Changed(days_off=away, without_agencies=gone, not_before=first_day(one.plan.season_id))


def _write(one: Revision, asked: Question, found: rules.Replanned, seconds: float) -> None:
    minutes = {w.key: asked.model.season.minutes_at(w) for w in asked.model.workplaces}
    with transaction.atomic():
        fresh = Revision.objects.select_for_update(of=("self",)).select_related("plan").get(pk=one.pk)
        if fresh.status != "proposed" or not fresh.is_at_work:
            return
        standing = {
            (a.workplace_id, a.number): a
            for a in Appointment.objects.filter(season_id=fresh.plan.season_id).exclude(status__in=("missed", "cancelled"))
        }  # fmt: skip
        RevisionChange.objects.bulk_create(
            [_change(fresh, asked, change, standing, minutes) for change in found.changes if change.workplace in asked.workplace_ids],
            batch_size=500,
        )
        fresh.figures = figures(asked.model, found.result, seconds=seconds, left=len(found.result.left)) | {
            "disturbed": found.disturbed, "least": found.least_changes, "proven": found.proven,
        }  # fmt: skip
        fresh.work, fresh.step, fresh.done_at, fresh.made_from = "done", "", now(), asked.digest(with_dates=True)
        fresh.save(update_fields=["figures", "work", "step", "done_at", "made_from"])


def _change(
    one: Revision, asked: Question, change: rules.Change, standing: Mapping[tuple[int, int], Appointment], minutes: Mapping[str, int]
) -> RevisionChange:
    place = asked.workplace_ids[change.workplace]
    before, after, was = change.before, change.after, standing.get((place, change.visit))
    return RevisionChange(
        revision=one, kind=change.kind, workplace_id=place, number=change.visit, appointment=was, was_status=was.status if was else "",
        consultant_before_id=asked.consultant_ids[before.consultant] if before else None, on_before=before.on if before else None,
        further_days_before=written_days(before.further_days) if before else [], further_days=written_days(after.further_days) if after else [],
        start_before=before.start if before else None, consultant_id=asked.consultant_ids[after.consultant] if after else None,
        on=after.on if after else None, start=after.start if after else None, travel_km=after.travel_km if after else 0.0,
        minutes=minutes[change.workplace], reason_ko=change.reason.ko, reason_en=change.reason.en,
    )  # fmt: skip


def _make_changes(one: Revision, by: Actor) -> set[tuple[int, dt.date]]:
    """Each change of the list, and the letters; returns the consultants' days that look different now."""
    days: set[tuple[int, dt.date]] = set()
    touched: dict[int, list[Appointment]] = defaultdict(list)
    for change in one.changes.select_related("appointment__workplace__application", "appointment__season", "appointment__consultant__agency"):
        reason = Text(change.reason_ko, change.reason_en)
        moved = change.appointment
        if moved is not None:
            days.update((moved.consultant_id, on) for on in moved.days)
        if change.kind == "dropped" and moved is not None:
            _drop(moved, reason, by)
            touched[moved.consultant_id].append(moved)
            continue
        assert change.consultant_id
        assert change.on
        assert change.start
        slot = Slot(change.consultant_id, change.on, change.start, change.travel_km, reason, read_days(change.further_days))
        if moved is None:
            moved = new_appointment(one.plan, change.workplace_id, change.number, change.minutes, slot)
            moved.save()
        else:
            knew = moved.pinned or moved.proposals.exists()
            touched[moved.consultant_id].append(moved)
            put(moved, slot, reason=reason, by=by)
            tell_of_move(moved, knew=knew, by=by, consultant=False)
        days.update((slot.consultant_id, on) for on in slot.days)
        touched[slot.consultant_id].append(moved)
    for who in Consultant.objects.filter(pk__in=touched).select_related("person"):
        tell_consultant(who, {appointment.pk: appointment for appointment in touched[who.pk]}.values())
    return days


def _drop(moved: Appointment, reason: Text, by: Actor) -> None:
    knew = moved.pinned or moved.proposals.exists()
    close_proposals(moved)
    move(moved, "cancelled", by=by, reason=reason)
    if knew:
        tell_of_cancelling(moved)


def _write_absence(one: Revision, by: Actor) -> None:
    """The days somebody cannot come are days off from now on, so that the next plan knows."""
    for pk, days in _changed(one).days_off.items():
        who = Consultant.objects.select_for_update().get(pk=pk)
        who.days_off = sorted({*who.days_off, *(day.isoformat() for day in days)})
        who.version += 1
        who.save(update_fields=["days_off", "version"])
        audit.record(by, "consultant.availability", "consultant", who.pk, days=len(days))
