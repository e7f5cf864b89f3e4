"""Decks, quizzes, codes, results, hours and numbers: what must hold whatever comes in."""

from __future__ import annotations

import datetime as dt
import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.library import Setting
from jikim.rules.library.courses import Audience
from jikim.rules.training import (
    Credit,
    UnreadableJoinCode,
    asked_items,
    asked_questions,
    category_on,
    certificate_number,
    deck_of,
    default_credit,
    difference,
    few_words,
    hours_words,
    mean_of,
    new_join_code,
    print_join_code,
    read_certificate_number,
    read_join_code,
    reckoned_minutes,
    scored,
    setting_faults,
)
from jikim.rules.training.codes import ALPHABET
from jikim.shared.library import laws, library

DAY = dt.date(2017, 6, 26)
LIBRARY = library()
EDITIONS = [(course, job) for course in LIBRARY.courses.values() for job in (LIBRARY.occupations.values() if course.by_occupation else (None,))]


@pytest.mark.parametrize("course, job", EDITIONS, ids=lambda one: getattr(one, "id", getattr(one, "key", "all")))
def test_every_deck_takes_twenty_to_forty_minutes_and_knows_what_it_is_made_of(course, job):
    deck = deck_of(course, LIBRARY, Setting(laws(), DAY, job))
    assert 20 <= deck.minutes <= 40
    assert not any(slide.empty for slide in deck.slides)
    assert deck.entries["course", course.id] == course.origin.version
    drawn = {block.entry for slide in deck.slides for block in slide.blocks if block.entry}
    assert drawn < set(deck.entries)
    assert setting_faults(deck, deck.minutes) is None
    assert setting_faults(deck, deck.minutes - 1) is not None
    assert setting_faults(deck, 161) is not None


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_questions_are_the_same_whatever_the_order(one, other):
    course, job = LIBRARY.courses["self-protection"], LIBRARY.occupations["hotel"]
    first, second = asked_questions(course, job, one), asked_questions(course, job, other)
    assert {each.key for each in first} == {each.key for each in second}
    assert 10 <= len(first) <= 12
    assert first == asked_questions(course, job, one)
    for each in first:
        assert sorted(number for number, _ in each.options) == list(range(len(each.question.options)))
        assert all(each.question.options[number] == text for number, text in each.options)
    right = {each.key: each.question.right for each in first}
    assert scored(first, right) == scored(second, right) == (len(first), len(first))


def test_what_is_not_answered_is_wrong_and_the_occupations_own_questions_are_asked():
    course, job = LIBRARY.courses["self-protection"], LIBRARY.occupations["hotel"]
    asked = asked_questions(course, job, "x")
    assert scored(asked, {}) == (0, len(asked))
    assert {one.key for one in asked} & {one.key for one in job.quiz}
    assert {one.key for one in asked} != {one.key for one in asked_questions(course, None, "x")}


def test_free_text_is_never_asked_for():
    for course in LIBRARY.courses.values():
        assert all(item.scale.labels for part in ("before", "after") for item in asked_items(course, part))


@given(st.randoms(use_true_random=False))
def test_a_code_is_read_back_however_it_is_typed(dice: random.Random):
    code = new_join_code(dice.randrange)
    assert set(code) <= set(ALPHABET)
    for typed in (code, code.lower(), print_join_code(code), f" {code[:2]}-{code[2:]} ", "".join(chr(ord(sign) + 0xFEE0) for sign in code)):
        assert read_join_code(typed) == code


def test_no_two_signs_of_a_code_are_taken_for_each_other():
    assert not set(ALPHABET) & set("01OILSZ58B")
    assert len(set(ALPHABET)) == len(ALPHABET) == 17
    for typed in ("", "AC", "ACACACA", "가나다라마바", "AAAAA!", "AAAAAO"):
        with pytest.raises(UnreadableJoinCode):
            read_join_code(typed)


def test_means_have_an_interval_and_small_groups_are_not_told():
    values = [50.0, 60, 70, 80, 90]
    found = mean_of(values)
    assert found is not None
    # Student's t with 4 degrees of freedom: 2.776
    half = 2.776445 * statistics.stdev(values) / 5**0.5
    assert (found.n, found.mean) == (5, 70)
    assert (found.low, found.high) == pytest.approx((70 - half, 70 + half))
    assert mean_of(values[:4]) is None
    assert difference(values, values[:4]) is None
    assert few_words(4).ko == few_words(1).ko == "5명 미만"
    assert (few_words(0).ko, few_words(5).ko) == ("0명", "5명")


@given(st.lists(st.floats(0, 100), min_size=5, max_size=30), st.lists(st.floats(0, 100), min_size=5, max_size=30))
def test_the_difference_lies_in_its_interval_and_turns_with_the_groups(before, after):
    one, other = difference(before, after), difference(after, before)
    assert one is not None
    assert other is not None
    assert one.low - 1e-9 <= one.mean <= one.high + 1e-9
    assert one.mean == pytest.approx(-other.mean)
    assert one.low == pytest.approx(-other.high)


def test_welch_as_published():
    """Example of Welch's t by hand: means 20 and 30, variances 10 and 40, n 10 each → SE √5, ν ≈ 13.2."""
    before = [20 + d * (10 * 9 / 10) ** 0.5 for d in (1, -1) * 5]
    after = [30 + d * (40 * 9 / 10) ** 0.5 for d in (1, -1) * 5]
    found = difference(before, after)
    assert found is not None
    assert found.mean == pytest.approx(10)
    assert found.high - found.mean == pytest.approx(2.160369 * 5**0.5, rel=1e-5)


def test_hours_count_only_with_a_list_and_up_to_the_most():
    assert default_credit(Audience.CUSTOMERS) == Credit("none", 0)
    regular = Credit("regular", 60)
    assert reckoned_minutes(regular, 40, list_kept=True) == 40
    assert reckoned_minutes(regular, 90, list_kept=True) == 60
    assert reckoned_minutes(regular, 40, list_kept=False) == 0
    assert reckoned_minutes(Credit("none", 60), 40, list_kept=True) == 0


@pytest.mark.parametrize("on, cite, names_it", [
    (dt.date(2017, 6, 26), "제31조", False), (dt.date(2020, 1, 16), "제29조", False), (dt.date(2021, 1, 19), "제29조", True),
])  # fmt: skip
def test_the_law_is_that_of_the_day(on, cite, names_it):
    basis, check = category_on("regular", on)
    assert cite in basis.ko
    assert ("들어 있습니다" in check.ko) is names_it
    assert "사업주가 확인" in check.ko


@given(st.integers(2000, 2099), st.integers(1, 999_999))
def test_a_certificates_number_is_read_back_and_a_slip_is_seen(year, serial):
    number = certificate_number(year, serial)
    assert read_certificate_number(number) == read_certificate_number(number.lower().replace("-", " ")) == (year, serial)
    at = 8
    wrong = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
    assert read_certificate_number(wrong) is None


@pytest.mark.parametrize("minutes, ko, en", [(0, "0분", "0 min"), (40, "40분", "40 min"), (60, "1시간", "1 h"), (90, "1시간 30분", "1 h 30 min")])
def test_hours_in_words(minutes, ko, en):
    assert (hours_words(minutes).ko, hours_words(minutes).en) == (ko, en)
