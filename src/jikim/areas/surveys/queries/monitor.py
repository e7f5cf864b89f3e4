"""How far rounds by code have come, in counts that no subtraction turns into a person. See rules.field_counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jikim.areas.surveys.models import Round, WeekCount
from jikim.areas.surveys.queries.codes import BY_CODE
from jikim.areas.surveys.queries.names import KINDS
from jikim.areas.surveys.queries.reach import reached_rounds
from jikim.rules import field_counts
from jikim.rules.access import Action, Actor
from jikim.rules.field_counts import FEW, STEP, in_steps, running, told, week_words
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.ui.tables import Asked, narrow

_AT_LEAST = Text("{n}명 이상", "at least {n}")
NOT_YET = Text("아직 세지 않음", "not counted yet")


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One workplace at the end of one week: totals up to then, in steps."""

    id: int
    number: str
    name: str
    region_name: Text
    kind: Text
    week: Text
    offered: int
    finished: Text


@dataclass(frozen=True, slots=True)
class Totals:
    """Over everything within reach. `finished` and `begun` are told only where a hundred were offered."""

    rounds: int
    offered: int
    finished: Text | None
    begun: Text | None


def is_large(one: Round) -> bool:
    return field_counts.is_large(offered=one.offered or 0, headcount=one.headcount or 0)


def finished_words(one: Round) -> Text | int:
    """How many finished, as it may be told now: exact only once the result is released, and from five on.

    Until then a worker may still destroy answers, and a number beside the released one would tell that somebody did.
    """
    if one.kind not in BY_CODE or one.status == "released":
        return one.answered if one.answered >= STEP else FEW
    if one.status == "prepared":
        return Text("–", "–")
    return told(one.answered) if one.counted_on else NOT_YET


def begun_words(one: Round) -> Text | None:
    """Sheets begun and not handed in: only while open, and only where a hundred were offered."""
    return told(one.begun) if one.begun is not None and one.status == "open" and is_large(one) else None


def weeks(*, by: Actor, season_id: int, asked: Asked) -> tuple[list[WeekRow], int]:
    """Offered and finished per workplace and week, within reach: running totals."""
    require(by, Action.monitor_see)
    within = Round.objects.filter(reached_rounds(by, Action.monitor_see), season_id=season_id, kind__in=BY_CODE)
    found, total = narrow(
        WeekCount.objects.filter(round__in=within).select_related("round__workplace"), asked,
        sort={"number": ("round__workplace__number", "week"), "name": ("round__workplace__name", "week"), "week": ("week", "round__workplace__number")},
        search=("round__workplace__number", "round__workplace__name"),
        filters={"region": "round__workplace__region", "kind": "round__kind", "week": "week"},
    )  # fmt: skip
    return _rows(list(found)), total


def weeks_of(one: Round) -> list[WeekRow]:
    """The weeks of one round that are over. The caller has asked whether it may be seen."""
    return _rows(list(one.weeks.select_related("round__workplace").order_by("week")))


def week_choices(season_id: int) -> list[str]:
    found = WeekCount.objects.filter(round__season_id=season_id).order_by("-week")
    return list(found.values_list("week", flat=True).distinct())


def totals(*, by: Actor, season_id: int) -> Totals:
    """What the page says above the table: what its rows tell, added up, so that a total never says more than they do."""
    within = Round.objects.filter(
        reached_rounds(by, Action.monitor_see), season_id=season_id, kind__in=BY_CODE, status__in=("open", "closed", "released")
    )
    found = list(within.only("status", "kind", "answered", "begun", "offered", "headcount"))
    offered, headcount = sum(one.offered or 0 for one in found), sum(one.headcount or 0 for one in found)
    if not field_counts.is_large(offered=offered, headcount=headcount):
        return Totals(len(found), offered, None, None)
    finished = sum(in_steps(one.answered) if one.status != "released" or one.answered < STEP else one.answered for one in found)
    begun = sum(in_steps(one.begun or 0) for one in found if begun_words(one))
    return Totals(len(found), offered, _AT_LEAST.fill(n=finished), _AT_LEAST.fill(n=begun) if begun else None)


def _rows(found: Iterable[WeekCount]) -> list[WeekRow]:
    """Running totals need every earlier week of the same rounds, on the page or not."""
    listed = list(found)
    rounds = {one.round_id: one.round for one in listed}
    finished: dict[int, dict[str, int]] = {}
    for round_id, week, done, gone in WeekCount.objects.filter(round__in=rounds).values_list("round", "week", "finished", "withdrawn"):
        finished.setdefault(round_id, {})[week] = done - gone
    offered = _offered(rounds)
    sums = {round_id: running(by_week) for round_id, by_week in finished.items()}
    return [_row(one, offered[one.round_id], sums[one.round_id]) for one in listed]


def _offered(rounds: dict[int, Round]) -> dict[int, dict[str, int]]:
    from jikim.areas.surveys.models import Offer

    out: dict[int, dict[str, int]] = {round_id: {} for round_id in rounds}
    for round_id, day, count in Offer.objects.filter(round__in=rounds).values_list("round", "on", "count"):
        week = field_counts.week_of(day)
        out[round_id][week] = out[round_id].get(week, 0) + count
    return out


def _row(one: WeekCount, offered: dict[str, int], finished: dict[str, int]) -> WeekRow:
    place = one.round.workplace
    return WeekRow(
        one.round_id, place.number, place.name, codes.region_name(place.region, place.applied_on), KINDS[one.round.kind],
        week_words(one.week), sum(count for week, count in offered.items() if week <= one.week), told(finished[one.week]),
    )  # fmt: skip
