"""Everybody once, in an order anybody can draw again; quiet days kept; visits by week."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.campaigns import drawn, parts, wave_faults, weeks

KEYS = st.lists(st.text("abcdefgh", min_size=0, max_size=3), max_size=60)
START, END = dt.date(2017, 6, 1), dt.date(2017, 7, 31)


@given(KEYS, st.integers(1, 7), st.text(max_size=5), st.randoms())
def test_everybody_is_in_exactly_one_wave_whatever_order_they_came_in(keys: list[str], count: int, seed: str, shuffled) -> None:
    found = parts(keys, count, seed)
    everybody = [key for part in found for key in part]
    assert sorted(everybody) == sorted({key for key in keys if key})
    assert max(map(len, found)) - min(map(len, found)) <= 1
    again = list(keys)
    shuffled.shuffle(again)
    assert parts(again, count, seed) == found


def test_another_seed_is_another_order() -> None:
    keys = [f"place-{i}" for i in range(50)]
    assert drawn(keys, "one") != drawn(keys, "two")
    with pytest.raises(ValueError, match="wave"):
        parts(keys, 0, "one")


@pytest.mark.parametrize(("on", "words"), [
    (dt.date(2017, 5, 31), "period"), (dt.date(2017, 6, 17), "days off"), (dt.date(2017, 6, 6), "days off"), (dt.date(2017, 6, 16), "left alone"),
])  # fmt: skip
def test_days_on_which_nothing_is_sent(on: dt.date, words: str) -> None:
    others, off = [dt.date(2017, 6, 12)], {dt.date(2017, 6, 6)}
    found = wave_faults(on, starts_on=START, ends_on=END, others=others, days_off=off)
    assert any(words in fault.reason.en for fault in found)


def test_a_working_day_a_week_later_is_right() -> None:
    assert not wave_faults(dt.date(2017, 6, 19), starts_on=START, ends_on=END, others=[dt.date(2017, 6, 12)])


@given(st.dictionaries(st.tuples(st.sampled_from("abc"), st.dates(START, END)), st.integers(0, 99), max_size=40))
def test_weeks_lose_no_visit(counts: dict[tuple[str, dt.date], int]) -> None:
    found = weeks(counts, START, END)
    assert sum(week.total for week in found) == sum(counts.values())
    assert [week.monday for week in found] == [dt.date(2017, 5, 29) + dt.timedelta(days=7 * i) for i in range(10)]


def test_visits_outside_the_period_are_left_out() -> None:
    assert sum(week.total for week in weeks({("a", dt.date(2017, 5, 31)): 7}, START, END)) == 0
