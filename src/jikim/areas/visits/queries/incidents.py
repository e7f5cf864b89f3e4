"""Incidents as a closed visit record counts them, for advice. Counts of the workplace, never of a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.areas.visits.models import Visit

#: field of the visit's form
FIELD = "incidents"


@dataclass(frozen=True, slots=True)
class IncidentCount:
    """One kind of the last twelve months. None where nobody could say."""

    kind: str
    happened: int | None
    reported: int | None
    handled: int | None


@dataclass(frozen=True, slots=True)
class IncidentCounts:
    """What the newest closed record with such a table says."""

    on: dt.date | None
    counts: tuple[IncidentCount, ...]


def incidents_of(workplace_id: int) -> IncidentCounts:
    """Asks no actor: callers ask for theirs."""
    rows = Visit.objects.filter(appointment__workplace_id=workplace_id, closed_at__isnull=False).order_by("-held_on", "-pk")
    for visit in rows.only("values", "held_on", "status"):
        table = visit.values.get(FIELD)
        if isinstance(table, dict) and table:
            return IncidentCounts(visit.held_on, tuple(
                IncidentCount(kind, _number(row, "happened"), _number(row, "reported"), _number(row, "handled"))
                for kind, row in table.items() if isinstance(row, dict)
            ))  # fmt: skip
    return IncidentCounts(None, ())


def _number(row: dict[str, object], key: str) -> int | None:
    value = row.get(key)
    return value if type(value) is int else None
