"""The worker's own secret: five wrong tries close it, also at the same time; nobody exchanges it; it goes with the answers."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from jikim.rules.own_secret import UnfitSecret
from jikim.shared.packs import find_pack
from jikim.vault import by_code
from jikim.vault.by_code import CodeSheet, Opened
from jikim.vault.keys import make_keys
from jikim.vault.models import ResultLock

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
DAY = dt.date(2017, 6, 7)


@pytest.fixture(autouse=True)
def _keys() -> None:
    make_keys()


def names(number: int = 1) -> tuple[bytes, ...]:
    return by_code.lookup_names("7", f"C{number}")


def test_the_right_secret_opens_and_gives_back_the_tries() -> None:
    assert by_code.try_secret(names(), "482915") == (Opened.NONE, 0)
    assert by_code.set_secret(names(), "482915")
    assert by_code.try_secret(names(), "111111") == (Opened.WRONG, 4)
    assert by_code.try_secret(names(), " 482915 ") == (Opened.OPEN, 5)
    assert by_code.try_secret(names(), "111111") == (Opened.WRONG, 4)
    assert by_code.try_secret(names(2), "482915") == (Opened.NONE, 0)


def test_five_wrong_tries_close_it_for_ever() -> None:
    by_code.set_secret(names(), "482915")
    left = [by_code.try_secret(names(), f"11223{i}") for i in range(5)]
    assert left == [(Opened.WRONG, 4), (Opened.WRONG, 3), (Opened.WRONG, 2), (Opened.WRONG, 1), (Opened.CLOSED, 0)]
    assert by_code.try_secret(names(), "482915") == (Opened.CLOSED, 0)
    assert not by_code.set_secret(names(), "593826")
    assert by_code.try_secret(names(), "593826") == (Opened.CLOSED, 0)


def test_whoever_holds_the_card_cannot_exchange_the_secret() -> None:
    assert by_code.set_secret(names(), "482915")
    assert by_code.has_secret(names())
    assert not by_code.set_secret(names(), "593826")
    assert by_code.try_secret(names(), "482915")[0] is Opened.OPEN


@pytest.mark.django_db(databases=["default", "vault"], transaction=True)
def test_guesses_at_the_same_time_do_not_outnumber_the_five() -> None:
    by_code.set_secret(names(), "482915")

    def guess(number: int) -> Opened:
        try:
            return by_code.try_secret(names(), f"70{number:02d}31")[0]
        finally:
            connections["vault"].close()

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(guess, range(12)))
    assert found.count(Opened.WRONG) == 4
    assert found.count(Opened.CLOSED) == 8
    assert by_code.try_secret(names(), "482915") == (Opened.CLOSED, 0)


@pytest.mark.parametrize("secret", ["12345", "123456", "987654", "890123", "111111", "121212", "short", "aaaaaaaa", ""])
def test_what_is_easily_guessed_is_refused(secret: str) -> None:
    with pytest.raises(UnfitSecret):
        by_code.set_secret(names(), secret)
    assert not by_code.has_secret(names())


@pytest.mark.parametrize("secret", ["482915", "20170607", "우리집 고양이 셋", "blue kettle", "9a8b7c6d"])
def test_what_is_not_is_taken(secret: str) -> None:
    assert by_code.set_secret(names(), secret)


def test_the_secret_goes_with_the_last_answers() -> None:
    packs = [find_pack("kels-24")]
    for round_key in ("1", "2"):
        by_code.finish_sheet(round_key, names(), CodeSheet((2,) * 24), on=DAY, packs=packs, keep_sex=True)
    by_code.set_secret(names(), "482915")
    by_code.withdraw("1", names(), on=DAY)
    assert by_code.has_secret(names())
    by_code.withdraw("2", names(), on=DAY)
    assert not ResultLock.objects.exists()
    assert by_code.try_secret(names(), "482915") == (Opened.NONE, 0)


def test_no_secret_lies_readable() -> None:
    by_code.set_secret(names(), "blue kettle")
    assert b"kettle" not in bytes(ResultLock.objects.get().sealed)
    assert bytes(ResultLock.objects.get().lookup) not in names()
