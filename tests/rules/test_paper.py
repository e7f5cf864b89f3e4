"""Paper forms: numbers read as meant, keyings compared, and the raw sums of SCIENCE.md § 1 on the self-scoring sheet."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.cards import ALPHABET, UnreadableCode
from jikim.rules.paper import Difference, differences, new_form_number, read_form_number, self_scores
from jikim.shared.packs import find_pack


@given(st.integers(0, 2**35 - 1), st.sampled_from(["{}", "{} ", " {}", "{}."]))
def test_a_number_is_read_as_printed(bits: int, typed: str) -> None:
    number = new_form_number(lambda _: bits)
    assert read_form_number(typed.format(number.lower())) == number
    assert read_form_number(number.replace("-", "")) == number


@given(st.integers(0, 2**35 - 1), st.integers(0, 7), st.integers(1, 31))
def test_one_wrong_character_is_noticed(bits: int, place: int, shift: int) -> None:
    number = new_form_number(lambda _: bits).replace("-", "")
    wrong = ALPHABET[(ALPHABET.index(number[place]) + shift) % 32]
    with pytest.raises(UnreadableCode) as refused:
        read_form_number(number[:place] + wrong + number[place + 1 :])
    assert "8자" in refused.value.reason.ko


def test_what_is_no_number_is_refused() -> None:
    for typed in ("", "1234", "설문지", "0000-00000"):
        with pytest.raises(UnreadableCode):
            read_form_number(typed)


def test_numbers_do_not_repeat() -> None:
    draw = random.Random(7).getrandbits
    assert len({new_form_number(draw) for _ in range(2000)}) == 2000


def test_two_keyings_compared() -> None:
    first = {"sex": "F", "q01": 3, "q02": -1}
    assert differences(first, dict(first)) == ()
    assert differences(first, {"sex": "F", "q01": 4, "q02": -1}) == (Difference("q01", 3, 4),)
    with pytest.raises(ValueError, match="same lines"):
        differences(first, {"sex": "F"})


def test_raw_sums_are_the_published_ones() -> None:
    """SCIENCE.md § 1: as raw sum, men / women."""
    found = [(line.men, line.women, line.turned_from) for line in self_scores(find_pack("kels-24").instrument)]
    assert found == [(18, 17, None), (11, 10, None), (19, 18, None), (9, 8, None), (18, 17, 35)]


def test_bands_of_the_mood_block() -> None:
    (line,) = self_scores(find_pack("mood-8").instrument)
    assert [start for start, _ in line.bands] == [0, 5, 10, 15, 20]
    assert line.items == tuple(range(1, 9))
    assert line.men is None
