"""Days of a season, and the public holidays they go round."""

import datetime as dt

import pytest

from jikim.rules import calendar
from jikim.shared import codes

DAYS_OFF = {holiday.on for holiday in codes.all_holidays()}


def test_the_season_of_2017():
    assert calendar.season_dates(2017) == (dt.date(2017, 4, 3), dt.date(2017, 11, 30))
    week = next(m for m in calendar.default_milestones(2017) if m.key == "safety_week")
    assert (week.starts_on, week.ends_on) == (dt.date(2017, 7, 3), dt.date(2017, 7, 7))


# 관공서의 공휴일에 관한 규정: the presidential election, the temporary day before Chuseok and its substitute among them
def test_the_public_holidays_of_2017():
    assert [h.on.isoformat() for h in codes.holidays(2017)] == [
        "2017-01-01", "2017-01-27", "2017-01-28", "2017-01-29", "2017-01-30", "2017-03-01", "2017-05-03", "2017-05-05", "2017-05-09",
        "2017-06-06", "2017-08-15", "2017-10-02", "2017-10-03", "2017-10-04", "2017-10-05", "2017-10-06", "2017-10-09", "2017-12-25",
    ]  # fmt: skip


@pytest.mark.parametrize("year", range(2016, 2028))
def test_every_year_has_its_fixed_days_and_both_lunar_feasts(year):
    days = codes.holidays(year)
    for month, day in ((1, 1), (3, 1), (5, 5), (6, 6), (8, 15), (10, 3), (10, 9), (12, 25)):
        assert dt.date(year, month, day) in {h.on for h in days}
    for feast in ("설날", "추석"):
        eve = next(h.on for h in days if h.name.ko == feast)
        assert {eve - dt.timedelta(days=1), eve + dt.timedelta(days=1)} <= {h.on for h in days}
    assert all(h.name.ko and h.name.en for h in days)
    assert len({h.on for h in days}) == len(days)


def test_working_days_go_round_weekends_and_holidays():
    assert not calendar.is_working_day(dt.date(2017, 5, 9), DAYS_OFF)
    assert list(calendar.working_days(dt.date(2017, 9, 29), dt.date(2017, 10, 10), DAYS_OFF)) == [dt.date(2017, 9, 29), dt.date(2017, 10, 10)]
    assert calendar.add_working_days(dt.date(2017, 9, 29), 1, DAYS_OFF) == dt.date(2017, 10, 10)
    assert calendar.add_working_days(dt.date(2017, 10, 10), -1, DAYS_OFF) == dt.date(2017, 9, 29)
    assert calendar.add_working_days(dt.date(2017, 4, 3), 0, DAYS_OFF) == dt.date(2017, 4, 3)
