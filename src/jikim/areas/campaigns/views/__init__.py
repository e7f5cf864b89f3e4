"""Campaigns' pages: who, what, one call, where next."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from jikim.rules.access import Actor
from jikim.rules.words import Language, Text
from jikim.shared.access import Invalid
from jikim.shared.ui.words import say


def actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def spoken() -> Language:
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def told(form: forms.Form, wrong: Invalid) -> None:
    """What an action refused, beside the fields it is about."""
    for field, reason in wrong.errors.items():
        form.add_error(field if field in form.fields else None, say(reason))


def attached(content: bytes, name: str, kind: str = "application/pdf", *, shared: bool = False) -> HttpResponse:
    """A download; what is public may be kept by any cache for an hour, everything else by none."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"], response["X-Content-Type-Options"] = f'attachment; filename="{name}"', "nosniff"
    response["Cache-Control"] = "public, max-age=3600" if shared else "private, no-store"
    return response


def reason_of(form: forms.Form) -> Text:
    """The reason a ReasonForm holds."""
    return Text(form.cleaned_data["reason_ko"], form.cleaned_data["reason_en"])
