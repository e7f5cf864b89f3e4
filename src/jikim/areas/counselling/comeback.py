"""The word with which a worker comes back to their own request, and the sealed cookie that follows it.

A slow hash, no recovery, five wrong tries close it. The server keeps nothing about who came.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jikim.rules.own_secret import UnfitSecret, chosen_secret, tried_secret
from jikim.shared import keyfiles
from jikim.shared.worker_pages import PREFIX, TALK_COOKIE

MINUTES = 30
_N = 2**15
_BOUND = b"jikim counselling comeback 1"


def proposed() -> str:
    """Six digits a worker may keep instead of thinking up their own; never those anybody would guess first."""
    while True:
        word = f"{secrets.randbelow(10**6):06}"
        try:
            return chosen_secret(word, word)
        except UnfitSecret:
            continue


def hashed(word: str) -> str:
    salt = secrets.token_bytes(16)
    return f"1${base64.b64encode(salt).decode()}${base64.b64encode(_slow(word, salt)).decode()}"


def fits(word: str, stored: str) -> bool:
    """Takes as long where nothing is stored, so that the time does not tell."""
    if not stored:
        _slow(word, bytes(16))
        return False
    _, salt, wanted = stored.split("$")
    return hmac.compare_digest(_slow(word, base64.b64decode(salt)), base64.b64decode(wanted))


def give(response: HttpResponse, names: tuple[bytes, ...]) -> HttpResponse:
    """For half an hour this browser may see its own request."""
    text = json.dumps([int(time.time() // 60), [base64.b64encode(name).decode() for name in names]]).encode()
    nonce = secrets.token_bytes(12)
    value = base64.urlsafe_b64encode(nonce + AESGCM(_key()).encrypt(nonce, text, _BOUND)).decode()
    response.set_cookie(TALK_COOKIE, value, path=PREFIX, secure=settings.HTTPS, httponly=True, samesite="Strict")
    return response


def names_of(request: HttpRequest) -> tuple[bytes, ...]:
    """The names of the request this browser came back to, or none."""
    minute, names = _read(request)
    return names if 0 <= time.time() // 60 - minute < MINUTES else ()


def was_here(request: HttpRequest) -> bool:
    """Whether this browser came back to a request of its own, however long ago."""
    return bool(_read(request)[1])


def _read(request: HttpRequest) -> tuple[int, tuple[bytes, ...]]:
    try:
        raw = base64.urlsafe_b64decode(request.COOKIES.get(TALK_COOKIE, ""))
        minute, names = json.loads(AESGCM(_key()).decrypt(raw[:12], raw[12:], _BOUND))
        return int(minute), tuple(base64.b64decode(name) for name in names)
    except (InvalidTag, ValueError, TypeError):
        return 0, ()


def take(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(TALK_COOKIE, path=PREFIX, samesite="Strict")
    return response


def _key() -> bytes:
    root = settings.SECRET_KEY.encode() + b"".join(keyfiles.ring(keyfiles.COUNSEL).keys)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_BOUND).derive(root)


def _slow(word: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_N, r=8, p=1).derive(tried_secret(word).encode())
