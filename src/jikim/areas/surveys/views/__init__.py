"""Surveys' pages: who, what, one call, where next. The asking and checking is forms', the doing is actions'."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Actor
from jikim.shared.clock import today


def actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def season_of(request: HttpRequest) -> enrolment.SeasonFacts:
    """The season the reader looks at; 404 while there is none."""
    found = enrolment.season_facts(on=today(), season_id=request.session.get("season"))
    if found is None:
        raise Http404
    return found


def pdf(data: bytes, name: str) -> HttpResponse:
    """A PDF as a download that no cache keeps."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
