"""Enrolment's pages: who, what, one call, where next. The asking and checking is forms', the doing is actions'."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from jikim.areas.enrolment.queries.current import SeasonFacts, season_facts
from jikim.rules.access import Actor
from jikim.shared.clock import today


def actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def season_of(request: HttpRequest) -> SeasonFacts:
    """The season the reader looks at: as asked in the address, else as chosen before, else the newest."""
    asked = request.GET.get("season", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        request.session["season"] = int(asked)
    found = season_facts(on=today(), season_id=request.session.get("season"))
    if found is None:
        raise Http404
    return found
