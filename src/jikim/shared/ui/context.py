"""What the base page needs on every page. Asks no database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from jikim.rules.access import NOBODY
from jikim.shared.ui.navigation import entries_for


def page(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor,
        "signed_in": bool(actor.key),
        "navigation": entries_for(actor, request.path),
        "language": get_language() or settings.LANGUAGE_CODE,
        "is_demo": settings.JIKIM_DEMO,
        "is_official": settings.JIKIM_OFFICIAL_SITE,
    }
