"""The model season's talks: on the day somebody looks there is a visit whose turns are booked by code, and some are taken."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.areas.dispatch.models import Appointment, Consultant
from jikim.areas.surveys.models import TalkDay, TalkSlot
from jikim.config.demo import dates
from jikim.config.demo.talks import TAKEN, play_talks, put_off_to_today
from jikim.rules.access import Actor
from jikim.shared.clock import rehearsing
from jikim.vault.keys import make_keys
from tests.areas.dispatch.planned import account_of, appointment
from tests.areas.surveys.code_rounds import BEGINS, agreed

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
DEMO = Actor.console("demo")


def test_a_season_whose_visits_are_over_still_has_one_today_with_turns_taken() -> None:
    make_keys()
    with rehearsing(BEGINS):
        place = agreed()
    for number, on in ((1, dt.date(2017, 4, 3)), (2, dt.date(2017, 4, 17)), (3, dt.date(2017, 6, 16))):
        made = appointment(number, on, place=place, status="confirmed")
    account_of(made.consultant)
    put_off_to_today(season_id=made.season_id, consultant_key="", by=DEMO)
    assert list(Appointment.objects.filter(on=dates.REHEARSED_ON).values_list("number", flat=True)) == [3]
    play_talks(season_id=made.season_id, by=DEMO)
    day = TalkDay.objects.get(appointment__on=dates.REHEARSED_ON)
    assert day.mode == "free"
    taken = TalkSlot.objects.filter(day=day, tag__isnull=False)
    assert sorted(taken.values_list("number", flat=True)) == sorted(TAKEN)
    assert taken.count() < day.slots


def test_the_consultant_one_signs_in_as_has_a_visit_that_day_though_others_have_theirs() -> None:
    make_keys()
    with rehearsing(BEGINS):
        place, elsewhere = agreed("W0001"), agreed("W0002")
    for number, on in ((1, dt.date(2017, 4, 3)), (2, dt.date(2017, 4, 17)), (3, dt.date(2017, 7, 10))):
        own = appointment(number, on, place=place, status="confirmed")
    others = appointment(3, dates.REHEARSED_ON, place=elsewhere, who=Consultant.objects.order_by("pk").last())
    assert others.consultant_id != own.consultant_id
    somebody, _ = account_of(own.consultant)
    put_off_to_today(season_id=own.season_id, consultant_key=somebody.key, by=DEMO)
    own.refresh_from_db()
    assert own.on == dates.REHEARSED_ON


def test_where_somebody_is_visited_that_day_nothing_is_put_off() -> None:
    made = appointment(2, dates.REHEARSED_ON)
    other = appointment(3, dt.date(2017, 6, 16))
    put_off_to_today(season_id=made.season_id, consultant_key="", by=DEMO)
    other.refresh_from_db()
    assert other.on == dt.date(2017, 6, 16)
