"""The model season's visits: the past written up, and one of each thing that needs somebody."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from jikim.areas.enrolment.models import Season
from jikim.areas.visits.models import HeadcountCase, Visit, VisitAttachment, VisitConflict
from jikim.config.demo import dates
from jikim.config.demo.visits import play_visits
from jikim.rules.access import Actor
from tests.areas.dispatch.planned import appointment
from tests.areas.enrolment.made import enrolled

pytestmark = pytest.mark.django_db


def test_every_kind_of_record_is_there_and_the_rest_is_closed():
    for n in range(8):
        place = enrolled().workplace
        appointment(1, on=dt.date(2017, 5, 8) + dt.timedelta(days=n), place=place)
        if n < 2:
            appointment(2, on=dt.date(2017, 6, 12) + dt.timedelta(days=n), place=place)
    appointment(1, on=dates.REHEARSED_ON)
    played = play_visits(season_id=Season.objects.get().pk, rng=np.random.default_rng(1), by=Actor.console("demo"))
    states = sorted(Visit.objects.values_list("status", flat=True))
    assert states.count("not_held") == 1
    assert states.count("returned") == 1
    assert states.count("in_review") == 1
    assert states.count("open") == 2
    assert (played.closed, played.below) == (8, 1)
    assert HeadcountCase.objects.get().found == 7
    assert VisitConflict.objects.filter(chosen="").count() == 1
    assert VisitAttachment.objects.count() == 9
    assert Visit.objects.filter(appointment__on=dates.REHEARSED_ON, status="open").exists()
