"""Rounds as small values: for the list pages within reach, and for statistics."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Mod

from jikim.areas.people import public as people
from jikim.areas.surveys.models import CardSheet, Round
from jikim.areas.surveys.queries.codes import BY_CODE
from jikim.areas.surveys.queries.monitor import begun_words, finished_words
from jikim.areas.surveys.queries.names import KINDS
from jikim.areas.surveys.queries.reach import reached_rounds
from jikim.rules.access import Action, Actor, Role
from jikim.rules.field_counts import FEW, STEP
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.ui.tables import Asked, narrow

__all__ = ["FEW", "KINDS", "SHOWN_FROM", "RoundLine", "RoundRow", "closed_count", "closed_rounds", "consultants", "finished_rounds", "imported_open", "line", "round_counts", "rounds", "row"]  # fmt: skip


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


def closed_count() -> int:
    """How many rounds wait for their release, over all seasons."""
    return Round.objects.filter(status="closed").count()


def _lines(found: QuerySet[Round]) -> tuple[RoundLine, ...]:
    return tuple(line(one) for one in found.select_related("workplace").order_by("workplace__number", "pk"))


def line(one: Round) -> RoundLine:
    return RoundLine(
        one.pk, one.season_id, one.workplace_id, one.workplace.number, one.kind, one.status, one.offered, one.answered,
        one.instrument_id, one.instrument_version, one.opened_on, one.closed_on,
    )  # fmt: skip


#: a count under this is never shown to anybody outside the vault
SHOWN_FROM = STEP


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in a list. `finished` is a number only after the close, and from 5 on; else words."""

    id: int
    workplace_id: int
    number: str
    name: str
    region_name: Text
    kind: Text
    status: str
    begins_on: dt.date | None
    ends_on: dt.date | None
    headcount: int | None
    cards: bool | None
    offered: int | None
    finished: int | Text
    begun: Text | None
    counted_on: dt.date | None
    consultant: str
    opened_on: dt.date | None
    closed_on: dt.date | None


def rounds(*, by: Actor, season_id: int, asked: Asked) -> tuple[list[RoundRow], int]:
    """Rounds within reach; three statements, whatever their number."""
    require(by, Action.monitor_see)
    printed = CardSheet.objects.filter(workplace=OuterRef("workplace"), status="printed")
    within = Round.objects.filter(reached_rounds(by, Action.monitor_see), season_id=season_id)
    found, total = narrow(
        within.select_related("workplace").annotate(has_cards=Exists(printed)), asked,
        sort={"number": "workplace__number", "name": "workplace__name", "status": "status", "offered": "offered",
              "closed_on": "closed_on", "kind": "kind", "ends_on": "ends_on", "headcount": "headcount"},
        search=("workplace__number", "workplace__name"),
        filters={"status": "status", "kind": "kind", "region": "workplace__region", "behind": _behind},
    )  # fmt: skip
    names = consultants()
    return [row(one, names) for one in found], total


def consultants() -> dict[str, str]:
    """Whoever holds a consultant's seat: key → name."""
    return {one.key: one.name for one in people.people_holding(Role.CONSULTANT)}


def round_counts(*, by: Actor, season_id: int) -> dict[str, int]:
    """How many rounds are in which state, within reach."""
    within = Round.objects.filter(reached_rounds(by, Action.monitor_see), season_id=season_id)
    return dict(within.values_list("status").annotate(n=Count("pk")).order_by())


def imported_open(*, by: Actor, season_id: int) -> int:
    """Rounds of answers from files that still take some."""
    within = Round.objects.filter(reached_rounds(by, Action.monitor_see), season_id=season_id, status="open")
    return within.filter(kind=Round.Kind.IMPORTED).count()


def row(one: Round, names: dict[str, str]) -> RoundRow:
    place = one.workplace
    return RoundRow(
        one.pk, one.workplace_id, place.number, place.name, codes.region_name(place.region, place.applied_on), KINDS[one.kind],
        one.status, one.begins_on, one.ends_on, one.headcount, getattr(one, "has_cards", None) if one.kind in BY_CODE else None,
        one.offered, finished_words(one), begun_words(one), one.counted_on if one.status == "open" else None,
        names.get(one.consultant_key, ""), one.opened_on, one.closed_on,
    )  # fmt: skip


def _behind(found: QuerySet[Round], wanted: str) -> QuerySet[Round]:
    """Open rounds that wait for cards to be handed out, or where under half of those offered have finished.

    Compares the step a count is told in, never the count: a filter must not tell more than the table does.
    """
    by_code = found.filter(kind__in=BY_CODE, status="open")
    if wanted == "offer":
        return by_code.filter(offered__lt=F("headcount"))
    step = F("answered") - Mod("answered", STEP)
    return by_code.filter(offered__gt=step * 2, counted_on__isnull=False)
