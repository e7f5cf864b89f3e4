"""The worker's own secret: what is taken, what is refused, and what counts as the same."""

from __future__ import annotations

import pytest

from jikim.rules.own_secret import UnfitSecret, chosen_secret, tried_secret


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("482915", "482915"), ("4829-15", "482915"), ("４８２９１５", "482915"), (" 저녁 노을  바다 ", "저녁 노을 바다"), ("Blue Sky", "blue sky")],
)
def test_taken_and_found_again_however_it_is_typed(typed, kept):
    assert chosen_secret(typed, typed) == kept
    assert tried_secret(typed) == tried_secret(kept) == kept
    assert tried_secret(typed.upper() + " ") == kept


@pytest.mark.parametrize("typed", ["", "   ", "12345", "111111", "123456", "987654", "890123", "121212", "abcdefg", "aaaaaaaa", "ab ab ab", "x" * 101])
def test_what_anybody_would_guess_is_refused(typed):
    with pytest.raises(UnfitSecret) as caught:
        chosen_secret(typed, typed)
    assert not typed.strip() or typed not in caught.value.reason.ko.replace("123456", "").replace("111111", "")


def test_two_different_entries_are_refused():
    with pytest.raises(UnfitSecret, match="differ"):
        chosen_secret("482915", "482916")
