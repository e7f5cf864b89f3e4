"""Exact suppression for middling tables: cuts separated by the attacker, the choice made by HiGHS (scipy)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from jikim.rules.disclosure.problem import Problem
from jikim.rules.disclosure.separate import DUST, Cut, Separator

SOLVE_SECONDS = 30.0
MANY_ROUNDS = 100_000


@dataclass(slots=True)
class Master:
    """The choice under the cuts found so far, over the `free` cells."""

    problem: Problem
    free: list[int]
    cuts: list[Cut] = field(default_factory=list)
    known: set[tuple[tuple[int, ...], float]] = field(default_factory=set)
    company: list[dict[int, float]] = field(default_factory=list)

    def add(self, cuts: list[Cut]) -> bool:
        """Keeps what is new; False if nothing was."""
        before = len(self.cuts)
        for cut in cuts:
            mark = (tuple(sorted(cut.coefficients)), cut.need)
            if mark not in self.known:
                self.known.add(mark)
                self.cuts.append(cut)
        return len(self.cuts) > before

    def matrix(self) -> csr_matrix:
        """Cuts, then the company every hidden cell needs: Σ ≥ `needs()`."""
        place = {cell: j for j, cell in enumerate(self.free)}
        rows: list[Mapping[int, float]] = [cut.coefficients for cut in self.cuts]
        rows += self.company
        entries = [(k, place[i], c) for k, row in enumerate(rows) for i, c in row.items() if i in place]
        at, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        return csr_matrix((values, (at, columns)), shape=(len(rows), len(self.free)))

    def costs(self) -> list[int]:
        return [self.problem.weights[i] for i in self.free]

    def needs(self) -> list[float]:
        return [cut.need for cut in self.cuts] + [0.0] * len(self.company)


def cut_and_choose(
    problem: Problem,
    separator: Separator,
    free: Iterable[int],
    start: Iterable[int],
    stop: Callable[[], bool] = lambda: False,
    *,
    complete: Callable[[frozenset[int]], frozenset[int]] | None = None,
    rounds: int = MANY_ROUNDS,
    solve_seconds: float = SOLVE_SECONDS,
) -> tuple[frozenset[int], int]:
    """The cheapest protecting choice found and a proven lower bound on its cost (equal if optimal).

    `start` is a protecting choice to beat; `stop()` is asked before every programme, of which there are at most
    `rounds`, each of at most `solve_seconds`; `complete` turns a choice that falls short into one that protects.
    """
    best = frozenset(start)
    master = Master(problem, sorted(free), company=_company(problem))
    bound = _relaxed(master, separator, stop)
    for _ in range(rounds):
        if bound >= problem.cost(best) or stop():
            break
        choice, lower = _choose(master, solve_seconds)
        bound = max(bound, lower)
        if choice is None or problem.cost(choice) >= problem.cost(best):
            break
        broken = separator.violated(choice)
        whole = complete(choice) if broken and complete is not None else choice
        if problem.cost(whole) < problem.cost(best) and not (broken and separator.violated(whole)):
            best = whole
        if broken and not master.add(broken):
            break
    return best, min(bound, problem.cost(best))


def _company(problem: Problem) -> list[dict[int, float]]:
    """A cell hidden alone in a sum follows from it, so that the optimum hides none such ("bridge-less" inequalities
    of Fischetti and Salazar): hidden_i ≤ Σ of the others, for every cell of a sum without primary cells.
    """
    rows = []
    for s in problem.sums:
        cells = (s.total, *s.parts)
        if problem.primary.isdisjoint(cells):
            rows += [{j: -1.0 if j == i else 1.0 for j in cells} for i in cells]
    return rows


def _relaxed(master: Master, separator: Separator, stop: Callable[[], bool]) -> int:
    """Rounds of fractional choices: cheap cuts, and a first bound."""
    bound = 0.0
    master.add(separator.violated(()))
    while master.cuts and not stop():
        found = linprog(
            master.costs(), A_ub=-master.matrix(), b_ub=[-b for b in master.needs()], bounds=(0, 1)
        )
        if found.x is None:
            break
        bound = max(bound, float(found.fun))
        shares = {cell: float(y) for cell, y in zip(master.free, found.x, strict=True) if y > DUST}
        if not master.add(separator.loosely_violated(shares)):
            break
    return _round_up(bound)


def _choose(master: Master, seconds: float) -> tuple[frozenset[int] | None, int]:
    if not master.cuts:
        return frozenset(), 0
    found = milp(
        master.costs(),
        constraints=LinearConstraint(master.matrix(), lb=np.array(master.needs()) - DUST),
        integrality=np.ones(len(master.free)),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    lower = 0 if found.mip_dual_bound is None else _round_up(float(found.mip_dual_bound))
    if found.x is None:
        return None, lower
    choice = frozenset(i for i, y in zip(master.free, found.x, strict=True) if y > 0.5)
    return choice, master.problem.cost(choice) if found.status == 0 else lower


def _round_up(bound: float) -> int:
    return int(np.ceil(bound - max(1e-4, 1e-8 * abs(bound)))) if np.isfinite(bound) else 0
