"""The quick way of asking for a season's days gives the answers of the rule asked day by day."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.dispatching.book import Book
from jikim.rules.dispatching.booking import Booking
from jikim.rules.dispatching.capacity import open_days
from jikim.rules.dispatching.distances import distances
from tests.rules.dispatching.models import SEASON, made


def _crowded(seed: int) -> Book:
    """Consultants with full days, full months, days off and a last day; workplaces begun and closed on some days."""
    chance = random.Random(seed)
    model = made(seed, 12, 3, agencies=2, days=(1, 4))
    days = open_days(model.season)
    model = replace(
        model,
        agencies=tuple(replace(one, visits_a_month=chance.randint(2, 9)) for one in model.agencies),
        consultants=tuple(
            replace(one, days_off=frozenset(chance.sample(days, 8)), until=chance.choice([None, None, days[90]])) for one in model.consultants
        ),
        workplaces=tuple(replace(one, closed=frozenset(chance.sample(days, 5))) for one in model.workplaces),
    )
    book = Book(model, distances(model), [chance.randint(1, 6) for _ in model.consultants])
    for _ in range(60):
        stop, c, on = (chance.randrange(12), chance.randint(1, 3)), chance.randrange(3), chance.choice(days)
        if stop not in book.at and book.fits(stop, c, on):
            book.add(stop, Booking(c, on, book.minute(stop, c, on) or 0))
    return book


@given(st.integers(0, 10_000))
def test_a_seasons_days_are_those_that_fit_one_by_one(seed: int) -> None:
    book = _crowded(seed)
    days = [SEASON.starts_on + dt.timedelta(n) for n in range(-3, 250)]
    for w in (0, 5, 11):
        for c in range(3):
            for visit in (1, 2, 3):
                if (w, visit) not in book.at:
                    one_by_one = [on for on in days if book.fits((w, visit), c, on)]
                    assert list(book.fitting((w, visit), c, days)) == one_by_one


@pytest.mark.parametrize(("low", "high", "days"), [(1, 2, 30), (2, 3, 45), (1, 3, 75)])
def test_the_gap_between_first_and_last_is_both_gaps(low: int, high: int, days: int) -> None:
    season = replace(SEASON, days_to_second=30, days_to_third=45)
    model = replace(made(1, 2, 1), season=season)
    assert Book(model, distances(model), [1]).gap(low, high) == days
