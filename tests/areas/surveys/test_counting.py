"""Counts: taken when a week is over, told in steps, final once the round has closed, and what closing does in the vault."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from jikim.areas.surveys import public as surveys
from jikim.areas.surveys.models import Round, WeekCount
from jikim.areas.surveys.queries import monitor
from jikim.areas.surveys.queries.rounds import rounds as round_rows
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.field_counts import FEW
from jikim.shared.access import Conflict, Refused
from jikim.shared.clock import rehearsing
from jikim.shared.packs import find_pack
from jikim.shared.ui.tables import Asked
from jikim.vault import by_code
from jikim.vault.models import AnswerSet, Pending
from tests.areas.surveys.code_rounds import BEGINS, keys, open_round
from tests.areas.surveys.making import OFFICE

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
TUESDAY = dt.date(2017, 6, 6)
NEXT_MONDAY = dt.date(2017, 6, 12)
VISITOR = Actor("person:21", "방문 정", (Grant(Role.CONSULTANT, frozenset({"person:21"})),))


@pytest.fixture(autouse=True)
def _keys(settings: Any, tmp_path: Any) -> None:
    settings.HOME = dataclasses.replace(settings.HOME, root=tmp_path)
    keys()


def finish(one: Round, codes: tuple[str, ...], on: dt.date, *, handed_in: bool = True) -> None:
    packs = [find_pack(part["id"], part["version"]) for part in one.packs]
    columns = sum(len(pack.instrument.items) for pack in packs)
    for code in codes:
        names = by_code.lookup_names(str(one.workplace_id), code)
        sheet = by_code.CodeSheet(answers=(2,) * columns, sex="F")
        if handed_in:
            by_code.finish_sheet(str(one.pk), names, sheet, on=on, packs=packs, keep_sex=False)
        else:
            by_code.save_sheet(str(one.pk), names, sheet, on=on)


def counted(one: Round, on: dt.date) -> Round:
    with rehearsing(on):
        surveys.recount()
    one.refresh_from_db()
    return one


def offer(one: Round, count: int, by: Actor = OFFICE) -> None:
    with rehearsing(TUESDAY):
        surveys.record_offer(round_id=one.pk, entry=surveys.Offered(BEGINS, "by_hand", count), key=uuid4(), by=by)
    one.refresh_from_db()


def test_a_small_round_is_counted_when_the_week_is_over_and_never_within_it() -> None:
    one, codes = open_round()
    offer(one, 40)
    assert counted(one, BEGINS).answered == 0
    finish(one, codes[:12], TUESDAY)
    for day in (6, 8, 11):
        assert counted(one, dt.date(2017, 6, day)).answered == 0
    assert counted(one, NEXT_MONDAY).answered == 12
    finish(one, codes[12:14], NEXT_MONDAY)
    assert counted(one, NEXT_MONDAY).answered == 12
    assert one.begun is None
    # the week of the opening had nobody and stands there all the same
    assert list(WeekCount.objects.values_list("week", "finished")) == [("2017-W22", 0), ("2017-W23", 12)]


def test_from_a_hundred_offered_on_daily_with_those_begun() -> None:
    one, codes = open_round(headcount=120)
    finish(one, codes[:8], TUESDAY)
    finish(one, codes[8:15], TUESDAY, handed_in=False)
    offer(one, 99)
    assert counted(one, TUESDAY).answered == 0
    offer(one, 1)
    assert counted(one, dt.date(2017, 6, 7)).answered == 8
    assert (one.begun, monitor.begun_words(one).en, monitor.finished_words(one).en) == (7, "5–9", "5–9")
    assert not WeekCount.objects.exclude(week__lt="2017-W23").exists()


def test_an_offer_entered_too_high_does_not_open_a_small_workplace() -> None:
    one, codes = open_round(headcount=12)
    finish(one, codes[:9], TUESDAY)
    with rehearsing(TUESDAY):
        surveys.record_offer(round_id=one.pk, entry=surveys.Offered(BEGINS, "box", 100, "잘못"), key=uuid4(), by=OFFICE)
    assert counted(one, TUESDAY).answered == 0
    assert counted(one, NEXT_MONDAY).answered == 9
    assert monitor.begun_words(one) is None


def test_the_list_tells_steps_until_the_release_and_then_the_number() -> None:
    one, codes = open_round()
    finish(one, codes[:12], TUESDAY)
    counted(one, NEXT_MONDAY)
    asked = Asked(sort="number")
    (row,), total = round_rows(by=OFFICE, season_id=one.season_id, asked=asked)
    assert (total, row.finished.en, row.cards) == (1, "10–14", True)
    (first, second), _ = monitor.weeks(by=OFFICE, season_id=one.season_id, asked=asked)
    assert [(each.week.en, each.finished.en) for each in (first, second)] == [
        ("2017-W22 (29 May–4 Jun)", FEW.en), ("2017-W23 (5 Jun–11 Jun)", "10–14"),
    ]  # fmt: skip
    with rehearsing(NEXT_MONDAY):
        surveys.close_round(round_id=one.pk, by=OFFICE)
        (row,), _ = round_rows(by=OFFICE, season_id=one.season_id, asked=asked)
        assert row.finished.en == "10–14"
        by_code.withdraw(str(one.pk), by_code.lookup_names(str(one.workplace_id), codes[0]), on=dt.date(2017, 6, 20))
        with transaction.atomic():
            surveys.mark_released(round_ids=[one.pk], by=OFFICE)
        (row,), _ = round_rows(by=OFFICE, season_id=one.season_id, asked=asked)
        assert row.finished == 11  # as released: nothing tells that it had been twelve
        assert not WeekCount.objects.filter(week__gt="2017-W24").exists()
        by_code.withdraw(str(one.pk), by_code.lookup_names(str(one.workplace_id), codes[1]), on=NEXT_MONDAY)
        surveys.recount()
    (row,), _ = round_rows(by=OFFICE, season_id=one.season_id, asked=asked)
    assert row.finished == 11


def test_closing_keeps_what_was_handed_in_destroys_the_rest_and_counts_once() -> None:
    one, codes = open_round()
    finish(one, codes[:7], TUESDAY)
    finish(one, codes[7:10], TUESDAY, handed_in=False)
    assert (Pending.objects.count(), AnswerSet.objects.count()) == (10, 0)
    with rehearsing(NEXT_MONDAY):
        closed = surveys.close_round(round_id=one.pk, by=OFFICE)
        assert closed.answered == 7
        assert (Pending.objects.count(), AnswerSet.objects.count()) == (0, 7)
        names = by_code.lookup_names(str(one.workplace_id), codes[0])
        by_code.withdraw(str(one.pk), names, on=NEXT_MONDAY)
        surveys.recount()
    one.refresh_from_db()
    assert one.answered == 7  # a later withdrawal shows nowhere


def test_the_calendar_closes_what_is_past_and_nothing_else() -> None:
    past, _ = open_round("W0001")
    still, _ = open_round("W0002")
    Round.objects.filter(pk=still.pk).update(ends_on=dt.date(2017, 7, 20))
    with rehearsing(dt.date(2017, 6, 30)):
        assert surveys.close_past_rounds() == 0
    with rehearsing(dt.date(2017, 7, 1)):
        assert surveys.close_past_rounds() == 1
        assert surveys.close_past_rounds() == 0
    assert dict(Round.objects.values_list("pk", "status")) == {past.pk: "closed", still.pk: "open"}


def test_an_open_rounds_last_day_can_be_moved_within_the_season() -> None:
    one, _ = open_round()
    with rehearsing(NEXT_MONDAY):
        for day in (dt.date(2017, 6, 11), dt.date(2018, 6, 1)):
            with pytest.raises(Conflict):
                surveys.move_end(round_id=one.pk, ends_on=day, by=OFFICE)
        surveys.move_end(round_id=one.pk, ends_on=NEXT_MONDAY, by=OFFICE)
        with pytest.raises(Refused):
            surveys.move_end(round_id=one.pk, ends_on=NEXT_MONDAY, by=VISITOR)
    with rehearsing(NEXT_MONDAY + dt.timedelta(days=1)):
        assert surveys.close_past_rounds() == 1
        with pytest.raises(Conflict):
            surveys.move_end(round_id=one.pk, ends_on=dt.date(2017, 6, 20), by=OFFICE)


def test_consultants_reach_their_own_rounds_and_no_others() -> None:
    mine, _ = open_round("W0001", consultant_key=VISITOR.key)
    other, _ = open_round("W0002", consultant_key="person:22")
    asked = Asked(sort="number")
    found, total = round_rows(by=VISITOR, season_id=mine.season_id, asked=asked)
    assert ([one.id for one in found], total) == ([mine.pk], 1)
    offer(mine, 3, by=VISITOR)
    with pytest.raises(Refused):
        offer(other, 3, by=VISITOR)
    with pytest.raises(Refused):
        surveys.close_round(round_id=mine.pk, by=VISITOR)
    region = Actor("person:23", "지역", (Grant(Role.REGION, frozenset({"busan"})),))
    assert round_rows(by=region, season_id=mine.season_id, asked=asked)[1] == 0
    manager = Actor("person:24", "담당", (Grant(Role.MANAGER, frozenset({str(mine.workplace_id)})),))
    with pytest.raises(Refused):
        round_rows(by=manager, season_id=mine.season_id, asked=asked)


def test_totals_only_where_a_hundred_were_offered() -> None:
    one, codes = open_round()
    finish(one, codes[:12], TUESDAY)
    offer(one, 40)
    counted(one, NEXT_MONDAY)
    assert monitor.totals(by=OFFICE, season_id=one.season_id) == monitor.Totals(1, 40, None, None)
    big, codes = open_round("W0002", 120)
    finish(big, codes[:20], TUESDAY)
    offer(big, 120)
    counted(big, NEXT_MONDAY)
    found = monitor.totals(by=OFFICE, season_id=one.season_id)
    assert (found.rounds, found.offered, found.finished.en if found.finished else "") == (2, 160, "at least 30")
