"""Consulting's pages: who, what, one call, where next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from jikim.rules.access import Actor

PDF = "application/pdf"


def actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache; tells no other site where the reader was."""
    response["Cache-Control"], response["Referrer-Policy"] = "private, no-store", "same-origin"
    return response


def attached(data: bytes, name: str, kind: str = PDF) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"], response["X-Content-Type-Options"] = f'attachment; filename="{name}"', "nosniff"
    return private(response)
