"""What a browser holds after a good code for a turn: a sealed cookie. It remembers the turn this browser took, never the code.

The server keeps nothing about it. Another browser with the same code is told nothing of an earlier booking.
"""

from __future__ import annotations

import base64
import json
import secrets
import time
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jikim.shared import keyfiles
from jikim.shared.worker_pages import PREFIX, SLOT_COOKIE

MINUTES = 120
_BOUND = b"jikim talk slot ticket 1"


@dataclass(frozen=True, slots=True, repr=False)
class SlotTicket:
    """`names`: of this code for this visit, newest key first. `number`: the turn taken by this browser, 0 for none. No repr:
    a traceback must not print it."""

    day_id: int
    season_id: int
    workplace_id: int
    names: tuple[bytes, ...]
    number: int = 0
    minute: int = 0

    def having(self, number: int) -> SlotTicket:
        return replace(self, number=number)


def slot_ticket(request: HttpRequest) -> SlotTicket | None:
    """The ticket of this browser, if it is ours, whole and not too old."""
    value = request.COOKIES.get(SLOT_COOKIE, "")
    if not value:
        return None
    try:
        raw = base64.urlsafe_b64decode(value)
        day, season, place, names, number, minute = json.loads(AESGCM(_key()).decrypt(raw[:12], raw[12:], _BOUND))
    except (InvalidTag, ValueError, TypeError):
        return None
    if not minute - 1 <= _now() < minute + MINUTES:
        return None
    return SlotTicket(day, season, place, tuple(base64.b64decode(name) for name in names), number, minute)


def give(response: HttpResponse, ticket: SlotTicket) -> HttpResponse:
    """For this session, this path, and no script; of one length, whether or not a turn was taken."""
    names = [base64.b64encode(name).decode() for name in ticket.names]
    text = json.dumps([ticket.day_id, ticket.season_id, ticket.workplace_id, names, ticket.number, _now()]).encode()
    nonce = secrets.token_bytes(12)
    sealed = nonce + AESGCM(_key()).encrypt(nonce, text.ljust(-(-len(text) // 256) * 256), _BOUND)
    value = base64.urlsafe_b64encode(sealed).decode()
    response.set_cookie(SLOT_COOKIE, value, path=PREFIX, secure=settings.HTTPS, httponly=True, samesite="Strict")
    return response


def take(response: HttpResponse) -> HttpResponse:
    """Clear it from the browser."""
    response.delete_cookie(SLOT_COOKIE, path=PREFIX, samesite="Strict")
    return response


def _key() -> bytes:
    root = settings.SECRET_KEY.encode() + b"".join(keyfiles.ring(keyfiles.TALK).keys)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_BOUND).derive(root)


def _now() -> int:
    """Minutes of the real clock: a rehearsed day does not make a ticket live longer."""
    return int(time.time() // 60)
