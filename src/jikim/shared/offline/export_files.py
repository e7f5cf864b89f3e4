"""Lays out what an export held: each record as JSON, all fields in one CSV for a person to read, photos and signatures as files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jikim.shared.files.store import safe_name
from jikim.shared.files.write import write_whole
from jikim.shared.offline.recovery import CannotOpen, Opened
from jikim.shared.sheets.columns import Column
from jikim.shared.sheets.write import write_csv

_COLUMNS = [Column(name, name) for name in ("record", "title", "visit", "day", "section", "field", "value")]


@dataclass(frozen=True, slots=True)
class LaidOut:
    records: int
    files: int


def lay_out(parts: Iterable[Opened], folder: Path) -> LaidOut:
    """Everything into the folder, readable by its owner only. Raises CannotOpen where a record is no record."""
    records, files, rows = 0, 0, []
    for part in parts:
        name = safe_name(part.uuid)
        if part.kind == "record":
            document = _document(part)
            write_whole(folder / "records" / f"{name}.json", json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n")
            rows += list(_rows(document))
            records += 1
        else:
            ending = "png" if part.content.startswith(b"\x89PNG") else "jpg"
            write_whole(folder / "files" / f"{name}.{ending}", part.content)
            files += 1
    write_whole(folder / "records.csv", b"".join(write_csv(_COLUMNS, rows)))
    return LaidOut(records, files)


def _document(part: Opened) -> dict[str, Any]:
    try:
        found = json.loads(part.content)
    except ValueError:
        raise CannotOpen from None
    return found if isinstance(found, dict) else {}


def _rows(document: dict[str, Any]) -> Iterator[list[Any]]:
    values = document.get("mine") or {}
    head = [document.get("uuid"), _ko(document.get("title")), _ko(document.get("subtitle")), document.get("on")]
    for section in (document.get("form") or {}).get("sections", []):
        for field in section.get("fields", []):
            if (value := values.get(field["key"])) not in (None, "", [], {}):
                yield [*head, _ko(section.get("title")), _ko(field.get("label")), _plain(value)]


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _ko(text: Any) -> str:
    return str(text.get("ko", "")) if isinstance(text, dict) else str(text or "")
