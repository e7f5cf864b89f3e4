"""Keeps bytes under their SHA-256 and remembers who may fetch them. Never serves; never trusts a name for a path."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from jikim.rules.access import Action, Where
from jikim.rules.words import Text
from jikim.shared.clock import now
from jikim.shared.files.models import StoredFile
from jikim.shared.files.write import write_whole

#: admitted types and how such a file begins; what a browser could run as a page is not among them
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (b"PK\x03\x04",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (b"PK\x03\x04",),
    "application/hwp+zip": (b"PK\x03\x04",),
    "application/x-hwp": (b"\xd0\xcf\x11\xe0",),
    "application/zip": (b"PK\x03\x04",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "text/csv": (),
    "text/plain": (),
}


class NotKept(Exception):
    """The file was refused; carries the reason a person can read."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def keep(
    data: bytes, *, name: str, media_type: str, thing_kind: str, thing_key: object, action: Action, where: Where
) -> StoredFile:
    """The bytes first, then the row: a crash between leaves bytes nobody points at, never a row without bytes."""
    _check(data, media_type)
    digest = hashlib.sha256(data).hexdigest()
    place = place_of(digest)
    if not place.exists():
        write_whole(place, data)
    return StoredFile.objects.create(
        sha256=digest, name=safe_name(name), media_type=media_type, size_bytes=len(data), thing_kind=thing_kind,
        thing_key=str(thing_key), action=action.value, where=_where_to_json(where), kept_at=now(),
    )  # fmt: skip


def place_of(digest: str) -> Path:
    """Where the bytes of that hash lie."""
    if len(digest) != 64 or not digest.isalnum():
        raise ValueError("not a SHA-256")
    folder: Path = settings.HOME.files
    return folder / digest[:2] / digest


def read(stored: StoredFile) -> bytes:
    """The bytes, checked against their hash: a file changed on disk is refused, not served."""
    data = place_of(stored.sha256).read_bytes()
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise NotKept(Text("보관된 파일이 손상되었습니다.", "The kept file is damaged."))
    return data


def where_of(stored: StoredFile) -> Where:
    kept: dict[str, Any] = dict(stored.where)
    kept["persons"] = frozenset(kept.get("persons", []))
    return Where(**kept)


def safe_name(name: str) -> str:
    """The name for a download: no folders, no control characters, never empty."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>:|?*')
    return clean.strip(" .")[-200:] or "file"


def _where_to_json(where: Where) -> dict[str, Any]:
    return {**asdict(where), "persons": sorted(where.persons)}


def _check(data: bytes, media_type: str) -> None:
    limit: int = settings.JIKIM_FILE_LIMIT_BYTES
    if len(data) > limit:
        size = limit // 1024 // 1024
        raise NotKept(Text(f"파일은 {size}MB까지 올릴 수 있습니다.", f"A file may have up to {size} MB."))
    beginnings = BEGINNINGS.get(media_type)
    if beginnings is None:
        raise NotKept(Text("올릴 수 없는 형식의 파일입니다.", "Files of this type are not accepted."))
    if beginnings and not data.startswith(beginnings):
        raise NotKept(Text("파일의 내용이 형식과 다릅니다.", "The file's content does not match its type."))
