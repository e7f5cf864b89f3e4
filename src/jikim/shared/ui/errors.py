"""Turns whatever went wrong into a page a person can use: what happened, what to do, and a number to quote.

Needs no database; when even templates fail, plain HTML is left. Never shows a stack, a query or an answer.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DatabaseError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation

from jikim.rules.words import NOTHING, Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.requests import new_number, request_number
from jikim.shared.ui import error_words
from jikim.shared.ui.kept_input import kept_input

log = logging.getLogger("jikim.incident")
LOCK_WORDS = ("database is locked", "database table is locked", "lock timeout", "could not obtain lock", "deadlock")
#: how long to wait before trying again when the database was busy
RETRY_SECONDS = 5


class IncidentMiddleware:
    """Around everything but the numbering of requests: the last word on every failure."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
        except Exception:  # Django's own handling failed: the address map or the 500 page itself is broken
            return page(request, 500)
        if response.status_code == 405 and not response.streaming and not response.content:
            allowed = response.get("Allow", "")
            response = page(request, 405)
            response["Allow"] = allowed
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Failures of a view that have a page of their own; all others go on to Django's handlers."""
        return page_for(request, exception)


def page_for(request: HttpRequest, exception: BaseException | None) -> HttpResponse | None:
    """The page for an exception that means something to people, else None."""
    match exception:
        case Conflict():
            return page(request, 409, reason=exception.reason)
        case Refused():
            return page(request, 403, reason=exception.reason)
        case ObjectDoesNotExist():
            return page(request, 404)
        case RequestDataTooBig() | TooManyFieldsSent() | TooManyFilesSent():
            return page(request, 413)
        case OperationalError() | DatabaseError() if is_busy(exception):
            return page(request, 503, retry_seconds=RETRY_SECONDS)
    return None


def is_busy(exception: BaseException) -> bool:
    """Was it a lock that did not come in time, on SQLite or PostgreSQL?"""
    told = str(exception).lower()
    return any(words in told for words in LOCK_WORDS)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page_for(request, exception) or page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, Refused):
        return page(request, 403, reason=exception.reason)
    said = str(exception) if isinstance(exception, PermissionDenied) and exception.args else ""
    return page(request, 403, reason=Text(said, said) if said else None)


def forbidden_by_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is old: usually a page left open overnight, or cookies switched off."""
    return page(request, 403, words=error_words.STALE_FORM)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    said = exception.args[0] if isinstance(exception, Http404) and exception.args else None
    return page(request, 404, reason=said if isinstance(said, Text) else None)


def server_error(request: HttpRequest) -> HttpResponse:
    """Also reached from middleware, where `process_exception` is not: look at what is being handled."""
    return page_for(request, sys.exc_info()[1]) or page(request, 500)


def too_many(request: HttpRequest, wait_seconds: int = 60, reason: Text | None = None) -> HttpResponse:
    return page(request, 429, retry_seconds=wait_seconds, reason=reason)


def page(
    request: HttpRequest, status: int, *, reason: Text | None = None, retry_seconds: int = 0, words: error_words.Words | None = None
) -> HttpResponse:
    """The page of one status, in the visitor's language with the other beneath. Always answers."""
    number = request_number() or new_number()
    _note(request, status, number)
    language = _language(request)
    headers = {"X-Incident": number, "Cache-Control": "no-store", "Vary": "Cookie"}
    if retry_seconds:
        headers["Retry-After"] = str(retry_seconds)
    words = words or error_words.WORDS.get(status, error_words.WORDS[500])
    if "application/json" in request.headers.get("Accept", "") and "text/html" not in request.headers.get("Accept", ""):
        said = {"status": status, "incident": number, "reason": (reason or words.what).say(language)}
        return JsonResponse(said, status=status, headers=headers)
    signed_in = _signed_in(request)
    to_do = NOTHING if status == 403 and reason and not signed_in else words.do  # a visitor has no seat to ask for
    context = {
        "status": status, "number": number, "language": language, "words": words, "reason": reason, "to_do": to_do,
        "retry_seconds": retry_seconds, "retry_minutes": -(-retry_seconds // 60),
        "kept": kept_input(request) if status in {403, 409, 503} else None, "signed_in": signed_in,
    }  # fmt: skip
    try:
        with translation.override(language):
            body = render_to_string("ui/error.html", context)
    except Exception:
        log.exception("error page could not be drawn", extra={"incident": number})
        body = error_words.plain_page(status, number, language, reason)
    return HttpResponse(body, status=status, headers={**headers, "Content-Language": language})


def _note(request: HttpRequest, status: int, number: str) -> None:
    """One line for the operator: the address without its query, never a body."""
    facts: dict[str, Any] = {"incident": number, "status": status, "method": request.method}
    match = getattr(request, "resolver_match", None)
    facts["route"] = match.route if match else ""
    if status >= 500:
        log.error("incident", extra=facts, exc_info=sys.exc_info()[1] is not None)
    else:
        log.info("incident", extra=facts)


def _language(request: HttpRequest) -> str:
    from jikim.shared.ui.language import chosen

    found = getattr(request, "LANGUAGE_CODE", "") or chosen(request)
    return found if found in {"ko", "en"} else settings.LANGUAGE_CODE


def _signed_in(request: HttpRequest) -> bool:
    # only what is already known: asking for the person would ask the database
    return bool(getattr(getattr(request, "actor", None), "key", ""))
