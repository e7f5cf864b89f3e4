"""The library as it stands: shipped packs and added ones, newest version of each, read once. Never the database."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from jikim.rules.library import Kit, Library, library_faults
from jikim.rules.library.checklist import Checklist
from jikim.rules.library.courses import Course
from jikim.rules.library.manuals import Manual
from jikim.rules.library.measures import Measures
from jikim.rules.library.occupations import Occupation
from jikim.rules.library.shelf import Astray
from jikim.rules.packs import Fault, Pack, PackError, read_document
from jikim.shared import codes
from jikim.shared.packs import all_packs, number

#: kinds of packs the library is made of
KINDS = ("checklist", "measures", "occupation", "course", "kit", "manual")


@lru_cache(maxsize=1)
def library() -> Library:
    """Everything shipped and added. Read once per process: restart the server after `jikim packs add`."""
    return library_of([found.pack for found in all_packs()])


def library_of(packs: list[Pack]) -> Library:
    """The library of these packs, the newest of those with one id; other kinds are passed over."""
    newest: dict[tuple[str, str], Pack] = {}
    for pack in packs:
        there = newest.get((pack.kind, pack.id))
        if pack.kind in KINDS and (there is None or number(there.version) < number(pack.version)):
            newest[pack.kind, pack.id] = pack

    def of(kind: type[Any], name: str) -> dict[str, Any]:
        return {pack.id: pack.of(kind) for (held, _), pack in newest.items() if held == name}

    return Library(
        of(Checklist, "checklist"), of(Measures, "measures"), of(Occupation, "occupation"), of(Course, "course"), of(Kit, "kit"),
        of(Manual, "manual"),
    )  # fmt: skip


@lru_cache(maxsize=1)
def laws() -> dict[str, Any]:
    """The laws pack, for `rules.library.standing_on` and `rules.duties.duties_on`."""
    return read_document((files("jikim") / "packs" / "codes" / "laws.yaml").read_bytes(), "laws.yaml")


def faults_of(shelf: Library) -> list[Astray]:
    """References of the library that lead nowhere."""
    return library_faults(shelf, laws(), {one.key for one in codes.sectors()}, codes.industries())


def pack_faults(pack: Pack) -> list[Astray]:
    """References that would lead nowhere if this pack stood beside those there are: what it brings in, not what was there before."""
    there = [found.pack for found in all_packs()]
    before = set(faults_of(library_of(there)))
    return [one for one in faults_of(library_of([*(other for other in there if other.id != pack.id), pack])) if one not in before]


def reference_error(pack: Pack, name: str) -> PackError | None:
    """Why this pack cannot join the library: `pack_faults` as one error; None for a pack of another kind or without faults."""
    found = pack_faults(pack) if pack.kind in KINDS else []
    return PackError(name, [Fault(one.place, one.problem) for one in found]) if found else None
