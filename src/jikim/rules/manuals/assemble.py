"""assemble(): an edition filled from the library on a day. What only a workplace knows comes in ready-made, or as lines to fill in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jikim.rules.campaigns.filling import put
from jikim.rules.helplines import HelpLine, Purpose
from jikim.rules.library import (
    Block,
    Composed,
    Library,
    Setting,
    Size,
    Source,
    chapters_of,
    entries_of_blocks,
)
from jikim.rules.library.compose import Entry
from jikim.rules.manuals.edition import Edition
from jikim.rules.words import Text

#: workers assumed for a size class: its largest, so that no duty of the class is left out; each duty says from how many it holds
_LARGEST = {Size.SMALL: 29, Size.MEDIUM: 99, Size.LARGE: 299, Size.LARGEST: None}

#: where nobody has been named: lines to write on
BLANKS = Block(
    Source.CONTACTS, Text("우리 사업장의 연락처(적어 넣으십시오)", "Our own contacts (fill in)"),
    (
        Text("고충 담당자: ____________________", "Grievance officer: ____________________"),
        Text("담당자 전화: ____________________", "The officer's telephone: ____________________"),
        Text("자리를 대신할 사람: ____________________", "Who takes my place: ____________________"),
        Text("쉴 수 있는 곳: ____________________", "Where I can rest: ____________________"),
    ),
)  # fmt: skip


#: what the places of a kit's piece say where nobody has filled them
_UNFILLED = {
    "workplace": Text("우리 사업장", "our workplace"), "officer": Text("고충 담당자", "the grievance officer"),
    "channel": Text("고객 상담 창구", "the customer desk"),
}  # fmt: skip


@dataclass(frozen=True)
class Own:
    """What belongs to one workplace: its name, all its workers, ready blocks of risks, plan and contacts (empty: left out).

    fills  words for the places of kits' pieces (`rules.library.kits.PLACES`)
    """

    name: str
    workers: int | None = None
    fills: Mapping[str, Text] = field(default_factory=dict)
    risks: tuple[Block, ...] = ()
    plan: tuple[Block, ...] = ()
    contacts: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Assembled:
    """A manual ready to be set. entries: every entry it was made of, with its version. digest: the same for the same words."""

    edition: Edition
    title: Text
    reader: Text
    occupation: Text
    day: dt.date
    chapters: tuple[Composed, ...]
    entries: Mapping[Entry, int] = field(default_factory=dict)
    digest: str = ""


def assemble(
    edition: Edition, library: Library, laws: Mapping[str, Any], day: dt.date, *, help_lines: Iterable[HelpLine] = (), own: Own | None = None
) -> Assembled:
    """The manual of that edition on that day.

    laws  the laws pack as read          help_lines  those that can be called, the most urgent first
    KeyError for an occupation the library does not have, or a manual whose skeleton it does not have.
    """
    manual, job, lines = library.manuals[edition.kind.pack], library.occupations[edition.occupation], tuple(help_lines)
    workers = own.workers if own else _LARGEST[edition.size] if edition.size else None
    ready = {
        Source.HELP_LINES: tuple(_help(line) for line in lines),
        Source.CONTACTS: (own.contacts if own else ()) or (BLANKS,),
        Source.RISKS: own.risks if own else (),
        Source.PLAN: own.plan if own else (),
    }
    fills = {**_UNFILLED, "helpline": _helpline(lines), **(own.fills if own else {})}
    drawn = chapters_of(manual, library, Setting(laws, day, job, workers, ready), edition.size)
    chapters = tuple(_filled(one, fills, own.fills if own else ()) for one in drawn)
    skeleton = {("chapter", f"{manual.id}/{one.key}"): one.origin.version for one in manual.edition(edition.size)}
    reader = Text(own.name, own.name) if own else edition.size.label if edition.size else Text("모든 근로자", "For every worker")
    made = Assembled(edition, manual.title, reader, job.title, day, chapters, skeleton | entries_of_blocks(chapters))
    return replace(made, digest=_digest(made))


def _helpline(lines: tuple[HelpLine, ...]) -> Text:
    """The number a piece names: help with health at work, else the first there is."""
    found = next((one for one in lines if Purpose.HEALTH in one.purposes), lines[0] if lines else None)
    if found is None:
        return Text("도움 전화", "a help line")
    return Text(f"{found.name.ko} {found.number}", f"{found.name.en} {found.number}")


def _filled(chapter: Composed, fills: Mapping[str, Text], own: Collection[str]) -> Composed:
    def fill(text: Text) -> Text:
        return Text(*(put(text, fills, language, own=own) for language in ("ko", "en")))

    blocks = tuple(
        replace(one, title=fill(one.title), lines=tuple(fill(line) for line in one.lines)) if one.source is Source.KIT else one
        for one in chapter.blocks
    )
    return replace(chapter, blocks=blocks)


def _help(line: HelpLine) -> Block:
    told = (
        Text(f"{line.number} · {line.hours.ko} · {line.cost.ko}", f"{line.number} · {line.hours.en} · {line.cost.en}"),
        line.about,
    )
    return Block(Source.HELP_LINES, line.name, told)


def _digest(made: Assembled) -> str:
    """Of every word in both languages, not of the day: nothing changed, no new edition."""
    words = [
        [one.title.ko, one.title.en, [[t.ko, t.en] for t in one.points], [
            [b.title.ko, b.title.en, [[t.ko, t.en] for t in b.lines], _cited(b)] for b in one.blocks
        ]] for one in made.chapters
    ]  # fmt: skip
    told = json.dumps([made.edition.key, made.title.ko, made.title.en, made.reader.ko, words], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _cited(block: Block) -> list[str]:
    standing = block.standing
    return [standing.weight.ko, standing.cite.ko, standing.note.ko] if standing else []
