"""After a late visit the consultant rests: the next morning begins later, or another day is found."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.dispatching import (
    Agency,
    Consultant,
    Model,
    Pinned,
    Workplace,
    alternatives,
    check,
    replan,
    solve,
)
from tests.rules.dispatching.models import SEASON
from tests.rules.dispatching.test_invariants import QUICK, happened, seasons, with_large

NIGHT, EARLY = ((20 * 60, 26 * 60),), ((6 * 60, 10 * 60),)
MON = dt.date(2017, 4, 10)


def season_at(*hours: tuple[tuple[int, int], ...], **rules: object) -> Model:
    places = tuple(Workplace(f"W{n}", "a", 37.5, 127.0, 20, hours=one) for n, one in enumerate(hours))
    return Model(places, (Agency("가", frozenset("a"), 90),), (Consultant("사람", "가", 37.5, 127.0, 20),), replace(SEASON, **rules))  # type: ignore[arg-type]


def at(model: Model, key: str, visit: int, on: dt.date, hour: int) -> Model:
    return replace(model, pinned=(*model.pinned, Pinned(key, visit, on, dt.time(hour), "사람")))


def others(model: Model, key: str, beside: str) -> dict[dt.date, dt.time]:
    """Where the first visit of one workplace could go beside all visits of another, and when."""
    plan = tuple(v for v in solve(model).visits if v.workplace == beside)
    return {one.on: one.start for one in alternatives(model, plan, key, 1, most=300) if not one.rule}


def test_the_morning_after_a_late_visit_begins_later() -> None:
    model = at(season_at(NIGHT, ()), "W0", 1, MON, 22)  # until midnight: eleven hours later it is eleven
    assert others(model, "W1", "W0")[MON + dt.timedelta(1)] == dt.time(11)
    assert others(model, "W1", "W0")[MON + dt.timedelta(2)] == dt.time(9)


def test_somewhere_that_opens_early_waits_for_another_day() -> None:
    model = at(season_at(NIGHT, EARLY), "W0", 1, MON, 22)
    found = others(model, "W1", "W0")
    assert MON + dt.timedelta(1) not in found
    assert MON + dt.timedelta(2) in found
    early = at(season_at(NIGHT, EARLY), "W1", 1, MON + dt.timedelta(1), 6)
    found = others(early, "W0", "W1")
    assert MON not in found, "the night before an early visit is no time for a late one"
    assert MON - dt.timedelta(4) in found


def test_the_checker_counts_the_hours_between() -> None:
    model = season_at(NIGHT, EARLY)
    plan = solve(model).visits
    assert check(model, plan) == ()
    first, other = (next(v for v in plan if (v.workplace, v.visit) == (key, 1)) for key in ("W0", "W1"))
    near = tuple(
        replace(v, on=MON) if v is first else replace(v, on=MON + dt.timedelta(1)) if v is other else v for v in plan
    )
    assert "rest" in {breach.rule for breach in check(model, near)}
    assert "rest" not in {breach.rule for breach in check(replace(model, season=replace(model.season, rest_minutes=0)), near)}


@QUICK
@given(seasons, st.integers(0, 10**6), st.booleans())
def test_nobody_is_robbed_of_a_night(model: Model, seed: int, large: bool) -> None:
    """Half of the places at night, a quarter early: every rule holds, in a plan, under way and with pins."""
    model = with_large(model, (2, 1, 2) if large else None)
    kinds = (NIGHT, NIGHT, EARLY, ())
    model = replace(model, workplaces=tuple(replace(w, hours=kinds[n % 4]) for n, w in enumerate(model.workplaces)))
    plan = solve(model).visits
    assert check(model, plan) == ()
    now = happened(model, plan, seed)
    assert check(now, replan(now, plan).result.visits, before=plan) == ()
    assert {breach.rule for breach in check(now, solve(now).visits)} <= {"fair_share"}


def test_long_days_without_hours_of_their_own_are_rested_from_too() -> None:
    model = season_at((), (), (), (), visit_minutes=((0, 480),), visits_minutes=1000, day_minutes=1200)
    plan = solve(model).visits
    assert len(plan) == 12
    assert check(model, plan) == ()
