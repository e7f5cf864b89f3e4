"""The public library as pages one can list, search and follow: occupations and kits, in both languages, with their dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from jikim.rules.library import Kit, Library, Occupation
from jikim.rules.searching import Found, Index, Page
from jikim.rules.words import Text
from jikim.shared.library.overlay import current

LANGUAGES = ("ko", "en")


@dataclass(frozen=True, slots=True)
class Shelved:
    """One page of the public library. version: of its newest entry; changed_on: when any of it was last reviewed."""

    kind: str
    key: str
    title: Text
    about: Text
    text: tuple[Text, ...]
    version: int
    changed_on: dt.date

    def url(self, language: str) -> str:
        name, word = ("now_job", "job") if self.kind == "job" else ("public_kit", "kit")
        return reverse(name, kwargs={"language": language, word: self.key})


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    passage: str
    url: str
    kind: str


_kept: tuple[Library, tuple[Shelved, ...], dict[str, Index]] | None = None


def shelf() -> tuple[Shelved, ...]:
    """Occupations, then kits."""
    return _ready()[1]


def find(asked: str, language: str) -> list[Hit]:
    """What fits, best first, in the language of the page."""
    _, pages, indexes = _ready()
    by_key = {f"{one.kind}/{one.key}": one for one in pages}
    return [_hit(found, by_key[found.key], language) for found in indexes[language].search(asked)]


def kit(key: str) -> Kit:
    """KeyError if there is none."""
    return current().kits[key]


def manuals_address() -> str:
    """Where the manuals are listed; empty while that page is not there."""
    try:
        return reverse("public_manuals")
    except NoReverseMatch:
        return ""


def _hit(found: Found, page: Shelved, language: str) -> Hit:
    return Hit(found.title, found.passage, page.url(language), page.kind)


def _ready() -> tuple[Library, tuple[Shelved, ...], dict[str, Index]]:
    """The library is one object until an editor's change is approved; so is what is made of it."""
    global _kept
    library = current()
    if _kept is None or _kept[0] is not library:
        pages = (*(_of_job(one) for one in library.occupations.values()), *(_of_kit(one) for one in library.kits.values()))
        indexes = {
            code: Index(
                Page(f"{one.kind}/{one.key}", one.title.say(code), "\n".join(line.say(code) for line in (one.about, *one.text)))
                for one in pages
            )
            for code in LANGUAGES
        }
        _kept = library, pages, indexes
    return _kept


def _of_job(job: Occupation) -> Shelved:
    text = [*job.also, *job.after, *job.self_care]
    for one in job.situations:
        text += [one.title, one.happens, *one.say, *one.next, one.stop, one.keep]
    origins = [job.origin, *(one.origin for one in job.situations)]
    return Shelved(
        "job", job.key, job.title, job.about, tuple(text), max(one.version for one in origins),
        max(one.reviewed_on for one in origins),
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
        "kit", one.id, one.title, about, tuple(text), max(each.version for each in origins),
        max(each.reviewed_on for each in origins),
    )  # fmt: skip
