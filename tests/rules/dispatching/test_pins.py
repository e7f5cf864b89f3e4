"""Confirmed appointments stay exactly as they are, and the rest of the plan keeps the rules around them."""

from __future__ import annotations

from dataclasses import replace

from jikim.rules.dispatching import Pinned, check, solve
from jikim.rules.words import Text
from tests.rules.dispatching.models import made

MODEL = made(3, 60, 12, agencies=3)
PLAN = solve(MODEL).visits


def test_pinned_visits_stay_and_everybody_is_served_around_them() -> None:
    pins = tuple(Pinned(v.workplace, v.visit, v.on, v.start, v.consultant) for v in PLAN[:60:3])
    model = replace(MODEL, pinned=pins)
    result = solve(model)
    assert check(model, result.visits) == ()
    assert result.served == 60
    assert set(pins) <= {Pinned(v.workplace, v.visit, v.on, v.start, v.consultant) for v in result.visits}


def test_a_barred_agency_or_consultant_never_serves_and_everybody_barred_is_a_named_conflict() -> None:
    contract = Text("이미 계약한 곳입니다.", "Under contract already.")
    first, second, *others = MODEL.workplaces
    own = {v.workplace: v for v in PLAN}
    model = replace(MODEL, workplaces=(
        replace(first, barred={own[first.key].agency: contract}),
        replace(second, barred={agency.name: contract for agency in MODEL.agencies}), *others,
    ))  # fmt: skip
    result = solve(model)
    assert check(model, result.visits) == ()
    assert own[first.key].agency not in {v.agency for v in result.visits if v.workplace == first.key}
    assert [(one.workplace, one.rule) for one in result.left] == [(second.key, "conflict")]
    assert contract.ko in result.left[0].explanation.ko
    assert contract.en in result.left[0].explanation.en


def test_days_by_month_bind_in_their_month_only() -> None:
    people = tuple(replace(c, days_by_month={"2017-04": 0}) for c in MODEL.consultants)
    model = replace(MODEL, consultants=people)
    result = solve(model)
    assert check(model, result.visits) == ()
    assert result.visits
    assert {f"{v.on:%m}" for v in result.visits}.isdisjoint({"04"})
