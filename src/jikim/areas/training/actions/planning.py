"""Plans a session at a workplace, announces one for the public, changes and cancels it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from jikim.areas.dispatch import public as dispatch
from jikim.areas.training.models import TrainingSession
from jikim.areas.training.queries.courses import deck
from jikim.areas.training.queries.sessions import session_to_run
from jikim.rules.access import Action, Actor, Where
from jikim.rules.training import setting_faults
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import now
from jikim.shared.library.overlay import current
from jikim.shared.workflow import move

#: what is planned, by the form's names
FIELDS = (
    "course", "occupation", "language", "on", "start", "minutes", "place", "link", "trainer", "qualification", "with_names", "note",
    "title_ko", "title_en", "about_ko", "about_en", "seats", "scope",
)  # fmt: skip
_TWICE = Text("이 방문에는 이미 계획한 교육이 있습니다. 그 교육을 열어 고쳐 주십시오.", "A session is already planned with this visit: open and change that one.")
_OLD = Text("그사이 다른 사람이 이 교육을 고쳤습니다. 새로 고쳐 확인해 주십시오.", "Somebody changed this session meanwhile. Reload and look again.")
_OVER = Text("이미 시작했거나 끝난 교육은 고칠 수 없습니다.", "A session that has begun or ended cannot be changed.")
_NO_COURSE = Text("자료에 없는 과정입니다.", "The library has no such course.")
_NO_JOB = Text("직종을 고르십시오. 이 과정은 직종마다 내용이 다릅니다.", "Choose an occupation: this course differs by it.")
_NOWHERE = Text("장소나 접속 주소 가운데 하나는 적어 주십시오.", "Give a place or a link.")
_NO_SEATS = Text("공개 교육은 정원을 적어 주십시오.", "Say how many seats a public session has.")
_NO_TITLE = Text("제목을 적어 주십시오.", "Give it a title.")


def plan_session(*, workplace_id: int, values: Mapping[str, Any], by: Actor, appointment_id: int | None = None) -> TrainingSession:
    """A session at a workplace, with a visit or apart. Invalid with the reason at each field; Conflict where the visit has one."""
    require(by, Action.training_run, dispatch.workplace_where(workplace_id))
    if appointment_id is not None and dispatch.appointment(appointment_id=appointment_id).workplace_id != workplace_id:
        raise Invalid({"appointment": _NO_COURSE})
    said = _checked({**values, "scope": "workplace"}, workplace_id)
    return _made(said, by, workplace_id=workplace_id, appointment_id=appointment_id)


def announce_session(*, values: Mapping[str, Any], by: Actor) -> TrainingSession:
    """A session for employers or consumers: a title, a place or link, and seats."""
    require(by, Action.training_announce, Where())
    return _made(_checked(values, None), by)


def change_session(*, session_id: int, version: int, values: Mapping[str, Any], by: Actor) -> TrainingSession:
    """Another day, place, course or trainer, while it is planned; whoever registered for a public one is told. Conflict where somebody was faster."""
    from jikim.areas.training.actions.registering import follow_change, setting_of

    with transaction.atomic():
        one = TrainingSession.objects.select_for_update().get(pk=session_id)
        session_to_run(session_id, by=by)
        if one.status != "planned":
            raise Conflict(_OVER)
        if one.version != version:
            raise Conflict(_OLD)
        before, seats = setting_of(one), one.seats
        scope = values.get("scope", one.scope) if one.is_public else one.scope
        for name, value in _checked({**values, "scope": scope}, one.workplace_id).items():
            setattr(one, name, value)
        one.version += 1
        one.save()
        told = follow_change(one, before, seats) if one.is_public else 0
        audit.record(by, "training.changed", one.workflow_kind, one.workflow_key(), **({"told": told} if told else {}))
        return one


def cancel_session(*, session_id: int, reason: Text, by: Actor) -> TrainingSession:
    """With why; whoever registered for a public one is told."""
    from jikim.areas.training.actions.registering import tell_of_cancelling

    with transaction.atomic():
        TrainingSession.objects.select_for_update().get(pk=session_id)  # told of is the day it was on last
        one = session_to_run(session_id, by=by)
        move(one, "cancelled", by=by, reason=reason)
        TrainingSession.objects.filter(pk=one.pk).update(join_code="")
        tell_of_cancelling(one, reason)
        return one


def _made(said: dict[str, Any], by: Actor, **more: Any) -> TrainingSession:
    try:
        with transaction.atomic():
            one = TrainingSession.objects.create(status="planned", status_since=now(), trainer_key=by.key, **said, **more)
            audit.record(by, "training.planned", one.workflow_kind, one.workflow_key(), course=one.course)
            return one
    except IntegrityError:
        raise Conflict(_TWICE) from None


def _checked(values: Mapping[str, Any], workplace_id: int | None) -> dict[str, Any]:
    """The values as they are kept. Invalid names every field that is wrong."""
    said = {name: values[name] for name in FIELDS if name in values}
    wrong: dict[str, Text] = {}
    library = current()
    given = library.courses.get(said.get("course", ""))
    if given is None:
        raise Invalid({"course": _NO_COURSE})
    job = said.get("occupation", "") if given.by_occupation else ""
    if given.by_occupation and job not in library.occupations:
        wrong["occupation"] = _NO_JOB
    else:
        said["occupation"] = job
        made = deck(given.id, job, on=said["on"], workplace_id=workplace_id)
        if fault := setting_faults(made, said["minutes"]):
            wrong["minutes"] = fault
    if not said.get("place") and not said.get("link"):
        wrong["place"] = _NOWHERE
    if workplace_id is None:
        if not said.get("title_ko"):
            wrong["title_ko"] = _NO_TITLE
        if not said.get("seats"):
            wrong["seats"] = _NO_SEATS
    if wrong:
        raise Invalid(wrong)
    return said


__all__ = ["FIELDS", "announce_session", "cancel_session", "change_session", "plan_session"]
