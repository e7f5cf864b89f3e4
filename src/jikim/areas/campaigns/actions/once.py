"""A form of an open page counts once, however often it is sent: each carries a token of its own. Nothing about who sent it is kept."""

from __future__ import annotations

import hashlib
import secrets
import time

from django.core import signing
from django.core.cache import cache

from jikim.shared.throttle import Limit

_SALT = "jikim.campaigns.once"
#: a page may lie open for so long before it is sent
_GOOD_FOR_SECONDS = 12 * 3600
#: from one network; a whole office may sit behind one address
FORMS = Limit("open_forms", tries=150, seconds=3600)
#: from all workers together: their pages ask nobody where they come from
WORKERS = Limit("worker_forms", tries=2000, seconds=3600)


class NotOurs(Exception):
    """The token is none of ours, or too old."""


def fresh() -> str:
    """A token for a form about to be shown."""
    return signing.dumps(secrets.token_urlsafe(9), salt=_SALT)


def spend(token: str) -> bool:
    """True the first time, False when it was spent before. NotOurs for a forged or old one.

    What is kept is a hash and a time after which it is forgotten, the same for all: neither says when the form was sent.
    """
    try:
        said = signing.loads(token, salt=_SALT, max_age=_GOOD_FOR_SECONDS)
    except signing.BadSignature:
        raise NotOurs from None
    return bool(cache.add(f"once:{hashlib.sha256(str(said).encode()).hexdigest()[:32]}", 1, timeout=_left(time.time())))


def _left(instant: float) -> float:
    """Until the end of the next half day, the same second for every form of this one: counted from now it would tell when it was sent."""
    return (instant // _GOOD_FOR_SECONDS + 2) * _GOOD_FOR_SECONDS - instant + 0.5
