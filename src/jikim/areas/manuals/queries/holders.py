"""Workplaces and what they hold: which edition since when, what has changed since, whether somebody is named on the poster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.enrolment.public import WorkplaceLine
from jikim.areas.manuals.models import ManualHandout, ManualNotice, PosterContact
from jikim.areas.manuals.queries.own import changed_since
from jikim.rules.access import Action, Actor, Reach, Role
from jikim.rules.manuals import Kind
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.ui.tables import Asked

STATES: Mapping[str, Text] = {
    "none": Text("받지 않음", "Holds none"), "old": Text("지난 내용", "Holds an older one"), "new": Text("지금 내용", "Holds the newest"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One workplace. practice, own: number of the edition held of each manual, None for none; changed: entries changed since."""

    workplace_id: int
    number: str
    name: str
    region: Text
    practice: int | None
    practice_on: dt.date | None
    own: int | None
    own_on: dt.date | None
    changed: int
    told_on: dt.date | None
    officer: bool
    state: str

    @property
    def state_name(self) -> Text:
        return STATES[self.state]


def holder_rows(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[HolderRow], int]:
    """Workplaces taking part within the actor's reach; a handful of statements whatever their number."""
    require(by, Action.manual_holders_see)
    lines = [one for one in _within(season_id, by) if _named(one, asked.search)]
    region = asked.filters.get("region")
    rows = _rows([one for one in lines if not region or one.region == region])
    state = asked.filters.get("state")
    rows = [one for one in rows if not state or one.state == state]
    rows.sort(key=lambda one: (_sorted_by(one, asked.sort), one.number), reverse=asked.descending)
    return rows[asked.slice], len(rows)


def _within(season_id: int, by: Actor) -> Iterable[WorkplaceLine]:
    lines = enrolment.workplaces(season_id=season_id, statuses=("enrolled",))
    if any(grant.reach is Reach.NATION for grant in by.grants if grant.role in (Role.OFFICE, Role.CONSOLE)):
        return lines
    regions, visited = by.keys(Role.REGION), dispatch.visited_keys(by, Action.manual_holders_see, season_id=season_id)
    return [one for one in lines if one.region in regions or one.id in visited]


def _named(line: WorkplaceLine, search: str) -> bool:
    return not search or search.casefold() in f"{line.number} {line.name}".casefold()


def _sorted_by(row: HolderRow, key: str) -> object:
    value = getattr(row, key or "number")
    return value if isinstance(value, int | str) else value.isoformat() if isinstance(value, dt.date) else ""


def _rows(lines: list[WorkplaceLine]) -> list[HolderRow]:
    held: dict[tuple[int, str], ManualHandout] = {}
    for one in ManualHandout.objects.filter(workplace__isnull=False).select_related("edition").order_by("on", "pk"):
        held[one.workplace_id or 0, one.edition.kind] = one
    told = dict(ManualNotice.objects.order_by("told_at").values_list("workplace_id", "told_at"))
    named = set(PosterContact.objects.values_list("workplace_id", flat=True))
    changes: dict[int, int] = {}
    found = []
    for line in lines:
        practice, own = (held.get((line.id, kind.value)) for kind in (Kind.PRACTICE, Kind.SELF_PROTECTION))
        changed = sum(_changed(one, changes) for one in (practice, own) if one)
        state = "none" if not practice and not own else "old" if changed else "new"
        found.append(HolderRow(
            line.id, line.number, line.name, line.region_name, practice.edition.number if practice else None, practice.on if practice else None,
            own.edition.number if own else None, own.on if own else None, changed, timezone.localtime(told[line.id]).date() if line.id in told else None,
            line.id in named, state,
        ))  # fmt: skip
    return found


def _changed(held: ManualHandout, known: dict[int, int]) -> int:
    """Many hold the same edition: it is compared once."""
    if held.edition_id not in known:
        known[held.edition_id] = len(changed_since(held))
    return known[held.edition_id]
