"""The main navigation: rooms add their entries, a person sees only those their seat may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from jikim.rules.access import Action, Actor, may
from jikim.rules.words import Text
from jikim.shared.ui.words import say


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the navigation. `order` follows the season and decides the group: see GROUPS."""

    action: Action
    url_name: str
    label: Text
    order: int = 50


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as drawn for one page."""

    label: str
    url: str
    current: bool = False
    exact: bool = False
    #: of a group: what stands under it
    under: tuple[Link, ...] = ()


#: (first order, last order, name): what belongs together once a seat sees more than a row holds. Under 20 stand home and one's own.
GROUPS = (
    (20, 34, Text("모집", "Enrolment")),
    (35, 39, Text("기관·방문", "Agencies and visits")),
    (40, 54, Text("설문·결과", "Surveys and results")),
    (55, 59, Text("자문·교육", "Advice and training")),
    (60, 75, Text("자료·캠페인", "Library and campaigns")),
    (76, 99, Text("운영", "Administration")),
)
#: more entries than this are shown by group
ONE_ROW = 9

_entries: dict[str, Entry] = {}
_footer: dict[str, Text] = {}


def register(action: Action, url_name: str, label: Text, order: int = 50) -> None:
    """Called once by a room's urls.py. The same url name twice replaces the entry."""
    _entries[url_name] = Entry(action, url_name, label, order)


def entries_for(actor: Actor, path: str) -> list[Link]:
    """The links this seat may use, in season order; the one whose address begins the path is current."""
    return [link for _, link in _found(actor, path)]


def menu_for(actor: Actor, path: str) -> list[Link]:
    """The same as drawn: one row where they fit, else groups with what stands under each; a group of one is that one."""
    found = _found(actor, path)
    if len(found) <= ONE_ROW:
        return [link for _, link in found]
    menu = [link for order, link in found if order < GROUPS[0][0]]
    for first, last, name in GROUPS:
        under = tuple(link for order, link in found if first <= order <= last)
        if len(under) == 1:
            menu.append(under[0])
        elif under:
            menu.append(Link(say(name), under[0].url, any(link.current for link in under), under=under))
    return menu


def _found(actor: Actor, path: str) -> list[tuple[int, Link]]:
    if not actor.key:
        return []
    found: list[tuple[int, str, str]] = []
    for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.url_name)):
        if not may(actor, entry.action):
            continue
        try:
            found.append((entry.order, say(entry.label), reverse(entry.url_name)))
        except NoReverseMatch:
            continue
    current = max((url for _, _, url in found if path.startswith(url)), key=len, default="")
    return [(order, Link(label, url, url == current, url == path)) for order, label, url in found]


def register_footer(url_name: str, label: Text) -> None:
    """A page everybody may read: how data are protected, who to ask, how to report a breach."""
    _footer[url_name] = label


def footer_for() -> list[Link]:
    links = []
    for url_name, label in _footer.items():
        try:
            links.append(Link(say(label), reverse(url_name)))
        except NoReverseMatch:
            continue
    return links
