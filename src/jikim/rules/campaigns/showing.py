"""What of two groups of sheets may be shown: nothing of fewer than five, and then no difference either."""

from __future__ import annotations

from dataclasses import dataclass

from jikim.rules.campaigns.awareness import Tally
from jikim.rules.campaigns.difference import Between, Interval, mean_difference, share, share_difference

#: fewer sheets than this are shown as "fewer than", and nothing is computed from them
LEAST = 5


@dataclass(frozen=True, slots=True)
class Compared:
    """One item, or the points of all, before and after. None: not shown."""

    key: str
    before: Interval | None
    after: Interval | None
    difference: Between | None


def compared(before: Tally, after: Tally, keys: tuple[str, ...], *, least: int = LEAST) -> tuple[Compared, ...]:
    """Each item's share before and after with its difference. A side of fewer than `least` sheets shows nothing, nor does the difference."""
    shows = before.sheets >= least, after.sheets >= least
    return tuple(
        Compared(
            key,
            share(before.known.get(key, 0), before.sheets) if shows[0] else None,
            share(after.known.get(key, 0), after.sheets) if shows[1] else None,
            share_difference((before.known.get(key, 0), before.sheets), (after.known.get(key, 0), after.sheets)) if all(shows) else None,
        )
        for key in keys
    )


def points_difference(before: Tally, after: Tally, *, least: int = LEAST) -> Between | None:
    """The mean points after minus before; None where a side may not be shown."""
    least = max(2, least)
    if before.sheets < least or after.sheets < least:
        return None
    return mean_difference(
        (before.mean or 0.0, before.variance or 0.0, before.sheets), (after.mean or 0.0, after.variance or 0.0, after.sheets)
    )
