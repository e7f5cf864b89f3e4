"""The seal of one audit row: SHA-256 over the row in one fixed spelling and the seal before it. No database here."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

#: what the first row is chained to
GENESIS = "0" * 64


def spelled(
    *, sequence: int, at: dt.datetime, actor_key: str, actor_name: str, verb: str,
    thing_kind: str, thing_key: str, facts: Any, reason: str,
) -> bytes:  # fmt: skip
    """The row as bytes: every field, sorted keys, UTC to the microsecond. Changing this breaks every chain."""
    row = {
        "sequence": sequence,
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor_key": actor_key,
        "actor_name": actor_name,
        "verb": verb,
        "thing_kind": thing_kind,
        "thing_key": thing_key,
        "facts": facts,
        "reason": reason,
    }
    return json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def seal_of(spelling: bytes, before: str) -> str:
    """The seal of a row, given the seal of the row before it."""
    return hashlib.sha256(before.encode() + b"\n" + spelling).hexdigest()
