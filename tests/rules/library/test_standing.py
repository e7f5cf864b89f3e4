"""How binding an entry is: by the day, by the size of the workplace, and cited only where it is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.rules.duties import duties_on
from jikim.rules.library import Basis, Line, Mark, Origin, standing_on
from jikim.shared.library import laws, library

SEASON_2017, TODAY = dt.date(2017, 6, 23), dt.date(2026, 11, 29)
STOP = Origin(1, TODAY, Basis.LAW, "after_event", Line.DISCRETION, "")


@pytest.mark.parametrize(
    ("day", "mark", "cited"),
    [
        (SEASON_2017, Mark.RECOMMENDED, "응대를 멈출 권한"),
        (dt.date(2018, 10, 17), Mark.RECOMMENDED, "응대를 멈출 권한"),
        (dt.date(2018, 10, 18), Mark.FINED, "제26조의2제2항"),
        (dt.date(2020, 1, 15), Mark.FINED, "제26조의2제2항"),
        (dt.date(2020, 1, 16), Mark.FINED, "제41조제2항"),
        (TODAY, Mark.FINED, "제41조제2항"),
    ],
)
def test_a_paper_of_2017_says_recommended_where_one_of_today_says_mandatory(day, mark, cited):
    found = standing_on(laws(), STOP, day)
    assert found.mark is mark
    assert cited in found.cite.ko
    assert found.mandatory is (mark is not Mark.RECOMMENDED)


@pytest.mark.parametrize("law", ["after_event", "no_retaliation"])
@pytest.mark.parametrize(
    ("day", "whom"),
    [(dt.date(2018, 10, 18), "고객을 응대하는 근로자"), (dt.date(2021, 10, 13), "고객을 응대하는 근로자"), (dt.date(2021, 10, 14), "고객을 응대하지 않는 근로자에게도")],
)  # fmt: skip
def test_until_the_autumn_of_2021_only_who_serves_customers_is_protected_after_an_event(law, day, whom):
    assert whom in standing_on(laws(), replace(STOP, law=law), day).note.ko
    duty = next(one for one in duties_on(laws(), day) if one.key == law)
    assert whom in duty.note.ko


def test_a_fined_duty_says_what_a_breach_costs_and_a_recommendation_does_not():
    assert "300만 원" in standing_on(laws(), STOP, TODAY).penalty.ko
    assert "10 million won" in standing_on(laws(), replace(STOP, law="no_retaliation"), TODAY).penalty.en
    assert standing_on(laws(), STOP, SEASON_2017).penalty.ko == ""


def test_breaks_were_a_duty_already_in_the_first_season():
    assert standing_on(laws(), replace(STOP, law="breaks"), SEASON_2017).mark is Mark.FINED
    assert "제54조" in standing_on(laws(), replace(STOP, law="breaks"), SEASON_2017).cite.ko


def test_a_duty_that_is_not_fined_is_marked_so():
    found = standing_on(laws(), replace(STOP, law="prevention"), TODAY)
    assert found.mark is Mark.NOT_FINED
    assert found.since == dt.date(2020, 1, 16)


def test_a_duty_to_make_efforts_is_not_called_mandatory():
    found = standing_on(laws(), replace(STOP, law="customer_harassment"), SEASON_2017)
    assert found.mark is Mark.RECOMMENDED
    assert "노력" in found.weight.ko
    assert "제14조의2" in found.cite.ko


@pytest.mark.parametrize(
    ("workers", "day", "mark", "cited"),
    [
        (300, SEASON_2017, Mark.NOT_FINED, "제79조"),
        (50, dt.date(2022, 8, 18), Mark.FINED, "제128조의2"),
        (49, dt.date(2022, 8, 18), Mark.NOT_FINED, "제79조"),
        (20, TODAY, Mark.FINED, "제96조의2"),
        (19, TODAY, Mark.NOT_FINED, "제79조"),
        (None, TODAY, Mark.FINED, "제96조의2"),
    ],
)
def test_rest_facilities_by_size(workers, day, mark, cited):
    found = standing_on(laws(), replace(STOP, law="rest_facility"), day, workers=workers)
    assert found.mark is mark
    assert cited in found.cite.ko


def test_where_the_size_is_not_known_the_paper_says_to_whom_it_applies():
    assert "30" in standing_on(laws(), replace(STOP, law="grievance_members"), TODAY).note.ko
    small = standing_on(laws(), replace(STOP, law="grievance_members", line=Line.GRIEVANCE), TODAY, workers=12)
    assert small.mark is Mark.RECOMMENDED
    assert "고충 처리 창구" in small.cite.ko


def test_practice_is_not_passed_off_as_the_ministrys_word():
    found = standing_on(laws(), replace(STOP, law="", basis=Basis.PRACTICE), TODAY)
    assert "고용노동부" not in found.cite.ko
    assert found.cite.en == "Practice in the field"


@settings(max_examples=25, deadline=None)
@given(day=st.dates(dt.date(2008, 1, 1), dt.date(2035, 1, 1)), workers=st.none() | st.integers(1, 5000))
def test_nothing_is_cited_before_it_is_in_force(day, workers):
    for _, _, origin in library().origins():
        found = standing_on(laws(), origin, day, workers=workers)
        assert found.since is None or found.since <= day
        assert found.cite.ko
        assert found.cite.en
        if not origin.law:
            assert found.mark is Mark.RECOMMENDED


def test_dates_of_the_law_run_forwards():
    for law in laws()["laws"]:
        days = [dt.date.fromisoformat(version["from"]) for version in law["versions"]]
        assert days == sorted(set(days)), law["key"]
        assert law["weight"] in laws()["weights"]
        assert all(version["cite"]["ko"] and version["cite"]["en"] for version in law["versions"])
