"""The nearest change named for a workplace that is left out really lets it in: made, and planned again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from jikim.rules.dispatching import Agency, Consultant, Model, Season, Workplace, check, lifted, replan, solve
from jikim.rules.words import Text
from tests.rules.dispatching.models import SEASON, made, with_target

BAR = Text("이미 계약한 곳입니다.", "Under contract already.")


def crowded(seed: int) -> Model:
    """More workplaces than two regions' consultants may have, one region covered by nobody."""
    model = made(seed, 40, 6, agencies=2, days=(2, 5))
    places = (replace(w, region="z") if at % 9 == 0 else w for at, w in enumerate(model.workplaces))
    return replace(model, workplaces=tuple(places), agencies=tuple(replace(a, visits_a_month=14) for a in model.agencies))


def one(**needs: object) -> Model:
    people = (Consultant("심", "가", 37.5, 127.0, 10, "심리", frozenset({"ko"})), Consultant("산", "나", 37.5, 128.0, 10, "산업위생", frozenset({"ko", "en"})))
    places = (Workplace("W1", "a", 37.5, 127.1, 20, **needs), Workplace("W2", "a", 37.5, 127.1, 20))  # type: ignore[arg-type]
    return Model(places, (Agency("가", frozenset("a"), 90), Agency("나", frozenset("b"), 90)), people, SEASON)


MODELS = {
    "crowded 1": crowded(1), "crowded 2": crowded(2), "crowded 5": crowded(5),
    "target": with_target(made(3, 20, 8), 9),
    "qualification": one(qualification="산업위생"), "language": one(languages=frozenset({"vi"})), "conflict": one(barred={"가": BAR}),
    "closed": one(closed=frozenset(SEASON.starts_on + dt.timedelta(n) for n in range(242))),
    "short": replace(one(), season=Season(dt.date(2017, 4, 3), dt.date(2017, 5, 31))),
    "late": replace(one(), season=replace(SEASON, first_visits_by=dt.date(2017, 4, 2))),
    "no days": replace(one(), consultants=tuple(replace(c, days_a_month=0) for c in one().consultants)),
    "agency month": replace(one(), agencies=(Agency("가", frozenset("a"), 0),)),
}  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
def test_the_change_lifts_it(name: str) -> None:
    model = MODELS[name]
    result = solve(model)
    assert result.left
    for left in result.left:
        assert left.lifts, left
        assert left.nearest_change.ko
        assert left.nearest_change.en
        changed = lifted(model, left.workplace, left.lifts)
        served = {v.workplace for v in result.visits}
        if left.rule == "target_reached":
            again = solve(changed).visits
        else:
            alone = replace(changed, target=None, workplaces=tuple(w for w in changed.workplaces if w.key in served | {left.workplace}))
            again = replan(alone, result.visits).result.visits
            assert check(alone, again, before=result.visits) == ()
            assert set(map(_when, result.visits)) <= set(map(_when, again))
        assert sum(v.workplace == left.workplace for v in again) == 3, (left, changed)


def _when(visit: object) -> tuple[object, ...]:
    return tuple(getattr(visit, name) for name in ("workplace", "visit", "on", "start", "consultant"))


def test_the_nearer_one_is_named() -> None:
    people = tuple(Consultant(f"사람{n}", agency, 37.5, 127.0 + n / 2, 10) for n, agency in enumerate(["가", "나", "나"]))
    model = Model((Workplace("W1", "c", 37.5, 127.6, 20),), (Agency("가", frozenset("a"), 90), Agency("나", frozenset("b"), 90)), people, SEASON)
    (left,) = solve(model).left
    assert (left.rule, [(lift.kind, lift.agency, lift.consultant) for lift in left.lifts]) == ("region_not_covered", [("cover", "나", "사람1")])


def test_where_nobody_has_days_it_is_the_days_that_are_named() -> None:
    left = solve(MODELS["no days"]).left
    assert [entry.rule for entry in left] == ["monthly_days"] * 2
    assert {lift.kind for entry in left for lift in entry.lifts} == {"days"}
