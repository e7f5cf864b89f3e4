"""Sessions in every state and people who answer in them. For the tests of training."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from jikim.areas.training.actions.answering import hand_in, questions_of
from jikim.areas.training.actions.planning import announce_session, plan_session
from jikim.areas.training.actions.running import close_session, mark_held, open_session
from jikim.areas.training.models import TrainingSession
from jikim.rules.access import Actor, Grant, Role
from jikim.shared.clock import rehearsing
from tests.areas.visits.made import DAY, appointment, consultant

EDITOR = Actor("person:3", "편집 박", (Grant(Role.EDITOR),))


def values(**more: Any) -> dict[str, Any]:
    return {
        "course": "self-protection", "occupation": "call-centre", "language": "ko", "on": DAY, "start": dt.time(14), "minutes": 40, "place": "3층 교육실",
        "link": "", "trainer": "강하늘", "qualification": "산업전문간호사", "with_names": False,
    } | more  # fmt: skip


def planned(*, place: Any = None, **more: Any) -> tuple[TrainingSession, Actor]:
    """Planned apart from the visit, by the consultant of the place."""
    made = appointment(2, place=place)
    by = consultant(made)
    with rehearsing(DAY):
        return plan_session(workplace_id=made.workplace_id, values=values(**more), by=by), by


def opened(**more: Any) -> tuple[TrainingSession, Actor]:
    one, by = planned(**more)
    with rehearsing(DAY):
        return open_session(session_id=one.pk, by=by), by


def held(**more: Any) -> tuple[TrainingSession, Actor]:
    one, by = opened(**more)
    with rehearsing(DAY):
        return mark_held(session_id=one.pk, by=by), by


def closed(attended: int = 12, **more: Any) -> tuple[TrainingSession, Actor]:
    one, by = held(**more)
    with rehearsing(DAY):
        return close_session(session_id=one.pk, attended=attended, note="", by=by), by


def announced(**more: Any) -> TrainingSession:
    said = values(course="customers", occupation="", scope="consumers", title_ko="소비자 교육", title_en="For consumers", seats=2, place="시민청", on=DAY + dt.timedelta(days=7))
    with rehearsing(DAY):
        return announce_session(values=said | more, by=EDITOR)


def answers(one: TrainingSession, key: str, *, right: int = 99, **more: str) -> dict[str, str]:
    """As many right as told, in the order shown; the rest wrong."""
    found = {}
    for number, each in enumerate(questions_of(one.course, one.occupation, key)):
        best = each.question.right
        found[each.key] = str(best if number < right else (best + 1) % len(each.question.options))
    return found | more


def answered(one: TrainingSession, part: str, *, times: int = 1, right: int = 99, **more: str) -> list[str]:
    """The forms' keys."""
    keys = [secrets.token_urlsafe(18) for _ in range(times)]
    with rehearsing(DAY):
        for key in keys:
            hand_in(session_id=one.pk, part=part, key=key, answers=answers(one, key, right=right, **more))
    return keys
