"""What the base page needs on every page. Asks no database."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from jikim.rules.access import NOBODY
from jikim.shared.ui.always import parts_for
from jikim.shared.ui.navigation import footer_for, menu_for


@cache
def product_version() -> str:
    try:
        return version("jikim")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return ""


def page(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", NOBODY)
    return {
        "actor": actor,
        "signed_in": bool(actor.key),
        "navigation": menu_for(actor, request.path),
        "footer_links": footer_for(),
        "always": parts_for(actor),
        # where the language switch comes back to: a page that was sent to cannot be asked for again with its query
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "version": product_version(),
        "language": get_language() or settings.LANGUAGE_CODE,
        "is_demo": settings.JIKIM_DEMO,
        "is_official": settings.JIKIM_OFFICIAL_SITE,
    }
