"""The short way to pages anybody may read without leaving a trace: no session, no seat, no cookie, no line in the log.

Their language stands in the address (`/now/`, `/en/now/`). Only the browser keeps them. Never learns who asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import Resolver404, ResolverMatch, register_converter, resolve, reverse
from django.utils import translation

from jikim.shared.access import View, public_page
from jikim.shared.requests import quietly
from jikim.shared.worker_pages import finished

Get = Callable[[HttpRequest], HttpResponse]

#: where such pages lie; an address below whose view is not an open page is passed on untouched
PREFIXES = ("/now/", "/public/", "/t/", "/c/", "/en/")
#: kept by the browser alone, so that it opens in a cellar too; a shared cache keeps nothing
KEPT = "private, max-age=86400"
log = logging.getLogger("jikim.incident")


class InLanguage:
    """The beginning of an address: `en/` for English, nothing for Korean."""

    regex = "|en/"

    def to_python(self, value: str) -> str:
        return value.removesuffix("/") or "ko"

    def to_url(self, value: str) -> str:
        return "" if value == "ko" else f"{value}/"


register_converter(InLanguage, "in_language")


def open_form(view: View) -> View:
    """Marks a view of the short way that takes a form too. It knows no visitor and no cookie, so a foreign form could do nothing its
    sender could not do alone; what a browser itself calls foreign is refused all the same."""
    view.jikim_form = True  # type: ignore[attr-defined]
    return open_page(view)


def open_page(view: View) -> View:
    """Marks a view of the short way. It takes `language` and answers GET only."""
    view.jikim_open = True  # type: ignore[attr-defined]
    return public_page(view)


class OpenPagesMiddleware:
    """Beside the worker's short way: open pages are answered here, everything else goes on."""

    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path in {"/now", "/en/now", "/public", "/en/public", "/t", "/en/t"}:
            return HttpResponsePermanentRedirect(f"{path}/")
        match = _match(path) if path.startswith(PREFIXES) else None
        if match is None and not path.startswith(("/now/", "/en/now/")):
            return self.get_response(request)
        with quietly():
            return _kept(finished(request, _answer(request, match)))


def _match(path: str) -> ResolverMatch | None:
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return found if getattr(found.func, "jikim_open", False) else None


def _answer(request: HttpRequest, match: ResolverMatch | None) -> HttpResponse:
    try:
        request.get_host()
    except DisallowedHost:
        return HttpResponse(status=400)
    language = str(match.kwargs.get("language", "ko")) if match else ("en" if request.path_info.startswith("/en/") else "ko")
    request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
    with translation.override(language):
        if match is None:
            return _trouble(request, 404)
        request.resolver_match = match
        takes_forms = getattr(match.func, "jikim_form", False)
        if request.method not in ({"GET", "HEAD", "POST"} if takes_forms else {"GET", "HEAD"}):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST" if takes_forms else "GET, HEAD"})
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            return _trouble(request, 404)
        try:
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except (Http404, ObjectDoesNotExist):
            return _trouble(request, 404)
        except Exception:
            # for the operator: which kind of page and where in the program, on which day
            log.exception("incident", extra={"status": 500, "route": match.route})
            return _trouble(request, 500)
        return answer


def _kept(response: HttpResponse) -> HttpResponse:
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _trouble(request: HttpRequest, status: int) -> HttpResponse:
    response = open_html(request, "manuals/now/trouble.html", {"status": status, "quiet": True})
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def open_html(request: HttpRequest, template: str, context: Mapping[str, Any] | None = None) -> HttpResponse:
    """Draw a page that extends manuals/now/bare.html. `quiet` in the context keeps it out of search engines."""
    language: str = request.LANGUAGE_CODE  # type: ignore[attr-defined]
    filled = {
        "request": request, "language": language, "is_demo": settings.JIKIM_DEMO, "css": static("built/open.css"),
        "script": static("built/open.js"), "home": reverse("now", kwargs={"language": language}), "base": settings.JIKIM_BASE_URL,
        **_addresses(request), **(context or {}),
    }  # fmt: skip
    response = HttpResponse(get_template(template).render(filled))  # type: ignore[arg-type]
    if filled.get("quiet"):
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    else:
        response.headers["X-Robots-Tag"] = "all"
        response.headers["Cache-Control"] = KEPT
    return response


def _addresses(request: HttpRequest) -> dict[str, str]:
    """The same page in both languages; the first one where there is none, as of a file in a language of its own."""
    match = getattr(request, "resolver_match", None)
    if match is None or "language" not in match.kwargs:
        return {"in_ko": reverse("now", kwargs={"language": "ko"}), "in_en": reverse("now", kwargs={"language": "en"})}
    return {
        f"in_{code}": reverse(match.url_name, kwargs={**match.kwargs, "language": code}) for code in ("ko", "en")
    }  # fmt: skip


__all__ = ["KEPT", "PREFIXES", "OpenPagesMiddleware", "open_form", "open_html", "open_page"]
