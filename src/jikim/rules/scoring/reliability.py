"""Is a subscale's score dependable? Cronbach's alpha and McDonald's omega with intervals, from sums and cross-products alone.

The vault may hand over `Moments`; no row of answers is needed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.stats import f as f_distribution  # type: ignore[import-untyped]
from scipy.stats import norm

from jikim.rules.scoring.instrument import Instrument, Subscale

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its confidence interval; NaN where it cannot be computed. `n` persons (or groups) behind it."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Moments:
    """Sufficient statistics of k keyed items over n complete sheets: sums (k,) and cross-products (k, k)."""

    n: int
    sums: Matrix
    products: Matrix

    def __add__(self, other: Moments) -> Moments:
        return Moments(self.n + other.n, self.sums + other.sums, self.products + other.products)

    @property
    def covariance(self) -> Matrix:
        """Sample covariance (k, k), divisor n - 1."""
        return (self.products - np.outer(self.sums, self.sums) / self.n) / (self.n - 1)


def moments(instrument: Instrument, subscale: Subscale, answers: NDArray[np.int8]) -> Moments:
    """Moments of one subscale over the sheets that answered all of it; answers as in `score()`, (n, items) int8."""
    keyed, known = [], np.ones(len(answers), np.bool_)
    for item in instrument.items_of(subscale):
        value = answers[:, instrument.item_keys.index(item.key)].astype(np.float64)
        known &= (value >= item.scale.lowest) & (value <= item.scale.highest)
        keyed.append(item.scale.lowest + item.scale.highest - value if item.reverse else value)
    matrix = np.column_stack(keyed)[known]
    return Moments(len(matrix), matrix.sum(axis=0), matrix.T @ matrix)


def alpha(data: Moments, confidence: float = 0.95) -> Estimate:
    """Cronbach's alpha with Feldt's exact interval (Feldt, Woodruff, Salih 1987)."""
    k = len(data.sums)
    if data.n < 3 or k < 2:
        return _nothing(data.n)
    covariance = data.covariance
    total = float(covariance.sum())
    if total <= 0:
        return _nothing(data.n)
    value = k / (k - 1) * (1 - float(np.trace(covariance)) / total)
    tail, df = (1 - confidence) / 2, (data.n - 1, (data.n - 1) * (k - 1))
    low = 1 - (1 - value) * float(f_distribution.ppf(1 - tail, *df))
    high = 1 - (1 - value) * float(f_distribution.ppf(tail, *df))
    return Estimate(value, low, high, data.n)


def omega(data: Moments, confidence: float = 0.95) -> Estimate:
    """McDonald's omega of a one-factor model by maximum likelihood; interval by the delta method on the logit scale.

    Needs three items (two do not identify a factor). NaN limits where the solution lies on its border (Heywood case).
    Sources: McDonald 1999; interval: Raykov 2002, Kelley & Pornprasertmanit 2016 (logit transformation).
    """
    k = len(data.sums)
    if data.n <= k or k < 3:
        return _nothing(data.n)
    covariance = data.covariance
    scale = np.sqrt(np.diag(covariance))
    if not np.all(scale > 0):
        return _nothing(data.n)
    loadings, unique = _one_factor(covariance / np.outer(scale, scale))
    inner = bool(np.all(unique > 0.0051))
    loadings, unique = loadings * scale, unique * scale**2
    common, rest = float(loadings.sum()) ** 2, float(unique.sum())
    value = common / (common + rest)
    if not inner or not 0 < value < 1:
        return Estimate(value, float("nan"), float("nan"), data.n)
    error = _delta_error(loadings, unique, data.n)
    width = float(norm.ppf((1 + confidence) / 2)) * error / (value * (1 - value))
    middle = float(np.log(value / (1 - value)))
    return Estimate(value, _logistic(middle - width), _logistic(middle + width), data.n)


def _one_factor(correlation: Matrix) -> tuple[Matrix, Matrix]:
    """Loadings and unique variances of one factor (Lawley & Maxwell: minimise over the unique variances alone)."""

    def parts(unique: Matrix) -> tuple[Matrix, Matrix]:
        root = np.sqrt(unique)
        values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
        return values, root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))

    def discrepancy(unique: Matrix) -> tuple[float, Matrix]:
        values, loadings = parts(unique)
        small = np.maximum(values[:-1], 1e-12)
        fitted = np.outer(loadings, loadings) + np.diag(unique)
        return float(np.sum(small - np.log(small)) - len(small)), np.diag(fitted - correlation) / unique**2

    start = np.clip(1 / np.diag(np.linalg.pinv(correlation)), 0.05, 0.95) * 0.8
    found = minimize(discrepancy, start, jac=True, method="L-BFGS-B", bounds=[(0.005, 1.0)] * len(start),
                     options={"ftol": 1e-14, "gtol": 1e-9, "maxiter": 1000})  # fmt: skip
    loadings = parts(found.x)[1]
    return (loadings if loadings.sum() >= 0 else -loadings), found.x


def _delta_error(loadings: Matrix, unique: Matrix, n: int) -> float:
    """Standard error of omega from the expected information of the one-factor model."""
    k = len(loadings)
    inverse = np.linalg.inv(np.outer(loadings, loadings) + np.diag(unique))
    slopes = []
    for i in range(k):
        slope = np.zeros((k, k))
        slope[i] += loadings
        slope[:, i] += loadings
        slopes.append(inverse @ slope)
    for i in range(k):
        slope = np.zeros((k, k))
        slope[:, i] = inverse[:, i]
        slopes.append(slope)
    flat = np.array([slope.ravel() for slope in slopes])
    turned = np.array([slope.T.ravel() for slope in slopes])
    information = n / 2 * flat @ turned.T
    total, rest = float(loadings.sum()), float(unique.sum())
    below = (total**2 + rest) ** 2
    gradient = np.concatenate([np.full(k, 2 * total * rest / below), np.full(k, -(total**2) / below)])
    return float(np.sqrt(max(gradient @ np.linalg.pinv(information) @ gradient, 0.0)))


def _logistic(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))


def _nothing(n: int) -> Estimate:
    return Estimate(float("nan"), float("nan"), float("nan"), n)
