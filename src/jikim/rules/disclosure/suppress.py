"""Complementary suppression: the cheapest further cells to hide so that nothing primary follows by arithmetic.

Every result has passed the attacker of audit.py; one that has not is never returned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jikim.rules.disclosure.audit import separator_for
from jikim.rules.disclosure.cutting import MANY_ROUNDS, SOLVE_SECONDS, cut_and_choose
from jikim.rules.disclosure.exact import search
from jikim.rules.disclosure.heuristic import cheap_choice
from jikim.rules.disclosure.network import network_of
from jikim.rules.disclosure.problem import Interval, Problem
from jikim.rules.disclosure.separate import Separator

# SCIENCE.md asks for an exact answer up to 200 cells; 200 inner cells with their margins are up to 300.
EXACT_CELLS = 300
# Without a network the heuristic is slow and far from the optimum, cuts are not: 2,205 cells took 42 s, proven.
EXACT_CELLS_NO_NETWORK = 5_000
# Beyond these a network's optimum is not sought; up to them a few rounds improve the heuristic and bound it.
HIGHS_CELLS = 3_000
LARGE_ROUNDS = 10
LARGE_SOLVE_SECONDS = 2.0
# The own search alone to 60 cells; above it has a short try before HiGHS (it wins unless much protection is asked).
OWN_SEARCH_CELLS = 60
OWN_NODES, OWN_NODES_ABOVE, OWN_NODES_NO_NETWORK = 20_000, 5_000, 500


class UnprotectableError(ValueError):
    """Even with everything hidden these cells stay provable (known ceilings are too low)."""

    def __init__(self, cells: tuple[int, ...]) -> None:
        super().__init__(f"cells {cells} cannot be protected even with everything hidden")
        self.cells = cells


@dataclass(frozen=True, slots=True)
class Suppression:
    """What to hide. `cost` is the weight of `complementary`, `bound` a proven lower bound on it (None if there is
    none), `proven` whether they meet, `intervals` what an outsider can prove of each primary cell, `method` one of
    `nothing to do`, `own search`, `HiGHS`, `heuristic`.
    """

    primary: frozenset[int]
    complementary: frozenset[int]
    intervals: dict[int, Interval]
    cost: int
    bound: int | None
    method: str

    @property
    def hidden(self) -> frozenset[int]:
        return self.primary | self.complementary

    @property
    def proven(self) -> bool:
        return self.bound is not None and self.bound >= self.cost


def suppress(
    problem: Problem, *, method: str | None = None, stop: Callable[[], bool] = lambda: False
) -> Suppression:
    """Hides at least weight: exactly up to 300 cells (no network: 5,000); up to 3,000 a heuristic improved by a few
    rounds of HiGHS, with a bound; above the heuristic alone.

    The own search goes first; what it cannot finish goes to HiGHS with the best found so far. `stop()` is asked
    now and then and ends the search with the best found, unproven; `method` forces one of `own search`, `HiGHS`,
    `heuristic`. Errors: UnprotectableError. Source: SCIENCE.md § 2.3; Fischetti and Salazar 2001.
    """
    network = network_of(problem)
    separator = separator_for(problem, network)
    if not separator.violated(()):
        return _result(problem, separator, frozenset(), 0, "nothing to do")
    free = _free_cells(problem, separator)
    size = len(problem.n)
    small = size <= EXACT_CELLS
    start = free
    if network is not None or small or method == "heuristic":
        start = cheap_choice(problem, network, separator, free, stop)
        start = free if separator.violated(start) else start
    if method is None:
        method = (
            "own search"
            if small
            else "HiGHS"
            if size <= (HIGHS_CELLS if network else EXACT_CELLS_NO_NETWORK)
            else ""
        )
    if method not in ("own search", "HiGHS"):
        return _result(problem, separator, start, None, "heuristic")
    if method == "own search":
        nodes = OWN_NODES if size <= OWN_SEARCH_CELLS else OWN_NODES_ABOVE
        nodes = nodes if network is not None else OWN_NODES_NO_NETWORK
        best, proven = search(problem, separator, free, start, node_limit=nodes, stop=stop)
        if proven:
            return _result(problem, separator, best, problem.cost(best), "own search")
        start = best

    def complete(choice: frozenset[int]) -> frozenset[int]:
        return cheap_choice(problem, network, separator, free, stop, choice)

    best, bound = cut_and_choose(
        problem, separator, free, start, stop,
        complete=complete if network is not None else None,
        rounds=MANY_ROUNDS if small or network is None else LARGE_ROUNDS,
        solve_seconds=SOLVE_SECONDS if small or network is None else LARGE_SOLVE_SECONDS,
    )  # fmt: skip
    if best == free and len(free) > 1:  # stopped before any choice held
        start = cheap_choice(problem, network, separator, free, stop)
        best = best if separator.violated(start) else start
    return _result(problem, separator, best, bound, "HiGHS")


def _free_cells(problem: Problem, separator: Separator) -> frozenset[int]:
    """What may be hidden: everything but the last resort, and that too where nothing else will do."""
    everything = frozenset(range(len(problem.n))) - problem.primary
    free = everything - problem.last
    if not separator.violated(free):
        return free
    if separator.violated(everything):
        found = separator.intervals(everything | problem.primary, problem.primary)
        raise UnprotectableError(tuple(p for p in sorted(found) if not problem.holds(p, found[p])))
    return everything


def _result(
    problem: Problem, separator: Separator, chosen: frozenset[int], bound: int | None, method: str
) -> Suppression:
    intervals = separator.intervals(problem.primary | chosen, sorted(problem.primary))
    open_cells = [p for p, interval in intervals.items() if not problem.holds(p, interval)]
    if open_cells:
        raise AssertionError(f"the attacker still proves cells {open_cells}: a defect of the suppressor")
    return Suppression(problem.primary, chosen, intervals, problem.cost(chosen), bound, method)
