"""Reliability and norms: published figures, agreement with plain formulas on raw data, parts that add up."""

from __future__ import annotations

import numpy as np
import pytest

from jikim.rules.scoring import score
from jikim.rules.scoring.groups import group_sums, icc
from jikim.rules.scoring.norms import norms
from jikim.rules.scoring.reliability import Moments, alpha, moments, omega
from tests.rules.scoring.sheets import kels


def from_rows(rows: np.ndarray) -> Moments:
    return Moments(len(rows), rows.sum(axis=0), rows.T @ rows)


def correlated(loadings: list[float], n: int, seed: int) -> np.ndarray:
    """n rows whose *sample* covariance is exactly that of one factor with these loadings."""
    lam = np.array(loadings)
    wanted = np.outer(lam, lam) + np.diag(1 - lam**2)
    rows = np.random.default_rng(seed).normal(size=(n, len(lam)))
    rows -= rows.mean(axis=0)
    rows = rows @ np.linalg.inv(np.linalg.cholesky(np.cov(rows.T))).T
    return rows @ np.linalg.cholesky(wanted).T


def test_icc_of_shrout_and_fleiss():
    """Six targets, four judges: ICC(1,1) = .17, ICC(1,4) = .44 (Shrout & Fleiss 1979)."""
    ratings = np.array(
        [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
    )
    single, mean = icc(group_sums(ratings.ravel(), np.repeat(np.arange(6), 4), 6))
    assert [round(v, 2) for v in (single.value, single.low, single.high)] == [0.17, -0.13, 0.72]
    assert [round(v, 2) for v in (mean.value, mean.low, mean.high)] == [0.44, -0.88, 0.91]


def test_icc_leaves_out_whoever_is_not_scored_and_empty_groups():
    values, group = np.array([1.0, 2.0, np.nan, 5.0, 6.0]), np.array([0, 0, 0, 2, 2])
    single, _ = icc(group_sums(values, group, 3))
    assert single.n == 2
    assert single.value == pytest.approx((16 - 0.5) / (16 + 0.5))


def test_icc_of_one_group_is_unknown():
    single, mean = icc(group_sums(np.array([1.0, 2.0]), np.array([0, 0]), 1))
    assert np.isnan(single.value)
    assert np.isnan(mean.value)


def test_omega_and_alpha_of_a_known_factor():
    lam = [0.8, 0.7, 0.6, 0.5]
    data = from_rows(correlated(lam, 400, 1))
    common = sum(lam) ** 2
    estimate = omega(data)
    assert estimate.value == pytest.approx(common / (common + sum(1 - v**2 for v in lam)), abs=1e-5)
    assert 0.68 < estimate.low < estimate.value < estimate.high < 0.80
    total = common + sum(1 - v**2 for v in lam)
    assert alpha(data).value == pytest.approx(4 / 3 * (1 - 4 / total))


def test_omega_equals_alpha_where_items_are_alike():
    data = from_rows(correlated([0.6] * 5, 300, 2))
    assert omega(data).value == pytest.approx(alpha(data).value, abs=1e-6)


@pytest.mark.slow
def test_intervals_cover():
    """Nominal 95 %: 400 samples of a known factor; allowed are four standard errors."""
    rng, lam = np.random.default_rng(7), np.array([0.8, 0.7, 0.6, 0.5, 0.4])
    unique = 1 - lam**2
    true_omega = lam.sum() ** 2 / (lam.sum() ** 2 + unique.sum())
    true_alpha = 5 / 4 * (1 - 5 / (lam.sum() ** 2 + unique.sum()))
    hits = np.zeros(2)
    for _ in range(400):
        rows = rng.normal(size=(200, 1)) * lam + rng.normal(size=(200, 5)) * np.sqrt(unique)
        data = from_rows(rows)
        for i, (estimate, true) in enumerate(((omega(data), true_omega), (alpha(data), true_alpha))):
            hits[i] += estimate.low <= true <= estimate.high
    assert np.all(np.abs(hits / 400 - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 400))


def test_two_items_have_no_omega():
    assert np.isnan(omega(from_rows(correlated([0.6, 0.6], 50, 3))).value)


def test_moments_are_keyed_complete_and_add_up():
    rng = np.random.default_rng(4)
    answers = rng.integers(-1, 5, (900, 24)).astype(np.int8)
    protection = kels().subscale("protection")
    whole = moments(kels(), protection, answers)
    parts = moments(kels(), protection, answers[:300]) + moments(kels(), protection, answers[300:])
    complete = answers[(answers[:, 17:24] >= 1).all(axis=1)][:, 17:24].astype(float)
    assert whole.n == parts.n == len(complete)
    np.testing.assert_allclose(parts.products, whole.products)
    np.testing.assert_allclose(whole.sums, (5 - complete).sum(axis=0))
    np.testing.assert_allclose(whole.covariance, np.cov(complete.T))


def test_norms_count_classes_by_group_and_add_up():
    rng = np.random.default_rng(8)
    n = 3000
    answers, sex = rng.integers(0, 5, (n, 24)).astype(np.int8), rng.integers(0, 3, n).astype(np.int8)
    group = rng.integers(0, 4, n)
    scores = score(kels(), answers, sex)
    by_group, whole = norms(scores, group, 5), norms(scores)
    for name in ("n", "total", "square", "classes", "undetermined", "not_scored", "provisional"):
        np.testing.assert_allclose(getattr(by_group, name).sum(axis=0), getattr(whole, name)[0])
    assert np.all(whole.classified + whole.undetermined + whole.not_scored == n)
    assert np.all(by_group.n[4] == 0)
    assert np.all(np.isnan(by_group.mean[4]))
    column = scores.column("dissonance")
    np.testing.assert_allclose(whole.mean[0, column], np.nanmean(scores.score[:, column]))
    np.testing.assert_allclose(whole.variance[0, column], np.nanvar(scores.score[:, column], ddof=1))
    risk, normal = (scores.kind[:, column] == 1).sum(), (scores.kind[:, column] == 0).sum()
    assert whole.share(1)[0, column] == risk / (risk + normal)
