"""Rounds as small values: for the list pages within reach, and for statistics."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.areas.surveys.models import Round


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round. `answered` is the derived count."""

    id: int
    season_id: int
    workplace_id: int
    number: str
    kind: str
    status: str
    offered: int | None
    answered: int
    instrument_id: str
    instrument_version: str
    opened_on: dt.date | None
    closed_on: dt.date | None


def finished_rounds(*, season_id: int) -> tuple[RoundLine, ...]:
    """Rounds no answer comes into any more, released or not. Asks no actor: statistics asks for its own."""
    return _lines(Round.objects.filter(season_id=season_id, status__in=("closed", "released")))


def closed_rounds(*, season_id: int) -> tuple[RoundLine, ...]:
    """Rounds that wait for their release."""
    return _lines(Round.objects.filter(season_id=season_id, status="closed"))


def _lines(found: object) -> tuple[RoundLine, ...]:
    return tuple(line(one) for one in found.select_related("workplace").order_by("workplace__number", "pk"))  # type: ignore[attr-defined]


def line(one: Round) -> RoundLine:
    return RoundLine(
        one.pk, one.season_id, one.workplace_id, one.workplace.number, one.kind, one.status, one.offered, one.answered,
        one.instrument_id, one.instrument_version, one.opened_on, one.closed_on,
    )  # fmt: skip
