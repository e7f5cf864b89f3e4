"""The public library: what there is, search, and each kit to read. Nobody who reads is counted or remembered."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from jikim.areas.manuals.queries.shelf import kit
from jikim.shared.open_pages import open_html, open_page
from jikim.shared.open_shelf import find, shelves

_MOST_ASKED = 100


@open_page
def public_shelf(request: HttpRequest, language: str) -> HttpResponse:
    """Every kind of page, each with those that are listed here."""
    parts = [(kind, name, [(one, one.url(language)) for one in pages if one.listed]) for kind, name, pages in shelves()]
    return open_html(request, "manuals/shelf/shelf.html", {"parts": [one for one in parts if one[2]]})


@open_page
def public_search(request: HttpRequest, language: str) -> HttpResponse:
    """What was asked stands in the address only, and is not kept, by us or by the browser."""
    asked = request.GET.get("q", "").strip()[:_MOST_ASKED]
    return open_html(request, "manuals/shelf/search.html", {"asked": asked, "found": find(asked, language), "quiet": True})


@open_page
def public_kit(request: HttpRequest, language: str, kit: str) -> HttpResponse:
    try:
        return open_html(request, "manuals/shelf/kit.html", {"kit": _kit(kit)})
    except KeyError:
        raise Http404 from None


_kit = kit
