"""A year of education by the periods the law reckons in: quarters, then halves; data of the laws pack."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.training import periods_of
from jikim.shared.library import laws

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31))


@pytest.mark.parametrize("year, names, asked", [
    (2017, ["1분기", "2분기", "3분기", "4분기"], {"사무직 · 판매 업무에 직접 종사": 3, "그 밖의 근로자": 6}),
    (2022, ["1분기", "2분기", "3분기", "4분기"], {"사무직 · 판매 업무에 직접 종사": 3, "그 밖의 근로자": 6}),
    (2024, ["상반기", "하반기"], {"사무직 · 판매 업무에 직접 종사": 6, "그 밖의 근로자": 12}),
])  # fmt: skip
def test_periods_and_hours_are_those_in_force(year: int, names: list[str], asked: dict[str, int]) -> None:
    found = periods_of(laws(), year, [])
    assert [one.name.ko for one in found] == names
    assert all({each.who.ko: each.hours for each in one.asked} == asked for one in found)
    assert [one.first for one in found] == sorted(one.first for one in found)
    assert all(one.to_check for one in found)


def test_the_year_of_the_change_ends_in_halves() -> None:
    assert [one.name.ko for one in periods_of(laws(), 2023, [])] == ["1분기", "2분기", "하반기"]


def test_what_is_short_is_what_the_sessions_leave() -> None:
    first, second = periods_of(laws(), 2024, [(dt.date(2024, 6, 30), 60), (dt.date(2024, 7, 1), 400)])
    assert [first.minutes, second.minutes] == [60, 400]
    assert {each.who.en: each.short_minutes for each in first.asked} == {"Office workers, workers directly engaged in sales": 300, "Other workers": 660}
    assert {each.who.en: each.short_minutes for each in second.asked} == {"Office workers, workers directly engaged in sales": 0, "Other workers": 320}


def test_supervisors_are_reckoned_by_the_year_and_only_where_any_count() -> None:
    assert all(one.first.year == one.last.year == 2024 for one in periods_of(laws(), 2024, []))
    *_, year = periods_of(laws(), 2024, [], [(dt.date(2024, 3, 1), 60), (dt.date(2024, 9, 1), 60)])
    assert (year.minutes, year.asked[0].hours, year.asked[0].short_minutes) == (120, 16, 14 * 60)


def test_a_year_before_the_oldest_entry_says_nothing() -> None:
    assert periods_of(laws(), 2001, [(dt.date(2001, 5, 1), 60)]) == ()


@given(st.lists(st.tuples(DAYS, st.integers(0, 240)), max_size=20))
def test_every_minute_falls_into_one_period(sessions: list[tuple[dt.date, int]]) -> None:
    found = periods_of(laws(), 2024, sessions)
    assert sum(one.minutes for one in found) == sum(minutes for _, minutes in sessions)
