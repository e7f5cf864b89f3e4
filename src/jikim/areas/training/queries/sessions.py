"""Sessions as lists and pages show them, within the actor's reach. Small counts are told as small, never exactly."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from jikim.areas.dispatch import public as dispatch
from jikim.areas.training.models import TrainingSession
from jikim.areas.training.queries.courses import occupation_title, title_of
from jikim.rules.access import Action, Actor, Verdict, Where, may
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.ui.tables import Asked, narrow

SCOPES = {
    "workplace": Text("사업장", "Workplace"), "employers": Text("사업주·관리자(공개)", "Employers (public)"),
    "consumers": Text("소비자(공개)", "Consumers (public)"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session in a list and its export."""

    id: int
    on: dt.date
    start: dt.time
    minutes: int
    where: Text
    workplace_id: int | None
    scope: Text
    course: Text
    occupation: Text
    language: str
    trainer: str
    qualification: str
    status: str
    kind: str
    attended: int | None
    with_names: bool


def action_of(one: TrainingSession) -> Action:
    """What whoever plans and gives it must be allowed."""
    return Action.training_announce if one.is_public else Action.training_run


def may_run(by: Actor, one: TrainingSession) -> Verdict:
    return may(by, action_of(one), one.where())


def require_seen(by: Actor, one: TrainingSession) -> None:
    """Refused out of reach. A public session is seen by whoever announces, and by whoever sees every one."""
    where = one.where()
    if one.is_public and may(by, Action.training_announce, where):
        return
    require(by, Action.training_see, where)


def session_of(session_id: int, *, by: Actor) -> TrainingSession:
    """Refused out of reach; TrainingSession.DoesNotExist if there is none."""
    one = TrainingSession.objects.select_related("workplace", "appointment").get(pk=session_id)
    require_seen(by, one)
    return one


def session_to_run(session_id: int, *, by: Actor) -> TrainingSession:
    one = TrainingSession.objects.select_related("workplace").get(pk=session_id)
    require(by, action_of(one), one.where())
    return one


def reached(by: Actor) -> Q:
    """Sessions this actor's seats reach; those of the public for whoever announces them."""
    if may(by, Action.training_see, Where()):
        return Q()  # the whole nation: what is joined to an empty filter would narrow it
    found = dispatch.reached_workplaces(by, Action.training_see)
    if may(by, Action.training_announce):
        found |= ~Q(scope="workplace")
    if may(by, Action.training_run):
        found |= Q(trainer_key=by.key)
    return found


def session_lines(*, asked: Asked, by: Actor, public: bool = False) -> tuple[list[SessionLine], int]:
    """One statement and a count, whatever their number."""
    rows = TrainingSession.objects.filter(reached(by)).select_related("workplace")
    rows = rows.exclude(scope="workplace") if public else rows
    found, total = narrow(
        rows, asked,
        sort={"on": ("on", "start"), "where": ("workplace__number", "place"), "trainer": "trainer", "status": "status", "attended": "attended", "minutes": "minutes"},
        search=("workplace__number", "workplace__name", "trainer", "place", "title_ko", "title_en"),
        filters={"status": "status", "scope": "scope", "course": "course", "year": "on__year"},
    )  # fmt: skip
    return [line_of(one) for one in found], total


def _where_words(one: Any) -> Text:
    place = one.workplace
    return Text(f"{place.number} {place.name}", f"{place.number} {place.name}") if place else Text(one.title_ko or one.place, one.title_en)


def line_of(one: Any) -> SessionLine:
    return SessionLine(
        one.pk, one.on, one.start, one.minutes, _where_words(one), one.workplace_id,
        SCOPES[one.scope], title_of(one.course), occupation_title(one.occupation) if one.occupation else Text("–", "–"), one.language,
        one.trainer, one.qualification, one.status, one.workflow_kind, one.attended, one.with_names,
    )  # fmt: skip


def sessions_of_appointment(appointment_id: int) -> int | None:
    """The session planned with a visit, None where there is none."""
    return TrainingSession.objects.filter(appointment_id=appointment_id).exclude(status="cancelled").values_list("pk", flat=True).first()


def places_to_train(by: Actor) -> list[tuple[int, str]]:
    """Workplaces of this consultant's own visits: those a session can be planned for."""
    keys = [one for grant in by.grants for one in grant.keys if one.startswith("person:")]
    from jikim.areas.enrolment import public as enrolment

    season = enrolment.the_season()
    lines = [line for key in sorted(set(keys)) for line in dispatch.appointments(season_id=season.pk, consultant_key=key)]
    found = {line.workplace_id: f"{line.workplace_number} {line.workplace_name}" for line in lines if line.status != "cancelled"}
    return sorted(found.items(), key=lambda pair: pair[1])


__all__ = [
    "SCOPES", "SessionLine", "action_of", "line_of", "may_run", "places_to_train", "reached", "require_seen", "session_lines", "session_of",
    "session_to_run", "sessions_of_appointment",
]  # fmt: skip
