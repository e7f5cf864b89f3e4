"""A group's result before and after: means with n and interval, and the difference of two groups. Small groups are not told.

Answers before and after cannot be paired without names, so the difference is that of two independent means (Welch 1947), which is
wider than a paired one would be: honest, and enough to see whether a session teaches.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jikim.rules.words import Text

#: a group smaller than this is shown as “fewer than 5”, its mean not at all
FEW = 5


@dataclass(frozen=True, slots=True)
class GroupMean:
    """n values, their mean, and a 95 % interval of it (Student's t). In the unit of the values."""

    n: int
    mean: float
    low: float
    high: float


def mean_of(values: Sequence[float]) -> GroupMean | None:
    """None for a group smaller than FEW."""
    n = len(values)
    if n < FEW:
        return None
    mean, spread = _moments(values)
    half = _t(n - 1) * math.sqrt(spread / n)
    return GroupMean(n, mean, mean - half, mean + half)


def difference(before: Sequence[float], after: Sequence[float]) -> GroupMean | None:
    """After minus before with a 95 % interval (Welch–Satterthwaite); n is the smaller group. None where either is too small."""
    if min(len(before), len(after)) < FEW:
        return None
    (m0, v0), (m1, v1) = _moments(before), _moments(after)
    e0, e1 = v0 / len(before), v1 / len(after)
    share = e0 / (e0 + e1) if e0 + e1 > 0 else 0.5
    freedom = 1 / (share**2 / (len(before) - 1) + (1 - share) ** 2 / (len(after) - 1))
    half = _t(max(1, math.floor(freedom))) * math.sqrt(e0 + e1)
    return GroupMean(min(len(before), len(after)), m1 - m0, m1 - m0 - half, m1 - m0 + half)


def shown_count(n: int) -> int | None:
    """The count as others may see it: None stands for “fewer than 5”. Nobody at all is said as 0."""
    return n if n == 0 or n >= FEW else None


def few_words(n: int) -> Text:
    """A count in words: a number, or that it is a small one."""
    shown = shown_count(n)
    return Text(f"{FEW}명 미만", f"fewer than {FEW}") if shown is None else Text(f"{shown:,}명", f"{shown:,}")


def _moments(values: Sequence[float]) -> tuple[float, float]:
    mean = math.fsum(values) / len(values)
    return mean, math.fsum((one - mean) ** 2 for one in values) / (len(values) - 1)


@lru_cache(maxsize=256)
def _t(freedom: int) -> float:
    """97.5th percentile of Student's t."""
    from scipy.stats import t  # type: ignore[import-untyped]

    return float(t.ppf(0.975, freedom))
