"""A season at once: whatever the counts, the exact attacker finds nothing in the mask."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jikim.rules.disclosure.audit import findings
from jikim.rules.disclosure.season import SeasonCounts, hidden_cells, protect_season, season_problem


def season(workplaces: int, units: int, regions: int, mean: float, seed: int) -> SeasonCounts:
    chance = np.random.default_rng(seed)
    rows = np.repeat(np.arange(workplaces), chance.integers(1, units + 1, workplaces))
    expected = chance.exponential(mean, len(rows))[:, None] * chance.dirichlet([3, 2], len(rows))
    region = chance.integers(0, regions, workplaces)
    region[:regions] = np.arange(regions)
    return SeasonCounts(chance.poisson(expected).astype(np.int64), rows, region)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(2, 9), st.integers(1, 6), st.integers(1, 2), st.sampled_from([2.0, 6.0, 15.0, 40.0]),
    st.integers(0, 100_000), st.sampled_from([3, 5, 10]), st.sampled_from([0, 14]), st.booleans(),
)  # fmt: skip
@example(9, 6, 1, 40.0, 0, 10, 0, False)
def test_the_attacker_finds_nothing(
    workplaces: int, units: int, regions: int, mean: float, seed: int, minimum: int, protect: int, safe: bool
) -> None:
    counts = season(workplaces, units, regions, mean, seed)
    problem = season_problem(counts, minimum=minimum, protect=protect, zeros_are_safe=safe)
    if any(p >= len(problem.n) - 3 * (regions + 1) for p in problem.primary):
        return  # a region's own margin is small: refused below
    try:
        mask = protect_season(counts, minimum=minimum, protect=protect, zeros_are_safe=safe)
    except ValueError:
        return
    assert not findings(problem, hidden_cells(mask))


def test_a_season_of_ordinary_workplaces_is_never_refused() -> None:
    for seed in range(20):
        counts = season(60, 8, 3, 15.0, seed)
        mask = protect_season(counts, minimum=5)
        problem = season_problem(counts, minimum=5)
        hidden = hidden_cells(mask)
        assert problem.primary <= hidden
        assert len(hidden) < len(problem.n)


def test_a_region_with_too_few_people_is_refused_not_leaked() -> None:
    counts = SeasonCounts(np.array([[1, 2], [2, 1]]), np.array([0, 1]), np.array([0, 0]))
    with pytest.raises(ValueError, match="cannot be protected"):
        protect_season(counts, minimum=10)


def test_units_may_come_in_any_order() -> None:
    counts = season(12, 5, 2, 12.0, 3)
    order = np.random.default_rng(1).permutation(len(counts.units))
    shuffled = SeasonCounts(counts.units[order], counts.workplace[order], counts.region)
    mask, other = protect_season(counts, minimum=5), protect_season(shuffled, minimum=5)
    assert not findings(season_problem(shuffled, minimum=5), hidden_cells(other))
    assert mask.units.sum() == other.units.sum()
