"""Which language a page speaks: the visitor's choice, else the signed-in person's, else Korean.

Never the browser's Accept-Language: a Korean office's English Windows must not turn the programme English.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jikim.shared.access import public_page

Get = Callable[[HttpRequest], HttpResponse]
LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
A_YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest) -> str:
    """The language of the visitor's cookie, or empty."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in LANGUAGES else ""


class LanguageMiddleware:
    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _speak(request, chosen(request) or settings.LANGUAGE_CODE)
        try:
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
            return response
        finally:
            translation.deactivate()

    def process_view(self, request: HttpRequest, *_rest: Any) -> None:
        """By now the person is known; only somebody who made no choice of their own gets the account's language."""
        if chosen(request) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        code = getattr(getattr(request, "user", None), "language", "")
        if code in LANGUAGES:
            _speak(request, code)


def _speak(request: HttpRequest, code: str) -> None:
    translation.activate(code)
    request.LANGUAGE_CODE = code  # type: ignore[attr-defined]


@public_page
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice and come back to the same page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    return remember(HttpResponseRedirect(back), request.POST.get("language", ""))


def remember(response: HttpResponse, code: str) -> HttpResponse:
    """Keep a choice in the visitor's cookie; an unknown code changes nothing."""
    if code in LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=A_YEAR, samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True,
        )  # fmt: skip
    return response
