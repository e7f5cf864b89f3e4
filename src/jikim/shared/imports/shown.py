"""What the preview page of an import needs, whatever the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from jikim.rules.words import Text
from jikim.shared.imports.preview import ImportPreview

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: the page shows so many rows of each list; the spreadsheet has them all
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Words:
    """What the page calls the list's things, and where its links lead."""

    thing: Text | str
    confirm: str
    see: str
    rejects_url: str
    again_url: str
    list_url: str


def shown(preview: ImportPreview, words: Words, shown_value: Callable[[str, Any], str]) -> dict[str, Any]:
    """The context of `imports/preview.html`."""
    return {
        "preview": preview, "shown": SHOWN, "errors": preview.errors[:SHOWN], "questions": preview.questions[:SHOWN],
        "differences": [(one, shown_value(one.field, one.before), shown_value(one.field, one.after))
                        for one in preview.differences[:SHOWN]],
        "list_thing": words.thing, "import_words": words.confirm, "see_words": words.see, "rejects_url": words.rejects_url,
        "again_url": words.again_url, "list_url": words.list_url,
    }  # fmt: skip


def send_rejects(data: bytes, draft_id: int) -> HttpResponse:
    """The bad rows as a download, never kept by a cache."""
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="rejected-rows-{draft_id}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
