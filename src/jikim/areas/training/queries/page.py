"""One session as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from jikim.areas.training.models import TrainingSession
from jikim.areas.training.queries.courses import course, occupation_title, title_of
from jikim.areas.training.queries.results import SessionResults, results_of
from jikim.areas.training.queries.sessions import SCOPES, may_run
from jikim.rules.access import Action, Actor, Verdict, may
from jikim.rules.training import print_join_code
from jikim.rules.words import Text
from jikim.shared.workflow.models import StatusChange

_HEADS_ONLY = Text(
    "이 교육은 인원만 세고 이름을 받지 않습니다. 사업주가 명단을 갖춰야 하면 시작하기 전에 교육을 고쳐 주십시오.",
    "This session counts heads and takes no names. Where the employer must prove who was there, change that before it begins.",
)


@dataclass(frozen=True)
class SessionPage:
    """session: the row, read only. may_run: with the reason why not. names: only for whoever may see them, else None."""

    session: TrainingSession
    heading: Text
    course: Text
    occupation: Text
    scope: Text
    kind: str
    code: str
    minutes_of_course: int
    may_run: Verdict
    may_names: Verdict
    names: tuple[str, ...] | None
    names_count: int
    results: SessionResults | None
    history: Sequence[StatusChange]
    seated: int
    waiting: int
    back: str


def session_page(one: TrainingSession, *, by: Actor) -> SessionPage:
    run = may_run(by, one)
    names = may(by, Action.training_names, one.where()) if one.with_names else Verdict(False, _HEADS_ONLY)
    listed = list(one.names.values_list("name", flat=True)) if one.with_names else []
    place = f"{one.workplace.number} {one.workplace.name}" if one.workplace else one.title_ko
    live = one.registrations.filter(confirmed_at__isnull=False, cancelled_at=None) if one.is_public else None
    seats = list(live.values_list("has_seat", flat=True)) if live is not None else []
    try:
        minutes = course(one.course).minutes
    except KeyError:
        minutes = 0
    return SessionPage(
        one, Text(place, one.title_en or place if one.is_public else place), title_of(one.course), occupation_title(one.occupation) if one.occupation else Text("", ""),
        SCOPES[one.scope], one.workflow_kind, print_join_code(one.join_code) if one.join_code and run else "", minutes, run, names,
        tuple(listed) if names else None, len(listed), results_of(one) if one.status != "planned" else None,
        StatusChange.objects.filter(thing_kind=one.workflow_kind, thing_key=one.workflow_key()), sum(seats), len(seats) - sum(seats),
        reverse("public_trainings") if one.is_public and may(by, Action.training_announce) else reverse("trainings"),
    )  # fmt: skip
