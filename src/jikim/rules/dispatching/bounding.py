"""The linear relaxation of the pairing: prices of workplaces and places, the columns that would still help, and the proven bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy  # type: ignore[import-untyped]  # its parts load when they are first used

from jikim.rules.dispatching.columns import Columns, Ground, Ints
from jikim.rules.dispatching.distances import Floats

NEW_PER_WORKPLACE = 3
#: a column with a larger part in the relaxation is used
USED = 1e-6


@dataclass(frozen=True, slots=True)
class Prices:
    """Of workplaces, of a place with each consultant, and what all places together cost."""

    workplaces: Floats
    places: Floats
    spent: float
    #: of being allowed to leave one more out
    one_less: float


def relax(ground: Ground, columns: Columns) -> tuple[Prices, float, Columns]:
    """The prices at the optimum over these columns, its kilometres and the columns it uses."""
    serve, hold = ground.rows(columns)
    n = len(ground.served)
    found = scipy.optimize.linprog(
        ground.costs(columns.km), A_ub=ground.with_left_out(hold), b_ub=ground.limits(),
        A_eq=scipy.sparse.hstack([serve, scipy.sparse.eye_array(n), scipy.sparse.eye_array(n)]), b_eq=np.ones(n), method="highs",
    )  # fmt: skip
    if found.status != 0:
        raise ArithmeticError(f"the relaxation has no solution: {found.message}")
    held = np.maximum(-np.asarray(found.ineqlin.marginals), 0.0)
    places = held[: len(ground.caps)].copy()
    for row, a in enumerate(ground.agencies):
        places[ground.agency_of == a] += held[len(ground.caps) + row]
    spent = float(held @ ground.limits())
    # left out freely at the last price: a workplace's own price is never above it
    prices = Prices(np.minimum(np.asarray(found.eqlin.marginals), held[-1]), places, spent, float(held[-1]))
    return prices, float(found.fun), columns.only(np.flatnonzero(found.x[: len(columns.c)] > USED))


def price(ground: Ground, prices: Prices, among: int | None = None) -> tuple[Columns, float]:
    """Columns that would still lower the cost, and the bound these prices prove.

    `among`: pairs are sought among so many workplaces of each consultant only, the most promising; quick, but it proves nothing (−inf).

    Bound: a workplace's price lowered by the worst reduced cost it has part in makes every column's reduced cost ≥ 0
    (weak duality), whatever columns were left out.
    """
    worst = np.zeros(len(ground.served))
    found, proven = [np.zeros((3, 0), dtype=np.int64)], True
    for c in np.flatnonzero(ground.caps > 0):
        alone = np.where(ground.may[c], ground.base[c] + prices.places[c] - prices.workplaces, np.inf)
        single = alone + ground.base[c] * (2 * ground.days - 1)
        solo = np.flatnonzero(single < -1e-7)
        worst = np.minimum(worst, single)
        found.append(np.stack([np.full(len(solo), c), solo, solo]))
        # a pair costs at least both parts: only these can be part of one below nothing
        able = np.flatnonzero(alone < -alone.min()) if ground.caps[c] >= 2 else solo[:0]
        if among is not None and len(able) > among:
            able, proven = np.sort(able[np.argpartition(alone[able], among)[:among]]), False
        if len(able) > 1:
            found.append(_pairs(ground, int(c), able, alone[able], worst))
    bound = float((prices.workplaces + worst).sum()) - prices.spent if proven else -np.inf
    c, i, j = np.concatenate(found, axis=1)
    return _best(ground, ground.made(c, i, j), prices), bound


def _pairs(ground: Ground, c: int, able: Ints, alone: Floats, worst: Floats) -> Ints:
    """The cheapest few pairs of each workplace below nothing; `worst` takes them all in."""
    between = ground.between[np.ix_(able, able)]
    gain = alone[:, None] + alone[None, :] + between
    km = ground.base[c, able][:, None] + ground.base[c, able][None, :] + between
    minutes = ground.minutes[able]
    gain[km > ground.km_a_minute * (ground.day_minutes - minutes[:, None] - minutes[None, :])] = np.inf
    np.fill_diagonal(gain, np.inf)
    worst[able] = np.minimum(worst[able], gain.min(axis=1))
    many = min(NEW_PER_WORKPLACE, len(able) - 1)
    which = np.argpartition(gain, many - 1, axis=1)[:, :many]
    row, at = np.nonzero(np.take_along_axis(gain, which, axis=1) < -1e-7)
    return np.stack([np.full(len(row), c), able[row], able[which[row, at]]])


def _best(ground: Ground, columns: Columns, prices: Prices) -> Columns:
    """Of all consultants' new columns the best few per workplace."""
    order = np.argsort(ground.reduced(columns, prices.workplaces, prices.places), kind="stable")
    taken = np.zeros(len(ground.served), dtype=np.int64)
    keep = []
    for at in order:
        i, j = columns.i[at], columns.j[at]
        if min(taken[i], taken[j]) < 4 * NEW_PER_WORKPLACE:
            taken[i] += 1
            taken[j] += 1
            keep.append(at)
    return columns.only(np.array(keep, dtype=np.int64))
