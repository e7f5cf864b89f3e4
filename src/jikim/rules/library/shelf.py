"""All packs of the library together: look entries up, and see that every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jikim.rules.library.checklist import Checklist
from jikim.rules.library.courses import Course, Slide
from jikim.rules.library.entry import Line, Origin, Subject
from jikim.rules.library.kits import Kit, Piece
from jikim.rules.library.manuals import Chapter, Manual
from jikim.rules.library.measures import Measure, Measures
from jikim.rules.library.occupations import Occupation
from jikim.rules.library.pull import Pull, Source
from jikim.rules.words import Text


@dataclass(frozen=True)
class Library:
    """Everything there is, newest versions. Lookups raise KeyError for a key that is not there."""

    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    measure_files: Mapping[str, Measures] = field(default_factory=dict)
    occupations: Mapping[str, Occupation] = field(default_factory=dict)
    courses: Mapping[str, Course] = field(default_factory=dict)
    kits: Mapping[str, Kit] = field(default_factory=dict)
    manuals: Mapping[str, Manual] = field(default_factory=dict)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """Every measure by key, in the order of the files."""
        return {one.key: one for file in self.measure_files.values() for one in file.measures}

    @cached_property
    def pieces(self) -> Mapping[str, Piece]:
        """Every piece of every kit by key."""
        return {one.key: one for kit in self.kits.values() for one in kit.pieces}

    def measures_for(
        self, *, occupation: str = "", workers: int | None = None, lines: Collection[Line] = (), subjects: Collection[Subject] = ()
    ) -> tuple[Measure, ...]:
        """Measures that fit, in the order of the files; empty collections exclude nothing."""
        return tuple(
            one for one in self.measures.values()
            if one.fits(occupation, workers) and (not lines or one.origin.line in lines)
            and (not subjects or set(one.subjects) & set(subjects))
        )  # fmt: skip

    def occupations_of(self, *, industry: str = "", sector: str = "") -> tuple[Occupation, ...]:
        """Occupations met with in an industry; where none names its code (or the beginning of it), those of the sector."""
        named = tuple(
            one for one in self.occupations.values() if industry and any(industry.startswith(code) for code in one.industries)
        )
        return named or tuple(one for one in self.occupations.values() if sector and sector in one.sectors)

    def origins(self) -> Iterator[tuple[str, str, Origin]]:
        """(kind, key, origin) of every entry: what a register of versions and holders needs."""
        for checklist in self.checklists.values():
            yield from (("checklist", one.key, one.origin) for one in checklist.items)
        yield from (("measure", one.key, one.origin) for one in self.measures.values())
        for job in self.occupations.values():
            yield "occupation", job.key, job.origin
            yield from (("situation", f"{job.key}/{one.key}", one.origin) for one in job.situations)
        yield from (("course", one.id, one.origin) for one in self.courses.values())
        yield from (("piece", one.key, one.origin) for one in self.pieces.values())
        for manual in self.manuals.values():
            yield from (("chapter", f"{manual.id}/{one.key}", one.origin) for one in manual.chapters)


@dataclass(frozen=True, slots=True)
class Astray:
    """A reference that leads nowhere: where it stands, what is wrong."""

    place: str
    problem: Text


def library_faults(library: Library, laws: Mapping[str, Any], sectors: Collection[str], industries: Collection[str]) -> list[Astray]:
    """Every reference between packs that does not resolve, and every key that stands in two files.

    laws        the laws pack as read          sectors     keys of the sectors
    industries  codes a pack may name: divisions and industries of packs/codes/industries.yaml
    """
    return [
        *_twice(library), *_laws(library, laws), *_measures_named(library), *_jobs_named(library),
        *_codes(library, sectors, industries), *_pulls(library),
    ]  # fmt: skip


def _twice(library: Library) -> Iterator[Astray]:
    for what, keys in (
        ("measure", [one.key for file in library.measure_files.values() for one in file.measures]),
        ("kit piece", [one.key for kit in library.kits.values() for one in kit.pieces]),
    ):
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield Astray(f"{what} {key}", Text(f"‘{key}’이(가) 두 파일에 있습니다.", f"“{key}” stands in two files."))


def _laws(library: Library, laws: Mapping[str, Any]) -> Iterator[Astray]:
    known = {law["key"] for law in laws["laws"]}
    owed = (("occupation", job.key, one.origin) for job in library.occupations.values() for one in job.employer)
    for kind, key, origin in (*library.origins(), *owed):
        if origin.law and origin.law not in known:
            yield _nowhere(f"{kind} {key}", origin.law, "codes/laws.yaml")


def _measures_named(library: Library) -> Iterator[Astray]:
    def named() -> Iterable[tuple[str, Sequence[str]]]:
        for checklist in library.checklists.values():
            yield from ((f"checklist {one.key}", one.measures) for one in checklist.items)
        for job in library.occupations.values():
            yield from ((f"occupation {job.key}/{one.key}", one.measures) for one in job.situations)

    for place, keys in named():
        yield from (_nowhere(place, key, "measures/") for key in keys if key not in library.measures)


def _jobs_named(library: Library) -> Iterator[Astray]:
    entries: list[tuple[str, Measure | Piece]] = [
        *((f"measure {key}", one) for key, one in library.measures.items()),
        *((f"kit piece {key}", one) for key, one in library.pieces.items()),
    ]
    for place, entry in entries:
        yield from (_nowhere(place, job, "occupations/") for job in entry.occupations if job not in library.occupations)


def _codes(library: Library, sectors: Collection[str], industries: Collection[str]) -> Iterator[Astray]:
    for job in library.occupations.values():
        yield from (_nowhere(f"occupation {job.key}", key, "codes/industries.yaml") for key in job.sectors if key not in sectors)
        yield from (_nowhere(f"occupation {job.key}", code, "codes/industries.yaml") for code in job.industries if code not in industries)


def _pulls(library: Library) -> Iterator[Astray]:
    drawing: list[tuple[str, Slide | Chapter]] = [
        *((f"course {course.id}/{slide.key}", slide) for course in library.courses.values() for slide in course.slides),
        *((f"manual {manual.id}/{chapter.key}", chapter) for manual in library.manuals.values() for chapter in manual.chapters),
    ]
    for place, drawn in drawing:
        for pull in drawn.pulls:
            known = _keys_of(library, pull)
            yield from (_nowhere(place, key, pull.source.value) for key in pull.keys if key not in known)


def _keys_of(library: Library, pull: Pull) -> Collection[str]:
    match pull.source:
        case Source.MEASURES:
            return library.measures
        case Source.KIT:
            return library.pieces
        case Source.CHECKLIST:
            return {part.key for checklist in library.checklists.values() for part in checklist.parts}
        case _:
            return ()


def _nowhere(place: str, key: str, where: str) -> Astray:
    return Astray(place, Text(f"‘{key}’이(가) {where}에 없습니다.", f"“{key}” is not in {where}."))
