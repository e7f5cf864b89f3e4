"""The joint attacker: it finds planted leaks, and nothing in what Jikim releases."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.disclosure import (
    Figure,
    GroupStatistics,
    Measure,
    MeasureStatistics,
    Settings,
    coalition_size,
    protect_workplace,
)
from jikim.rules.disclosure.facts import attack_release, printed_counts
from jikim.rules.disclosure.joint import EVERYBODY, JointAttack, Known, Quantity
from jikim.rules.disclosure.overlap import protect_tables

MEASURE = Measure("m", (69.44, 63.89), spread=20.0)
SEASON = Settings({"m": MEASURE})
Person = tuple[str, str, float | None]


def people(sizes: Sequence[int], seed: int, blank: float = 0.05) -> list[Person]:
    """Unit, sex and score (in eighteenths, None if not scored) of everybody in a workplace."""
    chance = random.Random(seed)
    return [
        (
            f"U{u}",
            chance.choice("FFM"),
            None if chance.random() < blank else round(min(18, max(0, chance.gauss(9, 4)))) * 100 / 18,
        )
        for u, n in enumerate(sizes)
        for _ in range(n)
    ]


def statistics(key: str, group: Sequence[Person]) -> GroupStatistics:
    scores = sorted(score for _, _, score in group if score is not None)
    risk = sum(score >= (63.89 if sex == "F" else 69.44) for _, sex, score in group if score is not None)
    c = coalition_size(len(scores))
    stats = MeasureStatistics(
        len(scores),
        sum(scores),
        sum(s * s for s in scores),
        len(scores),
        risk,
        sum(scores[:c]),
        sum(scores[-c:]),
    )
    return GroupStatistics(key, len(group), {"m": stats})


def split(persons: Sequence[Person], by: int) -> list[GroupStatistics]:
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        groups[str(person[by])].append(person)
    return [statistics(key, groups[key]) for key in sorted(groups)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 25), min_size=2, max_size=5), st.integers(0, 10_000))
def test_nothing_is_found_in_a_release_by_unit(sizes: list[int], seed: int) -> None:
    persons = people(sizes, seed)
    units = split(persons, 0)
    release = protect_workplace(statistics("W", persons), units, SEASON)
    assert attack_release({"unit": (release, units)}, SEASON) == []


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(4, 25), min_size=2, max_size=4), st.integers(0, 10_000))
def test_nothing_is_found_in_tables_by_unit_and_by_sex_together(sizes: list[int], seed: int) -> None:
    persons = people(sizes, seed)
    tables = {"unit": split(persons, 0), "sex": split(persons, 1)}
    released = protect_tables(statistics("W", persons), tables, SEASON)
    assert attack_release({v: (released[v], tables[v]) for v in tables}, SEASON) == []


def crossed(persons: Sequence[Person]) -> list[GroupStatistics]:
    return split([(f"{unit} × {sex}", sex, score) for unit, sex, score in persons], 0)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(8, 40), min_size=2, max_size=3), st.integers(0, 10_000))
def test_nothing_is_found_when_the_crossed_table_is_shown_too(sizes: list[int], seed: int) -> None:
    persons = people(sizes, seed)
    tables = {"unit": split(persons, 0), "sex": split(persons, 1), "unit × sex": crossed(persons)}
    released = protect_tables(statistics("W", persons), tables, SEASON)
    assert attack_release({v: (released[v], tables[v]) for v in tables}, SEASON) == []


def test_a_crossed_table_is_subtracted_from_the_plain_ones() -> None:
    """Unit A's women (4) are merged away in the crossed table, but A's men are printed, and so is A."""
    persons = (
        [("A", "M", 40.0)] * 20 + [("A", "F", 90.0)] * 4 + [("B", "M", 40.0)] * 20 + [("B", "F", 40.0)] * 20
    )
    persons += [("A", "M", 90.0)] * 8 + [("B", "F", 90.0)] * 8 + [("B", "M", 90.0)] * 8
    tables = {"unit": split(persons, 0), "unit × sex": crossed(persons)}
    alone = {v: protect_workplace(statistics("W", persons), tables[v], SEASON) for v in tables}
    printed = {u.key: u.members for u in alone["unit × sex"].units}
    assert printed["other"] == ("A × F", "A × M")
    crossing = alone["unit × sex"]
    men = replace(crossing.units[0], key="A × M", members=("A × M",), answered=28,
                  means={"m": Figure(value=54, n=28)}, shares={"m": Figure(value=29, n=28)})  # fmt: skip
    forced = replace(crossing, units=(men,))
    leaky = alone["unit"]
    found = attack_release(
        {"unit": (leaky, tables["unit"]), "unit × sex": (forced, tables["unit × sex"])}, SEASON
    )
    assert {f.group for f in found} == {"A × F"}
    kept = protect_tables(statistics("W", persons), tables, SEASON)
    assert attack_release({v: (kept[v], tables[v]) for v in tables}, SEASON) == []


def test_the_unit_that_was_simply_left_out_is_found() -> None:
    """The leak Jikim exists to prevent: hide one small unit, publish the rest and the whole."""
    persons = [("A", "F", 40.0)] * 20 + [("B", "F", 40.0)] * 20 + [("C", "F", 90.0)] * 5
    units = split(persons, 0)
    release = protect_workplace(statistics("W", persons), units, SEASON)
    assert release.whole is not None
    naive = replace(release, units=tuple(
        replace(release.whole, key=k, members=(k,), answered=20, means={"m": Figure(value=40, n=20)},
                shares={"m": Figure(value=0, n=20)}) for k in "AB"))  # fmt: skip
    said = {finding.what.en for finding in attack_release({"unit": (naive, units)}, SEASON)}
    assert "its count at risk is proven: 5–5" in said
    assert "the side of the cut-off its mean is on is proven" in said


def test_a_band_printed_beside_its_complement_is_found() -> None:
    persons = [("A", "F", 90.0)] * 5 + [("A", "F", 40.0)] * 15 + [("B", "F", 40.0)] * 20
    units = split(persons, 0)
    release = protect_workplace(statistics("W", persons), units, SEASON)
    assert [u.shares["m"].status for u in release.units] == ["suppressed", "band"]
    leaky = replace(release.units[0], shares={"m": Figure(value=25, n=20)})
    findings = attack_release({"unit": (replace(release, units=(leaky, release.units[1])), units)}, SEASON)
    assert [f.what.en for f in findings] == ["its band is narrowed to 0–0 people"]


def test_crossing_tables_prove_what_each_alone_does_not() -> None:
    """12 in unit A, 12 women, 13 people: eleven women at least are in A; a band for one is pinned by the other."""
    groups = {"unit": ["A", "B"], "sex": ["F", "M"]}
    a, f = [{"unit": "A"}], [{"sex": "F"}]
    known = [
        Known(EVERYBODY, Quantity.PERSONS, 13, 13),
        Known(a, Quantity.PERSONS, 12, 12),
        Known(f, Quantity.PERSONS, 12, 12),
    ]
    attack = JointAttack(groups, MEASURE, known)
    assert attack.count([{"unit": "A", "sex": "F"}], Quantity.PERSONS) == (11, 12)
    whole = [Known(EVERYBODY, q, 13, 13) for q in (Quantity.SCORED, Quantity.CLASSED)]
    risk = [Known(a, Quantity.AT_RISK, 12, 12), Known(EVERYBODY, Quantity.AT_RISK, 12, 12)]
    proven = JointAttack(groups, MEASURE, [*known, *whole, *risk]).count(f, Quantity.AT_RISK)
    assert proven == (11, 12)


def test_scores_and_classes_bind_each_other() -> None:
    known = [Known(EVERYBODY, q, 10, 10) for q in (Quantity.PERSONS, Quantity.SCORED, Quantity.CLASSED)]
    attack = JointAttack({"unit": ["A"]}, MEASURE, [*known, Known(EVERYBODY, Quantity.SCORES, 95.0, 105.0)])
    assert attack.count(EVERYBODY, Quantity.AT_RISK) == (0, 1)
    assert not JointAttack(
        {"unit": ["A"]}, MEASURE, [*known, Known(EVERYBODY, Quantity.SCORES, 95, 105)]
    ).leaves_mean_open(EVERYBODY)


def test_facts_that_contradict_each_other_are_an_error() -> None:
    known = [Known(EVERYBODY, Quantity.PERSONS, 3, 3), Known(EVERYBODY, Quantity.SCORED, 4, 4)]
    with pytest.raises(ArithmeticError):
        JointAttack({"unit": ["A"]}, MEASURE, known).count(EVERYBODY, Quantity.PERSONS)


def test_a_rounded_share_stands_for_every_count_that_prints_like_it() -> None:
    assert printed_counts(Figure(value=33, n=300), 300, 3) == (98, 100)
    assert printed_counts(Figure(value=30, n=10), 10, 3) == (3, 3)
