"""Fewest changes, against every plan there is: tiny seasons in which all of them can be tried."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from jikim.rules.dispatching import Agency, Consultant, Model, Season, Visit, Workplace, check, replan, solve

FIRST = dt.date(2017, 4, 3)
SEASON = Season(FIRST, FIRST + dt.timedelta(11), days_to_second=1, days_to_third=2)


def tiny(seed: int) -> Model:
    """Ten working days, three or four workplaces, two consultants whose days nearly all are needed."""
    chance = random.Random(seed)
    places = tuple(Workplace(f"W{n}", "a", 37.5 + chance.uniform(0, 0.1), 127.0 + chance.uniform(0, 0.1), 20) for n in range(3 + seed % 2))
    people = tuple(Consultant(f"사람{n}", "가", 37.5, 127.0 + n / 10, chance.randint(5, 7)) for n in range(2))
    return Model(places, (Agency("가", frozenset("a"), 12),), people, replace(SEASON, fair_share_times=9))


def fallen_ill(model: Model, plan: tuple[Visit, ...], seed: int) -> Model:
    chance = random.Random(seed)
    visit = chance.choice(plan)
    off = {visit.on} | {FIRST + dt.timedelta(chance.randrange(12)) for _ in range(seed % 3)}
    return replace(model, consultants=tuple(replace(c, days_off=frozenset(off)) if c.name == visit.consultant else c for c in model.consultants))


def fewer(model: Model, plan: tuple[Visit, ...], than: int) -> int | None:
    """The changes of the best plan that serves everybody with fewer than so many, or None: every such plan is tried."""
    season, old = model.season, {(v.workplace, v.visit): (v.consultant, v.on) for v in plan}
    days = [season.starts_on + dt.timedelta(n) for n in range(12) if (season.starts_on + dt.timedelta(n)).weekday() < 5]
    triples = [t for t in combinations(days, 3) if (t[1] - t[0]).days >= season.days_to_second and (t[2] - t[1]).days >= season.days_to_third]
    best, used = than, {c.name: Counter[dt.date]() for c in model.consultants}

    def rest(at: int, changed: int) -> None:
        nonlocal best
        if at == len(model.workplaces):
            best = changed
            return
        key = model.workplaces[at].key
        for one in model.consultants:
            mine = used[one.name]
            for triple in triples:
                more = changed + sum(old[key, n] != (one.name, triple[n - 1]) for n in (1, 2, 3))
                if more >= best or not one.days_off.isdisjoint(triple) or any(mine[day] > 1 for day in triple):
                    continue
                mine.update(triple)
                if sum(many > 0 for many in mine.values()) <= one.days_a_month:
                    rest(at + 1, more)
                mine.subtract(triple)

    rest(0, 0)
    return best if best < than else None


@pytest.mark.parametrize("seed", range(24))
def test_no_plan_changes_fewer(seed: int) -> None:
    model = tiny(seed)
    plan = solve(model).visits
    assert len(plan) == 3 * len(model.workplaces)
    ill = fallen_ill(model, plan, seed)
    new = replan(ill, plan)
    assert check(ill, new.result.visits, before=plan) == ()
    assert new.result.served == len(model.workplaces)
    assert fewer(ill, plan, new.disturbed) is None
    assert new.least_changes <= new.disturbed
