"""Statements: what each thing costs, everything paid once whatever the month, corrections that restore the difference."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules.settling import (
    Fact,
    Item,
    Rate,
    Tariff,
    key_of,
    month_end,
    month_of,
    price,
    settle,
    snapshot,
    tariff_as_json,
    tariff_of_json,
    tariff_problems,
    total,
)

D = Decimal
TARIFF = Tariff(
    tuple(Rate(number, least, D(won)) for least, row in ((0, (250000, 300000, 200000)), (50, (300000, 360000, 240000))) for number, won in enumerate(row, 1)),
    travel_km=D("150.5"), returned=D(20000), missed=D(80000), withdrawn={1: D(50000), 2: D(30000)}, below=D(40000),
)  # fmt: skip
MAY = dt.date(2017, 5, 10)


def fact(item: Item = Item.VISIT, name: str = "a", **more) -> Fact:
    return Fact(**({"key": key_of(item, name), "item": item, "on": MAY, "due_on": MAY, "number": 1, "service_workers": 20} | more))


@pytest.mark.parametrize("one, won", [
    (fact(), 250000), (fact(number=3), 200000), (fact(service_workers=49), 250000), (fact(service_workers=50, number=2), 360000),
    (fact(Item.TRAVEL, travel_km=D("12.5")), 1881), (fact(Item.RETURNED, times=2), -40000), (fact(Item.MISSED), 80000),
    (fact(Item.WITHDRAWN, number=2), 30000), (fact(Item.WITHDRAWN, number=3), 0), (fact(Item.BELOW), 40000),
])  # fmt: skip
def test_each_thing_has_its_price(one, won):
    assert price(one, TARIFF) == won


def test_a_visit_without_a_rate_is_refused_not_paid_at_nothing():
    with pytest.raises(ValueError, match="no rate"):
        price(fact(service_workers=5), Tariff((Rate(1, 10, D(1)),)))


def test_the_tariff_is_that_of_the_day_and_the_month_that_of_the_acceptance():
    late = fact(on=dt.date(2017, 4, 28), due_on=dt.date(2017, 5, 3))
    dear = Tariff((Rate(1, 0, D(999)),))
    def prices(day):
        return dear if day.month == 4 else TARIFF

    assert settle([late], tariff_on=prices, paid={}, granted={}, until=dt.date(2017, 4, 30)) == ()
    [line] = settle([late], tariff_on=prices, paid={}, granted={}, until=dt.date(2017, 5, 31))
    assert line.won == 999


def test_a_visit_at_nothing_is_listed_and_a_journey_at_nothing_is_not():
    free = Tariff((Rate(1, 0, D(0)),))
    lines = settle([fact(), fact(Item.TRAVEL, travel_km=D(9))], tariff_on=lambda _day: free, paid={}, granted={}, until=MAY)
    assert [one.item for one in lines] == [Item.VISIT]


def test_a_key_twice_is_a_fault():
    with pytest.raises(ValueError, match="twice"):
        settle([fact(), fact()], tariff_on=lambda _day: TARIFF, paid={}, granted={}, until=MAY)


FACTS = st.lists(
    st.builds(
        lambda item, name, day, number, workers, km: Fact(
            key_of(item, str(name)), item, dt.date(2017, 4, 1), dt.date(2017, 4, 1) + dt.timedelta(days=day), number, workers, D(km) / 10
        ),
        st.sampled_from(Item), st.integers(0, 30), st.integers(0, 240), st.integers(1, 3), st.integers(0, 400), st.integers(0, 3000),
    ),
    unique_by=lambda one: one.key, max_size=40,
)  # fmt: skip
MONTHS = [dt.date(2017, month, 1) for month in range(4, 13)]


def freeze_all(facts, order, grants):
    """Freeze the months one after the other; after each one the office may grant another amount for something frozen."""
    paid, granted, sums = {}, {}, []
    for month in order:
        lines = settle(facts, tariff_on=lambda _day: TARIFF, paid=paid, granted=granted, until=month_end(month))
        sums.append(total(lines))
        for line in lines:
            assert line.is_correction or line.key not in paid
            paid[line.key] = paid.get(line.key, D(0)) + line.won
        granted |= {key: D(won) for key, won in grants.get(month, {}).items() if key in paid}
    return paid, granted, sums


@given(FACTS, st.dictionaries(st.sampled_from(MONTHS[:-1]), st.dictionaries(st.sampled_from([f"{i}/{n}" for i in Item for n in range(31)]), st.integers(0, 400000), max_size=6)))
def test_everything_is_paid_once_sums_add_up_and_corrections_restore_the_difference(facts, grants):
    paid, granted, sums = freeze_all(facts, MONTHS, grants)
    assert sum(sums, D(0)) == sum(paid.values(), D(0))
    for one in facts:
        due = granted.get(one.key, price(one, TARIFF))
        assert paid.get(one.key, D(0)) == due, one
    assert settle(facts, tariff_on=lambda _day: TARIFF, paid=paid, granted=granted, until=dt.date(2018, 12, 31)) == ()


@given(FACTS, st.randoms())
def test_the_order_in_which_facts_are_read_changes_nothing(facts, chance):
    mixed = list(facts)
    chance.shuffle(mixed)
    def lines(some):
        return settle(some, tariff_on=lambda _day: TARIFF, paid={}, granted={}, until=dt.date(2017, 12, 31))

    assert lines(facts) == lines(mixed)


def test_a_snapshot_is_the_same_text_whatever_the_order_and_another_with_another_amount():
    one, other = {"b": "1", "a": ["가"]}, {"a": ["가"], "b": "1"}
    assert snapshot(one) == snapshot(other)
    assert snapshot(one)[1] != snapshot({**one, "b": "2"})[1]


def test_a_tariff_comes_back_as_it_was_stored():
    assert tariff_of_json(tariff_as_json(TARIFF)) == TARIFF
    assert tariff_problems(TARIFF) == {}


@pytest.mark.parametrize("bad, part", [
    (Tariff((Rate(1, 0, D(1)), Rate(2, 0, D(1)))), "visits"), (Tariff(tuple(Rate(n, 10, D(1)) for n in (1, 2, 3))), "visits"),
    (Tariff(tuple(Rate(n, 0, D(1)) for n in (1, 1, 2, 3))), "visits"), (Tariff(tuple(Rate(n, 0, D(-1)) for n in (1, 2, 3))), "amounts"),
])  # fmt: skip
def test_a_tariff_with_a_hole_is_told(bad, part):
    assert part in tariff_problems(bad)


def test_months():
    assert month_of(dt.date(2017, 2, 14)) == dt.date(2017, 2, 1)
    assert month_end(dt.date(2017, 2, 1)) == dt.date(2017, 2, 28)
