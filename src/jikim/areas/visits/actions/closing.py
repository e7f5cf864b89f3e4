"""A visit is over: its record is closed once, or it did not take place. What follows is told to dispatch and to the office here."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jikim.areas.dispatch import public as dispatch
from jikim.areas.visits.actions.automatic import AUTOMATIC
from jikim.areas.visits.actions.checks import ask_check
from jikim.areas.visits.actions.headcounts import look_at_headcount
from jikim.areas.visits.actions.notices import tell_of_correction
from jikim.areas.visits.actions.opening import locked, open_visit
from jikim.areas.visits.models import Visit
from jikim.areas.visits.queries.forms import form_of
from jikim.rules.access import Action, Actor, may
from jikim.rules.visiting import Problem, check_values, minutes_spent
from jikim.rules.words import Text
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.workflow import move

_BOTH = Text("두 가지 내용이 남아 있는 항목이 있습니다. 먼저 하나를 골라 주십시오.", "Some questions still have two versions. Please choose one of each first.")
_FUTURE = Text("아직 오지 않은 날입니다.", "This day has not come yet.")
_BEGUN = Text("이미 적은 기록이 있는 방문입니다. 마친 기록은 ‘방문하지 못함’으로 바꿀 수 없습니다.",
              "This visit has a record that is closed. It cannot become “not held”.")  # fmt: skip


def close_visit(*, visit_id: int, by: Actor) -> tuple[Problem, ...]:
    """Close the record if nothing is missing; what is missing otherwise (then nothing has changed).

    Raises Conflict when it is closed already or two versions still stand side by side.
    """
    with transaction.atomic():
        visit = locked(visit_id)
        require(by, Action.visit_record, visit.where())
        problems = missing(visit)
        if problems and visit.status in ("open", "returned"):
            return problems
        if visit.conflicts.filter(chosen="").exclude(edit__outcome="late").exists():
            raise Conflict(_BOTH)
        was_returned = visit.status == "returned"
        move(visit, "closed", by=by)
        form = form_of(visit)
        visit.closed_at = visit.status_since
        visit.held_on = dt.date.fromisoformat(visit.values[form.held_on])
        visit.minutes = minutes_spent(form, visit.values)
        visit.found_workers = form.found(visit.values)
        visit.save(update_fields=["closed_at", "held_on", "minutes", "found_workers"])
        dispatch.note_held(appointment_id=visit.appointment_id, by=_teller(visit, by))
        _follow_up(visit)
        if was_returned:
            tell_of_correction(visit, by.name)
    return ()


def mark_not_held(*, appointment_id: int, reason: Text, by: Actor) -> Visit:
    """The consultant was at the door and there was no visit. Whatever was written stays. Twice is once."""
    with transaction.atomic():
        visit = locked(open_visit(appointment_id=appointment_id, by=by).pk)
        if visit.status == "not_held":
            return visit
        if visit.status != "open":
            raise Conflict(_BEGUN)
        move(visit, "not_held", by=by, reason=reason)
        dispatch.note_missed(appointment_id=appointment_id, reason=reason, by=_teller(visit, by))
    return visit


def missing(visit: Visit) -> tuple[Problem, ...]:
    """What keeps a record from being closed."""
    form = form_of(visit)
    problems = list(check_values(form, visit.values, visit=visit.appointment.number, closing=True))
    held = visit.values.get(form.held_on)
    if isinstance(held, str) and not any(one.field == form.held_on for one in problems) and held > today().isoformat():
        problems.append(Problem(form.held_on, _FUTURE))
    return tuple(problems)


def _teller(visit: Visit, by: Actor) -> Actor:
    """Whoever began a record may close it after somebody else has taken over the appointment; then the rules tell dispatch."""
    return by if may(by, Action.appointment_report, visit.appointment.where()) else AUTOMATIC


def _follow_up(visit: Visit) -> None:
    if visit.appointment.number == 1:
        look_at_headcount(visit)
    else:
        ask_check(visit)
