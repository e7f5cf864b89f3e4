"""Rule 5: two releases side by side never single out fewer than k people."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.disclosure import GroupStatistics, Rule, Settings, pool, protect_workplace
from jikim.rules.disclosure.releases import (
    Basis,
    Change,
    both_may_be_shown,
    change_bases,
    change_between,
    may_release_again,
    movements_may_be_shown,
)


def test_one_late_answer_does_not_change_a_release() -> None:
    """Mean of 30 and mean of 31 would give the late one's score."""
    answer = may_release_again([{"": change_between(range(30), range(31))}], 10)
    assert not answer.allowed
    assert answer.reason is not None
    assert answer.reason.rule is Rule.MEMORY


@pytest.mark.parametrize(
    ("added", "removed", "allowed"),
    [
        (0, 0, True),
        (9, 0, False),
        (10, 0, True),
        (10, 1, False),
        (10, 10, True),
        (0, 1, False),
        (0, 10, False),
    ],
)
def test_a_second_release_needs_k_more_and_none_or_k_fewer(added: int, removed: int, allowed: bool) -> None:
    assert may_release_again([{"": Change(added, removed)}], 10).allowed is allowed


def test_every_group_and_every_earlier_release_is_compared() -> None:
    fine = {"": Change(12, 0), "A": Change(12, 0), "B": Change(0, 0)}
    assert may_release_again([fine], 10).allowed
    assert not may_release_again([fine | {"B": Change(2, 0)}], 10).allowed
    assert not may_release_again([fine, {"": Change(3, 0)}], 10).allowed


@given(st.lists(st.sets(st.integers(0, 14)), min_size=2, max_size=4))
def test_allowed_releases_never_differ_by_a_few(releases: list[set[int]]) -> None:
    shown: list[set[int]] = []
    for people in releases:
        if may_release_again([{"": change_between(old, people)} for old in shown], 5).allowed:
            shown.append(people)
    for a, b in combinations(shown, 2):
        assert len(a - b) not in range(1, 5)
        assert len(b - a) not in range(1, 5)


def test_change_is_shown_for_all_or_for_linked_but_not_for_both() -> None:
    assert change_bases(30, 28, 25, 10, asked=[Basis.ALL]).allowed
    assert change_bases(30, 28, 25, 10, asked=[Basis.LINKED]).allowed
    assert not change_bases(30, 28, 25, 10, asked=[Basis.ALL, Basis.LINKED]).allowed
    assert change_bases(40, 40, 25, 10, asked=[Basis.ALL, Basis.LINKED]).allowed
    assert not change_bases(30, 28, 9, 10, asked=[Basis.LINKED]).allowed
    with pytest.raises(ValueError, match="linked"):
        change_bases(10, 10, 11, 10, asked=[Basis.ALL])


def test_joiners_and_leavers_are_counted_from_k() -> None:
    assert not movements_may_be_shown(30, 33, 28, 10)
    assert movements_may_be_shown(40, 45, 30, 10)
    assert both_may_be_shown(Change(0, 0), 10)


def test_what_was_merged_stays_merged_in_the_next_round() -> None:
    units = [GroupStatistics(key, n) for key, n in (("A", 30), ("B", 20), ("C", 12))]
    again = protect_workplace(pool("W", units), units, Settings(), merged_before=("B", "C"))
    assert [(u.key, u.members) for u in again.units] == [("A", ("A",)), ("other", ("B", "C"))]
