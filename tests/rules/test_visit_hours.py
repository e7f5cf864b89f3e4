"""The hours a workplace can be visited, out of what it said."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.visit_hours import joined, longest, spoken, visit_hours


@pytest.mark.parametrize(("said", "hours", "words"), [
    ([], (), ""),
    ([{"from": "18:00", "to": "02:00"}], ((1080, 1560),), "18:00–02:00"),
    ([{"from": "14:00", "to": "18:00"}, {"from": "09:00", "to": "11:30"}], ((540, 690), (840, 1080)), "09:00–11:30, 14:00–18:00"),
    ([{"from": "09:00", "to": "12:00"}, {"from": "12:00", "to": "17:00"}], ((540, 1020),), "09:00–17:00"),
    ([{"from": "22:00", "to": "24:00"}], ((1320, 1440),), "22:00–24:00"),
    ([{"from": "", "to": "12:00"}, {"from": "25:00", "to": "26:00"}, "09:00", {"from": "09:61", "to": "12:00"}, {"from": "09:00:00", "to": "12:00:00"}],
     ((540, 720),), "09:00–12:00"),
])  # fmt: skip
def test_windows_as_said(said: list[object], hours: tuple[tuple[int, int], ...], words: str) -> None:
    assert visit_hours({"visit_hours": said}) == hours
    assert spoken(hours) == words


def test_nothing_said_is_no_window() -> None:
    assert visit_hours({}) == ()
    assert longest(()) == 0


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 900)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=6))
def test_joined_windows_hold_the_same_minutes_and_stand_apart(windows: list[tuple[int, int]]) -> None:
    made = joined(windows)
    assert {m for low, high in windows for m in range(low, high)} == {m for low, high in made for m in range(low, high)}
    assert all(one[1] < other[0] for one, other in pairwise(made))
