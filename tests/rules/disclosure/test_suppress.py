"""Exact suppression: the published optimum, a reference programme written another way, and planted leaks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import lil_matrix  # type: ignore[import-untyped]

from jikim.rules.disclosure.audit import findings, provable_intervals
from jikim.rules.disclosure.problem import Problem, problem_of
from jikim.rules.disclosure.suppress import UnprotectableError, suppress
from jikim.rules.disclosure.table import FrequencyTable
from tests.rules.disclosure.tables import REGION_BY_SEX, made, made_hierarchy, with_margins

METHODS = ["own search", "HiGHS"]


def optimum(problem: Problem) -> int:
    """The cheapest choice by one big programme: for every primary cell two whole tables it could come from."""
    n, size, most = np.array(problem.n, float), len(problem.n), sum(problem.n) + 4 * problem.width
    primary = sorted(problem.primary)
    columns = size + 2 * size * len(primary)
    rows = len(primary) * (2 * len(problem.sums) + 4 * size + 2)
    a, low, high = lil_matrix((rows, columns)), [], []
    row = 0
    for k, p in enumerate(primary):
        ends = [size + (2 * k + side) * size for side in (0, 1)]
        for at in ends:
            for s in problem.sums:
                a[row, at + s.total] = -1
                for part in s.parts:
                    a[row, at + part] = 1
                low.append(0.0), high.append(0.0)
                row += 1
            for i in range(size):
                a[row, at + i], a[row, i] = 1, -most
                low.append(-np.inf), high.append(n[i])
                a[row + 1, at + i], a[row + 1, i] = 1, n[i]
                low.append(n[i]), high.append(np.inf)
                row += 2
        a[row, ends[1] + p] = 1
        low.append(float(problem.minimum)), high.append(np.inf)
        a[row + 1, ends[1] + p], a[row + 1, ends[0] + p] = 1, -1
        low.append(float(problem.width)), high.append(np.inf)
        row += 2
    bottom, top = np.zeros(columns), np.full(columns, float(most))
    top[:size] = 1
    bottom[primary] = 1
    top[list(problem.last)] = 0
    cost = np.zeros(columns)
    cost[:size] = problem.weights
    cost[primary] = 0
    found = milp(cost, constraints=LinearConstraint(a.tocsr(), low, high), integrality=np.ones(columns),
                 bounds=Bounds(bottom, top), options={"mip_rel_gap": 0.0})  # fmt: skip
    assert found.x is not None
    return round(found.fun)


@pytest.mark.parametrize("method", METHODS)
def test_the_published_worked_case(method: str) -> None:
    table = with_margins(("region", "sex"), REGION_BY_SEX)
    result = suppress(problem_of(table, minimum=3), method=method)
    assert sorted(table.name(i) for i in result.hidden) == [
        "region=A, sex=F", "region=A, sex=M", "region=C, sex=F", "region=C, sex=M",
    ]  # fmt: skip
    assert (result.cost, result.bound, result.proven) == (40, 40, True)
    assert result.intervals == {0: (0, 12)}


def test_picking_row_d_instead_costs_43() -> None:
    table = with_margins(("region", "sex"), REGION_BY_SEX)
    problem = problem_of(table, minimum=3)
    cells = {table.labels.index(label) for label in (("A", "M"), ("D", "F"), ("D", "M"))}
    assert problem.cost(cells) == 43
    assert not findings(problem, cells | problem.primary)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", [(4, 2), (3, 3), (4, 4)])
def test_two_way_optima_equal_the_reference(shape: tuple[int, ...], seed: int, method: str) -> None:
    problem = problem_of(made(shape, seed), minimum=4)
    assert suppress(problem, method=method).cost == optimum(problem)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("table", ["three-way", "hierarchy", "zeros"])
def test_other_optima_equal_the_reference(table: str, seed: int, method: str) -> None:
    if table == "three-way":
        problem = problem_of(made((2, 2, 2), seed, mean=8), minimum=4)
    elif table == "hierarchy":
        problem = problem_of(made_hierarchy(2, 2, 2, seed), minimum=5, protect=7)
    else:
        problem = problem_of(made((3, 3), seed, mean=4), minimum=3, zeros_are_safe=True)
    assert suppress(problem, method=method).cost == optimum(problem)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 5), st.integers(2, 4), st.integers(0, 10_000), st.integers(2, 10), st.booleans())
def test_the_attacker_never_narrows_a_primary_cell_of_any_result(
    rows: int, columns: int, seed: int, minimum: int, zeros_are_safe: bool
) -> None:
    problem = problem_of(made((rows, columns), seed), minimum=minimum, zeros_are_safe=zeros_are_safe)
    exact, quick = suppress(problem), suppress(problem, method="heuristic")
    for result in (exact, quick):
        assert not findings(problem, result.hidden)
    assert exact.proven
    assert exact.cost <= quick.cost


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([(2, 3, 2), (2, 2, 2)]), st.integers(2, 6))
def test_three_way_results_hold_in_whole_persons(seed: int, shape: tuple[int, ...], minimum: int) -> None:
    problem = problem_of(made(shape, seed), minimum=minimum)
    result = suppress(problem)
    assert result.proven
    assert not findings(problem, result.hidden)


# Planted leaks: each looks protected and is not.


def _hidden(table: FrequencyTable, *labels: tuple[str, ...]) -> set[int]:
    return {table.labels.index(label) for label in labels}


def test_one_blank_is_found_by_subtraction() -> None:
    table = with_margins(("region", "sex"), REGION_BY_SEX)
    problem = problem_of(table, minimum=3)
    assert findings(problem, problem.primary) == {0: (2, 2)}


def test_a_published_primary_cell_is_found() -> None:
    problem = problem_of(with_margins(("region", "sex"), REGION_BY_SEX), minimum=3)
    assert findings(problem, ()) == {0: (2, 2)}


def test_two_blanks_in_every_line_are_not_proof_of_safety() -> None:
    """Four blanks, two in each line, and still the first cell is 1 or 2 persons: its partner holds only 1."""
    cells = {("A", "F"): 1, ("A", "M"): 1, ("B", "F"): 1, ("B", "M"): 30, ("C", "F"): 40, ("C", "M"): 40}
    table = with_margins(("region", "sex"), cells)
    problem = problem_of(table, minimum=5)
    blanks = _hidden(table, ("A", "F"), ("A", "M"), ("B", "F"), ("B", "M"))
    leaks = findings(
        problem, blanks | problem.primary - {i for i in problem.primary if "Total" in table.labels[i]}
    )
    assert leaks[0] == (0, 2)
    assert not findings(problem, suppress(problem).hidden)


def test_a_complement_that_cannot_give_way_does_not_hide() -> None:
    """The other blank of the line is empty: the cell can lose nothing to it."""
    cells = {("A", "F"): 2, ("A", "M"): 0, ("B", "F"): 0, ("B", "M"): 20, ("C", "F"): 9, ("C", "M"): 9}
    table = with_margins(("region", "sex"), cells)
    problem = problem_of(table, minimum=3, zeros_are_safe=True)
    blanks = _hidden(table, ("A", "F"), ("A", "M"), ("B", "F"), ("B", "M"))
    assert findings(problem, blanks)[0] == (0, 2)


def test_known_headcounts_narrow_what_can_be_hidden() -> None:
    table = with_margins(("unit",), {("A",): 3, ("B",): 20})
    open_problem = problem_of(table, minimum=5)
    hidden = _hidden(table, ("A",), ("B",))
    assert provable_intervals(open_problem, hidden)[0] == (0, 23)
    ceilings = tuple({"A": 30, "B": 21, "Total": 60}[label[0]] for label in table.labels)
    assert provable_intervals(problem_of(table, minimum=5, ceilings=ceilings), hidden)[0] == (2, 23)


def test_what_no_hiding_can_protect_is_refused() -> None:
    """A could hold 9, but the workplace is known to employ 4 in all: A can never look like 5 or more."""
    table = with_margins(("unit",), {("A",): 3})
    with pytest.raises(UnprotectableError, match="cannot be protected"):
        suppress(problem_of(table, minimum=5, ceilings=(9, 4)))


def test_the_grand_total_is_hidden_last() -> None:
    """Hiding the total (24) would be cheaper than its only partner (22), were it allowed."""
    table = with_margins(("unit",), {("A",): 2, ("B",): 22})
    result = suppress(problem_of(table, minimum=3, weights=(2, 22, 1)))
    assert [table.name(i) for i in sorted(result.complementary)] == ["unit=B"]
