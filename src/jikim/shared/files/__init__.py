"""Private files: kept by content hash under JIKIM_HOME/files, fetched only through a view that asks may()."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jikim.rules.access import Action, Where

if TYPE_CHECKING:
    from jikim.shared.files.models import StoredFile


def keep(
    data: bytes, *, name: str, media_type: str, thing_kind: str, thing_key: object, action: Action, where: Where
) -> StoredFile:
    """Keep bytes that belong to a thing. Only a seat that may `action` at `where` can fetch them.

    Raises `NotKept` (with a reason for people) when the type is not admitted or the file too large.
    """
    from jikim.shared.files import store

    return store.keep(
        data, name=name, media_type=media_type, thing_kind=thing_kind, thing_key=thing_key, action=action, where=where
    )


__all__ = ["keep"]
