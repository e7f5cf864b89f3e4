"""What a filled checklist says: points by line of prevention and by how binding the items are on the day; before and after.

An item holds 0 to 3 points; what does not apply or was not looked at counts neither way. Source: SCIENCE.md § 7 (score substance, not paper).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.rules.consulting.checking import Levels
from jikim.rules.library import Checklist, ChecklistItem, Mark, Standing, standing_on
from jikim.rules.library.checklist import TOP
from jikim.rules.words import Text

#: from this level on a thing is done and not only written down
PRACTISED = 2

MARKS: dict[Mark, Text] = {
    Mark.FINED: Text("의무(과태료·벌칙 있음)", "Mandatory, fined"),
    Mark.NOT_FINED: Text("의무(과태료 없음)", "Mandatory, not fined"),
    Mark.RECOMMENDED: Text("권고", "Recommended"),
}


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item with its level (None: does not apply, or not looked at: `looked_at` says which) and how binding it is on the day."""

    item: ChecklistItem
    level: int | None
    looked_at: bool
    standing: Standing

    @property
    def is_unmet(self) -> bool:
        """Looked at and not practised: missing, or on paper only."""
        return self.level is not None and self.level < PRACTISED


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Items that belong together. `points` of `most`; share in whole per cent, None where nothing was looked at."""

    key: str
    title: Text
    points: int
    most: int
    looked_at: int
    unmet: int

    @property
    def share(self) -> int | None:
        return round(100 * self.points / self.most) if self.most else None


@dataclass(frozen=True, slots=True)
class Score:
    """A whole checklist on one day."""

    day: dt.date
    items: tuple[ItemScore, ...]
    parts: tuple[GroupScore, ...]
    marks: tuple[GroupScore, ...]
    total: GroupScore

    @property
    def unmet_duties(self) -> tuple[ItemScore, ...]:
        """Unmet items that are duties on the day, fined ones first, otherwise in the checklist's order."""
        order = list(Mark)
        found = [one for one in self.items if one.is_unmet and one.standing.mandatory]
        return tuple(sorted(found, key=lambda one: order.index(one.standing.mark)))


@dataclass(frozen=True, slots=True)
class Compared:
    """A group before and after; `change` in per cent points, None where one of the two is missing."""

    key: str
    title: Text
    before: int | None
    after: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before


def score(checklist: Checklist, levels: Levels, *, laws: Mapping[str, Any], day: dt.date, workers: int | None = None) -> Score:
    """Points of a checklist.

    levels   as `levels_of` reads them     laws  the laws pack as read
    day      decides what is mandatory     workers  all workers of the workplace, None where unknown
    """
    items = tuple(
        ItemScore(item, levels.get(item.key), item.key in levels, standing_on(laws, item.origin, day, workers=workers))
        for item in checklist.items
    )
    parts = tuple(_group(part.key, part.title, items, lambda one, key=part.key: one.item.part == key) for part in checklist.parts)  # type: ignore[misc]
    marks = tuple(_group(mark.value, name, items, lambda one, mark=mark: one.standing.mark is mark) for mark, name in MARKS.items())  # type: ignore[misc]
    return Score(day, items, parts, marks, _group("total", Text("전체", "All items"), items, lambda one: True))


def compare(before: Score | None, after: Score | None) -> tuple[Compared, ...]:
    """Lines, then marks, then the whole. Marks are those of the later day for both, so that a new law is no change of the workplace."""
    base = after or before
    if base is None:
        return ()
    found = []
    for group in (*base.parts, *base.marks, base.total):
        found.append(Compared(group.key, group.title, _share(before, group.key, base), _share(after, group.key, base)))
    return tuple(found)


def _share(one: Score | None, key: str, base: Score) -> int | None:
    """The group's share in `one`, with the items sorted as `base` sorts them."""
    if one is None:
        return None
    marks = {item.item.key: item.standing.mark for item in base.items}
    chosen = [
        item for item in one.items
        if key in ("total", item.item.part, marks.get(item.item.key, item.standing.mark).value)
    ]  # fmt: skip
    return _sum(chosen)


def _sum(items: Sequence[ItemScore]) -> int | None:
    there = [one.level for one in items if one.level is not None]
    return round(100 * sum(there) / (TOP * len(there))) if there else None


def _group(key: str, title: Text, items: Sequence[ItemScore], belongs: Callable[[ItemScore], bool]) -> GroupScore:
    mine = [one for one in items if belongs(one)]
    there = [one.level for one in mine if one.level is not None]
    return GroupScore(
        key, title, sum(there), TOP * len(there), sum(one.looked_at for one in mine), sum(one.is_unmet for one in mine)
    )
