"""The counsellor's key: made on first opening, unlocked for half an hour, lost when the passphrase is lost.

Unlocked it exists only as ciphertext in the server's session, under a random secret that only the browser's cookie holds:
neither the database nor the cookie alone opens anything.
"""

from __future__ import annotations

import base64
import secrets
import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from jikim.areas.counselling import sealing
from jikim.areas.counselling.models import CounsellorSeat
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today
from jikim.shared.throttle import Limit

COOKIE, PATH, SESSION = "jikim_desk", "/counselling/", "counselling_desk"
MINUTES = 30
LEAST = 12
TRIES = Limit("counselling_key", tries=10, seconds=900)

_HAS_KEY = Text("이미 열쇠가 있습니다.", "There is a key already.")
_WAIT = Text("여러 번 틀렸습니다. 15분 뒤에 다시 시도해 주십시오.", "Too many wrong tries. Please wait 15 minutes.")
_REPLACED = Text("그사이 열쇠를 새로 만드셨습니다. 책상을 닫고 새 열쇠의 암호 문구로 다시 여십시오.",
                 "The key has been replaced meanwhile. Lock the desk and open it again with the new key's passphrase.")  # fmt: skip
_WRONG = Text("암호 문구가 맞지 않습니다.", "That is not the passphrase.")


def make_key(*, seat_id: int, passphrase: str, replace: bool = False, by: Actor) -> bytes:
    """Make the pair; the private half is returned for this opening and kept only under the passphrase.

    `replace`: the passphrase is lost. Requests sealed to the old key stay closed to this seat for ever.
    """
    with transaction.atomic():
        seat = CounsellorSeat.objects.select_for_update().get(pk=seat_id)
        require(by, Action.counselling_desk, seat.where())
        if seat.public_key and not replace:
            raise Conflict(_HAS_KEY)
        verb = "counsellor.key_replaced" if seat.public_key else "counsellor.key_made"
        pair = sealing.new_pair()
        seat.public_key, seat.wrapped_key, seat.key_made_on = pair.public, sealing.lock(pair, passphrase), today()
        seat.save(update_fields=["public_key", "wrapped_key", "key_made_on"])
        audit.record(by, verb, "counsellor", seat.pk, fingerprint=sealing.fingerprint(pair.public))
    return pair.private


def change_passphrase(*, seat_id: int, private: bytes, passphrase: str, by: Actor) -> None:
    """The same key under another passphrase. The desk must be open."""
    with transaction.atomic():
        seat = CounsellorSeat.objects.select_for_update().get(pk=seat_id)
        require(by, Action.counselling_desk, seat.where())
        pair = sealing.pair_of(private)
        if pair.public != bytes(seat.public_key or b""):  # replaced meanwhile, perhaps in another browser: the new one must not get lost
            raise Conflict(_REPLACED)
        seat.wrapped_key = sealing.lock(pair, passphrase)
        seat.save(update_fields=["wrapped_key"])
        audit.record(by, "counsellor.passphrase_changed", "counsellor", seat.pk)


def unlocked_key(*, seat: CounsellorSeat, passphrase: str, by: Actor) -> bytes:
    """The private half. Raises Conflict with words when the passphrase is wrong or was tried too often."""
    require(by, Action.counselling_desk, seat.where())
    if TRIES.wait_seconds(str(seat.pk)):
        raise Conflict(_WAIT)
    try:
        private = sealing.unlock(seat.wrapped_key, seat.public_key, passphrase)
    except sealing.CannotOpen:
        audit.record(by, "counsellor.key_failed", "counsellor", seat.pk)
        raise Conflict(_WRONG) from None
    audit.record(by, "counsellor.key_opened", "counsellor", seat.pk)
    return private


def keep_open(request: HttpRequest, response: HttpResponse, seat: CounsellorSeat, private: bytes) -> HttpResponse:
    """Keep the desk open for another half hour, split between session and browser."""
    secret, nonce = secrets.token_bytes(32), secrets.token_bytes(12)
    until = int(time.time()) + MINUTES * 60
    sealed = nonce + AESGCM(secret).encrypt(nonce, private, _bound(seat.pk, until))
    request.session[SESSION] = {"seat": seat.pk, "until": until, "sealed": base64.b64encode(sealed).decode()}
    response.set_cookie(
        COOKIE, base64.urlsafe_b64encode(secret).decode(), path=PATH, max_age=MINUTES * 60, httponly=True,
        samesite="Strict", secure=settings.HTTPS,
    )  # fmt: skip
    return response


def open_key(request: HttpRequest, seat: CounsellorSeat) -> bytes | None:
    """The private half while the desk is open in this very browser, else None."""
    held = request.session.get(SESSION)
    if not held:
        return None
    try:
        raw = base64.b64decode(held["sealed"])
        secret = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
        if held["seat"] != seat.pk or held["until"] < time.time():
            raise ValueError
        return AESGCM(secret).decrypt(raw[:12], raw[12:], _bound(seat.pk, held["until"]))
    except (InvalidTag, ValueError, KeyError):
        request.session.pop(SESSION, None)
        return None


def shut(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lock the desk now."""
    request.session.pop(SESSION, None)
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response


def _bound(seat_id: int, until: int) -> bytes:
    return f"jikim desk 1/{seat_id}/{until}".encode()
