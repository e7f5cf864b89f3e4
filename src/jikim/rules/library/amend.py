"""A pack's document with entries replaced: what an editor changed, laid over what was shipped. Never edits in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: kind of pack → where its entries stand; a course is one entry, since its slides live by their order
ENTRIES = {"checklist": "items", "measures": "measures", "occupation": "situations", "kit": "pieces", "manual": "chapters", "course": ""}
#: what an edit of the pack itself cannot touch
FIXED = ("kind", "id", "version", "entries")

Document = Mapping[str, Any]
#: entry key → (its version, the whole entry); the empty key is what the pack says of itself
Changes = Mapping[str, tuple[int, Document]]


def entries_of(document: Document) -> Iterator[tuple[str, Document]]:
    """(key, entry): first under the empty key what the pack says of itself, then its entries in order."""
    place = ENTRIES[document["kind"]]
    yield "", {name: value for name, value in document.items() if name != place and name not in FIXED}
    if place:
        yield from ((entry["key"], entry) for entry in document[place])


def version_of(document: Document, key: str) -> int:
    """The version of that entry; 0 where the pack has none of that key."""
    common = int(document["entries"]["version"])
    entry = dict(entries_of(document)).get(key)
    if entry is None:
        return 0
    return int(entry.get("version", common)) if key else common


def amended(document: Document, changes: Changes) -> dict[str, Any]:
    """The document with these entries in their new version.

    A key the pack does not have is added at the end. Returns a new document; the last part of its own version grows by what
    the entries' versions grew: 1.0.0 with one entry in its third version is 1.0.2. Without changes it equals the one given.
    """
    if not changes:
        return dict(document)
    place, common = ENTRIES[document["kind"]], int(document["entries"]["version"])
    own = dict(document)
    if "" in changes:
        number, said = changes[""]
        own = {name: document[name] for name in FIXED} | {n: v for n, v in said.items() if n not in (*FIXED, place)}
        own["entries"] = {**document["entries"], "version": number}
    if place:
        # an entry that takes its version from the pack keeps the one it had
        there = {entry["key"]: {"version": common, **entry} if "" in changes else dict(entry) for entry in document[place]}
        told = {key: {**entry, "key": key, "version": number} for key, (number, entry) in changes.items() if key}
        own[place] = list((there | told).values())
    grown = sum(number - version_of(document, key) for key, (number, _) in changes.items())
    major, minor, patch = (int(part) for part in str(document["version"]).split("."))
    own["version"] = f"{major}.{minor}.{patch + grown}"
    return own
