"""Intervals against published examples, and what holds for every pair of samples."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.campaigns import mean_difference, share, share_difference

#: Newcombe 1998a (17: 857–872), table I, method 3
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
#: Newcombe 1998b (17: 873–890), table II, method 10: a/m minus b/n
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
    ((10, 10), (0, 10), 0.6075, 1.0000),
]
#: Student 1908, extra sleep under two drugs; R's t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, CI -3.3654832 … 0.2054832
SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)


@pytest.mark.parametrize(("yes", "of", "low", "high"), WILSON)
def test_wilsons_interval_is_as_published(yes: int, of: int, low: float, high: float) -> None:
    found = share(yes, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(("after", "before", "low", "high"), NEWCOMBE)
def test_newcombes_interval_is_as_published(after: tuple[int, int], before: tuple[int, int], low: float, high: float) -> None:
    found = share_difference(before, after)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_welchs_interval_is_as_published() -> None:
    first, second = ((statistics.mean(one), statistics.variance(one), len(one)) for one in SLEEP)
    found = mean_difference(second, first)
    assert found.low == pytest.approx(-3.3654832, abs=1e-6)
    assert found.high == pytest.approx(0.2054832, abs=1e-6)
    assert not found.clear


SHARES = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(SHARES, SHARES)
def test_an_interval_holds_its_value_and_turns_round_with_its_sides(one: tuple[int, int], two: tuple[int, int]) -> None:
    there, back = share_difference(one, two), share_difference(two, one)
    assert -1 <= there.low <= there.value + 1e-12
    assert there.value - 1e-12 <= there.high <= 1
    assert there.low == pytest.approx(-back.high)
    assert there.clear == back.clear


@given(SHARES)
def test_nothing_differs_from_itself_for_certain(one: tuple[int, int]) -> None:
    assert not share_difference(one, one).clear


@pytest.mark.parametrize(("yes", "of"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_share_is_refused(yes: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share(yes, of)


def test_one_answer_has_no_spread() -> None:
    with pytest.raises(ValueError, match="two answers"):
        mean_difference((3.0, 0.0, 1), (4.0, 0.5, 10))
    assert mean_difference((3.0, 0.0, 6), (4.0, 0.0, 6)).low == 1.0
