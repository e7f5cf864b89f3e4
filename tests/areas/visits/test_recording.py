"""A record is begun, edited by several hands, closed once. Nothing anybody sent is ever gone."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from jikim.areas.visits.actions.closing import close_visit, mark_not_held
from jikim.areas.visits.actions.opening import open_visit
from jikim.areas.visits.actions.reviewing import accept_visit, return_visit
from jikim.areas.visits.actions.saving import settle_conflict
from jikim.areas.visits.models import Visit, VisitConflict, VisitEdit
from jikim.areas.visits.numbers import appointment_of, record_uuid
from jikim.rules.access import Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import rehearsing
from tests.areas.visits.made import DAY, appointment, begun, closed, consultant, office, saves, stranger
from tests.rules.visiting.filled import filled

pytestmark = pytest.mark.django_db
WHY = Text("문이 닫혀 있음", "The door was shut")


def test_a_record_is_begun_once_with_the_form_of_the_day_and_a_number_known_beforehand():
    made = appointment()
    by = consultant(made)
    first, second = open_visit(appointment_id=made.pk, by=by), open_visit(appointment_id=made.pk, by=by)
    assert first.pk == second.pk
    assert first.uuid == record_uuid(made.pk)
    assert appointment_of(first.uuid) == made.pk
    assert appointment_of(uuid.uuid4()) is None
    assert (first.status, first.version, first.form_id) == ("open", 0, "basic-status")


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.AGENCY, Role.OFFICE, Role.MANAGER, Role.AUDITOR])
def test_nobody_else_begins_saves_or_closes_it(role):
    made = appointment()
    with pytest.raises(Refused):
        open_visit(appointment_id=made.pk, by=stranger(role))
    visit = open_visit(appointment_id=made.pk, by=consultant(made))
    with pytest.raises(Refused):
        saves(visit, stranger(role), {"next_step": "x"})
    with pytest.raises(Refused):
        close_visit(visit_id=visit.pk, by=stranger(role))


def test_a_cancelled_appointment_gets_no_record():
    made = appointment()
    made.__class__.objects.filter(pk=made.pk).update(status="cancelled")
    with pytest.raises(Conflict):
        open_visit(appointment_id=made.pk, by=consultant(made))


def test_every_edit_is_kept_and_the_same_one_twice_is_one():
    visit, by = begun()
    number = uuid.uuid4()
    first = saves(visit, by, {"next_step": "가"}, base=0, edit=number)
    again = saves(visit, by, {"next_step": "가"}, base=0, edit=number)
    assert (first.version, again.version, again.state) == (1, 1, "received")
    assert VisitEdit.objects.count() == 1
    with pytest.raises(Conflict):
        saves(visit, by, {"next_step": "나"}, base=0, edit=number)
    visit.refresh_from_db()
    assert visit.values == {"next_step": "가"}


def test_edits_cannot_be_changed_or_deleted():
    visit, by = begun()
    saves(visit, by, {"next_step": "가"})
    edit = VisitEdit.objects.get()
    with pytest.raises(TypeError):
        edit.save()
    with pytest.raises(TypeError):
        edit.delete()


def test_two_devices_that_changed_different_things_agree_by_themselves():
    visit, by = begun()
    saves(visit, by, {"next_step": "가", "workers_total": 10})
    saves(visit, by, {"next_step": "나", "workers_total": 10}, base=1)
    saved = saves(visit, by, {"next_step": "가", "workers_total": 12}, base=1)
    assert saved.state == "received"
    assert saved.values == {"next_step": "나", "workers_total": 12}
    assert saved.version == 3


def test_two_that_changed_the_same_thing_are_kept_side_by_side_until_somebody_chooses():
    visit, by = begun()
    saves(visit, by, {"next_step": "가"})
    saves(visit, by, {"next_step": "나"}, base=1)
    saved = saves(visit, by, {"next_step": "다", "workers_total": 7}, base=1)
    assert saved.state == "needs_you"
    assert saved.values == {"next_step": "나", "workers_total": 7}
    conflict = VisitConflict.objects.get()
    assert (conflict.path, conflict.mine, conflict.theirs) == (["next_step"], "다", "나")

    settle_conflict(conflict_id=conflict.pk, choice="mine", by=by)
    settle_conflict(conflict_id=conflict.pk, choice="mine", by=by)
    visit.refresh_from_db()
    assert visit.values["next_step"] == "다"
    conflict.refresh_from_db()
    assert (conflict.mine, conflict.theirs, conflict.chosen) == ("다", "나", "mine")
    with pytest.raises(Conflict):
        settle_conflict(conflict_id=conflict.pk, choice="theirs", by=by)
    sent = [edit.sent or edit.values for edit in VisitEdit.objects.order_by("pk")]
    assert {"next_step": "나"} in sent
    assert {"next_step": "다", "workers_total": 7} in sent


def test_an_edit_from_a_version_nobody_knows_shows_every_difference():
    visit, by = begun()
    saves(visit, by, {"next_step": "가"})
    saved = saves(visit, by, {"next_step": "나"}, base=77)
    assert saved.state == "needs_you"
    assert saved.values == {"next_step": "가"}


def test_what_is_missing_is_said_and_nothing_closes():
    visit, by = begun()
    saves(visit, by, {"next_step": "가"})
    with rehearsing(DAY):
        problems = close_visit(visit_id=visit.pk, by=by)
    assert {"held_on", "met_with", "headcounts"} <= {problem.field for problem in problems}
    visit.refresh_from_db()
    assert visit.status == "open"


def test_a_closed_record_tells_dispatch_and_closes_once():
    visit, by = closed(workers_total=61)
    assert (visit.status, visit.held_on, visit.minutes, visit.found_workers) == ("closed", DAY, 120, 24)
    visit.appointment.refresh_from_db()
    assert visit.appointment.status == "held"
    with rehearsing(DAY), pytest.raises(Conflict):
        close_visit(visit_id=visit.pk, by=by)
    assert AuditRow.objects.filter(verb="visit.closed").count() == 1


def test_a_visit_of_tomorrow_is_not_closed_today():
    visit, by = begun()
    with rehearsing(DAY):
        saves(visit, by, filled(1, held_on="2017-04-11"))
        problems = close_visit(visit_id=visit.pk, by=by)
    assert [problem.field for problem in problems] == ["held_on"]


def test_a_record_with_two_versions_does_not_close():
    visit, by = begun()
    with rehearsing(DAY):
        saves(visit, by, filled(1))
        saves(visit, by, filled(1, next_step="나"), base=1)
        saves(visit, by, filled(1, next_step="다"), base=1)
        with pytest.raises(Conflict):
            close_visit(visit_id=visit.pk, by=by)
        settle_conflict(conflict_id=VisitConflict.objects.get().pk, choice="theirs", by=by)
        assert close_visit(visit_id=visit.pk, by=by) == ()


def test_what_arrives_after_closing_is_kept_beside_and_changes_nothing():
    visit, by = closed()
    before = dict(visit.values)
    saved = saves(visit, by, filled(1, next_step="늦게 온 글", private_note="덧붙임"))
    assert saved.state == "needs_you"
    assert saved.reason.ko
    visit.refresh_from_db()
    assert visit.values == before
    assert {tuple(one.path): one.mine for one in VisitConflict.objects.all()} == {("next_step",): "늦게 온 글", ("private_note",): "덧붙임"}
    assert VisitEdit.objects.get(outcome="late").sent["next_step"] == "늦게 온 글"


def test_a_returned_record_is_corrected_and_closed_again():
    visit, by = closed()
    return_visit(visit_id=visit.pk, reason=Text("인원을 다시 확인해 주십시오", "Please check the numbers"), by=office())
    saves(visit, by, filled(1, workers_total=62))
    with rehearsing(DAY):
        assert close_visit(visit_id=visit.pk, by=by) == ()
    accept_visit(visit_id=visit.pk, by=office())
    visit.refresh_from_db()
    assert (visit.status, visit.values["workers_total"]) == ("accepted", 62)


def test_returning_needs_a_reason_and_the_programmes_seat():
    visit, by = closed()
    with pytest.raises(Refused):
        return_visit(visit_id=visit.pk, reason=WHY, by=by)
    with pytest.raises(Conflict):
        return_visit(visit_id=visit.pk, reason=Text("", ""), by=office())


def test_cancelled_at_the_door_keeps_what_was_written_and_tells_dispatch():
    visit, by = begun()
    saves(visit, by, {"next_step": "가"})
    for _ in range(2):
        mark_not_held(appointment_id=visit.appointment_id, reason=WHY, by=by)
    visit.refresh_from_db()
    assert (visit.status, visit.values) == ("not_held", {"next_step": "가"})
    visit.appointment.refresh_from_db()
    assert visit.appointment.status == "missed"
    done, by = closed(3)
    with pytest.raises(Conflict):
        mark_not_held(appointment_id=done.appointment_id, reason=WHY, by=by)


def test_whoever_began_a_record_can_end_it_after_somebody_else_took_over():
    visit, by = begun()
    other = visit.appointment.consultant.__class__.objects.exclude(pk=visit.appointment.consultant_id).first()
    visit.appointment.__class__.objects.filter(pk=visit.appointment_id).update(consultant=other)
    with rehearsing(DAY):
        saves(visit, by, filled(1))
        assert close_visit(visit_id=visit.pk, by=by) == ()
    assert Visit.objects.get().appointment.status == "held"


def test_too_much_is_refused_and_says_so():
    visit, by = begun()
    with pytest.raises(Refused) as refused:
        saves(visit, by, {"private_note": "가" * 200_000})
    assert refused.value.reason.ko


def test_signs_no_database_takes_are_dropped_and_words_are_kept():
    visit, by = begun()
    saves(visit, by, {"next_step": "가\x00나\r\n다"})
    visit.refresh_from_db()
    assert visit.values == {"next_step": "가나\n다"}
    assert visit.opened_at <= dt.datetime.now(dt.UTC)
