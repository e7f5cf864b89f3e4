"""Which days of a season a workplace takes no visits."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.closed_days import WEEKDAYS, closed_days

FIRST, LAST = dt.date(2017, 4, 3), dt.date(2017, 4, 30)
LABOUR = dt.date(2017, 4, 20)


@pytest.mark.parametrize("said, days", [
    ({}, set()),
    ({"closed_days": ["mon"]}, {3, 10, 17, 24}),
    ({"closed_days": ["holidays"]}, {20}),
    ({"busy_periods": [{"from": "2017-03-30", "to": "2017-04-04"}]}, {3, 4}),
    ({"busy_periods": [{"from": "2017-04-28", "to": "2017-04-28"}], "closed_on": ["2017-04-05", "2017-05-05"]}, {5, 28}),
    ({"busy_periods": [{"from": "언젠가", "to": ""}, "x", None], "closed_on": ["?"], "closed_days": ["someday"]}, set()),
    ({"busy_periods": None, "closed_days": None}, set()),
])  # fmt: skip
def test_days_as_said(said, days):
    assert {day.day for day in closed_days(said, starts_on=FIRST, ends_on=LAST, holidays=[LABOUR])} == days


@given(st.lists(st.sampled_from([*WEEKDAYS, "holidays"])), st.dates(FIRST, LAST), st.integers(0, 20))
def test_never_outside_the_season_and_all_of_a_busy_period(days, begin, length):
    end = begin + dt.timedelta(days=length)
    found = closed_days(
        {"closed_days": days, "busy_periods": [{"from": begin.isoformat(), "to": end.isoformat()}]}, starts_on=FIRST, ends_on=LAST
    )
    assert all(FIRST <= day <= LAST for day in found)
    assert begin in found
    assert (min(end, LAST)) in found
