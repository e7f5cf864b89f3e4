"""Rules 1, 2, 2b and 6 on one group: SCIENCE.md § 2's own numbers, and members enumerated one by one."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.disclosure.primary import (
    ShareForm,
    band_counts,
    band_text,
    coalition_is_blind,
    coalition_sums,
    mean_is_safe,
    member_range,
    share_form,
    sums_leave_counts,
)
from jikim.rules.disclosure.settings import Measure, Settings
from jikim.rules.disclosure.statistics import MeasureStatistics, coalition_size

REGULATION = Measure("regulation", (83.33, 76.67))


def statistics_of(scores: list[float], cut: float = 80.0) -> MeasureStatistics:
    risk = sum(s >= cut for s in scores)
    return MeasureStatistics(len(scores), sum(scores), sum(s * s for s in scores), len(scores), risk)


def test_five_people_with_mean_95_are_all_at_75_or_more() -> None:
    assert member_range(REGULATION, 5, 475) == (75, 100)
    at_risk_for_certain = Measure("protection", (50.0, 45.24))
    assert not mean_is_safe(at_risk_for_certain, statistics_of([95] * 5))


@pytest.mark.parametrize(
    ("count", "n", "form"),
    [
        (0, 10, ShareForm.UNDER),
        (2, 10, ShareForm.UNDER),
        (3, 10, ShareForm.EXACT),
        (7, 10, ShareForm.EXACT),
        (8, 10, ShareForm.OVER),
        (10, 10, ShareForm.OVER),
    ],
)
def test_a_share_is_exact_only_with_three_on_each_side(count: int, n: int, form: ShareForm) -> None:
    assert share_form(count, n) is form


@pytest.mark.parametrize(
    ("n", "under", "over"), [(10, 30, 70), (12, 30, 70), (15, 20, 80), (30, 10, 90), (200, 10, 90)]
)
def test_bands_are_the_width_of_three_people_in_tens(n: int, under: int, over: int) -> None:
    assert band_text(ShareForm.UNDER, n).en == f"under {under} %"
    assert band_text(ShareForm.OVER, n).ko == f"{over}% 초과"
    assert band_counts(ShareForm.OVER, n) == (n - 2, n)


@pytest.mark.parametrize("n", range(2, 13))
def test_a_band_never_contradicts_its_count(n: int) -> None:
    for count in range(n + 1):
        form = share_form(count, n)
        if form is ShareForm.UNDER:
            assert 100 * count / n < int(band_text(form, n).en.split()[1])
        if form is ShareForm.OVER:
            assert 100 * count / n > int(band_text(form, n).en.split()[1])


LATTICE = [0.0, 25.0, 50.0, 75.0, 100.0]


@pytest.mark.parametrize("scores", list(product(LATTICE, repeat=4)))
def test_a_shown_mean_leaves_each_member_a_world_on_either_side(scores: tuple[float, ...]) -> None:
    measure = Measure("m", (60.0, 40.0))
    if mean_is_safe(measure, statistics_of(list(scores))):
        worlds = [w for w in product(LATTICE, repeat=4) if sum(w) == sum(scores)]
        assert {w[0] >= 60 for w in worlds} == {True, False}
        assert {w[0] >= 40 for w in worlds} == {True, False}


@given(st.lists(st.sampled_from(LATTICE), min_size=5, max_size=9))
def test_no_coalition_of_actual_members_sees_another_members_side(scores: list[float]) -> None:
    measure = Measure("m", (60.0, 40.0))
    stats = statistics_of(scores)
    n, c = len(scores), coalition_size(len(scores))
    lowest, highest = coalition_sums(measure, stats)
    for coalition in combinations(range(n), c):
        own = sum(scores[i] for i in coalition)
        assert lowest - 1e-6 <= own <= highest + 1e-6
        if coalition_is_blind(measure, stats):
            low, high = member_range(measure, n - c, stats.total - own)
            assert low < 40
            assert high >= 60


def test_the_coalitions_exact_sums_show_more_than_the_bound() -> None:
    measure = Measure("m", (50.0,))
    rough = MeasureStatistics(
        6, 150.0, 6250.0, 6, 3
    )  # 50 50 50 0 0 0: any two have 100, four are left with 50
    exact = MeasureStatistics(6, 150.0, 6250.0, 6, 3, lowest=0.0, highest=100.0)
    assert not coalition_is_blind(measure, rough)
    assert coalition_is_blind(measure, exact)


def test_a_low_mean_would_narrow_a_band() -> None:
    measure = Measure("m", (70.0,))
    ten = MeasureStatistics(10, 100.0, 2000.0, 10, 0)  # two at risk would need a sum of 140
    assert not sums_leave_counts(measure, ten, (100.0, 100.0), (0, 2))
    assert sums_leave_counts(measure, ten, (140.0, 140.0), (0, 2))
    assert not sums_leave_counts(measure, ten, (710.0, 710.0), (0, 2))  # nobody at risk: all under 70


@pytest.mark.parametrize(
    "change", [{"unit_minimum": 4}, {"whole_minimum": 4}, {"abuse_minimum": 9}, {"share_minimum": 2}]
)
def test_no_season_may_go_below_the_floor(change: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        Settings(**change)  # type: ignore[arg-type]
