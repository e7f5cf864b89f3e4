"""Tables of the same people by unit, sex, age, tenure and job, released together: even a colleague who knows how many of
each answered proves nothing of a few; planted leaks are found.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.disclosure import (
    CountStatistics,
    Figure,
    GroupStatistics,
    Measure,
    MeasureStatistics,
    Settings,
    coalition_size,
)
from jikim.rules.disclosure.facts import attack_release
from jikim.rules.disclosure.overlap import nearly_the_same, pairs, protect_tables

CUTS = {"A": (76.67, 83.33), "C": (63.89, 69.44), "E": (45.24, 50.0)}
SEASON = Settings({key: Measure(key, cuts, spread=20.0) for key, cuts in CUTS.items()})
VARIABLES = ("unit", "sex", "age", "tenure", "job")
Person = dict[str, Any]


def person(chance: random.Random) -> Person:
    strain = chance.gauss(0, 1)
    asked = {
        "unit": chance.choice("UVWX"), "sex": chance.choice("FFM") if chance.random() > 0.05 else "not given",
        "age": chance.choice(["20", "30", "40"]), "tenure": chance.choice("12"), "job": chance.choice("aab"),
    }  # fmt: skip
    scores = {key: _score(chance, strain) for key in CUTS}
    return {**asked, "scores": scores, "threat": None if chance.random() < 0.05 else chance.random() < 0.3}


def _score(chance: random.Random, strain: float) -> float | None:
    if chance.random() < 0.03:
        return None
    return max(0, min(18, round(9 + 3 * strain + chance.gauss(0, 3)))) * 100 / 18


def statistics(key: str, group: Sequence[Person]) -> GroupStatistics:
    asked = [p["threat"] for p in group if p["threat"] is not None]
    return GroupStatistics(
        key, len(group), {m: _measure(m, group) for m in CUTS}, {"threat": CountStatistics(len(asked), sum(asked))}
    )


def _measure(key: str, group: Sequence[Person]) -> MeasureStatistics:
    scored = [p for p in group if p["scores"][key] is not None]
    classed = [p for p in scored if p["sex"] != "not given"]
    women, men = CUTS[key]
    risk = sum(p["scores"][key] >= (women if p["sex"] == "F" else men) for p in classed)
    scores = sorted(p["scores"][key] for p in scored)
    c = coalition_size(len(scores))
    ends = (sum(scores[:c]), sum(scores[-c:])) if len(scores) >= c else (None, None)
    return MeasureStatistics(len(scores), sum(scores), sum(s * s for s in scores), len(classed), risk, *ends)


def tables_of(persons: Sequence[Person], variables: Sequence[str] = VARIABLES) -> dict[str, list[GroupStatistics]]:
    tables = {}
    for variable in variables:
        groups: dict[str, list[Person]] = defaultdict(list)
        for one in persons:
            groups[one[variable]].append(one)
        tables[variable] = [statistics(key, groups[key]) for key in sorted(groups)]
    return tables


def together_of(persons: Sequence[Person], variables: Sequence[str] = VARIABLES) -> dict[tuple[str, str], Counter[tuple[str, str]]]:
    return {(a, b): Counter((p[a], p[b]) for p in persons) for a, b in pairs(variables)}


@settings(max_examples=12, deadline=None)
@given(st.integers(30, 90), st.integers(0, 100_000))
def test_nothing_is_found_in_five_tables_together(size: int, seed: int) -> None:
    chance = random.Random(seed)
    persons = [person(chance) for _ in range(size)]
    tables = tables_of(persons)
    shown = protect_tables(statistics("W", persons), tables, SEASON, together=together_of(persons))
    assert attack_release({v: (shown[v], tables[v]) for v in shown}, SEASON, insider=True) == []
    for release in shown.values():
        assert all(unit.answered >= SEASON.unit_minimum for unit in release.units)
        for unit in release.units:
            assert unit.counts["threat"].status == "suppressed" or unit.answered >= SEASON.abuse_minimum


@settings(max_examples=12, deadline=None)
@given(st.integers(40, 90), st.integers(0, 100_000))
def test_a_share_forced_into_the_print_is_found(size: int, seed: int) -> None:
    """The whole prints; one table's every part but one prints its true share: the one left out is proven."""
    chance = random.Random(seed)
    persons = [person(chance) for _ in range(size)]
    few = chance.sample(range(size), 6)
    for i, one in enumerate(persons):
        one["unit"] = "few" if i in few else ("U" if i % 2 else "V")
    tables = tables_of(persons, ("unit", "sex"))
    shown = protect_tables(statistics("W", persons), tables, SEASON)
    whole = shown["unit"].whole
    assert whole is not None
    leaky = replace(shown["unit"], units=tuple(
        replace(whole, key=g.key, members=(g.key,), answered=g.answered, means={}, counts={}, shares={
            m: Figure(value=round(100 * s.at_risk / s.classed), n=s.classed) for m, s in g.measures.items()})
        for g in tables["unit"] if g.key != "few"))  # fmt: skip
    found = attack_release({"unit": (leaky, tables["unit"]), "sex": (shown["sex"], tables["sex"])}, SEASON)
    proven = {f.measure for f in found if f.group == "few"}
    assert proven >= {m for m in CUTS if whole.shares[m].status == "published" and _all_classed(tables, m)}


def _all_classed(tables: dict[str, list[GroupStatistics]], measure: str) -> bool:
    return all(g.measures[measure].classed == g.answered for g in tables["unit"])


def test_a_unit_and_a_sex_that_are_nearly_the_same_people_are_not_both_shown() -> None:
    """All of unit U are women and only one woman is elsewhere: women less unit U would be her."""
    chance = random.Random(4)
    persons = [person(chance) for _ in range(60)]
    for i, one in enumerate(persons):
        one["unit"], one["sex"] = ("U", "F") if i < 30 else ("V", "F" if i == 30 else "M")
    tables = tables_of(persons, ("unit", "sex"))
    whole = statistics("W", persons)
    assert protect_tables(whole, tables, SEASON)["sex"].units, "without what colleagues know nothing is wrong"
    shown = protect_tables(whole, tables, SEASON, together=together_of(persons, ("unit", "sex")))
    assert len(shown["unit"].units) == 2
    assert shown["sex"].units == ()
    assert shown["sex"].notes


def test_unions_are_compared_too() -> None:
    apart = np.array([[20, 0, 0], [0, 18, 0], [0, 2, 40]])  # columns 0 and 1 are rows 0 and 1 and two more
    assert nearly_the_same(apart, 10)
    assert not nearly_the_same(np.array([[20, 0], [0, 20]]), 10), "the very same people are no difference"
    assert not nearly_the_same(np.array([[20, 15], [15, 20]]), 10)


def test_pairs_that_do_not_hold_everybody_are_refused() -> None:
    chance = random.Random(4)
    persons = [person(chance) for _ in range(60)]
    for i, one in enumerate(persons):
        one["unit"], one["sex"] = "UV"[i % 2], "FM"[i // 2 % 2]
    tables = tables_of(persons, ("unit", "sex"))
    with pytest.raises(ValueError, match="hold 59"):
        protect_tables(statistics("W", persons), tables, SEASON, together=together_of(persons[1:], ("unit", "sex")))


def test_a_small_group_that_is_most_of_a_merged_one_keeps_its_mean_open() -> None:
    """Eight of eleven: the merged mean of 42 would prove that the eight are under every cut-off."""
    chance = random.Random(8)
    persons = [person(chance) for _ in range(50)]
    for i, one in enumerate(persons):
        one["unit"] = "few" if i < 3 else "some" if i < 11 else "UVW"[i % 3]
        if i < 11:
            one["scores"] = dict.fromkeys(CUTS, 30.0 + 2 * i)
    tables = tables_of(persons, ("unit",))
    shown = protect_tables(statistics("W", persons), tables, SEASON)
    merged = {unit.key: unit for unit in shown["unit"].units}["other"]
    assert merged.means["A"].status == "suppressed"
    assert attack_release({"unit": (shown["unit"], tables["unit"])}, SEASON, insider=True) == []


def test_what_was_merged_stays_merged_in_every_table() -> None:
    chance = random.Random(4)
    persons = [person(chance) for _ in range(90)]
    tables = tables_of(persons, ("unit", "age"))
    shown = protect_tables(statistics("W", persons), tables, SEASON, merged_before={"age": ("20", "30")})
    assert ("20", "30") in {unit.members for unit in shown["age"].units}
    assert all(len(unit.members) == 1 for unit in shown["unit"].units)


def test_a_unit_may_be_called_as_it_likes() -> None:
    """Names are typed by people: a sign of ours in them is part of the name."""
    chance = random.Random(4)
    persons = [person(chance) for _ in range(60)]
    for i, one in enumerate(persons):
        one["unit"] = ("1층 × 2층", "야간 + 주말", "A, B")[i % 3]
    tables = tables_of(persons, ("unit", "sex"))
    shown = protect_tables(statistics("W", persons), tables, SEASON, together=together_of(persons, ("unit", "sex")))
    assert len(shown["unit"].units) == 3
