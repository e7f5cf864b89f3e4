"""The public front page, the off-line page and the gallery of components. No page here asks the database itself."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from jikim.shared.access import public_page
from jikim.shared.ui import error_words, front, gallery


@public_page
def front_page(request: HttpRequest) -> HttpResponse:
    """What the programme is, for whom, and how to apply."""
    return render(request, "ui/front.html", {"dates": front.calendar(), "call": front.call()})


@public_page
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the browser and shown when there is no network; says both languages, knows nobody."""
    with translation.override(settings.LANGUAGE_CODE):
        body = render_to_string("ui/error.html", {"words": error_words.OFFLINE, "to_do": error_words.OFFLINE.do, "language": settings.LANGUAGE_CODE})
    return HttpResponse(body)


@public_page
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build and check pages. Only where nothing is real."""
    if not (settings.DEBUG or settings.JIKIM_DEMO):
        raise Http404
    return gallery.show(request)
