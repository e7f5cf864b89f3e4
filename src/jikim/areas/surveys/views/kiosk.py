"""A shared tablet: a consultant starts it and is signed out, worker after worker answers by code, all is wiped in between."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jikim.areas.surveys.views.look import see, wiped
from jikim.rules.access import Action
from jikim.shared.access import acts, public_page
from jikim.shared.worker_pages import KIOSK_COOKIE, KIOSK_SURVEY, KIOSK_TALK, PREFIX, worker_page

#: a working day: the tablet goes back to being a consultant's by itself
HOURS = 12


@acts(Action.offers_record)
def kiosk_start(request: HttpRequest) -> HttpResponse:
    """Before the tablet is handed over. The cookie is a mark on the screen and opens nothing."""
    if request.method != "POST":
        return render(request, "surveys/answer/kiosk_start.html")
    return _started(request, KIOSK_SURVEY)


@acts(Action.talk_arrange)
def kiosk_talk(request: HttpRequest) -> HttpResponse:
    """The same for the room where talks are held: workers open their own result with code and secret."""
    if request.method != "POST":
        return render(request, "surveys/talks/kiosk_start.html")
    return _started(request, KIOSK_TALK)


def _started(request: HttpRequest, what_for: str) -> HttpResponse:
    logout(request)
    response = wiped(see(reverse("worker_kiosk")))
    response.set_cookie(
        KIOSK_COOKIE, what_for, max_age=HOURS * 3600, path=PREFIX, httponly=True, samesite="Strict", secure=settings.HTTPS
    )
    return response


@public_page
def kiosk(request: HttpRequest) -> HttpResponse:
    """Between two persons. Whatever was left behind is wiped again."""
    if not request.COOKIES.get(KIOSK_COOKIE):
        return see(reverse("worker_code"))
    page = "surveys/talk/kiosk.html" if request.worker.talk else "surveys/answer/kiosk.html"  # type: ignore[attr-defined]
    return wiped(worker_page(request, page, {"resting": True}))


@public_page
@require_POST
def kiosk_end(request: HttpRequest) -> HttpResponse:
    """The tablet is an ordinary browser again. Anybody may: it takes nothing from anybody."""
    response = wiped(see(reverse("account_login")))
    response.delete_cookie(KIOSK_COOKIE, path=PREFIX, samesite="Strict")
    return response
