"""Ten-minute slots from the minutes a visit day leaves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from jikim.rules.dispatching import Agency, Consultant, Model, Workplace, check, solve, talk_reach, talk_slots
from tests.rules.dispatching.models import SEASON, made

PEOPLE = (Consultant("사람", "가", 37.5, 127.0, 10),)


def season_at(*workers: int, **rules: object) -> Model:
    places = tuple(Workplace(f"W{n}", "a", 37.5, 127.0, many) for n, many in enumerate(workers))
    return Model(places, (Agency("가", frozenset("a"), 90),), PEOPLE, replace(SEASON, **rules))  # type: ignore[arg-type]


def test_a_day_alone_at_the_base_leaves_from_eleven_to_six() -> None:
    model = season_at(20)
    first, *_ = talk_slots(model, solve(model).visits)
    # nine o'clock, two hours of work, no travel: until six is seven hours
    assert first.starts[0] == dt.time(11)
    assert first.starts[-1] == dt.time(17, 50)
    assert len(first.starts) == 42


def test_a_shared_day_leaves_what_is_between_the_visits_and_after() -> None:
    model = season_at(20, 20)
    first, second = talk_slots(model, solve(model).visits)[:2]
    assert (first.starts[0], len(first.starts)) == (dt.time(11), 12)  # eleven to one
    assert (second.starts[0], len(second.starts)) == (dt.time(15), 18)  # three to six


def test_the_travel_home_is_part_of_the_day() -> None:
    near, far = season_at(20), season_at(20)
    far = replace(far, workplaces=(replace(far.workplaces[0], longitude=128.2),))
    many = [len(talk_slots(model, solve(model).visits)[0].starts) for model in (near, far)]
    assert many[1] < many[0]


def test_unmet_demand_is_a_count() -> None:
    model = season_at(400)
    reach = talk_reach(model, solve(model).visits)["W0"]
    assert (reach.slots, reach.workers, reach.unmet) == (3 * 36, 400, 400 - 3 * 36)
    few = season_at(20)
    assert talk_reach(few, solve(few).visits)["W0"].unmet == 0


def test_a_large_site_has_its_days_to_itself_when_the_season_says_so() -> None:
    shared, apart = season_at(20, 300), season_at(20, 300, large_site_from=300)
    assert len({v.on for v in solve(shared).visits}) == 3
    result = solve(apart)
    assert check(apart, result.visits) == ()
    assert len({v.on for v in result.visits}) == 6
    assert all("하루를 따로" in v.reason.ko for v in result.visits if v.workplace == "W1")
    assert "large_site" in {breach.rule for breach in check(apart, solve(shared).visits)}


def test_large_sites_in_any_season() -> None:
    model = made(8, 40, 12, agencies=2)
    model = replace(model, season=replace(model.season, large_site_from=200))
    result = solve(model)
    assert check(model, result.visits) == ()
    assert result.lower_bound_km <= result.total_km
