"""The lottery, with hashes computed by sha256sum and printf outside this program."""

import datetime as dt
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.rules import lottery

SEED = "7 11 23 30 38 42"
HASH = "0813cc045574aff4adc2e1b1afe84bf4c8a6004fe4660ff5e7a2f29abbc5fa2b"


def test_the_frozen_list_hashes_as_sha256sum_does():
    frozen = lottery.freeze(["W0003", "W0001", "W0002"])
    assert frozen.text == "W0001\nW0002\nW0003\n"
    assert frozen.sha256 == HASH


def test_tickets_and_order_are_those_of_the_shell():
    frozen = lottery.freeze(["W0001", "W0002", "W0003"])
    assert lottery.ticket(SEED, HASH, "W0003") == "5dd3ae562f70ce5e37b7677923cd0ce8c92cd4ddd649866883001e969bab1dd8"
    assert lottery.ticket(SEED, HASH, "W0002") == "7c68adba8be226fa4ee94f45f542db88ff5320602e77ab502e346fc2a4904b27"
    assert lottery.ticket(SEED, HASH, "W0001") == "f30297563721444cdeccde1f36e286b69e38898af56f781ccdb934e87a250787"
    assert lottery.order(frozen, SEED) == ("W0003", "W0002", "W0001")


def test_korean_numbers_and_seeds_hash_as_utf_8():
    frozen = lottery.freeze(["나-2", "가-1"])
    assert frozen.sha256 == "cfcd53044bfba08bcc2cbb84cb6e95cc125441da6757f7188281dd2d7cacaea1"
    assert lottery.ticket("제768회 3", frozen.sha256, "가-1") == "016333f42a1bc51804bf37fa9f72ce47af7e41c424608dde8b38f4471b4c2df7"
    assert lottery.ticket("제768회 3", frozen.sha256, "나-2") == "d55e960f7bb140b92953285775ede0362f5011bf39a97eeea0f155ea12760ca8"


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum on this machine")
def test_the_printed_recipe_gives_the_same_order(tmp_path):
    frozen = lottery.freeze([f"W{n:04d}" for n in range(1, 30)])
    (tmp_path / "list.txt").write_text(frozen.text)
    said = subprocess.run(["sh", "-c", lottery.shell_recipe(SEED, frozen.sha256)], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert tuple(line.split()[1] for line in said.stdout.splitlines()) == lottery.order(frozen, SEED)


@given(st.sets(st.text(st.characters(categories=["L", "N", "P"]), min_size=1), max_size=40), st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_everybody_gets_exactly_one_place_whatever_order_the_list_came_in(numbers, seed):
    one, other = lottery.freeze(sorted(numbers)), lottery.freeze(sorted(numbers, reverse=True))
    assert one == other
    assert sorted(lottery.order(one, seed)) == sorted(numbers)


def test_a_number_twice_or_broken_is_refused():
    for numbers in (["W1", "W1"], [""], ["W1\nW2"]):
        with pytest.raises(ValueError):
            lottery.freeze(numbers)
    with pytest.raises(ValueError):
        lottery.order(lottery.freeze(["W1"]), " ")


def test_the_draw_is_named_beforehand_and_later():
    day = dt.date(2017, 4, 17)
    assert lottery.may_freeze(day, day, "로또 제751회")
    assert lottery.may_freeze(day, dt.date(2017, 4, 22), " ")
    assert lottery.may_freeze(day, dt.date(2017, 4, 22), "로또 제751회") is None
    assert lottery.may_draw(dt.date(2017, 4, 21), dt.date(2017, 4, 22), SEED)
    assert lottery.may_draw(dt.date(2017, 4, 22), dt.date(2017, 4, 22), "")
    assert lottery.may_draw(dt.date(2017, 4, 22), dt.date(2017, 4, 22), "7" * 201)
    assert lottery.may_draw(dt.date(2017, 4, 22), dt.date(2017, 4, 22), SEED) is None


def test_a_seed_with_a_quote_cannot_leave_its_place_in_the_shell():
    assert "'\"'\"'" in lottery.shell_recipe("it's 1 2 3", "0" * 64)
