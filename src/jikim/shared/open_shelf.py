"""The door of the public library: rooms hand in their open pages, which are then listed, searched, followed and found by machines.

A room registers each kind of page once, in its urls.py:

    open_shelf.register("campaign", Text("캠페인", "Campaigns"), pages=public_pages, state=pages_state, order=40)

Every page is one of the short way (`shared/open_pages`): its address takes `language`. Nothing here knows a room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from jikim.rules.searching import Index
from jikim.rules.searching import Page as Searched
from jikim.rules.words import Text

LANGUAGES = ("ko", "en")


@dataclass(frozen=True, slots=True)
class Shelved:
    """One public page in both languages.

    route, given      name of its address and what that takes beside `language`
    text              what search looks through, beside title and about
    version           counts up when the page says something else; the feed tells it as new
    changed_on        the day of that version
    listed            False: not on the library's first page, because another page leads to it
    searched          False: only in the map for search engines, such as one of several sizes of a manual
    """

    key: str
    title: Text
    about: Text
    route: str
    version: int
    changed_on: dt.date
    given: Mapping[str, str] = field(default_factory=dict)
    text: tuple[Text, ...] = ()
    listed: bool = True
    searched: bool = True

    def url(self, language: str) -> str:
        return reverse(self.route, kwargs={**self.given, "language": language})


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that fits, in the language asked in. kind: what kind of page it is, in words."""

    title: str
    passage: str
    url: str
    kind: str


Pages = Callable[[], Iterable[Shelved]]
State = Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Kind:
    name: Text
    pages: Pages
    state: State
    order: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Kept:
    """What one kind gave when it was last asked, and for which state."""

    state: object
    pages: tuple[Shelved, ...]


_kinds: dict[str, _Kind] = {}
_kept: dict[str, _Kept] = {}
_indexes: dict[str, tuple[tuple[_Kept, ...], Index]] = {}


def register(kind: str, name: Text, *, pages: Pages, state: State, order: int = 50, weight: float = 1.0) -> None:
    """Called once by a room's urls.py; the same kind twice replaces it.

    pages  every public page of this kind, in the order they are listed
    state  something cheap that differs once the pages do (a count and the newest change, say): the pages are asked for
           and made ready for searching again only then
    order  kinds with a lower number are listed first
    weight of a page that fits a search, beside pages of other kinds that fit as well
    """
    _kinds[kind] = _Kind(name, pages, state, order, weight)
    _kept.pop(kind, None)


def shelves() -> list[tuple[str, Text, tuple[Shelved, ...]]]:
    """(kind, its name, its pages), in order. Kinds without a page are left out."""
    found = sorted(_kinds, key=lambda kind: (_kinds[kind].order, kind))
    return [(kind, _kinds[kind].name, pages) for kind in found if (pages := _ready(kind).pages)]


def everything() -> list[Shelved]:
    """Every public page of every kind."""
    return [page for _, _, pages in shelves() for page in pages]


def newest(most: int) -> list[Shelved]:
    """Those that changed last, the newest first; of pages of one day in the order of their keys."""
    return sorted((one for one in everything() if one.searched), key=lambda one: (one.changed_on, one.key), reverse=True)[:most]


def find(asked: str, language: str) -> list[Hit]:
    """What fits, best first, in the language of the page. An empty question finds nothing."""
    if not asked:
        return []
    by_key = {f"{kind}/{one.key}": (kind, one) for kind, _, pages in shelves() for one in pages if one.searched}
    weighed = [(found.score * _kinds[by_key[found.key][0]].weight, found) for found in _index(language).search(asked)]
    hits = []
    for _, found in sorted(weighed, key=lambda one: -one[0]):
        kind, page = by_key[found.key]
        hits.append(Hit(found.title, found.passage, page.url(language), _kinds[kind].name.say(language)))
    return hits


def _ready(kind: str) -> _Kept:
    there, state = _kept.get(kind), _kinds[kind].state()
    if there is None or (there.state is not state and there.state != state):
        there = _kept[kind] = _Kept(state, tuple(_kinds[kind].pages()))
    return there


def _index(language: str) -> Index:
    """Made again once any kind's pages are others."""
    wanted = {kind: _ready(kind) for kind in _kinds}
    made_from, there = _indexes.get(language, ((), None))
    if there is None or len(made_from) != len(wanted) or any(one is not other for one, other in zip(made_from, wanted.values(), strict=True)):
        there = Index(
            Searched(f"{kind}/{one.key}", one.title.say(language), "\n".join(line.say(language) for line in (one.about, *one.text)))
            for kind, kept in wanted.items() for one in kept.pages if one.searched
        )  # fmt: skip
        _indexes[language] = tuple(wanted.values()), there
    return there
