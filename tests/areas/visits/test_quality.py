"""Records drawn for review, corrected ones looked at again, the rest accepted after some days with that reason."""

from __future__ import annotations

import datetime as dt

import pytest

from jikim.areas.visits.actions.closing import close_visit
from jikim.areas.visits.actions.device import bring
from jikim.areas.visits.actions.quality import look_after_season
from jikim.areas.visits.actions.reviewing import return_visit
from jikim.areas.visits.models import ReviewDraw, Visit, VisitTerms
from jikim.rules.visiting.sampling import ticket
from jikim.rules.words import Text
from jikim.shared.clock import rehearsing
from jikim.shared.workflow.models import StatusChange
from tests.areas.enrolment.made import season
from tests.areas.visits.made import DAY, appointment, closed, office, saves
from tests.areas.visits.settled import terms
from tests.rules.visiting.filled import filled

pytestmark = pytest.mark.django_db
LATER = DAY + dt.timedelta(days=15)


def looked_after(on: dt.date = DAY) -> int:
    with rehearsing(on):
        return look_after_season(season_id=season().pk)


def state(visit: Visit) -> str:
    visit.refresh_from_db()
    return visit.status


def two_visits() -> tuple[Visit, object]:
    """A closed record of a consultant who has another visit to come."""
    visit, by = closed()
    appointment(2, place=visit.appointment.workplace, who=visit.appointment.consultant)
    return visit, by


def test_a_drawn_record_goes_under_review_and_its_draw_can_be_computed_again():
    made = terms(percent=100)
    visit, _by = two_visits()
    assert looked_after() == 1
    assert state(visit) == "in_review"
    one = ReviewDraw.objects.get()
    assert one.ticket == ticket(made.review_seed, str(visit.uuid))
    assert looked_after() == 0


def test_the_only_visit_of_a_consultant_is_never_drawn():
    terms(percent=100)
    visit, _by = closed()
    looked_after()
    assert state(visit) == "closed"
    assert ReviewDraw.objects.get().is_spared


def test_what_was_not_drawn_is_accepted_after_the_seasons_days_with_that_reason():
    terms(percent=0, days=14)
    visit, _by = closed()
    looked_after()
    looked_after(DAY + dt.timedelta(days=13))
    assert state(visit) == "closed"
    looked_after(LATER)
    assert state(visit) == "accepted"
    last = StatusChange.objects.filter(thing_kind="visit", thing_key=str(visit.uuid)).last()
    assert last is not None
    assert "14일" in last.reason_ko
    assert last.actor_key == "rules"


def test_a_returned_record_shows_its_reason_on_the_device_and_comes_back_to_review():
    terms(percent=0)
    visit, by = closed()
    with rehearsing(DAY):
        return_visit(visit_id=visit.pk, reason=Text("인원 합계를 확인해 주십시오.", "Check the numbers."), by=office())
        [packet] = [one for one in bring(by, DAY, DAY) if one.uuid == visit.uuid]
        assert any("인원 합계를 확인해 주십시오." in str(fact.value) for facts in packet.context for fact in facts.facts)
        assert not packet.closed
        saves(visit, by, filled(1))
        assert close_visit(visit_id=visit.pk, by=by) == ()
    looked_after(LATER)
    assert state(visit) == "in_review"


def test_a_season_nobody_set_terms_for_gets_a_seed_nobody_could_foresee():
    closed()
    looked_after()
    assert len(VisitTerms.objects.get().review_seed) == 32
