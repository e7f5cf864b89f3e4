"""Hours of the day in which a workplace can be visited: start times, the order of a day, what is too short, and the checker's own eyes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from jikim.rules.dispatching import (
    Agency,
    Consultant,
    Model,
    Visit,
    Workplace,
    alternatives,
    check,
    replan,
    solve,
    talk_slots,
)
from jikim.rules.visit_hours import Hours
from tests.rules.dispatching.models import SEASON

NIGHT, KITCHEN, EVENING = ((18 * 60, 26 * 60),), ((9 * 60, 690), (14 * 60, 18 * 60)), ((17 * 60, 22 * 60),)


def season_of(*hours: Hours, km: float = 0.02) -> Model:
    """Workplaces a few kilometres from one consultant and from each other, in a row."""
    places = tuple(Workplace(f"W{n}", "a", 37.5 + km * n, 127.0, 20, hours=own) for n, own in enumerate(hours, 1))
    people = (Consultant("김", "기관", 37.5, 127.0, 20), Consultant("이", "기관", 37.5, 127.0, 20))
    return Model(places, (Agency("기관", frozenset("a"), 300),), people, SEASON)


def starts(plan: tuple[Visit, ...]) -> dict[str, set[str]]:
    return {key: {f"{v.start:%H:%M}" for v in plan if v.workplace == key} for key in {v.workplace for v in plan}}


def test_a_night_shift_is_visited_at_night() -> None:
    model = season_of(NIGHT)
    result = solve(model)
    assert starts(result.visits) == {"W1": {"18:00"}}
    assert check(model, result.visits) == ()
    assert all("18:00–02:00" in v.reason.ko for v in result.visits)


def test_a_kitchen_is_not_visited_while_it_cooks() -> None:
    result = solve(season_of(((690, 720), (14 * 60, 18 * 60))))
    assert starts(result.visits) == {"W1": {"14:00"}}


def test_the_order_of_a_day_follows_the_hours() -> None:
    """W1 is nearer, but can only be visited in the afternoon: W2 goes first, and they still share the day."""
    model = season_of(((13 * 60, 18 * 60),), ())
    result = solve(model)
    assert check(model, result.visits) == ()
    assert starts(result.visits)["W2"] == {"09:00"}
    assert len({(v.consultant, v.on) for v in result.visits}) == 3


def test_a_day_that_would_be_too_long_is_not_shared() -> None:
    """A morning and a night stand nine hours apart; an afternoon moves towards an evening, so that those share a day."""
    apart = solve(season_of(((9 * 60, 11 * 60),), NIGHT))
    assert len({(v.consultant, v.on) for v in apart.visits}) == 6
    model = season_of((), EVENING)
    beside = solve(model)
    assert len({(v.consultant, v.on) for v in beside.visits}) == 3
    assert check(model, beside.visits) == ()


def test_hours_shorter_than_a_visit_are_named_with_their_change() -> None:
    (left,) = solve(season_of(((9 * 60, 10 * 60),))).left
    assert left.rule == "visit_hours"
    assert "09:00–10:00" in left.explanation.ko
    assert "120" in left.explanation.en
    assert [lift.kind for lift in left.lifts] == ["hours"]


@pytest.mark.parametrize(("start", "rules"), [(dt.time(18), ()), (dt.time(0), ()), (dt.time(17, 50), ("hours",)), (dt.time(0, 10), ("hours",))])
def test_the_checker_sees_an_hour_outside(start: dt.time, rules: tuple[str, ...]) -> None:
    """After midnight a visit stands in the night that began the day before."""
    model = season_of(NIGHT)
    plan = solve(model).visits
    moved = (replace(plan[0], start=start), *plan[1:])
    assert tuple(breach.rule for breach in check(model, moved)) == rules


def test_the_checker_sees_a_day_too_long() -> None:
    model = season_of(((9 * 60, 11 * 60),), NIGHT)
    plan = solve(model).visits
    together = tuple(replace(v, on=next(o.on for o in plan if (o.workplace, o.visit) == ("W1", v.visit)), consultant=plan[0].consultant) for v in plan)
    assert "day_length" in {breach.rule for breach in check(model, together)}


def test_new_hours_move_a_visit_and_say_why() -> None:
    model = season_of((), ())
    plan = solve(model).visits
    night = replace(model, workplaces=(replace(model.workplaces[0], hours=NIGHT), model.workplaces[1]))
    new = replan(night, plan)
    assert check(night, new.result.visits, before=plan) == ()
    assert starts(new.result.visits)["W1"] == {"18:00"}
    assert {change.workplace for change in new.changes} >= {"W1"}
    assert any("방문 가능 시간" in change.reason.ko for change in new.changes)


def test_other_dates_by_hand_keep_the_hours() -> None:
    model = season_of(NIGHT, ())
    found = alternatives(model, solve(model).visits, "W1", 3)
    assert found
    assert {one.start for one in found if not one.rule} == {dt.time(18)}


def test_talks_of_a_night_visit_last_until_midnight() -> None:
    model = season_of(NIGHT)
    (first, *_) = talk_slots(model, solve(model).visits)
    assert first.starts[0] == dt.time(20)
    assert first.starts[-1] == dt.time(23, 50)
