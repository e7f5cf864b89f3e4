"""Counts tries in fixed windows, in the database cache, so that every web process counts together.

Keys are hashed with the installation's secret: no address is ever stored. Counts acts, never who did them.
"""

from __future__ import annotations

import ipaddress
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

View = Callable[..., HttpResponseBase]
_WITH_PORT = re.compile(r"^(?:\[([0-9a-fA-F:.]+)\]|(\d+(?:\.\d+){3}))(?::\d+)?$")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` within `seconds`, for each key."""

    name: str
    tries: int
    seconds: int

    def wait_seconds(self, key: str, *, at: float | None = None) -> int:
        """Count one try. 0 when it may go on, else how long to wait."""
        instant = time.time() if at is None else at
        window = int(instant // self.seconds)
        count = _count(f"throttle:{self.name}:{window}:{_hidden(key)}", _left(window, self.seconds, instant))
        return 0 if count <= self.tries else int((window + 1) * self.seconds - instant) + 1

    def waiting(self, key: str, *, at: float | None = None) -> int:
        """How long to wait, without counting a try: for what counts only its failures. 0 when it may go on."""
        instant = time.time() if at is None else at
        window = int(instant // self.seconds)
        try:
            count = int(cache.get(f"throttle:{self.name}:{window}:{_hidden(key)}", 0))
        except DatabaseError:
            return 0
        return 0 if count < self.tries else int((window + 1) * self.seconds - instant) + 1


@dataclass(frozen=True, slots=True)
class WrongTries:
    """Counts wrong codes only. Whoever types a right one is never held up by others' mistakes, unless they share an address: when
    somebody tries the whole space from many addresses, each address is allowed fewer, and none is shut out.
    """

    from_one_address: Limit
    in_all: Limit
    while_tried: Limit

    def waiting(self, address: str) -> int:
        """How long this address has to wait; 0 when it may try."""
        return self.from_one_address.waiting(address) or (self.in_all.waiting("all") and self.while_tried.waiting(address))

    def count(self, address: str) -> None:
        """One more wrong try."""
        self.from_one_address.wait_seconds(address)
        if self.in_all.wait_seconds("all"):
            self.while_tried.wait_seconds(address)


def wrong_tries(name: str, *, from_one_address: int = 20) -> WrongTries:
    """In ten minutes: so many from one address, 600 in all, and then five from each address."""
    return WrongTries(Limit(name, from_one_address, 600), Limit(f"{name}_in_all", 600, 600), Limit(f"{name}_while_tried", 5, 600))


def throttled(limit: Limit, key: Callable[[HttpRequest], str] | None = None, *, only_post: bool = True) -> Callable[[View], View]:
    """Decorates a view: too many tries get the 429 page with Retry-After. The key is the sender's address unless given."""

    def mark(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not only_post or request.method == "POST":
                wait = limit.wait_seconds((key or sender)(request))
                if wait:
                    from jikim.shared.ui.errors import too_many

                    return too_many(request, wait)
            return view(request, *args, **kwargs)

        return counted

    return mark


def sender(request: HttpRequest) -> str:
    """The address that sent the request; the proxy's X-Forwarded-For is believed only behind https (`jikim serve` behind a proxy)."""
    if request.is_secure():
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded:
            return _network(forwarded.rpartition(",")[2].strip())
    return _network(str(request.META.get("REMOTE_ADDR", "")))


def _network(text: str) -> str:
    """One household or office: an IPv4 address, or the /64 of an IPv6 one, which has 2^64 to try from. Some proxies add the
    port, which is another at every connection."""
    bare = _WITH_PORT.sub(r"\1\2", text)
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)


def _hidden(key: str) -> str:
    return salted_hmac("jikim.throttle", key, algorithm="sha256").hexdigest()[:32]


def _left(window: int, seconds: int, instant: float) -> int:
    """Until the window ends and a moment longer. Counted from the last try, the row's end would tell its second."""
    return max(1, int((window + 1) * seconds - instant) + 5)


def _count(name: str, seconds: int) -> int:
    """Add one and return the count, kept for so many seconds; the lock keeps two at once from counting as one."""
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
            count = int(cache.get(name, 0)) + 1
            cache.set(name, count, timeout=seconds)
            return count
    except DatabaseError:
        return 0  # a busy database must not lock people out; sign-in has its own throttle
