"""The append-only file outside the database that remembers the chain's head, so that a cut tail is found.

Only ever appended to. Whoever can write it can lie in it: send it to another machine as well.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jikim.shared.audit.sealer import head


@dataclass(frozen=True, slots=True)
class Head:
    """One remembered head."""

    sequence: int
    seal: str
    at: str
    why: str


def heads_file() -> Path:
    place: Path = settings.HOME.audit_heads
    return place


def write_head(why: str) -> Head:
    """Append the present head, flushed to disk before returning."""
    sequence, seal = head()
    remembered = Head(sequence, seal, timezone.now().isoformat(timespec="seconds"), why)
    line = json.dumps({"at": remembered.at, "sequence": sequence, "seal": seal, "why": why})
    path = heads_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return remembered


def read_heads(path: Path | None = None) -> tuple[list[Head], list[int]]:
    """The remembered heads, and the numbers of lines that cannot be read."""
    place = path or heads_file()
    if not place.exists():
        return [], []
    heads: list[Head] = []
    unreadable: list[int] = []
    for number, line in enumerate(place.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            entry = json.loads(line)
            heads.append(Head(int(entry["sequence"]), str(entry["seal"]), str(entry["at"]), str(entry["why"])))
        except (ValueError, KeyError, TypeError):
            unreadable.append(number)
    return heads, unreadable
