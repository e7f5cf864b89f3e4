"""Hands out a kept file to whoever may have it, and writes down that it did."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from jikim.rules.access import Action, Actor
from jikim.shared import audit
from jikim.shared.access import Refused, acts, require
from jikim.shared.files.models import StoredFile
from jikim.shared.files.store import NotKept, place_of, read, where_of


@acts(Action.home_see)
def fetch(request: HttpRequest, key: int) -> HttpResponseBase:
    """Asks the file's own action at the file's own place. Always a download, never a page of ours."""
    stored = StoredFile.objects.filter(pk=key).first()
    if stored is None:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Action(stored.action), where_of(stored))
    try:
        read(stored)
    except FileNotFoundError:
        raise Http404 from None
    except NotKept as damaged:
        raise Refused(damaged.reason) from None
    audit.record(actor, "file.fetch", stored.thing_kind, stored.thing_key, file=stored.pk)
    response = FileResponse(
        place_of(stored.sha256).open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
