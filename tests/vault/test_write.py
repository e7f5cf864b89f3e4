"""The way in: twice is once, more is added, and what differs is left alone."""

from __future__ import annotations

import numpy as np
import pytest

from jikim.vault.keys import make_keys
from jikim.vault.records import Book, Sheets, decode, encode
from jikim.vault.store import counts, read_records
from jikim.vault.write import Added, add_imported

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
LABEL = "kels-24@1.0.0"


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def sheets(values: list[int], unit: str = "U1") -> Sheets:
    """One sheet per value, ticked alike throughout."""
    answers = np.repeat(np.array(values, np.int8)[:, None], 24, axis=1)
    n = len(values)
    return Sheets(answers, np.ones(n, np.int8), [unit] * n, ["30s"] * n, ["1-3"] * n, ["상담"] * n)


def add(values: list[int], round_key: str = "1", **more: object) -> Added:
    return add_imported({round_key: sheets(values)}, instrument=LABEL, **more)[round_key]  # type: ignore[arg-type]


def test_twice_is_once() -> None:
    assert add([1, 2, 2, 3]) == Added(4, 0)
    assert add([3, 2, 1, 2]) == Added(0, 4)
    assert counts(["1"]) == {"1": 4}


def test_a_fuller_file_adds_what_is_missing() -> None:
    add([1, 2])
    assert add([1, 2, 2, 4]) == Added(2, 2)
    assert counts(["1"]) == {"1": 4}


@pytest.mark.parametrize("second", [[1], [1, 3], [*[2, 2, 1][:2], 4]])
def test_a_file_that_lacks_what_is_there_changes_nothing(second: list[int]) -> None:
    add([1, 2, 3])
    assert add(second) == Added(0, 0, conflict=True, holds_others=True)
    assert counts(["1"]) == {"1": 3}


def test_a_closed_round_takes_nothing_but_knows_its_own() -> None:
    add([1, 2])
    assert add([1, 2], closed={"1"}) == Added(0, 2)
    assert add([1, 2, 3], closed={"1"}) == Added(0, 0, conflict=True)


def test_another_instruments_answers_are_not_mixed_in() -> None:
    add([1, 2])
    found = add_imported({"1": sheets([1, 2])}, instrument="kels-11@1.0.0")["1"]
    assert found.conflict
    assert counts(["1"]) == {"1": 2}


def test_rounds_of_one_batch_stay_apart() -> None:
    add_imported({"1": sheets([1, 1]), "2": sheets([2])}, instrument=LABEL)
    assert counts(["1", "2", "3"]) == {"1": 2, "2": 1, "3": 0}
    assert [record[9] for record in read_records(["2"]).records] == [3]


def test_a_record_says_again_what_was_put_in() -> None:
    book = Book(LABEL)
    given = sheets([1, 4], unit="창구 2")
    given.answers[0, 5] = -1
    book.learn(given)
    found = decode(encode(given, book))
    assert np.array_equal(found.answers, given.answers)
    assert [book.units[i] for i in found.unit] == ["창구 2", "창구 2"]
    assert Book.from_json(book.to_json()) == book
