"""Who is acting on this request, and whether their second step is in place. Never decides what they may do."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from jikim.areas.people import factors, interrupted
from jikim.areas.people.actions.sessions import note_activity
from jikim.areas.people.queries import actor_of
from jikim.rules.access import NOBODY

Get = Callable[[HttpRequest], HttpResponse]

#: what somebody whose second step is missing may open: setting it up, proving who they are, leaving
SETTING_UP = frozenset({
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes", "account_reauthenticate", "account_logout", "language",
})  # fmt: skip
#: what somebody may open who has a second step but did not use it in this session
PROVING = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout", "language"})


class ActorMiddleware:
    """request.actor: the signed-in person's open seats, or NOBODY."""

    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            request.actor = actor_of(user)  # type: ignore[attr-defined]
            note_activity(request)
        else:
            request.actor = NOBODY  # type: ignore[attr-defined]
        response = _back_to_interrupted(request) or self.get_response(request)
        if user.is_authenticated:
            interrupted.remember_person(request, response)
        else:
            interrupted.keep(request, response)
        if user.is_authenticated:  # desks are shared: going back after signing out must show nothing
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _back_to_interrupted(request: HttpRequest) -> HttpResponse | None:
    """Signed in again after a form was sent in vain: first to that form. Sending it on ends the waiting."""
    if not request.user.is_authenticated or not interrupted.is_waiting(request):
        return None
    sent = interrupted.interrupted(request)
    if sent is None:
        return None
    if request.method == "POST" and request.path == sent.path:
        interrupted.forget(request)
    elif request.method == "GET" and request.path in (sent.path, reverse("home")):
        return HttpResponseRedirect(reverse("interrupted_form"))
    return None


class SecondFactorMiddleware:
    """Staff without a proved second step reach nothing but its set-up, sign-out, language, static files and health."""

    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        turned = _turned(request) if _is_missing(request) else None
        return turned or self.get_response(request)


def _is_missing(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated or _is_open(request.path):
        return False
    return factors.is_required(user, request.actor) and not factors.is_proved(request, user)  # type: ignore[attr-defined]


def _is_open(path: str) -> bool:
    return path.startswith((f"/{settings.STATIC_URL.lstrip('/')}", "/health/"))


def _turned(request: HttpRequest) -> HttpResponse | None:
    """Where to send somebody instead of the page asked for, or None when that page is part of the way."""
    try:
        name = resolve(request.path_info).url_name
    except Resolver404:
        name = None
    user = request.user
    assert user.is_authenticated
    if not factors.has_one(user):
        return None if name in SETTING_UP else HttpResponseRedirect(reverse("mfa_index"))
    if name in PROVING:
        return None
    method = next(
        one for one in get_adapter().get_reauthentication_methods(user) if one["id"] != "reauthenticate"
    )
    back = request.get_full_path() if request.method == "GET" else reverse("home")
    return HttpResponseRedirect(f"{method['url']}?{urlencode({'next': back})}")
