"""A share and a mean with their intervals, and the difference of two independent samples. Before and after are other people."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import stdtrit  # type: ignore[import-untyped]

#: of the normal distribution, two-sided 95 %
_Z = 1.959963984540054
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval, low ≤ value ≤ high."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Between:
    """The difference after minus before with its 95 % interval. clear: the interval leaves nought out."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        return self.low > 0 or self.high < 0


def share(yes: int, of: int) -> Interval:
    """A share 0 … 1 with Wilson's score interval. ValueError unless 0 ≤ yes ≤ of and of > 0.

    Source: E. B. Wilson, JASA 22 (1927) 209–212; method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872.
    """
    if of <= 0 or not 0 <= yes <= of:
        raise ValueError(f"{yes} of {of} is no share")
    p, squared = yes / of, _Z * _Z
    middle = 2 * yes + squared
    half = _Z * math.sqrt(squared + 4 * yes * (1 - p))
    low, high = (middle - half) / (2 * (of + squared)), (middle + half) / (2 * (of + squared))
    return Interval(p, max(0.0, min(low, p)), min(1.0, max(high, p)))


def share_difference(before: tuple[int, int], after: tuple[int, int]) -> Between:
    """after - before of two independent shares, each (yes, of); -1 … 1. ValueError as `share`.

    Newcombe's hybrid score interval without continuity correction: method 10 of R. G. Newcombe, Statistics in Medicine 17 (1998)
    873–890. It holds for small samples and at 0 and 1, where the usual formula does not.
    """
    one, two = share(*after), share(*before)
    value = one.value - two.value
    low = value - math.hypot(one.value - one.low, two.high - two.value)
    high = value + math.hypot(one.high - one.value, two.value - two.low)
    return Between(value, max(-1.0, low), min(1.0, high))


def mean_difference(
    before: tuple[float, float, int], after: tuple[float, float, int]
) -> Between:  # fmt: skip
    """after - before of two independent means, each (mean, variance of the sample, n), in the unit of the means. ValueError under n = 2.

    B. L. Welch's interval, Biometrika 34 (1947) 28–35, with Satterthwaite's degrees of freedom: spreads need not be equal.
    Where both samples do not vary at all the interval is the difference itself.
    """
    (mean_before, var_before, n_before), (mean_after, var_after, n_after) = before, after
    if min(n_before, n_after) < 2:
        raise ValueError("a mean's interval needs two answers on each side")
    a, b = var_after / n_after, var_before / n_before
    value, spread = mean_after - mean_before, a + b
    if spread == 0:
        return Between(value, value, value)
    freedom = spread**2 / (a**2 / (n_after - 1) + b**2 / (n_before - 1))
    half = float(stdtrit(freedom, (1 + _SURE) / 2)) * math.sqrt(spread)
    return Between(value, value - half, value + half)
