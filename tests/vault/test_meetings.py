"""Two at once in the vault, one let in after each statement of the other: what was handed in is neither lost nor doubled."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from jikim.shared.packs import find_pack
from jikim.vault import by_code, spool
from jikim.vault.by_code import Begun, CodeSheet
from jikim.vault.keys import make_keys
from jikim.vault.names import Names
from jikim.vault.purge import holdings
from jikim.vault.sheets import finished
from tests.meeting import meetings, refused

#: what comes after these statements is the files' being written anew, and dear
STATEMENTS = 7
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
DAY = dt.date(2017, 6, 7)
KELS = find_pack("kels-24")
SHEET = CodeSheet((2,) * 24, sex="F")
numbers = count(1)


@pytest.fixture(autouse=True)
def _keys(settings: Any, tmp_path: Path) -> None:
    settings.HOME = dataclasses.replace(settings.HOME, root=tmp_path)
    make_keys()


def begun() -> tuple[str, Names, Begun]:
    key = str(next(numbers))
    card = by_code.lookup_names("7", f"C{key}")
    assert by_code.begin_sheet(key, card, SHEET, on=DAY)
    found = by_code.begun_sheet(key, card)
    assert found is not None
    return key, card, found


def handed_in() -> tuple[str, Names]:
    key, card, found = begun()
    assert by_code.change(found, finished(SHEET, on=DAY, packs=[KELS], keep_sex=True))
    return key, card


def settle(one: tuple[Any, ...]) -> int:
    return spool.settle_rounds([one[0]])


def test_handed_in_while_the_round_ends() -> None:
    def hand_in(one: tuple[str, Names, Begun]) -> bool:
        return by_code.change(one[2], finished(SHEET, on=DAY, packs=[KELS], keep_sex=True))

    for meeting in islice(meetings(begun, settle, hand_in, patience=0.5), STATEMENTS):
        assert refused(meeting) == 0
        key, card, _ = meeting.thing
        assert (by_code.own_sheet(key, card) is not None) is meeting.second, meeting.statement


def test_carried_on_once() -> None:
    for meeting in islice(meetings(handed_in, settle, patience=0.5), STATEMENTS):
        assert refused(meeting) == 0
        key, card = meeting.thing
        assert sum(meeting.results) == 1, meeting.statement
        assert (holdings([key])[key].answers, holdings([key])[key].in_spool) == (1, 0)
        assert sum(week.finished for week in by_code.finished_by_week([key])[key].values()) == 1
        assert by_code.own_sheet(key, card) is not None


def test_taken_back_while_it_is_carried_on() -> None:
    for meeting in islice(meetings(handed_in, settle, lambda one: by_code.withdraw(*one, on=DAY), patience=0.5), STATEMENTS):
        assert refused(meeting) == 0
        key, card = meeting.thing
        assert by_code.held(key, card) is by_code.Held.NOTHING, meeting.statement
        (week,) = by_code.finished_by_week([key])[key].values()
        assert (week.finished, week.withdrawn) == (1, 1)
