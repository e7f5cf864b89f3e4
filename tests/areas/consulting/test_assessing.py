"""The checklist of a visit: begun, filled in by page and device, closed; two people at once."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from jikim.areas.consulting.actions.assessing import close_assessment, open_assessment, settle_clash
from jikim.areas.consulting.actions.device import attach, bring, take
from jikim.areas.consulting.actions.planning import propose_measures
from jikim.areas.consulting.models import Assessment, AssessmentClash, AssessmentEdit, ChecklistEdition
from jikim.areas.consulting.numbers import checklist_uuid
from jikim.areas.consulting.public import assessments_of, change_of
from jikim.areas.consulting.queries.advice import found_at
from jikim.areas.consulting.queries.editions import checklist_of, checklist_today
from jikim.rules.access import Role
from jikim.rules.consulting import note_key
from jikim.shared.access import Conflict, Refused
from jikim.shared.clock import rehearsing
from tests.areas.consulting.made import DAY, assessed, begun, consultant, keys, levels, saves
from tests.areas.dispatch.planned import appointment as planned
from tests.areas.dispatch.planned import manager_of
from tests.areas.visits.made import appointment, stranger

pytestmark = pytest.mark.django_db
SOON = (DAY - dt.timedelta(days=30), DAY + dt.timedelta(days=14))


def sends(number, values, by, *, base=0, closing=False, edit=None):
    with rehearsing(DAY):
        return take(record_uuid=number, base_version=base, values=values, made_on_device_at=None, by=by,
                    edit_uuid=edit or uuid.uuid4(), closing=closing)  # fmt: skip


def test_only_the_visits_consultant_begins_and_twice_is_once():
    one, by = begun()
    assert open_assessment(appointment_id=one.appointment_id, by=by).pk == one.pk
    for somebody in (stranger(Role.CONSULTANT), manager_of(one.workplace)):
        with pytest.raises(Refused):
            open_assessment(appointment_id=one.appointment_id, by=somebody)
    assert ChecklistEdition.objects.count() == 1
    assert checklist_of(one.edition_id) == checklist_today(), "the edition kept is the checklist it was begun with"


def test_a_cancelled_visit_has_no_checklist():
    made = appointment(status="cancelled")
    with pytest.raises(Conflict):
        open_assessment(appointment_id=made.pk, by=consultant(made))


def test_it_closes_only_when_every_item_has_a_level_or_a_reason():
    one, by = begun()
    saves(one, by, levels(one, 1, **{keys(one)[0]: "na"}))
    (missing,) = close_assessment(assessment_id=one.pk, by=by)
    assert missing.field == f"{keys(one)[0]}--why"
    saves(one, by, levels(one, 1, **{keys(one)[0]: "na", f"{keys(one)[0]}--why": "고객 전화가 없음"}))
    assert close_assessment(assessment_id=one.pk, by=by) == ()
    assert close_assessment(assessment_id=one.pk, by=by) == (), "twice is once"


def test_two_at_once_keep_both_and_one_is_chosen():
    one, by = begun()
    first, second = keys(one)[:2]
    saves(one, by, {first: "1"}, base=0)
    said = saves(one, by, {first: "2", second: "3"}, base=0)
    assert said.state == "needs_you"
    one.refresh_from_db()
    assert one.values == {first: "1", second: "3"}
    clash = AssessmentClash.objects.get()
    assert (clash.mine, clash.theirs) == ("2", "1")
    with pytest.raises(Conflict):
        close_assessment(assessment_id=one.pk, by=by)
    settle_clash(clash_id=clash.pk, choice="mine", by=by)
    settle_clash(clash_id=clash.pk, choice="mine", by=by)
    one.refresh_from_db()
    assert one.values[first] == "2"
    with pytest.raises(Conflict):
        settle_clash(clash_id=clash.pk, choice="theirs", by=by)


def test_the_same_edit_twice_is_once_and_another_under_its_number_is_refused():
    one, by = begun()
    edit = uuid.uuid4()
    saves(one, by, {keys(one)[0]: "1"}, base=0, edit=edit)
    saves(one, by, {keys(one)[0]: "1"}, base=0, edit=edit)
    assert AssessmentEdit.objects.count() == 1
    with pytest.raises(Conflict):
        saves(one, by, {keys(one)[0]: "3"}, base=0, edit=edit)


def test_an_edit_of_a_checklist_is_never_changed_or_deleted():
    one, by = begun()
    saves(one, by, {keys(one)[0]: "1"}, base=0)
    edit = AssessmentEdit.objects.get()
    with pytest.raises(TypeError, match="never edited"):
        edit.save()
    with pytest.raises(TypeError, match="never deleted"):
        edit.delete()


def test_what_comes_after_closing_is_kept_beside_it():
    one, by = assessed(2)
    said = saves(one, by, levels(one, 2, **{keys(one)[0]: "0"}))
    one.refresh_from_db()
    assert (said.state, one.values[keys(one)[0]]) == ("needs_you", "2")
    assert AssessmentEdit.objects.latest("pk").outcome == "late"


def test_the_first_and_third_visit_travel_with_their_form_and_the_earlier_levels():
    one, by = assessed(1)
    place, who = one.workplace, one.appointment.consultant
    for number in (2, 3):
        planned(number, on=DAY + dt.timedelta(days=number), place=place, who=who)
    with rehearsing(DAY):
        packets = {packet.number: packet for packet in bring(by, *SOON)}
        assert bring(stranger(Role.CONSULTANT), *SOON) == []
    assert set(packets) == {1, 3}
    assert packets[1].closed
    assert "문서만 있음" in str(packets[3].context)
    assert len(packets[3].form["sections"]) == 7
    assert not any(one.title.en == "Improvement plan" for one in packets[3].context)
    with rehearsing(DAY):
        best = found_at(one.workplace_id).measures[0].measure
        propose_measures(workplace_id=one.workplace_id, number=1, keys=[best.key], by=by)
        (plan,) = [each for packet in bring(by, *SOON) if packet.number == 3 for each in packet.context if each.title.en == "Improvement plan"]
    assert [fact.label for fact in plan.facts] == [best.title]
    assert "제안" in plan.facts[0].value.ko


def test_a_device_begins_fills_and_closes_it():
    made = appointment()
    by, number = consultant(made), checklist_uuid(made.pk)
    assert sends(number, {}, by).state == "received"
    one = Assessment.objects.get(uuid=number)
    assert sends(number, {keys(one)[0]: "1"}, by, closing=True).state == "needs_you"
    done = sends(number, levels(one, 2, **{note_key(keys(one)[0]): "사진 봄"}), by, base=1, closing=True)
    assert (done.state, done.closed) == ("received", True)
    assert sends(uuid.uuid4(), {}, by).state == "refused"
    assert sends(number, {}, stranger(Role.CONSULTANT)).state == "refused"
    with pytest.raises(Refused):
        attach(record_uuid=number, attachment_uuid=uuid.uuid4(), content=b"x", media_type="image/png", by=by)


def test_before_and_after_by_line_and_mark():
    one, by = assessed(1)
    assert change_of(one.workplace_id) == ()
    third = planned(3, on=DAY + dt.timedelta(days=90), place=one.workplace, who=one.appointment.consultant)
    with rehearsing(DAY):
        again = open_assessment(appointment_id=third.pk, by=by)
        saves(again, by, levels(again, 3))
        close_assessment(assessment_id=again.pk, by=by)
    change = {each.key: each for each in change_of(one.workplace_id)}
    assert (change["total"].before, change["total"].after) == (33, 100)
    assert [line.share for line in assessments_of(one.workplace_id)] == [33, 100]
