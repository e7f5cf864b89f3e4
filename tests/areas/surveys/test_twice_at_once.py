"""Two clicks at the same moment, each on a connection of its own: one sheet, one replacement, one offer, one opening."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.actions.talk_booking import SlotGone
from jikim.areas.surveys.models import CardCode, CardSheet, Offer, Round, TalkSlot
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from jikim.shared.workflow.models import StatusChange
from tests.areas.surveys.code_rounds import BEGINS, agreed, keys, open_round, plan
from tests.areas.surveys.making import OFFICE
from tests.areas.surveys.talks_made import free_today

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


@pytest.fixture(autouse=True)
def _ready(settings: Any, tmp_path: Any) -> None:
    settings.HOME = dataclasses.replace(settings.HOME, root=tmp_path)
    settings.JIKIM_TODAY = BEGINS
    keys()


def together(call: Callable[[], Any], times: int = 3) -> list[Any]:
    """What each of several calls at once returned or raised."""
    start, results = threading.Barrier(times), [None] * times

    def run(place: int) -> None:
        try:
            start.wait()
            results[place] = call()
        except Exception as raised:
            results[place] = raised  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def refused(results: list[Any]) -> int:
    others = [one for one in results if isinstance(one, Exception) and not isinstance(one, Conflict)]
    assert not others, others
    return sum(isinstance(one, Conflict) for one in results)


def test_one_sheet() -> None:
    one = surveys.prepare_round(workplace_id=agreed().pk, plan=plan(), by=OFFICE)
    done = together(lambda: surveys.print_cards(workplace_id=one.workplace_id, by=OFFICE, number=1, compose=False))
    assert refused(done) == 2
    assert (CardSheet.objects.count(), CardCode.objects.count()) == (1, 44)


def test_one_replacement() -> None:
    one, _ = open_round()
    sheet = CardSheet.objects.get(workplace_id=one.workplace_id)
    why = Text("잃어버림", "lost")
    done = together(lambda: surveys.replace_sheet(sheet_id=sheet.pk, reason=why, by=OFFICE, compose=False))
    assert refused(done) == 2
    assert sorted(CardSheet.objects.values_list("number", "status")) == [(1, "replaced"), (2, "printed")]


def test_one_offer() -> None:
    one, _ = open_round()
    key, entry = uuid4(), surveys.Offered(BEGINS, "by_hand", 12)
    done = together(lambda: surveys.record_offer(round_id=one.pk, entry=entry, key=key, by=OFFICE))
    assert refused(done) == 0
    assert Offer.objects.count() == 1
    assert Round.objects.get().offered == 12


def test_one_opening() -> None:
    one = surveys.prepare_round(workplace_id=agreed().pk, plan=plan(), by=OFFICE)
    surveys.print_cards(workplace_id=one.workplace_id, by=OFFICE, compose=False)
    done = together(lambda: surveys.open_ready(season_id=one.season_id, by=OFFICE))
    refused(done)
    assert StatusChange.objects.filter(thing_kind="round", target="open").count() == 1


def test_the_last_turn_of_a_talk() -> None:
    """Two workers press the last free turn at the same moment: one has it, the other is told, nobody has both."""
    visit, _, codes = free_today()
    tickets = [surveys.open_slots(code) for code in codes[:2]]
    start, results = threading.Barrier(2), [None] * 2

    def run(place: int) -> None:
        try:
            start.wait()
            results[place] = surveys.take_slot(tickets[place], 6) or "taken"  # type: ignore[call-overload]
        except Exception as raised:
            results[place] = raised  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(one, SlotGone) for one in results) == 1
    assert sum(not isinstance(one, Exception) for one in results) == 1
    assert TalkSlot.objects.filter(day__appointment=visit, tag__isnull=False).count() == 1
