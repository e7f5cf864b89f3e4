"""Training's pages: who, what, one call, where next."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from jikim.areas.training.models import TrainingSession
from jikim.areas.training.queries.sessions import session_of
from jikim.rules.access import Actor
from jikim.rules.words import Language


def actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def spoken() -> Language:
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def seen(request: HttpRequest, session_id: int) -> TrainingSession:
    """The session within the actor's reach, or 404."""
    try:
        return session_of(session_id, by=actor(request))
    except ObjectDoesNotExist:
        raise Http404 from None


def pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
