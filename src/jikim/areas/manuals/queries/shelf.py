"""What manuals put on the public shelf: occupations, kits and manuals, in both languages, with their dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from jikim.areas.manuals.queries.general import SIZES
from jikim.areas.manuals.queries.sources import assembled
from jikim.rules.campaigns.filling import general
from jikim.rules.library import Kit, Library, Occupation, Size, Source
from jikim.rules.manuals import Assembled, Edition, general_editions
from jikim.rules.words import Text
from jikim.shared import open_shelf
from jikim.shared.clock import today
from jikim.shared.library.overlay import current
from jikim.shared.open_shelf import Shelved

_SLUGS = {size: slug for slug, size in SIZES.items()}
#: of an employer's manual in four sizes, the one that search and feed name; its page leads on to the others
_NAMED = Size.SMALL


def put_up() -> None:
    """Register the three kinds of pages; the library is one object until an editor's change is approved, and so is its state."""
    open_shelf.register("kit", Text("캠페인 자료", "Campaign kits"), pages=kit_pages, state=current, order=20)
    open_shelf.register("job", Text("직종별", "By occupation"), pages=job_pages, state=current, order=30)
    # a page one can use at once comes before the manual that holds the same
    open_shelf.register("manual", Text("안내서", "Manuals"), pages=manual_pages, state=_library_and_day, order=10, weight=0.6)


def kit(key: str) -> Kit:
    """A kit as anybody may use it, with general words where a workplace's own would stand. KeyError if there is none."""
    return _anybodys(current().kits[key])


def _anybodys(one: Kit) -> Kit:
    return replace(one, pieces=tuple(general(piece) for piece in one.pieces))


def job_pages() -> list[Shelved]:
    return [_of_job(one) for one in current().occupations.values()]


def kit_pages() -> list[Shelved]:
    return [_of_kit(_anybodys(one)) for one in current().kits.values()]


def manual_pages() -> list[Shelved]:
    """Every general edition; the list of manuals leads to them."""
    library, day = current(), today()
    return [_of_manual(one, library, day) for one in general_editions(library)]


def _library_and_day() -> tuple[Library, dt.date]:
    """Manuals name the law and the help lines of the day."""
    return current(), today()


def _of_job(job: Occupation) -> Shelved:
    text = [*job.also, *job.after, *job.self_care]
    for one in job.situations:
        text += [one.title, one.happens, *one.say, *one.next, one.stop, one.keep]
    origins = [job.origin, *(one.origin for one in job.situations)]
    return Shelved(
        job.key, job.title, job.about, "now_job", sum(one.version for one in origins), max(one.reviewed_on for one in origins),
        given={"job": job.key}, text=tuple(text),
    )  # fmt: skip


def _of_kit(one: Kit) -> Shelved:
    text: list[Text] = []
    for piece in one.pieces:
        text += [piece.title, piece.heading, *piece.lines, piece.where]
    origins = [piece.origin for piece in one.pieces]
    about = Text(
        "붙이고 들려주고 나누어 주는 글입니다. 그대로 쓰셔도 됩니다.", "Words to put up, play and hand out. Use them as they are."
    )  # fmt: skip
    return Shelved(
        one.id, one.title, about, "public_kit", sum(each.version for each in origins), max(each.reviewed_on for each in origins),
        given={"kit": one.id}, text=tuple(text),
    )  # fmt: skip


def _of_manual(edition: Edition, library: Library, day: dt.date) -> Shelved:
    named, job = edition.size in (None, _NAMED), library.occupations[edition.occupation]
    manual = assembled(edition, on=day) if named else None
    kind, size = edition.kind.label, edition.size.label if edition.size else None
    origins = [job.origin, *(one.origin for one in library.manuals[edition.kind.pack].edition(edition.size))]
    given = {"kind": edition.kind.value, "occupation": edition.occupation, "size": _SLUGS[edition.size] if edition.size else "all"}
    return Shelved(
        edition.key, Text(f"{kind.ko}: {job.title.ko}", f"{kind.en}: {job.title.en}"), size if size and not named else job.about, "public_manual",
        sum(one.version for one in origins), max(one.reviewed_on for one in origins), given=given,
        text=tuple(_words(manual)) if manual else (), listed=False, searched=named,
    )  # fmt: skip


def _words(manual: Assembled) -> Iterator[Text]:
    """Its headings: the words beneath stand in the occupation's own page, and would let every manual fit every question.
    So would the names of the help lines, which are in all of them.
    """
    for chapter in manual.chapters:
        yield chapter.title
        yield from (block.title for block in chapter.blocks if block.title.ko and block.source is not Source.HELP_LINES)
