"""Two people at once, one let in after each statement of the other: a certificate and its number once, a session opened on its own day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from jikim.areas.training.actions.certifying import certify, certify_year
from jikim.areas.training.actions.planning import change_session
from jikim.areas.training.actions.running import close_session, keep_names, open_session
from jikim.areas.training.models import AttendanceName, TrainingCertificate, TrainingSession
from jikim.shared.access import Conflict
from tests.areas.enrolment.made import enrolled
from tests.areas.training.made import DAY, answered, closed, held, planned, values
from tests.meeting import meetings

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])


@pytest.fixture(autouse=True)
def _on_the_day(settings: Any) -> None:
    settings.JIKIM_TODAY = DAY


@pytest.mark.parametrize("places", [1, 2])
def test_the_year_of_a_workplace_is_certified_once_and_every_number_given_once(places: int) -> None:
    ready = [closed(place=enrolled().workplace) for _ in range(places)]

    def certified(one: TrainingSession, by: Any) -> TrainingCertificate:
        return certify_year(workplace_id=one.workplace_id, year=DAY.year, by=by)

    for met in meetings(lambda: TrainingCertificate.objects.all().delete(), lambda _: certified(*ready[0]), lambda _: certified(*ready[-1])):
        assert all(isinstance(one, TrainingCertificate) for one in met.results), (met.statement, met.results)
        assert sorted(TrainingCertificate.objects.values_list("serial", "revoked_on")) == [(n + 1, None) for n in range(places)]


def test_a_session_is_not_opened_on_a_day_it_has_been_moved_from() -> None:
    one, by = planned()

    def again() -> None:
        TrainingSession.objects.filter(pk=one.pk).update(status="planned", on=DAY, version=1, join_code="")

    def moves(_: None) -> Any:
        return change_session(session_id=one.pk, version=1, values=values(on=DAY + dt.timedelta(7)), by=by)

    for met in meetings(again, lambda _: open_session(session_id=one.pk, by=by), moves):
        assert sum(isinstance(got, Conflict) for got in met.results) == 1, (met.statement, met.results)
        after = TrainingSession.objects.get(pk=one.pk)
        assert (after.status, after.on) in {("open", DAY), ("planned", DAY + dt.timedelta(7))}


def test_a_session_is_closed_with_as_many_as_its_list_names() -> None:
    one, by = held(with_names=True)
    keep_names(session_id=one.pk, names=["가나다"], by=by)
    (key,) = answered(one, "after")

    def again() -> None:
        TrainingSession.objects.filter(pk=one.pk).update(status="held", attended=None)
        TrainingCertificate.objects.all().delete()
        AttendanceName.objects.filter(by_trainer=False).delete()

    for met in meetings(again, lambda _: certify(session_id=one.pk, key=key, name="라마바"), lambda _: close_session(session_id=one.pk, attended=1, note="", by=by)):
        after = TrainingSession.objects.get(pk=one.pk)
        assert after.attended is None or after.attended >= after.names.count(), (met.statement, met.results)
