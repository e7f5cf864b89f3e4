"""Codes: 60 random bits, every single slip found, readable however they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.cards import ALPHABET, UnreadableCode, check_character, new_code, print_code, read_code

bits = st.integers(0, 2**60 - 1)


def code(value: int) -> str:
    return new_code(lambda wanted: value if wanted == 60 else pytest.fail(f"asked for {wanted} bits"))


def test_a_known_code() -> None:
    assert code(0) == "0" * 13
    assert len({code(1 << i) for i in range(60)}) == 60, "every bit changes the code"


def test_no_look_alikes() -> None:
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)


@given(bits, st.integers(0, 12), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(value: int, place: int, wrong: str) -> None:
    good = code(value)
    if good[place] == wrong:
        return
    with pytest.raises(UnreadableCode):
        read_code(good[:place] + wrong + good[place + 1 :])


@given(bits, st.integers(0, 11), st.integers(0, 11))
def test_every_swap_is_found(value: int, a: int, b: int) -> None:
    letters = list(code(value))
    letters[a], letters[b] = letters[b], letters[a]
    swapped = "".join(letters)
    if swapped != code(value):
        with pytest.raises(UnreadableCode):
            read_code(swapped)


@given(bits)
def test_printed_and_read_back(value: int) -> None:
    good = code(value)
    assert read_code(print_code(good)) == good
    assert read_code(f"  {print_code(good).lower().replace('-', ' ')} ") == good
    wide = "".join(chr(ord(c) + 0xFEE0) for c in print_code(good))
    assert read_code(wide) == good


def test_look_alikes_are_read_as_what_exists() -> None:
    good = "0" * 6 + "1" * 6
    good += check_character(good)
    assert read_code("OoOoOo" + "IlLiIl" + good[-1]) == good


def test_korean_keyboard_left_on() -> None:
    body = "GKSRMF123456"  # these keys give 한글 on the two-set keyboard
    good = body + check_character(body)
    assert read_code("한글" + good[6:]) == good


def test_korean_letters_that_stand_alone_are_keys_too() -> None:
    body = "FP27BXG1MT18"  # ㅠ, ㅌ, ㅎ, ㅡ and ㅅ make no syllable with what stands beside them
    good = body + check_character(body)
    assert read_code("레27ㅠㅌㅎ1ㅡㅅ18" + good[12:]) == read_code("ㄹㅔ27ㅠㅌㅎ1ㅡㅅ18" + good[12:]) == good


@pytest.mark.parametrize("typed", ["", "ABC", "?" * 13, "0" * 12 + "1", "0" * 40])
def test_what_cannot_be_a_code_says_why_in_both_languages(typed: str) -> None:
    with pytest.raises(UnreadableCode) as refusal:
        read_code(typed)
    assert refusal.value.reason.ko
    assert refusal.value.reason.en
