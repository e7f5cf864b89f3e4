"""The short way to the worker's pages, /q/…: no session, no seat, no message, no line in the log, nothing kept by the browser.

Everything the long way would do for such a page is done here: language, protection against foreign forms, headers,
compression and the page for whatever went wrong. Never learns or writes down who asked, what was sent or when.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import DisallowedHost, ObjectDoesNotExist, RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import ResolverMatch, resolve
from django.utils import translation
from django.utils.text import compress_string

from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.keyfiles import NoKey
from jikim.shared.requests import quietly

Get = Callable[[HttpRequest], HttpResponse]

PREFIX = "/q/"
SIZE_COOKIE, KIOSK_COOKIE, ENTRY_COOKIE = "jikim_size", "jikim_kiosk", "jikim_entry"
#: given by counselling to whoever comes back to their own request
TALK_COOKIE = "jikim_talk"
#: given to whoever showed a good code for a turn with the consultant
SLOT_COOKIE = "jikim_slot"
#: a shared tablet is for the survey, or for talks, where somebody speaks and does not touch it for a while
KIOSK_SURVEY, KIOSK_TALK = "1", "talk"
IDLE_SECONDS, IDLE_SECONDS_IN_A_TALK = 90, 240
SIZES = (("1", "a"), ("2", "b"), ("3", "c"))
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: a form that holds one of these is never written into a page again
SECRET_FIELDS = frozenset({"code", "secret", "secret2", "phrase", "contact"})
RETRY_SECONDS = 5
log = logging.getLogger("jikim.incident")

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Vary": "Cookie, Accept-Encoding",
}
_foreign_words = Text(
    "이 화면에서 보낸 내용인지 확인하지 못했습니다. 브라우저에서 쿠키를 막아 두었을 수 있습니다. 처음 화면에서 다시 시작해 주십시오.",
    "We could not make sure that this was sent from our own page. Cookies may be switched off. Please start again from the first page.",
)
_button_words = Text(
    "이 화면은 단추를 눌러야 열립니다. 이미 보내신 내용은 안전하게 보관되어 있습니다. 카드에 적힌 코드로 다시 시작해 주십시오.",
    "This page is opened by a button only. Whatever you have already sent is kept safe. Please start again with the code on your card.",
)


@dataclass(frozen=True, slots=True)
class Worker:
    """What the frame of a worker's page needs to know: choices of the screen, nothing about the person."""

    language: str
    size: str
    kiosk: bool
    languages: tuple[tuple[str, str], ...]
    sizes: tuple[tuple[str, str], ...]
    css: str
    script: str
    #: the shared tablet lies in the room where talks are held
    talk: bool = False

    @property
    def idle_seconds(self) -> int:
        """A shared tablet left alone is wiped after so long."""
        return IDLE_SECONDS_IN_A_TALK if self.talk else IDLE_SECONDS


class WorkerPagesMiddleware:
    """Outermost but for the health check: /q/… goes the short way, everything else is passed on untouched."""

    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX) and request.path_info != "/q":
            return self.get_response(request)
        with quietly():
            return finished(request, _answer(request))


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        request.get_host()
    except DisallowedHost:  # refused here: further out it would be logged with its time
        return HttpResponse(status=400)
    if request.path_info == "/q":
        return HttpResponsePermanentRedirect(PREFIX)
    language = _language(request)
    request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
    request.worker = _worker(  # type: ignore[attr-defined]
        language, request.COOKIES.get(SIZE_COOKIE, "1"), request.COOKIES.get(KIOSK_COOKIE, "")
    )
    with translation.override(language):
        try:
            if request.method not in SAFE and not is_own_form(request):
                return trouble(request, 403, reason=_foreign_words)
            match = _view_of(request.path_info)
            request.resolver_match = match
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
            return _explained(request, response) if response.status_code == 405 else response
        except Exception as problem:
            return _trouble_of(request, problem)


def _explained(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """An address only a button uses, opened by hand or by a browser that restores its pages: never a blank one."""
    response = trouble(request, 405, reason=_button_words)
    response["Allow"] = refused.get("Allow", "")
    return response


@lru_cache(maxsize=256)
def _view_of(path: str) -> ResolverMatch:
    """Looking an address up among all of the product's takes longer than many a page; the worker's are few."""
    return resolve(path)


def is_own_form(request: HttpRequest) -> bool:
    """Was this sent by a page of ours? The browser says so itself; where it is too old to, a SameSite=Strict cookie does.

    `Origin` cannot be asked: under no-referrer browsers send `null` with our own forms.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin not in {None, "null"}:
        return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS
    return bool(request.COOKIES.get(ENTRY_COOKIE))


def worker_page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw a page that extends surveys/answer/bare.html. No context processor runs: they ask for seats and sessions."""
    return HttpResponse(worker_html(request, template, context), status=status)


def with_entry_mark(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The mark by which an old browser's form is known to come from a page of ours."""
    if not request.COOKIES.get(ENTRY_COOKIE):
        response.set_cookie(ENTRY_COOKIE, "1", path=PREFIX, httponly=True, samesite="Strict", secure=settings.HTTPS)
    return response


def worker_html(request: HttpRequest, template: str, context: Mapping[str, Any] | None = None) -> str:
    worker: Worker = request.worker  # type: ignore[attr-defined]
    filled = {"request": request, "language": worker.language, "is_demo": settings.JIKIM_DEMO, **(context or {})}
    return get_template(template).render(filled)  # type: ignore[arg-type]


def trouble(
    request: HttpRequest, status: int, *, reason: Text | None = None, title: Text | None = None, retry_seconds: int = 0
) -> HttpResponse:
    """A friendly page for whatever could not be done; on a busy database with the input kept, to be sent again."""
    kept = _kept(request) if status == 503 and retry_seconds else ()
    context = {
        "status": status, "reason": reason, "title": title, "kept": kept, "retry_seconds": retry_seconds,
        "retry_minutes": -(-retry_seconds // 60),
    }  # fmt: skip
    response = worker_page(request, "surveys/answer/trouble.html", context, status=status)
    if retry_seconds:
        response["Retry-After"] = str(retry_seconds)
    return response


def _trouble_of(request: HttpRequest, problem: Exception) -> HttpResponse:
    from jikim.shared.ui.errors import is_busy

    match problem:
        case Conflict():
            return trouble(request, 409, reason=problem.reason, title=getattr(problem, "title", None))
        case Refused():
            return trouble(request, 403, reason=problem.reason)
        case Http404() | ObjectDoesNotExist():
            return trouble(request, 404)
        case RequestDataTooBig() | TooManyFieldsSent():
            return trouble(request, 413)
        case NoKey():
            _note(request, 503)
            return trouble(request, 503)
        case DatabaseError() if is_busy(problem):
            return trouble(request, 503, retry_seconds=RETRY_SECONDS)
    _note(request, 500)
    return trouble(request, 500)


def _note(request: HttpRequest, status: int) -> None:
    """For the operator: which kind of page failed and where in the program, on which day. No address, number or time."""
    match = getattr(request, "resolver_match", None)
    log.error("incident", exc_info=True, extra={"status": status, "route": match.route if match else ""})


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Headers of every worker's page, and compression with random padding, so that its length on the line tells little."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings.HTTPS:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
    language = getattr(request, "LANGUAGE_CODE", "")
    if language:
        response.headers.setdefault("Content-Language", language)
    accepted = "gzip" in request.headers.get("Accept-Encoding", "")
    if accepted and not response.streaming and len(response.content) > 200 and not response.has_header("Content-Encoding"):
        response.content = compress_string(response.content, max_random_bytes=100)
        response.headers["Content-Encoding"] = "gzip"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own line would carry the time
    if not response.streaming:
        response.headers["Content-Length"] = str(len(response.content))
    return response


def _language(request: HttpRequest) -> str:
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@lru_cache(maxsize=64)
def _known(language: str, size: str, kiosk: bool, talk: bool) -> Worker:
    names = tuple((code, str(LANG_INFO[code]["name_local"])) for code, _ in settings.LANGUAGES)
    return Worker(language, size, kiosk, names, SIZES, static("built/answer.css"), static("built/answer.js"), talk)


def _worker(language: str, size: str, kiosk: str) -> Worker:
    return _known(language, size if size in dict(SIZES) else "1", bool(kiosk), kiosk == KIOSK_TALK)


def _kept(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """What was sent, for the button that sends it again. Nothing where a secret is among it."""
    if request.method != "POST" or SECRET_FIELDS & set(request.POST):
        return ()
    return tuple((name, str(value)) for name, values in request.POST.lists() for value in values)


__all__ = [
    "ENTRY_COOKIE", "KIOSK_COOKIE", "KIOSK_SURVEY", "KIOSK_TALK", "PREFIX", "SIZES", "SIZE_COOKIE", "SLOT_COOKIE", "TALK_COOKIE", "Worker", "WorkerPagesMiddleware", "finished",
    "is_own_form", "trouble", "with_entry_mark", "worker_html", "worker_page",
]  # fmt: skip
