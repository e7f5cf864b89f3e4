"""Language and text size of the worker's pages, and leaving them at once. Holds nothing but cookies of the screen."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from jikim.areas.surveys.actions import ticket as tickets
from jikim.areas.surveys.forms.answer import read_look
from jikim.shared.access import public_page
from jikim.shared.ui.language import LANGUAGES
from jikim.shared.worker_pages import (
    ENTRY_COOKIE,
    KIOSK_COOKIE,
    PREFIX,
    SIZE_COOKIE,
    SIZES,
    SLOT_COOKIE,
    TALK_COOKIE,
)

#: an address of the worker's pages: nothing else is gone back to
_OURS = re.compile(r"/q/[0-9a-z/]*")


@public_page
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep the choice and come back to the same page."""
    back = request.POST.get("back", "")
    return looked(request, see(back if _OURS.fullmatch(back) else PREFIX))


def looked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put the choice of a switch button into the browser, if one was pressed."""
    kind, value = read_look(request.POST)
    if kind == "language" and value in LANGUAGES:  # for this session: a telephone shall not remember the visit
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, value, httponly=True, samesite="Lax", secure=settings.HTTPS
        )
    elif kind == "size" and value in dict(SIZES):
        response.set_cookie(SIZE_COOKIE, value, path=PREFIX, httponly=True, samesite="Lax", secure=settings.HTTPS)
    return response


@public_page
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: nothing of the visit stays in the browser, and a harmless page takes its place."""
    in_kiosk = bool(request.COOKIES.get(KIOSK_COOKIE))
    response = see(f"{PREFIX}kiosk/" if in_kiosk else settings.JIKIM_NEUTRAL_PAGE)
    return wiped(response)


def wiped(response: HttpResponse) -> HttpResponse:
    """Take every cookie of the worker's pages back; the next person starts in the programme's own language."""
    tickets.take(response)
    response.delete_cookie(ENTRY_COOKIE, path=PREFIX, samesite="Strict")
    response.delete_cookie(TALK_COOKIE, path=PREFIX, samesite="Strict")
    response.delete_cookie(SLOT_COOKIE, path=PREFIX, samesite="Strict")
    response.delete_cookie(SIZE_COOKIE, path=PREFIX, samesite="Lax")
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def see(address: str) -> HttpResponse:
    """303: what was sent is not sent again by going back, reloading or tapping twice."""
    return HttpResponseRedirect(address, status=303)
