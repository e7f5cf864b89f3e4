"""Keeps a scan or a photograph of a paper: PDF, PNG or JPEG, told by how the file begins and not by its name."""

from __future__ import annotations

from jikim.rules.access import Action, Where
from jikim.rules.words import Text
from jikim.shared import files
from jikim.shared.access import Invalid
from jikim.shared.files.models import StoredFile
from jikim.shared.files.store import NotKept

SCAN_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"),
)  # fmt: skip


def keep_scan(data: bytes, *, field: str, name: str, thing_kind: str, thing_key: object, action: Action, where: Where) -> StoredFile:
    """Keep the paper. Raises Invalid with the reason at the form's `field`."""
    media_type = next((kind for beginning, kind in SCAN_TYPES if data.startswith(beginning)), "")
    if not media_type:
        raise Invalid({field: Text("PDF, PNG, JPEG 파일만 올릴 수 있습니다.", "Only PDF, PNG and JPEG files can be sent.")})
    try:
        return files.keep(data, name=name, media_type=media_type, thing_kind=thing_kind, thing_key=thing_key, action=action, where=where)
    except NotKept as refused:
        raise Invalid({field: refused.reason}) from None
