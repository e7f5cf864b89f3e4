"""Slides and chapters with everything they draw: one composition for the screen, the PDF and the page. Says of each block which entry it is.

Never writes words of its own but headings; what only a workplace knows (contacts, plan, risks, help lines) comes in ready-made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jikim.rules.duties import duties_on
from jikim.rules.library.courses import Course, Question, Slide
from jikim.rules.library.entry import Origin, Size
from jikim.rules.library.manuals import Chapter, Manual
from jikim.rules.library.occupations import Occupation
from jikim.rules.library.pull import Pull, Source
from jikim.rules.library.shelf import Library
from jikim.rules.library.standing import Standing, standing_on
from jikim.rules.words import NOTHING, Text

#: (kind, key) of an entry, as `Library.origins()` names it
Entry = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (may be empty) with its lines; the entry it was drawn from, None for words of the document's own."""

    source: Source
    title: Text
    lines: tuple[Text, ...]
    entry: Entry | None = None
    version: int = 0
    standing: Standing | None = None


@dataclass(frozen=True)
class Setting:
    """For whom and for which day a document is composed.

    laws      the laws pack as read          day      the document's date
    workers   all workers; None where unknown     occupation   None: blocks of an occupation are left out
    own       ready blocks for Source.CONTACTS, PLAN, RISKS, HELP_LINES; what is missing is left out
    """

    laws: Mapping[str, Any]
    day: dt.date
    occupation: Occupation | None = None
    workers: int | None = None
    own: Mapping[Source, tuple[Block, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composed:
    """A slide or chapter ready to be set: its own points, then what it draws. notes, minutes: of a slide."""

    key: str
    title: Text
    points: tuple[Text, ...]
    blocks: tuple[Block, ...]
    notes: Text = NOTHING
    minutes: int = 0

    @property
    def empty(self) -> bool:
        return not self.points and not self.blocks


def slides_of(course: Course, library: Library, setting: Setting) -> tuple[Composed, ...]:
    """The course's slides, without those that would show nothing in this setting."""
    made = (_slide(slide, library, setting) for slide in course.slides)
    return tuple(one for one in made if not one.empty)


def quiz_of(course: Course, occupation: Occupation | None = None) -> tuple[Question, ...]:
    """The course's questions; where it is given by occupation also those of the occupation."""
    return course.quiz + (occupation.quiz if course.by_occupation and occupation else ())


def chapters_of(manual: Manual, library: Library, setting: Setting, size: Size | None = None) -> tuple[Composed, ...]:
    """The chapters of an edition: lead, words for its size and own points first, then what each draws. Never without a lead."""
    return tuple(_chapter(chapter, library, setting, size) for chapter in manual.edition(size))


def entries_of_blocks(parts: Iterable[Composed]) -> dict[Entry, int]:
    """Every entry drawn, with its version: what the register of holders keeps of a document."""
    return {block.entry: block.version for part in parts for block in part.blocks if block.entry}


def draw(pull: Pull, library: Library, setting: Setting) -> tuple[Block, ...]:
    """The blocks of one draw, at most `pull.most` of them."""
    found = tuple(_drawn(pull, library, setting))
    return found[: pull.most] if pull.most else found


def _slide(slide: Slide, library: Library, setting: Setting) -> Composed:
    blocks = tuple(block for pull in slide.pulls for block in draw(pull, library, setting))
    return Composed(slide.key, slide.title, slide.points, blocks, slide.notes, slide.minutes)


def _chapter(chapter: Chapter, library: Library, setting: Setting, size: Size | None) -> Composed:
    said = chapter.by_size.get(size, ()) if size else ()
    blocks = tuple(block for pull in chapter.pulls for block in draw(pull, library, setting))
    return Composed(chapter.key, chapter.title, (chapter.lead, *said, *chapter.points), blocks)


def _drawn(pull: Pull, library: Library, setting: Setting) -> Iterator[Block]:
    match pull.source:
        case Source.MEASURES:
            yield from _measures(pull, library, setting)
        case Source.CHECKLIST:
            yield from _checklist(pull, library, setting)
        case Source.KIT:
            for key in pull.keys:
                piece = library.pieces[key]
                yield _of(Source.KIT, piece.heading or piece.title, piece.lines, ("piece", key), piece.origin, setting)
        case Source.DUTIES:
            for duty in duties_on(setting.laws, setting.day):
                mark = Text(f"{duty.weight.ko} · {duty.cite.ko}", f"{duty.weight.en} · {duty.cite.en}")
                told = tuple(line for line in (duty.says, duty.note, duty.penalty) if line.ko)
                yield Block(Source.DUTIES, duty.title, (*told, mark))
        case Source.CONTACTS | Source.PLAN | Source.RISKS | Source.HELP_LINES:
            yield from setting.own.get(pull.source, ())
        case _:
            yield from _of_occupation(pull.source, setting)


def _measures(pull: Pull, library: Library, setting: Setting) -> Iterator[Block]:
    job = setting.occupation.key if setting.occupation else ""
    fitting = library.measures_for(occupation=job, workers=setting.workers, lines=pull.lines)
    named = (library.measures[key] for key in pull.keys)
    chosen = named if pull.keys else (
        # those made for the occupation first, then in the order of the files
        one for one in sorted(fitting, key=lambda one: not (job and one.occupations)) if not pull.levels or one.level in pull.levels
    )  # fmt: skip
    for one in chosen:
        if one.fits(job, setting.workers):
            yield _of(Source.MEASURES, one.title, (one.what, *one.steps), ("measure", one.key), one.origin, setting)


def _checklist(pull: Pull, library: Library, setting: Setting) -> Iterator[Block]:
    for checklist in library.checklists.values():
        for item in checklist.items:
            if not pull.keys or item.part in pull.keys:
                yield _of(Source.CHECKLIST, item.text, item.levels[2:], ("checklist", item.key), item.origin, setting)


def _of_occupation(source: Source, setting: Setting) -> Iterator[Block]:
    job = setting.occupation
    if job is None:
        return
    whole = ("occupation", job.key)
    if source in (Source.AFTER, Source.SELF_CARE):
        lines = job.after if source is Source.AFTER else job.self_care
        yield Block(source, NOTHING, lines, whole, job.origin.version)
    elif source is Source.EMPLOYER:
        for owed in job.employer:
            standing = standing_on(setting.laws, owed.origin, setting.day, workers=setting.workers)
            yield Block(source, NOTHING, (owed.text,), whole, job.origin.version, standing)
    else:
        for one in job.situations:
            lines = {
                Source.SITUATIONS: (one.happens,), Source.SAY: one.say, Source.NEXT: one.next, Source.STOP: (one.stop,),
                Source.KEEP: (one.keep,),
            }[source]  # fmt: skip
            yield Block(source, one.title, lines, ("situation", f"{job.key}/{one.key}"), one.origin.version)


def _of(source: Source, title: Text, lines: tuple[Text, ...], entry: Entry, origin: Origin, setting: Setting) -> Block:
    standing = standing_on(setting.laws, origin, setting.day, workers=setting.workers)
    return Block(source, title, lines, entry, origin.version, standing)
