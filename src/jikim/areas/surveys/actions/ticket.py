"""What a worker's browser holds after a good code: a sealed cookie for two hours. The server keeps nothing about it.

Nobody can read or change it without this installation's keys, and it never holds the code itself.
"""

from __future__ import annotations

import base64
import json
import secrets
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jikim.shared import keyfiles
from jikim.shared.worker_pages import PREFIX

Purpose = Literal["answer", "result"]
COOKIE = "jikim_answer"
ANSWER_MINUTES, RESULT_MINUTES = 120, 30
#: a ticket younger than this is not made anew at each page
RENEW_MINUTES = 15
#: what is typed on a page left open is still taken so long after the ticket was made; nothing is shown for it
LATE_MINUTES: dict[Purpose, int] = {"answer": 7 * 24 * 60, "result": 120}
_BOUND = b"jikim worker ticket 1"


@dataclass(frozen=True, slots=True, repr=False)
class WorkerTicket:
    """`names`: what the vault finds the answers by, newest first; `counsel_names` the same for counselling. No repr: a
    traceback must not print them. `visit`: drawn when the code was entered; the sheet remembers the last one that saved,
    so that somebody else who knows the code sees no page this visit has filled in. `floor`: pages up to here were
    filled in by an earlier visit and stay shut. `nudged`: pages that already asked once about what was left out.
    `fresh`: the result of a questionnaire finished just now, not one opened again with the secret.
    """

    purpose: Purpose
    round_id: int
    workplace_key: str
    region: str
    season_id: int
    names: tuple[bytes, ...]
    counsel_names: tuple[bytes, ...]
    minute: int
    visit: int
    fresh: bool = True
    floor: int = 0
    nudged: int = 0

    @property
    def round_key(self) -> str:
        return str(self.round_id)

    @property
    def minutes(self) -> int:
        return ANSWER_MINUTES if self.purpose == "answer" else RESULT_MINUTES

    def is_over(self, minute: int) -> bool:
        return not self.minute - 1 <= minute < self.minute + self.minutes

    def as_result(self, *, fresh: bool = True) -> WorkerTicket:
        return replace(self, purpose="result", minute=_now(), fresh=fresh, nudged=0)

    def after_nudge(self, page: int) -> WorkerTicket:
        return replace(self, nudged=self.nudged | 1 << page)

    def has_nudged(self, page: int) -> bool:
        return bool(self.nudged >> page & 1)


def new_ticket(
    *, purpose: Purpose, round_id: int, workplace_key: str, region: str, season_id: int,
    names: tuple[bytes, ...], code: str, fresh: bool = True,
) -> WorkerTicket:  # fmt: skip
    """For whoever showed a good code. The code is turned into counselling's names here and then forgotten."""
    counsel = keyfiles.ring(keyfiles.COUNSEL).names(code.encode())
    return WorkerTicket(
        purpose, round_id, workplace_key, region, season_id, tuple(names), counsel, _now(), secrets.randbits(32) | 1, fresh
    )


def worker_ticket(request: HttpRequest) -> WorkerTicket | None:
    """The ticket of this browser, if it is ours, whole and not too old. Read once per request."""
    if not hasattr(request, "_worker_ticket"):
        request._worker_ticket = _read(request.COOKIES.get(COOKIE, ""))  # type: ignore[attr-defined]
    found: WorkerTicket | None = request._worker_ticket  # type: ignore[attr-defined]
    return found


def late_ticket(request: HttpRequest, purpose: Purpose) -> WorkerTicket | None:
    """A ticket of ours whose time is over, or whose key was followed by another while the page lay open. For taking in what that
    page sends, so that nothing typed is lost, and for showing nothing: what is filled in is seen with a ticket of today only.
    """
    ticket = _whole(request.COOKIES.get(COOKIE, ""))
    if ticket is None or ticket.purpose != purpose:
        return None
    return ticket if 0 <= _now() - ticket.minute < LATE_MINUTES[purpose] else None


def had_ticket(request: HttpRequest) -> bool:
    """Whether this browser has a ticket of ours whose time is over, however long: what it sends came too late, and it is told so."""
    return worker_ticket(request) is None and _whole(request.COOKIES.get(COOKIE, "")) is not None


def give(response: HttpResponse, ticket: WorkerTicket) -> HttpResponse:
    """Put the ticket into the browser: for this session, this path, and no script."""
    response.set_cookie(
        COOKIE, _seal(ticket), path=PREFIX, secure=settings.HTTPS, httponly=True, samesite="Strict"
    )
    return response


def renew(request: HttpRequest, response: HttpResponse, ticket: WorkerTicket) -> HttpResponse:
    """Put a changed ticket into the browser; an unchanged one only when it grows old, so that nobody is thrown out."""
    old = _now() - ticket.minute >= RENEW_MINUTES
    if old or ticket != worker_ticket(request):
        give(response, replace(ticket, minute=_now()) if old else ticket)
    return response


def take(response: HttpResponse) -> HttpResponse:
    """Clear it from the browser."""
    response.delete_cookie(COOKIE, path=PREFIX, samesite="Strict")
    return response


def _seal(ticket: WorkerTicket) -> str:
    text = json.dumps([
        ticket.purpose, ticket.round_id, ticket.workplace_key, ticket.region, ticket.season_id,
        [_text(name) for name in ticket.names], [_text(name) for name in ticket.counsel_names],
        ticket.minute, ticket.visit, ticket.fresh, ticket.floor, ticket.nudged,
    ], separators=(",", ":")).encode()  # fmt: skip
    nonce = secrets.token_bytes(12)
    # one length for every ticket: it tells neither purpose nor workplace
    return _text(nonce + AESGCM(_keys()[0]).encrypt(nonce, text.ljust(-(-len(text) // 256) * 256), _BOUND))


def _read(value: str) -> WorkerTicket | None:
    ticket = _opened(value, _keys()[0]) if value else None
    return None if ticket is None or ticket.is_over(_now()) else ticket


def _whole(value: str) -> WorkerTicket | None:
    """However old, and by whichever key of this installation it was sealed."""
    found = (_opened(value, key) for key in _keys()) if value else ()
    return next((ticket for ticket in found if ticket is not None), None)


def _opened(value: str, key: bytes) -> WorkerTicket | None:
    try:
        sealed = _bytes(value)
        parts: list[Any] = json.loads(AESGCM(key).decrypt(sealed[:12], sealed[12:], _BOUND))
        return WorkerTicket(
            parts[0], parts[1], parts[2], parts[3], parts[4],
            tuple(_bytes(name) for name in parts[5]), tuple(_bytes(name) for name in parts[6]), *parts[7:],
        )  # fmt: skip
    except (InvalidTag, ValueError, TypeError, IndexError):
        return None


def _keys() -> tuple[bytes, ...]:
    """Newest first. They hang on the lookup keys too: a key change ends every ticket, and the worker shows the code again."""
    keys = keyfiles.ring(keyfiles.LOOKUP).keys
    return tuple(_derived(settings.SECRET_KEY, keys[:count]) for count in range(len(keys), 0, -1))


@lru_cache(maxsize=16)
def _derived(secret: str, lookup: tuple[bytes, ...]) -> bytes:
    root = secret.encode() + b"".join(lookup)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_BOUND).derive(root)


def _now() -> int:
    """Minutes of the real clock: a rehearsed day does not make a ticket live longer."""
    return int(time.time() // 60)


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _bytes(value: str) -> bytes:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
