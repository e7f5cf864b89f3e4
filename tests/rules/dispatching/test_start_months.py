"""The lottery of the month of start: anybody can draw it again, regions are spread over the months, and the plan keeps to it."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

import pytest

from jikim.rules.dispatching import check, solve
from jikim.rules.dispatching.start_months import drawn, frozen_lists, months_of_start
from jikim.rules.lottery import NoLottery
from tests.rules.dispatching.models import SEASON, made

MODEL = made(6, 40, 12, agencies=2)
MONTHS = ("2017-04", "2017-05", "2017-06")


def test_each_region_is_dealt_evenly_in_the_order_anybody_can_recompute() -> None:
    made_ = drawn(MODEL.workplaces, MONTHS, "123456")
    for region in "ab":
        keys = sorted(w.key for w in MODEL.workplaces if w.region == region)
        text = "".join(f"{key}\n" for key in keys)
        digest = hashlib.sha256(text.encode()).hexdigest()
        order = sorted(keys, key=lambda key: hashlib.sha256(f"123456{digest}{key}".encode()).hexdigest())
        assert made_.lists[region].sha256 == digest == frozen_lists(MODEL.workplaces)[region].sha256
        shift = "ab".index(region)
        assert [made_.months[key] for key in order] == [MONTHS[(shift + n) % 3] for n in range(len(order))]
        counts = Counter(made_.months[key] for key in keys)
        assert max(counts.values()) - min(counts.values()) <= 1


def test_another_seed_draws_differently_and_none_draws_nothing() -> None:
    assert drawn(MODEL.workplaces, MONTHS, "1").months != drawn(MODEL.workplaces, MONTHS, "2").months
    with pytest.raises(NoLottery):
        drawn(MODEL.workplaces, MONTHS, " ")
    with pytest.raises(NoLottery):
        drawn(MODEL.workplaces, (), "1")


def test_the_plan_starts_everybody_in_the_month_drawn() -> None:
    months = drawn(MODEL.workplaces, MONTHS, "123456").months
    model = replace(MODEL, season=replace(MODEL.season, start_months=months))
    result = solve(model)
    assert check(model, result.visits) == ()
    assert result.served == 40
    assert {v.workplace: f"{v.on:%Y-%m}" for v in result.visits if v.visit == 1} == dict(months)
    assert result.lower_bound_km <= result.total_km
    assert result.total_km < 1.25 * solve(MODEL).total_km


def test_a_month_too_late_is_named_and_lifted() -> None:
    model = replace(MODEL, season=replace(SEASON, start_months={"W000": "2017-11"}))
    (left,) = solve(model).left
    assert (left.workplace, left.rule, [lift.kind for lift in left.lifts]) == ("W000", "start_month", ["start"])


def test_months_of_start_leave_time_for_three_visits() -> None:
    assert months_of_start(SEASON) == ("2017-04", "2017-05", "2017-06", "2017-07", "2017-08", "2017-09")
    assert months_of_start(replace(SEASON, first_visits_by=SEASON.starts_on)) == ("2017-04",)
