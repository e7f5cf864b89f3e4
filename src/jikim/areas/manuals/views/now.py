"""It has just happened: the pages for the ten minutes after, without account, code or cookie. Nothing is received from them."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from jikim.areas.manuals.actions.poster import general_poster
from jikim.areas.manuals.models import PosterContact
from jikim.areas.manuals.queries.just_happened import (
    asked_for,
    first_to_talk,
    jobs,
    just_happened,
    urgent_lines,
)
from jikim.areas.manuals.queries.poster import Place, place_by
from jikim.areas.manuals.views import pdf
from jikim.shared.clock import today
from jikim.shared.open_pages import open_html, open_page
from jikim.shared.open_shelf import LANGUAGES


@open_page
def now(request: HttpRequest, language: str) -> HttpResponse:
    """Which work it was: one tap leads on."""
    day = today()
    return open_html(request, "manuals/now/now.html", {"jobs": jobs(), "urgent": urgent_lines(day), "talk": first_to_talk(day)[:1]})


@open_page
def now_job(request: HttpRequest, language: str, job: str) -> HttpResponse:
    try:
        page = just_happened(job, on=today())
    except KeyError:
        raise Http404 from None
    return open_html(request, "manuals/now/job.html", {"page": page})


@open_page
def now_place(request: HttpRequest, language: str, token: str, job: str = "") -> HttpResponse:
    """From a workplace's poster: the same pages with whom to turn to there. Never kept, never found by a search engine."""
    place = _place(token)
    context = {"place": place, "quiet": True, "talk": first_to_talk(today())[:1]}
    key = job or place.occupation
    if not key:
        return open_html(request, "manuals/now/now.html", {**context, "jobs": jobs(), "urgent": urgent_lines(today())})
    try:
        return open_html(request, "manuals/now/job.html", {**context, "page": just_happened(key, on=today())})
    except KeyError:
        raise Http404 from None


def _place(token: str) -> Place:
    try:
        return place_by(token)
    except PosterContact.DoesNotExist:
        raise Http404 from None


@open_page
def now_note(request: HttpRequest, language: str) -> HttpResponse:
    """A note that stays on the phone: the page cannot send, its policy forbids every connection and every form."""
    response = open_html(request, "manuals/now/note.html", {"duty": asked_for(on=today())})
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'none'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return response


@open_page
def now_poster(request: HttpRequest, language: str, written: str) -> HttpResponse:
    """The poster for any workplace, shop or library, A4."""
    if written not in LANGUAGES:
        raise Http404
    return pdf(general_poster(language=written, on=today()), f"just-happened-{written}.pdf", shared=True)


@open_page
def now_leave(request: HttpRequest, language: str) -> HttpResponse:
    """Quick exit: a harmless page takes this one's place, and the browser is asked to forget what it kept of it."""
    response = HttpResponseRedirect(settings.JIKIM_NEUTRAL_PAGE, status=303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
