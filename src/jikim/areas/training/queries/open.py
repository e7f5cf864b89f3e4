"""What the pages without an account may know: a running session by its code, a course, a certificate by its token, public sessions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from jikim.areas.training.models import LearnerLink, Registration, TrainingCertificate, TrainingSession
from jikim.areas.training.queries.courses import occupation_title, title_of
from jikim.rules.training import certificate_number, hours_words
from jikim.rules.words import Text
from jikim.shared.clock import today


@dataclass(frozen=True, slots=True)
class Running:
    """A session whose code was typed. status: open, held."""

    id: int
    code: str
    course: str
    occupation: str
    title: Text
    job: Text
    place: str
    status: str
    language: str
    minutes: int
    on: dt.date
    trainer: str
    with_names: bool
    workplace_id: int | None


def running_by(code: str) -> Running:
    """TrainingSession.DoesNotExist where none runs under that code (any more)."""
    one = TrainingSession.objects.select_related("workplace").get(join_code=code, status__in=("open", "held"))
    return Running(
        one.pk, code, one.course, one.occupation, title_of(one.course), occupation_title(one.occupation) if one.occupation else Text("", ""),
        one.workplace.name if one.workplace else one.place, one.status, one.language, one.minutes, one.on, one.trainer, one.with_names,
        one.workplace_id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verified:
    """What a certificate says to whoever scans it. Never a name."""

    number: str
    kind: str
    subject: Text
    on: dt.date
    hours: Text
    workplace: str
    place: str
    alone: bool
    sessions: int
    attended: int
    made_on: dt.date
    revoked_on: dt.date | None


def verified_by(token: str) -> Verified:
    """TrainingCertificate.DoesNotExist where there is none."""
    one = TrainingCertificate.objects.select_related("workplace", "session").get(token=token)
    place = one.workplace.name if one.workplace else ""
    return Verified(
        certificate_number(one.year, one.serial), one.kind, title_of(one.course) if one.course else Text("", ""), one.on, hours_words(one.minutes), place,
        one.session.place if one.session and one.session.is_public else "", one.kind == "person" and one.session is None, one.sessions, one.attended,
        one.made_on, one.revoked_on,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Learner:
    """Whose address a course is taken by: a workplace's, or (None) the public's."""

    token: str
    workplace_id: int | None
    name: str
    occupation: str


def learner_by(token: str) -> Learner:
    """LearnerLink.DoesNotExist where there is none (any more). An empty token is the public's."""
    if not token:
        return Learner("", None, "", "")
    one = LearnerLink.objects.select_related("workplace").get(token=token)
    return Learner(token, one.workplace_id, one.workplace.name, one.occupation)


@dataclass(frozen=True, slots=True)
class PublicSession:
    """A public session as it is announced. left: seats not taken."""

    id: int
    scope: str
    title: Text
    about: Text
    course: Text
    on: dt.date
    start: dt.time
    ends: dt.time
    place: str
    link: bool
    trainer: str
    seats: int
    left: int
    waiting: int
    language: str


def public_sessions() -> list[PublicSession]:
    """Those to come, by day."""
    return [_public(one) for one in _announced().order_by("on", "start", "pk")]


def public_session(session_id: int) -> PublicSession:
    """TrainingSession.DoesNotExist unless it is announced and still to come."""
    return _public(_announced().get(pk=session_id))


def registration_by(token: str) -> Registration:
    """Registration.DoesNotExist where it was deleted, or never was."""
    return Registration.objects.select_related("session").get(token=token)


def _announced() -> QuerySet[TrainingSession]:
    live = Q(registrations__confirmed_at__isnull=False, registrations__cancelled_at=None)
    return (
        TrainingSession.objects.exclude(scope="workplace").filter(status__in=("planned", "open"), on__gte=today())
        .annotate(taken=Count("registrations", filter=live & Q(registrations__has_seat=True)), queue=Count("registrations", filter=live & Q(registrations__has_seat=False)))
    )  # fmt: skip


def _public(one: Any) -> PublicSession:
    return PublicSession(
        one.pk, one.scope, one.title, Text(one.about_ko, one.about_en), title_of(one.course), one.on, one.start, one.ends, one.place, bool(one.link),
        one.trainer, one.seats, max(0, one.seats - one.taken), one.queue, one.language,
    )  # fmt: skip
