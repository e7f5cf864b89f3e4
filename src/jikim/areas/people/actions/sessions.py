"""Where a person is signed in: note it now and then, end one, end the others."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from jikim.areas.people.models import Person
from jikim.rules.access import Actor
from jikim.shared import audit
from jikim.shared.turns import turn

_NOTED = "jikim_noted_at"
#: writing on every page would cost a durable commit each; every ten minutes is fine enough to recognise a session
NOTE_EVERY_SECONDS = 600


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One place of sign-in as its owner sees it."""

    session_id: int
    device: str
    address: str
    since: dt.datetime
    last_seen_at: dt.datetime
    is_this: bool


def note_activity(request: HttpRequest) -> None:
    """Keep address, device and time of this session, every ten minutes at most."""
    instant = int(time.time())
    if instant - int(request.session.get(_NOTED, 0)) < NOTE_EVERY_SECONDS:
        return
    request.session[_NOTED] = instant
    UserSession.objects.create_from_request(request)


def sessions_of(person: Person, current_key: str | None) -> list[SessionLine]:
    """Every place the person is signed in, this one first, then the latest seen."""
    lines = [
        SessionLine(
            one.pk, device_name(one.user_agent), one.ip, one.created_at, one.last_seen_at,
            one.session_key == current_key,
        )
        for one in UserSession.objects.purge_and_list(person)
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (not line.is_this, -line.last_seen_at.timestamp()))


def end_session(*, person: Person, session_id: int, by: Actor) -> None:
    """Sign the person out there; twice is once. Raises UserSession.DoesNotExist when it is somebody else's."""
    with turn("sessions", person.pk):
        found = UserSession.objects.filter(pk=session_id).first()
        if found is None:
            return
        if found.user_id != person.pk:
            raise UserSession.DoesNotExist
        found.end()
        audit.record(by, "session.ended", "person", person.key)


def end_other_sessions(*, person: Person, current_key: str | None, by: Actor) -> int:
    """Sign the person out everywhere else. Returns how many sessions ended."""
    with turn("sessions", person.pk):
        others = list(UserSession.objects.filter(user=person).exclude(session_key=current_key))
        for one in others:
            one.end()
        if others:
            audit.record(by, "session.ended", "person", person.key, count=len(others))
    return len(others)


def device_name(agent: str) -> str:
    """Browser and system in two words, as people call them; product names need no translation."""
    browsers = (("Whale/", "Whale"), ("SamsungBrowser/", "Samsung Internet"), ("Edg", "Edge"), ("OPR/", "Opera"),
                ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
               ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip
    named = [next((name for mark, name in table if mark in agent), "") for table in (browsers, systems)]
    return " · ".join(name for name in named if name) or agent[:40] or "–"
