"""Spreadsheets sent and looked at before they go in, kept a week. Rooms that come later keep theirs here too."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction

from jikim.areas.enrolment.models import ImportDraft
from jikim.rules.access import Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict
from jikim.shared.clock import now

#: a staged file holds names and phone numbers: it is emptied after a week
KEPT_FOR = dt.timedelta(days=7)
_GONE = Text("올린 파일의 보관 기간이 지났습니다. 다시 올려 주십시오.", "The uploaded file is no longer kept. Please send it again.")


def keep_draft(*, kind: str, data: bytes, file_name: str, season_id: int, rows: int, by: Actor, about: str = "") -> ImportDraft:
    """Keep a file until it is applied. The caller has asked whether `by` may."""
    with transaction.atomic():
        draft = ImportDraft.objects.create(
            season_id=season_id, kind=kind, about=about, file_name=file_name[:200], content=data,
            content_hash=hashlib.sha256(data).hexdigest(), staged_by_key=by.key, staged_at=now(),
        )  # fmt: skip
        audit.record(by, f"{kind}.staged", "season", season_id, file=draft.content_hash, rows=rows)
    return draft


def kept_draft(*, draft_id: int, kind: str) -> ImportDraft:
    """A file of that kind. Raises ImportDraft.DoesNotExist, or Conflict when it has been emptied."""
    draft = ImportDraft.objects.select_related("season").get(pk=draft_id, kind=kind)
    if not draft.content:
        raise Conflict(_GONE)
    return draft


def note_applied(draft: ImportDraft, counts: dict[str, int]) -> None:
    """Remember what applying it did, so that the page after it can be opened again."""
    draft.applied_at, draft.outcome = now(), counts
    draft.save(update_fields=["applied_at", "outcome"])


def note_rejects(draft: ImportDraft, *, rows: int, by: Actor) -> None:
    audit.record(by, f"{draft.kind}.rejects", "season", draft.season_id, file=draft.content_hash, rows=rows)


def empty_old_drafts() -> int:
    """Empty the files staged more than a week ago; their counts stay. A regular duty."""
    return ImportDraft.objects.filter(staged_at__lt=now() - KEPT_FOR).exclude(content=b"").update(content=b"")
