"""The main navigation: rooms add their entries, a person sees only those their seat may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from jikim.rules.access import Action, Actor, may
from jikim.rules.words import Text
from jikim.shared.ui.words import say


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the navigation. `order` follows the season: 10 home, 20 enrolment, 30 surveys …"""

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


_entries: dict[str, Entry] = {}
_footer: dict[str, Text] = {}


def register(action: Action, url_name: str, label: Text, order: int = 50) -> None:
    """Called once by a room's urls.py. The same url name twice replaces the entry."""
    _entries[url_name] = Entry(action, url_name, label, order)


def entries_for(actor: Actor, path: str) -> list[Link]:
    """The links this seat may use, in season order; the one whose address begins the path is current."""
    if not actor.key:
        return []
    found: list[tuple[str, str]] = []
    for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.url_name)):
        if not may(actor, entry.action):
            continue
        try:
            found.append((say(entry.label), reverse(entry.url_name)))
        except NoReverseMatch:
            continue
    current = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return [Link(label, url, url == current, url == path) for label, url in found]


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
