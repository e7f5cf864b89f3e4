"""Counts while answers come in: in steps, due when a week is over, and nothing to be found by subtraction."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.field_counts import FEW, in_steps, is_due, is_large, running, told, week_of, week_words
from jikim.rules.words import Text

MONDAY = dt.date(2017, 6, 5)


def test_under_five_is_words_and_the_rest_are_steps() -> None:
    assert [told(n) for n in (-1, 0, 4)] == [FEW] * 3
    assert [told(n).en for n in (5, 9, 10, 12, 104)] == ["5–9", "5–9", "10–14", "10–14", "100–104"]


def test_counted_when_a_week_is_over_and_daily_only_where_a_hundred_were_offered() -> None:
    sunday = MONDAY - dt.timedelta(days=1)
    assert is_due(large=False, counted_on=None, on=MONDAY)
    assert is_due(large=False, counted_on=sunday, on=MONDAY)
    assert not is_due(large=False, counted_on=MONDAY, on=MONDAY + dt.timedelta(days=6))
    assert is_due(large=True, counted_on=MONDAY, on=MONDAY + dt.timedelta(days=1))
    assert not is_due(large=True, counted_on=MONDAY, on=MONDAY)
    assert is_large(offered=100, headcount=120)
    assert not is_large(offered=100, headcount=12)  # a register filled in too high opens nothing


def test_weeks_sum_up_in_order() -> None:
    assert running({"2017-W24": 3, "2017-W23": 4}) == {"2017-W23": 4, "2017-W24": 7}
    assert week_of(dt.date(2017, 1, 1)) == "2016-W52"
    assert week_words("2017-W22") == Text("2017-W22 (5.29~6.4)", "2017-W22 (29 May–4 Jun)")


@settings(deadline=None)
@given(weeks=st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_whoever_keeps_every_figure_never_finds_one_to_four_people(weeks: list[int]) -> None:
    """Bounds from everything that was told, the final number included, for every stretch between two weeks."""
    totals = [sum(weeks[: i + 1]) for i in range(len(weeks))]
    final = totals[-1]
    bounds = [(0, 0), *((in_steps(one), min(in_steps(one) + 4, final)) for one in totals), (final, final)]
    for first, (low_1, high_1) in enumerate(bounds):
        for low_2, high_2 in bounds[first + 1 :]:
            low, high = max(0, low_2 - high_1), high_2 - low_1
            is_whole = (first, low_2) == (0, final)  # the final number itself is released, or hidden under five
            assert is_whole or low == 0 or low >= 5 or high - low >= 4, (low, high)
