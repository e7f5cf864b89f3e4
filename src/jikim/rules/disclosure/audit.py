"""The attacker: what somebody who sees only the published cells can prove about the hidden ones."""

from __future__ import annotations

from collections.abc import Collection

from jikim.rules.disclosure.linear import LinearSeparator
from jikim.rules.disclosure.network import Network, network_of
from jikim.rules.disclosure.problem import Interval, Problem
from jikim.rules.disclosure.separate import NetworkSeparator, Separator


def separator_for(problem: Problem, network: Network | None = None) -> Separator:
    """The fastest exact attacker for these sums."""
    network = network_of(problem) if network is None else network
    return LinearSeparator(problem) if network is None else NetworkSeparator(problem, network)


def provable_intervals(
    problem: Problem, hidden: Collection[int], cells: Collection[int] | None = None
) -> dict[int, Interval]:
    """Lowest and highest whole number of persons that each of `cells` (default: all hidden ones) can hold, given all
    other published cells, the sums and the ceilings. Exact.
    """
    return separator_for(problem).intervals(hidden, sorted(hidden) if cells is None else cells)


def findings(problem: Problem, hidden: Collection[int]) -> dict[int, Interval]:
    """The primary cells that are published or proven more closely than their protection allows; empty if safe."""
    hidden = set(hidden)
    found = provable_intervals(problem, hidden, sorted(problem.primary & hidden))
    bare: dict[int, Interval] = {p: (problem.n[p], problem.n[p]) for p in problem.primary - hidden}
    return bare | {p: interval for p, interval in found.items() if not problem.holds(p, interval)}
