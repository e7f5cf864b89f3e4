"""Rounds as small values: for the list pages within reach, and for statistics."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from jikim.areas.enrolment.public import reached
from jikim.areas.surveys.models import Round
from jikim.rules.access import Action, Actor, Verdict, may
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.ui.tables import Asked, narrow
from jikim.shared.workflow.models import StatusChange


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
SHOWN_FROM = 5
FEW = Text("5명 미만", "fewer than 5")
KINDS: dict[str, Text] = {
    "first": Text("1차", "First"), "follow_up": Text("후속", "Follow-up"), "imported": Text("자료 반입", "Imported"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in a list. `answered` is a number from 5 on, else words."""

    id: int
    number: str
    name: str
    region_name: Text
    kind: Text
    status: str
    offered: int | None
    answered: int | Text
    opened_on: dt.date | None
    closed_on: dt.date | None
    instrument: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """One round with what may be done next."""

    row: RoundRow
    closing: Verdict
    history: tuple[StatusChange, ...]


def rounds(*, by: Actor, season_id: int, asked: Asked) -> tuple[list[RoundRow], int]:
    """Rounds within reach; one statement and its count, whatever their number."""
    require(by, Action.round_manage)
    within = Round.objects.filter(reached(by, Action.round_manage), season_id=season_id).select_related("workplace")
    found, total = narrow(
        within, asked,
        sort={"number": "workplace__number", "name": "workplace__name", "status": "status", "offered": "offered",
              "closed_on": "closed_on", "kind": "kind"},
        search=("workplace__number", "workplace__name"),
        filters={"status": "status", "kind": "kind", "region": "workplace__region"},
    )  # fmt: skip
    return [row(one) for one in found], total


def round_page(*, by: Actor, round_id: int) -> RoundPage:
    """One round. Raises Round.DoesNotExist, or Refused out of reach."""
    one = Round.objects.select_related("workplace").get(pk=round_id)
    require(by, Action.round_manage, one.where())
    history = StatusChange.objects.filter(thing_kind="round", thing_key=one.workflow_key())
    return RoundPage(row(one), _closing(one, by), tuple(history))


def round_counts(*, by: Actor, season_id: int) -> dict[str, int]:
    """How many rounds are in which state, within reach."""
    within = Round.objects.filter(reached(by, Action.round_manage), season_id=season_id)
    return dict(within.values_list("status").annotate(n=Count("pk")).order_by())


def _closing(one: Round, by: Actor) -> Verdict:
    if one.status != "open":
        return Verdict(False, Text("응답을 받고 있는 회차만 마감할 수 있습니다.", "Only an open round can be closed."))
    return may(by, Action.round_manage, one.where())


def row(one: Round) -> RoundRow:
    place = one.workplace
    return RoundRow(
        one.pk, place.number, place.name, codes.region_name(place.region, place.applied_on), KINDS[one.kind], one.status,
        one.offered, one.answered if one.answered >= SHOWN_FROM else FEW, one.opened_on, one.closed_on,
        f"{one.instrument_id} {one.instrument_version}",
    )  # fmt: skip
