"""Manuals for everybody: read on a phone without an account, a cookie or a script, or fetched as a file. Nobody is remembered; the language stands in the address."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse

from jikim.areas.manuals.actions.automatic import AUTOMATIC
from jikim.areas.manuals.actions.editions import Numbered, number_edition
from jikim.areas.manuals.actions.handing_out import count_public
from jikim.areas.manuals.actions.making import edition_words, file_name, pdf_of
from jikim.areas.manuals.queries.general import SIZES, shelf
from jikim.areas.manuals.views import pdf, spoken
from jikim.rules.manuals import Edition, Kind, set_out
from jikim.shared.open_pages import open_html, open_page
from jikim.shared.open_shelf import LANGUAGES


@open_page
def public_manuals(request: HttpRequest, language: str) -> HttpResponse:
    """Every general edition, by occupation."""
    return open_html(request, "manuals/public_manuals.html", {"jobs": shelf(), "sizes": SIZES})


@open_page
def public_manual(request: HttpRequest, language: str, kind: str, occupation: str, size: str, chapter: str = "") -> HttpResponse:
    """A manual's first page, one of its chapters, or the whole of it to print."""
    numbered = _numbered(kind, occupation, size)
    told = set_out(numbered.manual, spoken())
    chapters = told["chapters"]
    at = next((i for i, one in enumerate(chapters) if one["key"] == chapter), None)
    if chapter and at is None and chapter != "all":
        raise Http404
    shown = chapters if chapter == "all" else [] if at is None else [chapters[at]]
    return open_html(request, "manuals/public_manual.html", {
        "manual": told, "numbered": numbered, "edition_words": edition_words(numbered.row.number), "kind": kind, "occupation": occupation,
        "size": size, "chapter": chapter, "shown": shown, "previous": chapters[at - 1] if at else None, "sizes": SIZES if size != "all" else {},
        "next": chapters[at + 1] if at is not None and at + 1 < len(chapters) else None, "number": at + 1 if at is not None else None,
    })  # fmt: skip


@open_page
def public_manual_pdf(
    request: HttpRequest, language: str, kind: str, occupation: str, size: str, form: str, written: str
) -> HttpResponse:  # fmt: skip
    """A file, in either language whatever the page speaks."""
    if form not in ("manual", "booklet") or written not in LANGUAGES:
        raise Http404
    numbered = _numbered(kind, occupation, size)
    as_booklet = form == "booklet"
    content = _made(numbered.row.key, numbered.row.digest, written, as_booklet, _Asked(numbered))
    if request.method == "GET":
        count_public(numbered=numbered, language=written)
    return pdf(content, file_name(numbered, written, as_booklet=as_booklet), shared=True)


class _Asked:
    """The edition beside its key: equal to every other, so that only the key counts."""

    def __init__(self, numbered: Numbered) -> None:
        self.numbered = numbered

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=16)
def _made(_key: str, _digest: str, language: str, as_booklet: bool, asked: _Asked) -> bytes:
    """The files asked for most, kept in memory: one takes a third of a second to set."""
    return pdf_of(asked.numbered, language, as_booklet=as_booklet)


def _numbered(kind: str, occupation: str, size: str) -> Numbered:
    meant = SIZES.get(size)
    if (kind == Kind.PRACTICE) != (meant is not None):
        raise Http404
    try:
        return number_edition(edition=Edition(Kind(kind), occupation, meant), by=AUTOMATIC)
    except (KeyError, ValueError):
        raise Http404 from None
