"""How dependable the scores are over a whole season, and whether workplaces' means may be compared: from sums, never rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jikim.rules.disclosure import GroupStatistics
from jikim.rules.scoring import Instrument
from jikim.vault.aggregate import SeasonStatistics

if TYPE_CHECKING:
    from jikim.rules.scoring.reliability import Estimate

#: a reference stands on at least this many workplaces and answers
WORKPLACES, ANSWERS = 5, 100


def reliability(season: SeasonStatistics, instrument: Instrument) -> dict[str, Any]:
    """Cronbach's alpha and McDonald's omega per subscale with their intervals, from the vault's cross-products."""
    import numpy as np

    from jikim.rules.scoring.reliability import (  # brings scipy: only when a reference is made
        Moments,
        alpha,
        omega,
    )

    out: dict[str, Any] = {}
    for subscale in instrument.subscales:
        moments = season.moments.get(subscale.key)
        if moments is None or moments.n < ANSWERS:
            out[subscale.key] = None
            continue
        data = Moments(moments.n, np.array(moments.sums), np.array(moments.products))
        out[subscale.key] = {**_estimate("alpha", alpha(data)), **_estimate("omega", omega(data)), "n": moments.n}
    return out


def agreement(wholes: Sequence[GroupStatistics], instrument: Instrument) -> dict[str, Any]:
    """ICC(1) and ICC(2) of the workplaces: may their means be compared at all?"""
    import numpy as np

    from jikim.rules.scoring.groups import GroupSums, icc

    out: dict[str, Any] = {}
    for subscale in instrument.subscales:
        parts = [whole.measures[subscale.key] for whole in wholes if subscale.key in whole.measures]
        sums = GroupSums(
            np.array([p.scored for p in parts]), np.array([p.total for p in parts]), np.array([p.squares for p in parts])
        )
        usable = len(parts) >= WORKPLACES and int(sums.n.sum()) >= ANSWERS
        if not usable:
            out[subscale.key] = None
            continue
        first, second = icc(sums)
        out[subscale.key] = {**_estimate("icc1", first), **_estimate("icc2", second), "workplaces": first.n}
    return out


def _estimate(name: str, found: Estimate) -> dict[str, Any]:
    """To two decimals; None for what cannot be worked out."""
    value, low, high = (round(one, 2) if one == one else None for one in (found.value, found.low, found.high))
    return {name: value, f"{name}_interval": None if low is None or high is None else [low, high]}
