"""Visits at the offline door: what is taken along and how what comes back is taken in."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from jikim.areas.visits.actions.device import attach, bring, take
from jikim.areas.visits.models import Visit, VisitAttachment, VisitConflict, VisitEdit
from jikim.areas.visits.numbers import record_uuid
from jikim.rules.access import Role
from jikim.shared.clock import rehearsing
from tests.areas.dispatch.planned import appointment as planned
from tests.areas.visits.made import DAY, appointment, closed, consultant, picture, stranger
from tests.rules.visiting.filled import filled

pytestmark = pytest.mark.django_db
SOON = (DAY - dt.timedelta(days=30), DAY + dt.timedelta(days=14))


def sends(number, values, by, *, base=0, closing=False, edit=None):
    with rehearsing(DAY):
        return take(record_uuid=number, base_version=base, values=values, made_on_device_at=None, by=by,
                    edit_uuid=edit or uuid.uuid4(), closing=closing)  # fmt: skip


def test_the_visits_of_the_next_days_come_with_form_place_and_a_number():
    made = appointment()
    by = consultant(made)
    (packet,) = bring(by, *SOON)
    assert packet.uuid == record_uuid(made.pk)
    assert (packet.number, packet.on, packet.version, packet.values, packet.closed) == (1, DAY, 0, {}, False)
    assert packet.form["sections"][0]["key"] == "meeting"
    assert any(fact.kind == "tel" for fact in packet.context[0].facts)
    assert not Visit.objects.exists(), "looking begins nothing"
    assert bring(stranger(Role.CONSULTANT), *SOON) == []


def test_the_second_visit_shows_what_the_first_found_and_not_the_private_note():
    visit, by = closed(private_note="SECRET-NOTE")
    planned(2, on=DAY + dt.timedelta(days=14), place=visit.appointment.workplace, who=visit.appointment.consultant)
    second = next(packet for packet in bring(by, *SOON) if packet.number == 2)
    said = str(second.context)
    assert "What the first visit found" in said
    assert "24" in said
    assert "사전 안내문을 붙인다" in said
    assert "SECRET-NOTE" not in said


def test_the_third_visit_shows_what_was_agreed():
    visit, by = closed(2)
    planned(3, on=DAY + dt.timedelta(days=14), place=visit.appointment.workplace, who=visit.appointment.consultant)
    third = next(packet for packet in bring(by, *SOON) if packet.number == 3)
    assert "What was agreed at the second visit" in str(third.context)


def test_a_first_edit_begins_the_record_and_closing_closes_it():
    made = appointment()
    by = consultant(made)
    first = sends(record_uuid(made.pk), {"next_step": "가"}, by)
    assert (first.state, first.version) == ("received", 1)
    wanting = sends(record_uuid(made.pk), {"next_step": "가"}, by, base=1, closing=True)
    assert wanting.state == "needs_you"
    assert "held_on" in {one.field for one in wanting.missing}
    done = sends(record_uuid(made.pk), filled(1), by, base=1, closing=True)
    assert (done.state, done.closed) == ("received", True)
    assert Visit.objects.get().status == "closed"


def test_the_same_edit_twice_and_a_second_close_are_harmless():
    made = appointment()
    by, edit = consultant(made), uuid.uuid4()
    for _ in range(2):
        taken = sends(record_uuid(made.pk), filled(1), by, closing=True, edit=edit)
        assert (taken.state, taken.closed) == ("received", True)
    assert VisitEdit.objects.count() == 1


def test_a_clash_names_both_versions_and_whose_the_other_is():
    made = appointment()
    by = consultant(made)
    sends(record_uuid(made.pk), {"next_step": "가"}, by)
    taken = sends(record_uuid(made.pk), {"next_step": "나"}, by, base=0)
    (clash,) = taken.conflicts
    assert (taken.state, clash.path, clash.mine, clash.theirs, clash.by) == ("needs_you", ("next_step",), "나", "가", by.name)


@pytest.mark.parametrize("value, chosen", [("나", "mine"), ("가", "theirs"), ("둘 다", "new")])
def test_a_choice_made_on_the_device_settles_it_and_keeps_the_other(value, chosen):
    made = appointment()
    by = consultant(made)
    sends(record_uuid(made.pk), {"next_step": "가"}, by)
    sends(record_uuid(made.pk), {"next_step": "나"}, by, base=0)
    with rehearsing(DAY):
        taken = take(record_uuid=record_uuid(made.pk), base_version=1, values={"next_step": value}, made_on_device_at=None, by=by,
                     edit_uuid=uuid.uuid4(), closing=False, settled=[("next_step",)])  # fmt: skip
    assert (taken.state, taken.values) == ("received", {"next_step": value})
    kept = VisitConflict.objects.get()
    assert (kept.mine, kept.theirs, kept.chosen, kept.settled_by) == ("나", "가", chosen, by.name)


def test_somebody_elses_or_an_unknown_record_is_refused_with_a_reason():
    made = appointment()
    refused = sends(record_uuid(made.pk), {}, stranger(Role.CONSULTANT))
    assert (refused.state, bool(refused.reason.ko)) == ("refused", True)
    assert sends(uuid.uuid4(), {}, consultant(made)).state == "refused"


def test_a_picture_may_come_before_the_edit_that_names_it():
    made = appointment()
    number = uuid.uuid4()
    attach(record_uuid=record_uuid(made.pk), attachment_uuid=number, content=picture(), media_type="image/jpeg", by=consultant(made))
    assert VisitAttachment.objects.get().uuid == number
