"""A form that was sent after the sign-in had run out: kept sealed until the same person has signed in again, then shown to them.

Never for seats through whose hands go workers' words, never for another person, never longer than half an hour.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from jikim.areas.people.models import Person
from jikim.areas.people.queries import actor_of
from jikim.rules.access import Role

KEPT_SECONDS = 30 * 60
MOST_BYTES = 200_000
#: says who was signed in here last, so that what they typed is shown to nobody else
COOKIE, _SALT, _COOKIE_SECONDS = "jikim_last", "jikim.interrupted", 2 * 24 * 3600
_KEY = "interrupted_form"
#: a choice's key, a date for the machine, a hidden object: nothing anybody has typed in these letters
_OURS = re.compile(r"[a-z0-9_.:-]+$|[{\[]")
#: a counsellor's notes and a worker's paper are not kept outside their own rooms, not even sealed
NEVER_KEPT = frozenset({Role.COUNSELLOR, Role.KEYING, Role.EXPERT, Role.CLINICAL})


@dataclass(frozen=True, slots=True)
class InterruptedForm:
    """Where it was going, what was typed in order, and whether files have to be chosen again."""

    path: str
    values: tuple[tuple[str, str], ...]
    had_files: bool

    @property
    def typed(self) -> tuple[str, ...]:
        """What a person would recognise: no ticks, keys of a choice, numbers of versions or hidden things."""
        return tuple(value for _, value in self.values if len(value.strip()) > 1 and not _OURS.match(value))


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """Note who is signed in here; forget it when they sign out themselves."""
    if not request.user.is_authenticated:
        response.delete_cookie(COOKIE)
    elif _last_person(request) != request.user.pk:
        response.set_signed_cookie(
            COOKIE, str(request.user.pk), salt=_SALT, max_age=_COOKIE_SECONDS, httponly=True,
            secure=bool(settings.SESSION_COOKIE_SECURE), samesite="Lax",
        )  # fmt: skip


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Keep what was sent when the answer is only "sign in first"."""
    if request.method != "POST" or response.status_code != 302:
        return
    if not response.headers["Location"].startswith(f"{resolve_url(settings.LOGIN_URL)}?"):
        return
    person = Person.objects.filter(pk=_last_person(request), is_active=True).first()
    if person is None or NEVER_KEPT & actor_of(person).roles:
        return
    values = [(name, value) for name, found in request.POST.lists() if name != "csrfmiddlewaretoken" for value in found]
    told = json.dumps({"person": person.pk, "path": request.path, "values": values, "files": bool(request.FILES)}).encode()
    if len(told) <= MOST_BYTES:
        request.session[_KEY] = _box().encrypt(told).decode()


def interrupted(request: HttpRequest) -> InterruptedForm | None:
    """What this person sent when they were not signed in any more. Somebody else's is forgotten at once."""
    sealed = request.session.get(_KEY)
    if not sealed:
        return None
    try:
        told: dict[str, Any] = json.loads(_box().decrypt(sealed.encode(), ttl=KEPT_SECONDS))
    except InvalidToken:
        forget(request)
        return None
    if told["person"] != request.user.pk:
        forget(request)
        return None
    return InterruptedForm(told["path"], tuple((name, value) for name, value in told["values"]), told["files"])


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def is_waiting(request: HttpRequest) -> bool:
    return _KEY in request.session


def _last_person(request: HttpRequest) -> int | None:
    said = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_COOKIE_SECONDS)
    return int(said) if said and said.isdecimal() else None


def _box() -> Fernet:
    digest = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"jikim.interrupt").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
