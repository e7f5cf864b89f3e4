"""Two people at once, one let in after each statement of the other: holders are told once, files fetched once count once, waves keep their distance."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jikim.areas.campaigns.actions.kits import hand_out_at_visit, note_download
from jikim.areas.campaigns.actions.notices import tell_old_holders
from jikim.areas.campaigns.actions.voices import count_answers, count_many
from jikim.areas.campaigns.actions.waves import edit_wave, plan_wave
from jikim.areas.campaigns.models import AwarenessCount, KitHandout, PieceNotice, Wave
from jikim.areas.campaigns.queries.awareness import POINTS
from jikim.shared.access import Conflict, Invalid
from tests.areas.campaigns.made import DAY, OFFICE, OFFICE_TWO, RIGHT, manager_of, running
from tests.areas.campaigns.test_waves import LETTER, WEEK
from tests.areas.enrolment.made import applied
from tests.areas.manuals.made import changed
from tests.meeting import meetings

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])


def test_holders_of_an_old_piece_are_told_by_one_of_two() -> None:
    place = applied(contact_email="w1@example.org").workplace
    hand_out_at_visit(workplace_id=place.pk, pieces={"poster-line": 2}, by=OFFICE)
    changed("employer-kit", "poster-line")
    for met in meetings(lambda: PieceNotice.objects.all().delete(), lambda _: tell_old_holders(by=OFFICE), lambda _: tell_old_holders(by=OFFICE_TWO)):
        assert [one for one in met.results if not isinstance(one, Conflict)] == [1], (met.statement, met.results)
        assert PieceNotice.objects.count() == 1


def test_a_file_fetched_by_two_taps_is_one_line() -> None:
    place = applied().workplace
    by = manager_of(place.pk)
    for met in meetings(lambda: KitHandout.objects.all().delete(), lambda _: note_download(workplace_id=place.pk, pieces=["poster-line"], language="ko", by=by)):
        assert met.results == [None, None], (met.statement, met.results)
        assert KitHandout.objects.count() == 1


def test_two_waves_are_not_moved_to_one_day() -> None:
    campaign = running()
    waves = [plan_wave(campaign_id=campaign.pk, values=LETTER | {"on": DAY + WEEK * n}, channel_id=None, by=OFFICE) for n in (0, 2)]

    def again() -> None:
        for n, one in enumerate(waves):
            Wave.objects.filter(pk=one.pk).update(on=DAY + WEEK * 2 * n, version=1)

    def moved(one: Wave) -> Any:
        return edit_wave(wave_id=one.pk, version=1, values=LETTER | {"on": DAY + WEEK * 4 + dt.timedelta(one.number)}, channel_id=None, by=OFFICE)

    for met in meetings(again, lambda _: moved(waves[0]), lambda _: moved(waves[1])):
        assert sorted(type(one) for one in met.results if isinstance(one, Exception)) == [Invalid], (met.statement, met.results)


def test_sheets_counted_at_once_are_all_counted_and_nobody_waits_for_ever() -> None:
    def empty() -> None:
        AwarenessCount.objects.all().delete()
        count_answers(scope="x", group="public", phase="before", answers=RIGHT)

    for met in meetings(
        empty, lambda _: count_answers(scope="x", group="public", phase="before", answers=RIGHT),
        lambda _: count_many(scope="x", group="public", phase="before", sheets=[RIGHT, RIGHT]),
    ):  # fmt: skip
        assert met.results == [None, None], (met.statement, met.results)
        assert set(AwarenessCount.objects.values_list("count", flat=True)) == {4}
        assert AwarenessCount.objects.filter(item=POINTS).count() == 1
