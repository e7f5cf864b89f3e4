"""Whatever happens to a small season: rules hold, pins stay, nobody is forgotten, the same seed gives the same plan."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.dispatching import Model, Pinned, Visit, check, replan, solve
from jikim.rules.words import Text
from tests.rules.dispatching.models import made

WHY = Text("이해충돌", "conflict")
#: night work, a kitchen's pause, early mornings, an evening, and hours too short for any visit
HOURS = (((18 * 60, 26 * 60),), ((9 * 60, 690), (14 * 60, 18 * 60)), ((6 * 60, 10 * 60),), ((17 * 60, 22 * 60),), ((9 * 60, 10 * 60),))
QUICK = settings(max_examples=12, deadline=None, derandomize=True)
LARGE = ((1, 1, 1), (2, 2, 1), (3, 1, 2), (5, 2, 1))
seasons = st.builds(
    made, st.integers(0, 10**6), st.integers(1, 18), st.integers(1, 6), agencies=st.integers(1, 3), days=st.sampled_from([(1, 3), (4, 12)]),
    spread=st.sampled_from([0.1, 1.0]),
)  # fmt: skip


def happened(model: Model, plan: tuple[Visit, ...], seed: int) -> Model:
    """Somebody is ill, somebody barred, closed or gone, some visits are confirmed and the season is under way."""
    chance = random.Random(seed)
    today = model.season.starts_on + dt.timedelta(chance.randrange(0, 100))
    ill = chance.choice(model.consultants)
    week = frozenset(today + dt.timedelta(n) for n in range(chance.randrange(1, 15)))
    places = [w for w in model.workplaces if chance.random() > 0.05 or len(model.workplaces) == 1]
    places = [replace(w, barred={chance.choice(model.consultants).name: WHY}) if chance.random() < 0.05 else w for w in places]
    places = [replace(w, closed=week) if chance.random() < 0.1 else w for w in places]
    places = [replace(w, hours=chance.choice(HOURS)) if chance.random() < 0.1 else w for w in places]
    kept = {w.key for w in places}
    pins = tuple(
        Pinned(v.workplace, v.visit, v.on, v.start, v.consultant, v.further_days)
        for v in plan if v.workplace in kept and (v.on < today or (chance.random() < 0.3 and not (v.consultant == ill.name and not week.isdisjoint(v.days))))
    )  # fmt: skip
    people = tuple(replace(c, days_off=week) if c is ill else c for c in model.consultants)
    return replace(model, workplaces=tuple(places), consultants=people, pinned=pins, not_before=today)


def with_large(model: Model, days: tuple[int, int, int] | None) -> Model:
    """The same season, in which a good half of the sites are large and their visits last several days."""
    return model if days is None else replace(model, season=replace(model.season, large_site_from=180, large_site_days=days))


@QUICK
@given(seasons, st.integers(0, 10**6), st.sampled_from((None, *LARGE)))
def test_a_plan_under_way(model: Model, seed: int, days: tuple[int, int, int] | None) -> None:
    model = with_large(model, days)
    plan = solve(model).visits
    now = happened(model, plan, seed)
    pins = set(now.pinned)
    new = replan(now, plan)
    assert check(now, new.result.visits, before=plan) == ()
    assert pins <= {Pinned(v.workplace, v.visit, v.on, v.start, v.consultant, v.further_days) for v in new.result.visits}
    assert new.least_changes <= new.disturbed
    told = {(c.workplace, c.visit) for c in new.changes}
    stay = {(v.workplace, v.visit, v.days, v.start, v.consultant) for v in plan if (v.workplace, v.visit) not in told}
    assert stay <= {(v.workplace, v.visit, v.days, v.start, v.consultant) for v in new.result.visits}
    everybody_is_served_or_explained(now, new.result.visits, {(left.workplace, left.visit) for left in new.result.left})
    again = replan(now, new.result.visits)
    assert not [c for c in again.changes if c.kind != "added"]
    fresh = solve(now)
    assert {breach.rule for breach in check(now, fresh.visits)} <= {"fair_share"} & ({"fair_share"} if now.pinned else set())
    assert pins <= {Pinned(v.workplace, v.visit, v.on, v.start, v.consultant, v.further_days) for v in fresh.visits}
    assert fresh.lower_bound_km <= fresh.total_km + 0.1
    everybody_is_served_or_explained(now, fresh.visits, {(left.workplace, left.visit) for left in fresh.left})


def everybody_is_served_or_explained(model: Model, visits: tuple[Visit, ...], left: set[tuple[str, int | None]]) -> None:
    there = {(v.workplace, v.visit) for v in visits}
    for workplace in model.workplaces:
        missing = {n for n in (1, 2, 3) if (workplace.key, n) not in there}
        told = {n for key, n in left if key == workplace.key}
        assert told == ({None} if len(missing) == 3 else missing)


@QUICK
@given(seasons, st.integers(0, 99), st.sampled_from((None, *LARGE)))
def test_the_same_seed_and_nothing_new(model: Model, seed: int, days: tuple[int, int, int] | None) -> None:
    model = with_large(model, days)
    result = solve(model, seed=seed)
    assert solve(model, seed=seed) == result
    again = replan(model, result.visits)
    assert again.changes == ()
    assert again.result.visits == result.visits


@QUICK
@given(seasons)
def test_everybody_having_a_day_more_serves_no_fewer(model: Model) -> None:
    more = replace(model, consultants=tuple(replace(c, days_a_month=2 * c.days_a_month) for c in model.consultants))
    assert solve(more).served >= solve(model).served


@QUICK
@given(seasons, st.integers(0, 10**6))
def test_hours_that_workplaces_named(model: Model, seed: int) -> None:
    chance = random.Random(seed)
    model = replace(model, workplaces=tuple(replace(w, hours=chance.choice(((), *HOURS))) for w in model.workplaces))
    result = solve(model)
    assert check(model, result.visits) == ()
    assert result.lower_bound_km <= result.total_km + 0.1
    everybody_is_served_or_explained(model, result.visits, {(left.workplace, left.visit) for left in result.left})
    too_short = {w.key for w in model.workplaces if w.hours == HOURS[-1]}
    assert {left.workplace for left in result.left if left.rule == "visit_hours"} == too_short


@QUICK
@given(seasons, st.sampled_from(LARGE))
def test_large_sites_whose_visits_last_several_days(model: Model, days: tuple[int, int, int]) -> None:
    model = with_large(model, days)
    result = solve(model)
    assert check(model, result.visits) == ()
    assert result.lower_bound_km <= result.total_km + 0.1
    assert result.served <= result.most_possible
    everybody_is_served_or_explained(model, result.visits, {(left.workplace, left.visit) for left in result.left})
    large = {w.key for w in model.workplaces if w.service_workers >= 180}
    assert all(len(v.days) == (days[v.visit - 1] if v.workplace in large else 1) for v in result.visits)
    on = [(v.consultant, day) for v in result.visits if v.workplace in large for day in v.days]
    shared = {(v.consultant, day) for v in result.visits if v.workplace not in large for day in v.days}
    assert len(set(on)) == len(on)
    assert shared.isdisjoint(on)
