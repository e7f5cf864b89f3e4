"""Links on a worker's own result page. Later rooms (counselling) put theirs here when their addresses are loaded.

A link leads to a page of the worker's own pages (/q/…); its address may carry nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from jikim.rules.words import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Link:
    """As drawn on the page. `about` says in a sentence what is behind it."""

    name: str
    label: Text
    about: Text
    url: str


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    label: Text
    url_name: str
    order: int
    about: Text


_entries: dict[str, _Entry] = {}


def register(name: str, label: Text, url_name: str, order: int = 50, *, about: Text = NOTHING) -> None:
    """Called once by a room's urls.py. The same name twice replaces the entry."""
    _entries[name] = _Entry(name, label, url_name, order, about)


def links() -> tuple[Link, ...]:
    """In order; an entry whose address does not exist is left out."""
    found = []
    for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.name)):
        try:
            found.append(Link(entry.name, entry.label, entry.about, reverse(entry.url_name)))
        except NoReverseMatch:
            continue
    return tuple(found)
