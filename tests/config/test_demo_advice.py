"""The model season's advice: checklists of visits held, plans in every state, the same for the same seed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from jikim.areas.consulting.models import Advice, Assessment, PlanItem, PlanRecord
from jikim.areas.enrolment.models import Season
from jikim.config.demo import dates
from jikim.config.demo.advice import play_advice
from jikim.rules.access import Actor
from jikim.shared.clock import rehearsing
from tests.areas.dispatch.planned import appointment
from tests.areas.enrolment.made import enrolled

pytestmark = pytest.mark.django_db


def test_checklists_of_visits_held_and_plans_in_every_state():
    for n in range(4):
        place = enrolled().workplace
        appointment(1, on=dt.date(2017, 5, 8) + dt.timedelta(days=n), place=place, status="held")
        appointment(2, on=dt.date(2017, 6, 12), place=place, status="held")
    appointment(1, on=dates.REHEARSED_ON)
    played = play_advice(season_id=Season.objects.get().pk, rng=np.random.default_rng(1), by=Actor.console("demo"))
    assert (played.checklists, played.measures) == (4, 16)
    assert Assessment.objects.filter(status="closed").count() == 4
    assert Assessment.objects.filter(status="open", appointment__on=dates.REHEARSED_ON).count() == 1
    talk = PlanRecord.objects.get()
    assert (played.talks, talk.status, talk.number, talk.appointment.on) == (1, "closed", 2, dt.date(2017, 6, 12))
    assert len(talk.said) > 1, "the talk and what was said of measures"
    states = set(PlanItem.objects.values_list("status", flat=True))
    assert {"proposed", "agreed", "doing", "done", "verified", "refused"} <= states
    assert Advice.objects.count() == 2
    with rehearsing(dates.REHEARSED_ON):
        assert PlanItem.objects.filter(status__in=("agreed", "doing"), due_on__lt=dates.REHEARSED_ON).exists()
