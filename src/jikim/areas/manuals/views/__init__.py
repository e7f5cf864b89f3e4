"""Manuals' pages: who, what, one call, where next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from jikim.rules.access import Actor
from jikim.rules.words import Language


def actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def spoken() -> Language:
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def pdf(content: bytes, name: str, *, shared: bool = False) -> HttpResponse:
    """A PDF as a download; what is public may be kept by any cache for an hour, everything else by none."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "public, max-age=3600" if shared else "private, no-store"
    return response
