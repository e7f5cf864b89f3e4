"""The months of start as drawn: what anybody may see and recompute, what the plan keeps to, what the evaluation reads later. Numbers, no names."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from jikim.areas.dispatch.models import StartDraw
from jikim.areas.enrolment import public as enrolment
from jikim.rules.dispatching.start_months import recipe
from jikim.rules.words import Text
from jikim.shared import codes


@dataclass(frozen=True, slots=True)
class RegionLine:
    """How many of a region start in each month of the draw, month by month."""

    region: Text
    counts: tuple[tuple[str, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class StartDrawCard:
    """Public facts of one draw. `seed`, `regions` and `recipe` are empty until it is drawn."""

    id: int
    season_id: int
    frozen_at: dt.datetime
    list_hash: str
    frozen_list: str = field(repr=False)
    numbers: int
    months: tuple[str, ...]
    draw_source: str
    draw_on: dt.date
    seed: str
    drawn_at: dt.datetime | None
    regions: tuple[RegionLine, ...]
    recipe: str


@dataclass(frozen=True, slots=True)
class StartMonth:
    """The month drawn for one workplace, and the draw's stratum: what the evaluation needs, whatever happened to the visit."""

    number: str
    region: str
    month: str
    drawn_at: dt.datetime


def start_draws(*, season_id: int) -> tuple[StartDrawCard, ...]:
    """Every draw of a season, newest first. Public: no actor is asked for."""
    return tuple(card(one) for one in StartDraw.objects.filter(season_id=season_id).order_by("-id"))


def start_draw(*, draw_id: int) -> StartDrawCard:
    """One draw. Raises StartDraw.DoesNotExist."""
    return card(StartDraw.objects.get(pk=draw_id))


def months_drawn(season_id: int) -> dict[str, str]:
    """Number → month, of all draws of the season."""
    found: dict[str, str] = {}
    for drawn in StartDraw.objects.filter(season_id=season_id).order_by("-id").values_list("drawn", flat=True):
        found |= drawn
    return found


def start_months(*, season_id: int) -> tuple[StartMonth, ...]:
    """Every workplace's month as drawn, by number; for the evaluation (intention to treat: withdrawals stay). Asks no actor."""
    found = []
    for one in StartDraw.objects.filter(season_id=season_id).exclude(drawn_at=None):
        assert one.drawn_at is not None
        found += [StartMonth(number, region, one.drawn[number], one.drawn_at) for region, number in rows(one)]
    return tuple(sorted(found, key=lambda line: line.number))


def undrawn(season_id: int) -> int:
    """Enrolled workplaces that no draw, open or drawn, has."""
    listed = {number for one in StartDraw.objects.filter(season_id=season_id) for _, number in rows(one)}
    return sum(place.number not in listed for place in enrolment.visit_places(season_id=season_id))


def rows(one: StartDraw) -> list[tuple[str, str]]:
    """Region and number of every line of the frozen list."""
    return [(region, number) for region, _, number in (line.partition("\t") for line in one.frozen_list.splitlines())]


def card(one: StartDraw) -> StartDrawCard:
    return StartDrawCard(
        one.pk, one.season_id, one.frozen_at, one.list_hash, one.frozen_list, one.frozen_list.count("\n"), tuple(one.months),
        one.draw_source, one.draw_on, one.seed, one.drawn_at, _regions(one, one.drawn) if one.drawn_at else (),
        recipe(one.list_hash, one.months, one.seed) if one.seed else "",
    )  # fmt: skip


def _regions(one: StartDraw, drawn: Mapping[str, str]) -> tuple[RegionLine, ...]:
    counts: dict[str, Counter[str]] = {}
    for region, number in rows(one):
        counts.setdefault(region, Counter())[drawn[number]] += 1
    return tuple(
        RegionLine(codes.region_name(key), tuple((month, found[month]) for month in one.months), found.total()) for key, found in sorted(counts.items())
    )
