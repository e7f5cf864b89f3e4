"""What has changed between two editions: entry by entry, by the versions both were made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.library import Library
from jikim.rules.library.compose import Entry
from jikim.rules.words import NOTHING, Text


class What(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"

    @property
    def label(self) -> Text:
        return {"new": Text("새로 실음", "New"), "changed": Text("고침", "Changed"), "gone": Text("뺌", "Taken out")}[self.value]


@dataclass(frozen=True, slots=True)
class Change:
    """before, after: versions; 0 where there was none."""

    entry: Entry
    title: Text
    what: What
    before: int
    after: int


def changes_between(before: Mapping[Entry, int], after: Mapping[Entry, int], library: Library) -> tuple[Change, ...]:
    """Changed entries first, then new ones, then those gone; within each in the order of the newer edition."""
    titles = titles_of(library)
    found: list[Change] = []
    for entry, number in after.items():
        old = before.get(entry, 0)
        if old != number:
            found.append(Change(entry, titles.get(entry, NOTHING), What.CHANGED if old else What.NEW, old, number))
    found += [Change(entry, titles.get(entry, NOTHING), What.GONE, old, 0) for entry, old in before.items() if entry not in after]
    order = (What.CHANGED, What.NEW, What.GONE)
    return tuple(sorted(found, key=lambda one: order.index(one.what)))


def titles_of(library: Library) -> dict[Entry, Text]:
    """Every entry's title, under the names `Library.origins` gives them."""
    found: dict[Entry, Text] = {}
    for checklist in library.checklists.values():
        found |= {("checklist", item.key): item.text for item in checklist.items}
    found |= {("measure", key): one.title for key, one in library.measures.items()}
    for job in library.occupations.values():
        found["occupation", job.key] = job.title
        found |= {("situation", f"{job.key}/{one.key}"): one.title for one in job.situations}
    found |= {("course", one.id): one.title for one in library.courses.values()}
    found |= {("piece", key): one.title for key, one in library.pieces.items()}
    for manual in library.manuals.values():
        found |= {("chapter", f"{manual.id}/{one.key}"): one.title for one in manual.chapters}
    return found
