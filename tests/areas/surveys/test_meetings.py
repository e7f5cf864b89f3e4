"""Two people at once, one let in after each statement of the other: no second sheet of cards, no second replacement."""

from __future__ import annotations

import dataclasses
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.models import CardCode, CardSheet, Round
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from tests.areas.surveys.code_rounds import BEGINS, agreed, keys, open_round, plan
from tests.areas.surveys.making import OFFICE
from tests.meeting import meetings

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
numbers = count(1)


@pytest.fixture(autouse=True)
def _ready(settings: Any, tmp_path: Path) -> None:
    settings.HOME = dataclasses.replace(settings.HOME, root=tmp_path)
    settings.JIKIM_TODAY = BEGINS
    keys()


def prepared() -> Round:
    return surveys.prepare_round(workplace_id=agreed(f"W{next(numbers):04}").pk, plan=plan(), by=OFFICE)


def test_one_sheet() -> None:
    met = 0
    for meeting in meetings(prepared, lambda one: surveys.print_cards(workplace_id=one.workplace_id, by=OFFICE, number=1, compose=False)):
        met += 1
        assert sum(isinstance(one, surveys.Printed) for one in meeting.results) == 1, (meeting.statement, meeting.results)
        assert sum(isinstance(one, Conflict) for one in meeting.results) == 1, (meeting.statement, meeting.results)
        assert CardSheet.objects.filter(workplace_id=meeting.thing.workplace_id).count() == 1
        assert CardCode.objects.filter(sheet__workplace_id=meeting.thing.workplace_id).count() == 44
    assert met >= 3


def test_one_replacement() -> None:
    def sheet() -> CardSheet:
        one, _ = open_round(f"W{next(numbers):04}")
        return CardSheet.objects.get(workplace_id=one.workplace_id)

    def replace(one: CardSheet) -> Any:
        return surveys.replace_sheet(sheet_id=one.pk, reason=Text("잃어버림", "lost"), by=OFFICE, compose=False)

    for meeting in meetings(sheet, replace):
        assert sum(isinstance(one, Conflict) for one in meeting.results) == 1, (meeting.statement, meeting.results)
        states = CardSheet.objects.filter(workplace_id=meeting.thing.workplace_id).values_list("number", "status")
        assert sorted(states) == [(1, "replaced"), (2, "printed")]
