"""Gives every request a number, writes one log line for it and nothing about who asked or what was sent."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_number: ContextVar[str] = ContextVar("request_number", default="")
_quiet: ContextVar[bool] = ContextVar("request_quiet", default=False)
log = logging.getLogger("jikim.requests")
#: without letters that are misread on the telephone
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_number() -> str:
    """Ten characters a person can read out, e.g. `7QK2-M4XPD`."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(9))
    return f"{text[:4]}-{text[4:]}"


def request_number() -> str:
    """The number of the request being answered here, or empty outside one."""
    return _number.get()


@contextmanager
def quietly() -> Iterator[None]:
    """While a worker's page is answered: whatever is logged in here carries the day and no finer time."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    return _quiet.get()


class RequestNumberMiddleware:
    """Outermost: numbers the request, and logs method, route pattern (never the path: it may hold a signed link), status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = new_number()
        request.number = number  # type: ignore[attr-defined]
        token = _number.set(number)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-Number"] = number
            _write(request, response.status_code, started)
            return response
        finally:
            _number.reset(token)


def _write(request: HttpRequest, status: int, started: float) -> None:
    route = request.resolver_match.route if request.resolver_match else "-"
    if route in {"health/live", "health/ready", "-"} and status < 500:
        return
    log.info("answered", extra={
        "method": request.method, "route": route, "status": status,
        "milliseconds": round((time.perf_counter() - started) * 1000, 1),
    })  # fmt: skip
