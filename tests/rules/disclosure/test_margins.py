"""The quick attacker over plain tables proves exactly what the full one over all combinations proves."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.disclosure import Measure
from jikim.rules.disclosure.facts import _worlds_of, categories_of, facts_of
from jikim.rules.disclosure.joint import EVERYBODY, JointAttack, Known, Quantity
from jikim.rules.disclosure.margins import MarginAttack
from jikim.rules.disclosure.overlap import protect_tables
from tests.rules.disclosure.test_joint import MEASURE, SEASON, people, split, statistics


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(8, 22), min_size=2, max_size=3), st.integers(0, 10_000))
def test_both_attackers_prove_the_same(sizes: list[int], seed: int) -> None:
    persons = people(sizes, seed)
    tables = {"unit": split(persons, 0), "sex": split(persons, 1)}
    released = protect_tables(statistics("W", persons), tables, SEASON)
    known = [fact for variable, release in released.items() for fact in facts_of(release, variable, "m", SEASON)]
    categories = categories_of({v: [g.key for g in groups] for v, groups in tables.items()})
    quick, full = MarginAttack(categories, MEASURE, known), JointAttack(categories, MEASURE, known)
    for variable, groups in tables.items():
        for group in groups:
            asked = [{variable: group.key}]
            assert quick.count(asked, Quantity.AT_RISK) == pytest.approx(full.count(asked, Quantity.AT_RISK))
            assert quick.leaves_mean_open(asked) == full.leaves_mean_open(asked)
    assert quick.count(EVERYBODY, Quantity.AT_RISK) == pytest.approx(full.count(EVERYBODY, Quantity.AT_RISK))


def test_one_table_narrows_another_through_the_total() -> None:
    """13 people; unit A's 12 are all at risk and so are all who are: of 12 women 11 or 12."""
    whole = [Known(EVERYBODY, q, 13, 13) for q in (Quantity.PERSONS, Quantity.SCORED, Quantity.CLASSED)]
    some = [Known([{"unit": "A"}], Quantity.PERSONS, 12, 12), Known([{"sex": "F"}], Quantity.PERSONS, 12, 12)]
    risk = [Known([{"unit": "A"}], Quantity.AT_RISK, 12, 12), Known(EVERYBODY, Quantity.AT_RISK, 12, 12)]
    attack = MarginAttack({"unit": ["A", "B"], "sex": ["F", "M"]}, Measure("m", (50.0,)), [*whole, *some, *risk])
    assert attack.count([{"sex": "F"}], Quantity.AT_RISK) == (11, 12)
    assert attack.count([{"sex": "M"}], Quantity.AT_RISK) == (0, 1)


def test_facts_that_contradict_each_other_are_an_error() -> None:
    known = [Known(EVERYBODY, Quantity.PERSONS, 3, 3), Known(EVERYBODY, Quantity.SCORED, 4, 4)]
    with pytest.raises(ArithmeticError):
        MarginAttack({"unit": ["A"]}, MEASURE, known).count(EVERYBODY, Quantity.PERSONS)


def test_it_is_quick_enough_for_a_season() -> None:
    """Five tables of five categories: what is asked of one workplace takes moments, where combinations are 3,125."""
    chance = random.Random(3)
    categories = {name: [f"{name}{i}" for i in range(5)] for name in ("unit", "sex", "age", "tenure", "job")}
    known = [Known(EVERYBODY, q, 80, 80) for q in (Quantity.PERSONS, Quantity.SCORED, Quantity.CLASSED)]
    known += [Known(EVERYBODY, Quantity.AT_RISK, 30, 30), Known(EVERYBODY, Quantity.SCORES, 3980, 4020)]
    for name, values in categories.items():
        known += [Known([{name: value}], Quantity.PERSONS, 16, 16) for value in values]
        known += [Known([{name: chance.choice(values)}], Quantity.AT_RISK, 0, 2)]
    attack = MarginAttack(categories, Measure("m", (63.89, 69.44)), known)
    low, high = attack.count([{"unit": "unit0"}], Quantity.AT_RISK)
    assert 0 <= low <= high <= 16


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(3, 22), min_size=2, max_size=4), st.integers(0, 10_000))
def test_a_world_found_without_a_programme_is_one(sizes: list[int], seed: int) -> None:
    """Whatever the short way calls open, the attacker that tries everything cannot close."""
    persons = people(sizes, seed)
    tables = {"unit": split(persons, 0), "sex": split(persons, 1)}
    released = protect_tables(statistics("W", persons), tables, SEASON)
    shown = {v: (released[v], tables[v]) for v in tables}
    known = [fact for variable, release in released.items() for fact in facts_of(release, variable, "m", SEASON)]
    known += [Known([{v: g.key}], Quantity.PERSONS, g.answered, g.answered) for v in tables for g in tables[v]]
    attack = MarginAttack(categories_of({v: [g.key for g in tables[v]] for v in tables}), MEASURE, known)
    for variable, worlds in _worlds_of(shown, MEASURE, SEASON).items():
        units = released[variable].units
        if worlds is None:
            continue
        for place, unit in enumerate(units):
            group = [{variable: member} for member in unit.members]
            low, high = attack.count(group, Quantity.AT_RISK)
            for count in range(unit.answered + 1):
                if worlds.with_count(place, count) is not None:
                    assert low - 1e-6 <= count <= high + 1e-6
            for part in (g for g in tables[variable] if g.key in unit.members):
                if worlds.leaves_open(place, part.answered, min(2, part.answered)):
                    alone = [{variable: part.key}]
                    few, many = attack.count(alone, Quantity.AT_RISK)
                    assert many - few >= min(2, part.answered)
                    assert attack.leaves_mean_open(alone)
