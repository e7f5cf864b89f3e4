"""Find content packs: those shipped with Jikim and those an agency added under JIKIM_HOME/packs.

Needs no database and no Django. A pack in one version never changes: another content under the same id and version is refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jikim.rules.packs import Fault, Pack, PackError, load
from jikim.rules.words import Text

_FOLDERS = (
    "instruments", "helplines", "advice", "visits",
    "checklists", "measures", "occupations", "courses", "kits", "manuals",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A pack and where it came from."""

    pack: Pack
    file: str
    shipped: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """An added file that is no usable pack."""

    error: PackError
    file: str


@cache
def schemas() -> Mapping[str, Mapping[str, Any]]:
    """JSON Schema per kind of pack."""
    folder = files("jikim") / "packs" / "schemas"
    return {
        entry.name.removesuffix(".schema.json"): json.loads(entry.read_text("utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".schema.json")
    }


def added_folder() -> Path:
    """Where added packs lie: JIKIM_HOME/packs, else ./var/packs. Reading it creates nothing."""
    return Path(os.environ.get("JIKIM_HOME") or "var").expanduser().resolve() / "packs"


def read_pack(path: Path) -> Pack:
    """Load and check one file; PackError if it is not a usable pack, OSError if it cannot be read."""
    return load(path.read_bytes(), path.name, schemas())


@cache
def shipped(pack_id: str) -> Pack:
    """A shipped pack by id; KeyError if there is none."""
    for name, source in shipped_sources():
        if name == f"{pack_id}.yaml":
            return load(source, name, schemas())
    raise KeyError(pack_id)


def all_packs() -> list[Found]:
    """Every pack, shipped ones first. PackError if an added file has been damaged."""
    found, broken = survey()
    if broken:
        raise broken[0].error
    return found


def survey() -> tuple[list[Found], list[Broken]]:
    """Every pack that can be used, shipped ones first, and every added file that cannot, with why."""
    found = [Found(shipped(name.removesuffix(".yaml")), name, True) for name, _ in shipped_sources()]
    broken = []
    for path in _added_files():
        try:
            found.append(Found(read_pack(path), str(path), False))
        except PackError as error:
            broken.append(Broken(error, str(path)))
    return found, broken


def find_pack(pack_id: str, version: str | None = None) -> Pack:
    """The pack of that id: the version asked for, else the newest (official wording before working wording).

    `pack_id` may carry the version itself, as `kels-24@1.0.0`. KeyError if there is none.
    """
    pack_id, _, wanted = pack_id.partition("@")
    wanted = version or wanted
    candidates = [read_pack(path) for path in _added_files() if path.name.startswith(f"{pack_id}-")]
    candidates += [shipped(pack_id)] if _is_shipped(pack_id) else []
    fitting = [pack for pack in candidates if pack.id == pack_id and wanted in ("", pack.version)]
    if not fitting:
        raise KeyError(pack_id if not wanted else f"{pack_id}@{wanted}")
    return max(fitting, key=lambda pack: (not pack.trial, number(pack.version)))


def add_pack(path: Path) -> tuple[Pack, bool]:
    """Copy a checked pack into JIKIM_HOME/packs. (pack, False) if the same content is already there.

    PackError if the file is not a usable pack, or if its id and version already stand for another content.
    """
    source = path.read_bytes()
    pack = load(source, path.name, schemas())
    clash = clash_of(pack, path.name)
    if clash:
        raise clash
    if any(other.pack.content_hash == pack.content_hash for other in all_packs()):
        return pack, False
    target = added_folder() / f"{pack.id}-{pack.version}.yaml"
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.write_bytes(source)
    os.replace(part, target)
    return pack, True


def clash_of(pack: Pack, name: str) -> PackError | None:
    """Why this pack cannot stand beside those there are: another content under its id and version."""
    for other in all_packs():
        there = other.pack
        if (there.id, there.version) == (pack.id, pack.version) and there.content_hash != pack.content_hash:
            return PackError(name, [_changed(pack, there)])
    return None


def _changed(pack: Pack, there: Pack) -> Fault:
    return Fault(
        "version",
        Text(
            f"{pack.label}은(는) 이미 있고 내용이 다릅니다(있는 것 {there.content_hash[:12]}…, 새 것 {pack.content_hash[:12]}…).",
            f"{pack.label} is already there with another content (there {there.content_hash[:12]}…, new {pack.content_hash[:12]}…).",
        ),
        Text(
            "한 번 쓴 판은 바꿀 수 없습니다. version을 올려 주십시오.",
            "A version never changes. Raise `version`.",
        ),
    )


def shipped_sources() -> Iterator[tuple[str, bytes]]:
    """(file name, YAML text) of every shipped pack."""
    for folder in _FOLDERS:
        entries = sorted((files("jikim") / "packs" / folder).iterdir(), key=lambda entry: entry.name)
        yield from ((entry.name, entry.read_bytes()) for entry in entries if entry.name.endswith(".yaml"))


def source_of(found: Found) -> bytes:
    """The text of a pack that was found."""
    if found.shipped:
        return next(source for name, source in shipped_sources() if name == found.file)
    return Path(found.file).read_bytes()


def _is_shipped(pack_id: str) -> bool:
    return any(name == f"{pack_id}.yaml" for name, _ in shipped_sources())


def _added_files() -> list[Path]:
    return sorted(added_folder().glob("*.yaml"))


def number(version: str) -> tuple[int, ...]:
    """A version as numbers, so that 1.10.0 is newer than 1.9.0."""
    return tuple(int(part) for part in version.split("."))
