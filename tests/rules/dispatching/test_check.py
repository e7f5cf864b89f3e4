"""The checker finds a planted breach of every hard rule, and nothing in a plan that keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from jikim.rules.dispatching import Agency, Consultant, Model, Visit, check, solve
from tests.rules.dispatching.models import made

MODEL = made(7, 8, 3, agencies=2)
PLAN = solve(MODEL).visits

Planted = tuple[Model, list[Visit]]


def changed(at: int, **facts: object) -> Planted:
    return MODEL, [replace(v, **facts) if n == at else v for n, v in enumerate(PLAN)]  # type: ignore[arg-type]


def model(**facts: object) -> Planted:
    return replace(MODEL, **facts), list(PLAN)  # type: ignore[arg-type]


def season(**facts: object) -> Planted:
    return model(season=replace(MODEL.season, **facts))  # type: ignore[arg-type]


def workplaces(**facts: object) -> Planted:
    return model(workplaces=tuple(replace(w, **facts) for w in MODEL.workplaces))  # type: ignore[arg-type]


def agencies(change: Callable[[Agency], Agency]) -> Planted:
    return model(agencies=tuple(map(change, MODEL.agencies)))


def consultants(change: Callable[[Consultant], Consultant]) -> Planted:
    return model(consultants=tuple(map(change, MODEL.consultants)))


def other(name: str) -> str:
    return next(c.name for c in MODEL.consultants if c.name != name)


def shared_day() -> list[Visit]:
    first = next(v for v in PLAN if sum(v.on == w.on and v.consultant == w.consultant for w in PLAN) == 2)
    return sorted((w for w in PLAN if (w.on, w.consultant) == (first.on, first.consultant)), key=lambda v: v.start)


def third_on_a_day() -> Planted:
    one, _ = shared_day()
    more = next(v for v in PLAN if v.consultant == one.consultant and v.on != one.on)
    return MODEL, [replace(v, on=one.on) if v is more else v for v in PLAN]


def overlapping() -> Planted:
    one, two = shared_day()
    return MODEL, [replace(v, start=one.start) if v is two else v for v in PLAN]


def hoarding() -> Planted:
    one = MODEL.consultants[0]
    return MODEL, [replace(v, consultant=one.name, agency=one.agency) for v in PLAN]


BREACHES: dict[str, Callable[[], Planted]] = {
    "unknown": lambda: changed(0, workplace="W999"),
    "region": lambda: agencies(lambda a: replace(a, regions=frozenset())),
    "agency": lambda: consultants(lambda c: replace(c, agency="기관9")),
    "qualification": lambda: workplaces(qualification="심리"),
    "language": lambda: workplaces(languages=frozenset({"vi"})),
    "season": lambda: season(ends_on=dt.date(2017, 4, 3)),
    "working_day": lambda: season(holidays=frozenset({PLAN[0].on})),
    "closed": lambda: workplaces(closed=frozenset({PLAN[0].on})),
    "day_off": lambda: consultants(lambda c: replace(c, days_off=frozenset({PLAN[0].on}))),
    "first_visits_by": lambda: season(first_visits_by=dt.date(2017, 4, 2)),
    "three_visits": lambda: (MODEL, list(PLAN[1:])),
    "same_consultant": lambda: changed(0, consultant=other(PLAN[0].consultant)),
    "second_visit": lambda: season(days_to_second=60),
    "third_visit": lambda: changed(2, on=PLAN[1].on + dt.timedelta(59)),
    "monthly_days": lambda: consultants(lambda c: replace(c, days_a_month=1)),
    "agency_month": lambda: agencies(lambda a: replace(a, visits_a_month=2)),
    "visits_a_day": third_on_a_day,
    "overlap": overlapping,
    "travel_km": lambda: changed(0, travel_km=PLAN[0].travel_km + 0.5),
    "fair_share": hoarding,
}


def test_a_kept_plan_has_no_breach() -> None:
    assert len(PLAN) == 24
    assert check(MODEL, PLAN) == ()


@pytest.mark.parametrize("rule", BREACHES)
def test_planted(rule: str) -> None:
    asked, visits = BREACHES[rule]()
    found = check(asked, visits)
    assert rule in {breach.rule for breach in found}
    assert all(breach.where.ko and breach.where.en for breach in found)


def test_a_weekend_is_no_working_day() -> None:
    saturday = PLAN[0].on + dt.timedelta(5 - PLAN[0].on.weekday())
    assert "working_day" in {breach.rule for breach in check(*changed(0, on=saturday))}
