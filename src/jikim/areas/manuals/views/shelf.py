"""The public library: what there is, search, and each kit to read. Nobody who reads is counted or remembered."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from jikim.areas.manuals.queries.shelf import find, kit, manuals_address, shelf
from jikim.shared.open_pages import open_html, open_page

_MOST_ASKED = 100


@open_page
def public_shelf(request: HttpRequest, language: str) -> HttpResponse:
    pages = shelf()
    return open_html(request, "manuals/shelf/shelf.html", {
        "jobs": [(one, one.url(language)) for one in pages if one.kind == "job"],
        "kits": [(one, one.url(language)) for one in pages if one.kind == "kit"], "manuals": manuals_address(),
    })  # fmt: skip


@open_page
def public_search(request: HttpRequest, language: str) -> HttpResponse:
    """What was asked stands in the address only, and is not kept, by us or by the browser."""
    asked = request.GET.get("q", "").strip()[:_MOST_ASKED]
    found = find(asked, language)
    return open_html(request, "manuals/shelf/search.html", {"asked": asked, "found": found, "quiet": True})


@open_page
def public_kit(request: HttpRequest, language: str, kit: str) -> HttpResponse:
    try:
        return open_html(request, "manuals/shelf/kit.html", {"kit": _kit(kit)})
    except KeyError:
        raise Http404 from None


_kit = kit
