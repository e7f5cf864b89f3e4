"""The draw of records for review: recomputed by anyone, about the share, never all of one consultant's."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.visiting.sampling import draw, ticket


def test_anyone_can_recompute_a_ticket():
    assert ticket("2017-모형", "abc") == hashlib.sha256("2017-모형abc".encode()).hexdigest()


def test_about_the_share_is_drawn():
    drawn = sum(draw(seed="s", record=str(n), percent=10, drawn_before=0, visits=99).is_drawn for n in range(4000))
    assert 320 < drawn < 480


@pytest.mark.parametrize("percent, every", [(0, False), (100, True)])
def test_none_and_all(percent, every):
    assert all(draw(seed="s", record=str(n), percent=percent, drawn_before=0, visits=9).is_drawn is every for n in range(200))


@given(st.integers(0, 100), st.integers(1, 12), st.text(min_size=1).filter(str.strip))
def test_one_of_a_consultants_visits_always_stays_outside(percent, visits, seed):
    drawn = 0
    for n in range(visits):
        drawn += draw(seed=seed, record=str(n), percent=percent, drawn_before=drawn, visits=visits).is_drawn
    assert drawn < visits


def test_a_record_spared_for_this_says_so():
    assert draw(seed="s", record="1", percent=100, drawn_before=0, visits=1).is_spared


@pytest.mark.parametrize("seed, percent", [(" ", 10), ("s", 101), ("s", -1)])
def test_no_draw_without_a_seed_or_with_a_strange_share(seed, percent):
    with pytest.raises(ValueError):
        draw(seed=seed, record="1", percent=percent, drawn_before=0, visits=2)
