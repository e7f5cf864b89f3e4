"""Three workplaces of one consultant over three rounds: with an odd number nobody need travel alone three times.

a and b share a day twice, b and c once, c and a once, and c is visited alone once: nine visits in five days.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from jikim.rules.dispatching.columns import Ground, Ints
from jikim.rules.dispatching.distances import Floats

#: considered per consultant: all threes among so many of the most promising workplaces, and the best so many of them
AMONG, BEST = 11, 40


@dataclass(frozen=True, slots=True)
class Trios:
    """Consultant, the three (a, b, c as above) and a third of the kilometres of all nine visits."""

    c: Ints
    members: Ints
    km: Floats


def promising(ground: Ground, workplaces: Floats, places: Floats) -> Trios:
    """Threes of low reduced cost at these prices, for every consultant with room for three."""
    owners, members, kms = [np.zeros(0, np.int64)], [np.zeros((0, 3), np.int64)], [np.zeros(0)]
    for c in np.flatnonzero(ground.caps >= 3):
        alone = np.where(ground.may[c], ground.base[c] + places[c] - workplaces, np.inf)
        near = np.argsort(alone, kind="stable")[:AMONG]
        near = near[np.isfinite(alone[near])]
        if len(near) < 3:
            continue
        threes = np.array(list(combinations(near, 3)), dtype=np.int64)
        both = np.concatenate([threes, threes[:, [1, 2, 0]], threes[:, [2, 0, 1]]])
        km = kilometres(ground, int(c), both) / 3
        best = np.argsort(km + 3 * places[c] - workplaces[both].sum(axis=1), kind="stable")[:BEST]
        best = best[np.isfinite(km[best])]
        if ground.named.any():
            best = best[[all(ground.in_hours(int(c), i, j) for i, j in combinations(both[at], 2)) for at in best]]
        owners.append(np.full(len(best), c))
        members.append(both[best])
        kms.append(km[best])
    return Trios(np.concatenate(owners), np.concatenate(members), np.concatenate(kms))


def kilometres(ground: Ground, c: int, threes: Ints) -> Floats:
    """Of the nine visits; infinite where two that share a day do not fit one."""
    a, b, last = threes.T
    km: Floats = 2 * _day(ground, c, a, b) + _day(ground, c, b, last) + _day(ground, c, last, a)
    return np.asarray(km + 2 * ground.base[c, last])


def _day(ground: Ground, c: int, one: Ints, other: Ints) -> Floats:
    km = ground.base[c, one] + ground.between[one, other] + ground.base[c, other]
    left = ground.km_a_minute * (ground.day_minutes - ground.minutes[one] - ground.minutes[other])
    return np.where(km <= left, km, np.inf)
