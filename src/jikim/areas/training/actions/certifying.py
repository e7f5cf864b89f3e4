"""Certificates: for a participant who wants one, and for a workplace's duty file. The name goes into the PDF; into the register only where
the employer must prove who was there."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from jikim.areas.dispatch import public as dispatch
from jikim.areas.training.actions.answering import AUTOMATIC, mark_of
from jikim.areas.training.actions.running import keep_until
from jikim.areas.training.models import AttendanceName, TrainingAttempt, TrainingCertificate, TrainingSession
from jikim.areas.training.queries.courses import course, deck
from jikim.areas.training.queries.log import year_log
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.turns import turn

NAME_LENGTH = 60
_FIRST = Text("교육 뒤 문항을 먼저 보내 주십시오.", "Please send the questions after the session first.")
_NOTHING = Text("그해에 마친 교육이 없습니다.", "No session was given in that year.")


def certify(*, session_id: int, key: str, name: str) -> TrainingCertificate:
    """For whoever has just handed in the questions after with this form. A second tap gets the same number; a name is kept once.

    Conflict before that, or when the session is not running any more.
    """
    one = TrainingSession.objects.select_related("workplace").get(pk=session_id)
    there = TrainingCertificate.objects.filter(mark=mark_of(key, "certificate")).first()
    if there is not None:
        return there
    if one.status != "held" or not TrainingAttempt.objects.filter(mark=mark_of(key, "after"), session=one).exists():
        raise Conflict(_FIRST)

    def make() -> TrainingCertificate:
        # the lock keeps a closing that happens now, and counts the names, before us or behind us
        if TrainingSession.objects.select_for_update().get(pk=session_id).status != "held":
            raise Conflict(_FIRST)
        listed = None
        if one.with_names and name.strip():
            listed = AttendanceName.objects.create(session=one, name=name.strip()[:NAME_LENGTH], by_trainer=False, keep_until=keep_until(one))
        return _numbered(
            kind="person", mark=mark_of(key, "certificate"), session=one, workplace_id=one.workplace_id, course=one.course, name=listed,
            course_version=one.course_version, minutes=one.minutes, on=one.on,
        )  # fmt: skip

    return _once(make, mark_of(key, "certificate"))


def certify_self_paced(*, course_key: str, occupation: str, key: str, workplace_id: int | None) -> TrainingCertificate:
    """For whoever has just finished the course on the phone with this form."""
    there = TrainingCertificate.objects.filter(mark=mark_of(key, "certificate")).first()
    if there is not None:
        return there
    if not TrainingAttempt.objects.filter(mark=mark_of(key, "self"), self_paced__course=course_key, self_paced__workplace_id=workplace_id).exists():
        raise Conflict(_FIRST)
    minutes = deck(course_key, occupation, on=today()).minutes
    return _once(lambda: _numbered(
        kind="person", mark=mark_of(key, "certificate"), workplace_id=workplace_id, course=course_key, course_version=course(course_key).version,
        minutes=minutes, on=today(),
    ), mark_of(key, "certificate"))  # fmt: skip


def certify_year(*, workplace_id: int, year: int, by: Actor) -> TrainingCertificate:
    """For the duty file: what was given at the workplace that year. The same facts keep their number; other facts void the one before."""
    require(by, Action.training_see, dispatch.workplace_where(workplace_id))
    with turn("certificate of a year", workplace_id, year):
        log = year_log(workplace_id=workplace_id, year=year, by=by)
        held = [line for line in log.lines if line.status == "closed"]
        if not held:
            raise Conflict(_NOTHING)
        facts: dict[str, Any] = {
            "minutes": sum(line.minutes for line in held), "sessions": len(held), "attended": sum(line.attended or 0 for line in held), "on": held[-1].on,
        }  # fmt: skip
        mine = TrainingCertificate.objects.filter(kind="workplace", workplace_id=workplace_id, on__year=year, revoked_on=None)
        same = mine.filter(**facts).first()
        if same is not None:
            return same
        mine.update(revoked_on=today())
        made = _numbered(kind="workplace", workplace_id=workplace_id, course="", course_version="", **facts)
        audit.record(by, "training.certified", "workplace", workplace_id, number=f"{made.year}/{made.serial}")
        return made


def _once(make: Any, mark: str) -> TrainingCertificate:
    for _ in range(5):
        try:
            with transaction.atomic():
                made: TrainingCertificate = make()
                if made.name_id is not None:
                    # personal data came into the register: that stands in the record, the name does not
                    audit.record(AUTOMATIC, "training.name_given", "training_session", made.session_id)
                return made
        except IntegrityError:  # the other tap was faster
            there = TrainingCertificate.objects.filter(mark=mark).first()
            if there is not None:
                return there
    raise AssertionError


def _numbered(**values: Any) -> TrainingCertificate:
    """With the year's next number. Whoever calls holds what it decides from; the turn of numbers is the last that is taken."""
    year = today().year
    with turn("certificate numbers", year):
        last = TrainingCertificate.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0
        return TrainingCertificate.objects.create(year=year, serial=last + 1, token=secrets.token_urlsafe(12), made_on=today(), **values)
