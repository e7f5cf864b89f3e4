"""A season's tables protected: 1,000 workplaces × 8 units × sex, in 17 regions. Goal: ≤ 0.75 s, growth exponent ≤ 1.2,
own attacker finds nothing. Run: python benchmarks/protect.py [--workplaces 1000 10000 100000] [--minimum 5]

Beside it in the same run: the same workplaces' tables one by one, by the own exact search and by HiGHS (sample), which
also gives the quick method's distance from the optimum. GaussSuppression and ACRO are not run here (no R).
"""

from __future__ import annotations

import argparse
import math
import platform
import statistics
import time
from collections.abc import Callable

import numpy as np
import scipy

from jikim.rules.disclosure.audit import separator_for
from jikim.rules.disclosure.problem import Problem
from jikim.rules.disclosure.season import (
    SeasonCounts,
    SeasonMask,
    hidden_cells,
    protect_season,
    season_problem,
)
from jikim.rules.disclosure.suppress import suppress
from jikim.rules.disclosure.table import Sum

UNITS, REGIONS, REPEATS, SEED = 8, 17, 5, 2017


def made(workplaces: int) -> SeasonCounts:
    """Log-normal workplaces of 10 to 400 (median 45), units and sexes shared unevenly."""
    chance = np.random.default_rng(SEED)
    size = np.clip(np.exp(chance.normal(math.log(45), 0.85, workplaces)), 10, 400)
    share = (size[:, None] * chance.dirichlet(np.full(UNITS, 2.0), workplaces)).ravel()
    at = np.repeat(np.arange(workplaces), UNITS)
    women = chance.beta(4, 2.5, workplaces)[at]
    units = np.column_stack([chance.poisson(share * women), chance.poisson(share * (1 - women))])
    return SeasonCounts(units.astype(np.int64), at, chance.integers(0, REGIONS, workplaces))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def summary(name: str, taken: list[float], per: str = "") -> None:
    print(
        f"{name:<58} median {statistics.median(taken):8.3f} s   range {min(taken):.3f}–{max(taken):.3f}{per}",
        flush=True,
    )


def workplace_problem(counts: SeasonCounts, workplace: int, minimum: int) -> tuple[Problem, list[int]]:
    """One workplace's table, its margins published, and its units' places in the season."""
    rows = np.flatnonzero(counts.workplace == workplace)
    inner = counts.units[rows]
    full = np.vstack([inner, inner.sum(axis=0)])
    n = tuple(int(v) for v in np.column_stack([full, full.sum(axis=1)]).ravel())
    many = len(rows)
    sums = [Sum(3 * i + 2, (3 * i, 3 * i + 1)) for i in range(many)]
    sums += [Sum(3 * many + c, tuple(3 * i + c for i in range(many))) for c in range(3)]
    primary = frozenset(i for i, v in enumerate(n) if v < minimum)
    last = frozenset(range(3 * many, 3 * many + 3)) - primary
    return Problem(n, tuple(sums), tuple(max(1, v) for v in n), primary, minimum, minimum, last=last), list(
        rows
    )


def table_by_table(counts: SeasonCounts, mask: SeasonMask, minimum: int, sample: int) -> None:
    """Exact costs and times of workplaces whose own margins may stay shown; order A B B A per table."""
    taken: dict[str, list[float]] = {"own search": [], "HiGHS": []}
    quick = exact = equal = 0
    for workplace in np.flatnonzero(~mask.workplaces.any(axis=1))[:sample]:
        problem, rows = workplace_problem(counts, int(workplace), minimum)
        results = []
        for method in ("own search", "HiGHS", "HiGHS", "own search"):
            taken[method].append(seconds(lambda: results.append(suppress(problem, method=method))))  # noqa: B023
        costs = {result.cost for result in results}
        if len(costs) != 1:
            raise SystemExit(f"void: the two exact methods differ for workplace {workplace}: {costs}")
        hidden = {3 * i + c for i, row in enumerate(rows) for c in range(3) if mask.units[row, c]}
        cost = problem.cost(hidden - problem.primary)
        quick, exact, equal = quick + cost, exact + results[0].cost, equal + (cost == results[0].cost)
    many = len(taken["HiGHS"]) // 2
    for method, each in taken.items():
        per = sum(each) / len(each)
        print(
            f"  {method:<12} {per * 1000:8.2f} ms a table of 27 cells ({per * len(mask.workplaces):7.1f} s for the season, one by one)"
        )
    print(f"  weight of complementary cells, {many} workplaces: quick {quick}, optimum {exact} "
          f"(+{100 * (quick / max(1, exact) - 1):.1f} %), equal in {equal}")  # fmt: skip


def attack(counts: SeasonCounts, mask: SeasonMask, minimum: int) -> None:
    """The exact attacker over the whole season's network at once."""
    problem = season_problem(counts, minimum=minimum)
    hidden = hidden_cells(mask)
    start = time.perf_counter()
    found = (
        separator_for(problem).violated(hidden - problem.primary) if problem.primary <= hidden else ["bare"]
    )
    weight = sum(problem.n[i] for i in hidden)
    print(f"  attacker: {len(found)} of {len(problem.primary)} primary cells narrowed, {time.perf_counter() - start:.1f} s; "
          f"{len(hidden)} of {len(problem.n)} cells hidden, weight {weight}")  # fmt: skip
    if found:
        raise SystemExit("void: the attacker found something")


def whole_network(workplaces: int, minimum: int) -> None:
    """A season small enough for HiGHS as one network: how far the quick method is from a proven bound."""
    counts = made(workplaces)
    problem = season_problem(counts, minimum=minimum)
    quick = problem.cost(hidden_cells(protect_season(counts, minimum=minimum)) - problem.primary)
    start = time.perf_counter()
    best = suppress(problem, method="HiGHS")
    print(f"  {workplaces} workplaces as one network of {len(problem.n)} cells: quick {quick}, "
          f"HiGHS {best.cost} in {time.perf_counter() - start:.0f} s, proven bound {best.bound}")  # fmt: skip


def timed(counts: SeasonCounts, minimum: int) -> tuple[list[float], SeasonMask]:
    masks: list[SeasonMask] = []
    taken = [seconds(lambda: masks.append(protect_season(counts, minimum=minimum))) for _ in range(REPEATS)]
    return taken, masks[-1]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--workplaces", type=int, nargs="+", default=[1000, 10_000, 100_000])
    asked.add_argument("--minimum", type=int, nargs="+", default=[5, 10])
    asked.add_argument("--sample", type=int, default=100, help="workplaces also solved exactly")
    asked.add_argument(
        "--attack", type=int, default=1000, help="attack seasons up to this size (10,000: minutes)"
    )
    options = asked.parse_args()
    print(f"python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__} (HiGHS), "
          f"{platform.machine()}; {UNITS} units × sex, {REGIONS} regions, seed {SEED}, one process")  # fmt: skip
    for minimum in options.minimum:
        print(f"minimum {minimum}, protection {minimum}")
        medians = []
        for many in options.workplaces:
            counts = made(many)
            taken, mask = timed(counts, minimum)
            medians.append(statistics.median(taken))
            summary(f"{many:,} workplaces, {many * (UNITS + 1) * 3 + 3 * REGIONS + 3:,} cells", taken)
            if many <= options.attack:
                attack(counts, mask, minimum)
            if many == options.workplaces[0]:
                table_by_table(counts, mask, minimum, options.sample)
                whole_network(100, minimum)
        if len(medians) > 1:
            growth = math.log(medians[-1] / medians[0]) / math.log(
                options.workplaces[-1] / options.workplaces[0]
            )
            print(f"growth exponent {growth:.2f} (goal ≤ 1.2)")


if __name__ == "__main__":
    main()
