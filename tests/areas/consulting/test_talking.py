"""The talk about the plan: off line and on the page, put into the plan when finished; what somebody changed meanwhile waits for a choice."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from jikim.areas.consulting.actions.plan_device import KIND, attach, bring, take
from jikim.areas.consulting.actions.planning import agree_item, change_item, move_item, propose_measures
from jikim.areas.consulting.actions.talking import close_talk, open_talk, save_talk, settle_talk
from jikim.areas.consulting.models import PlanItem, PlanNote, PlanRecord, PlanRecordClash, PlanRecordEdit
from jikim.areas.consulting.numbers import checklist_uuid, plan_record_uuid
from jikim.areas.consulting.public import waiting
from jikim.areas.people.models import Person
from jikim.rules.access import Role
from jikim.rules.consulting.plan_form import MADE_FROM
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.clock import rehearsing
from jikim.shared.offline import sync
from jikim.shared.offline.models import OfflineEdit
from jikim.shared.workflow.models import StatusChange
from tests.areas.consulting.made import DAY, LATER, owner, planned
from tests.areas.dispatch.planned import appointment
from tests.areas.people.making import person, signed_in
from tests.areas.visits.made import stranger

pytestmark = pytest.mark.django_db
NEXT = DAY + dt.timedelta(days=3)
SOON = (DAY - dt.timedelta(days=30), DAY + dt.timedelta(days=14))
MET = {"met": "고객지원팀장"}


class Device:
    """What the app does: it keeps the packet's values, writes into them and sends them whole with the version they came with."""

    def __init__(self, by, number=2):
        self.by = by
        with rehearsing(NEXT):
            (self.packet,) = [one for one in bring(by, *SOON) if one.number == number]
        self.values, self.version = dict(self.packet.values), self.packet.version

    def fields(self):
        return {field["key"]: field for section in self.packet.form["sections"] for field in section["fields"]}

    def offers(self):
        return [key for key in self.fields() if key.startswith("add-") and key.endswith("--agree")]

    def sends(self, *, closing=False, edit=None, **said):
        self.values |= said
        with rehearsing(NEXT):
            taken = take(record_uuid=self.packet.uuid, base_version=self.version, values=self.values, made_on_device_at=None, by=self.by,
                         edit_uuid=edit or uuid.uuid4(), closing=closing, settled=())  # fmt: skip
        if taken.state != "refused":
            self.values, self.version = dict(taken.values), taken.version
        return taken


def visited(count=2, number=2, **more):
    """A plan of that many proposals, the second visit to come; the items, the consultant, the manager, the appointment."""
    items, by, manager = planned(count)
    first = items[0].workplace.appointments.get(number=1)
    made = appointment(number, on=NEXT, place=first.workplace, who=first.consultant, **more)
    return items, by, manager, made


def said(item, part, value):
    return {f"item-{item.pk}--{part}": value}


def agrees(item, **more):
    return said(item, "agree", "agreed") | said(item, "owner", more.get("owner", "점장")) | said(item, "due", LATER.isoformat())


def test_what_was_agreed_off_line_stands_in_the_plan_when_it_arrives():
    (yes, no), by, _, _ = visited()
    device = Device(by)
    offer = device.offers()[0]
    assert len(device.offers()) <= 10
    assert device.fields()[offer]["help"]["ko"], "why it is recommended is on the device"
    taken = device.sends(closing=True, **MET, **agrees(yes), **said(yes, "evidence", "게시 사진"), **said(yes, "note", "다음 주에 시작"),
                         **said(no, "agree", "not_now"), **said(no, "why", "예산 없음"),
                         **{offer: "agreed", offer.replace("agree", "owner"): "인사팀장"})  # fmt: skip
    assert (taken.state, taken.closed, taken.missing) == ("received", True, [])
    yes.refresh_from_db()
    no.refresh_from_db()
    assert (yes.status, yes.owner, yes.due_on, yes.evidence_wanted) == ("agreed", "점장", LATER, "게시 사진")
    assert PlanNote.objects.get(item=yes, kind="visit").text == "다음 주에 시작"
    assert no.status == "refused"
    assert StatusChange.objects.filter(thing_kind="plan_item", thing_key=str(no.pk)).latest("pk").reason_ko == "예산 없음"
    added = PlanItem.objects.get(measure_key=offer.removeprefix("add-").removesuffix("--agree"))
    assert (added.status, added.owner, added.number) == ("agreed", "인사팀장", 2)


def test_at_the_follow_up_seen_not_yet_and_given_up():
    items, by, manager, _ = visited(3, number=3)
    with rehearsing(DAY):
        for item in items:
            agree_item(item_id=item.pk, version=1, values=owner(item), by=manager)
        move_item(item_id=items[1].pk, to="done", by=manager)
    device = Device(by, 3)
    assert device.offers()
    taken = device.sends(closing=True, **MET, **said(items[0], "check", "verified"), **said(items[0], "seen", "안내문을 봄"),
                         **said(items[1], "check", "not_yet"), **said(items[1], "seen", "절반만 됨"),
                         **said(items[2], "check", "dropped"), **said(items[2], "why", "부서가 없어짐"))  # fmt: skip
    assert taken.closed
    states = [PlanItem.objects.get(pk=item.pk) for item in items]
    assert [one.status for one in states] == ["verified", "doing", "dropped"]
    assert states[1].progress == "절반만 됨"
    assert StatusChange.objects.filter(thing_kind="plan_item", thing_key=str(items[0].pk)).latest("pk").reason_ko == "안내문을 봄"


def test_the_same_edit_twice_is_once_also_at_the_door():
    (yes, _), by, _, made = visited()
    device, edit = Device(by), uuid.uuid4()
    values = {**device.values, **MET, **agrees(yes)}
    sent = sync.Edit(edit, device.packet.uuid, 0, values, None, True, ())
    with rehearsing(NEXT):
        first = sync.take(kind=KIND, edit=sent, device=None, by=by)
        again = sync.take(kind=KIND, edit=sent, device=None, by=by)
        assert (first.state, again.state, again.closed) == ("received", "received", True)
        one = PlanRecord.objects.get(uuid=plan_record_uuid(made.pk))
        save_talk(record_id=one.pk, edit_uuid=edit, base_version=0, values=values, by=by)
        assert close_talk(record_id=one.pk, by=by) == ()
        with pytest.raises(Conflict):
            save_talk(record_id=one.pk, edit_uuid=edit, base_version=0, values={**values, "met": "다른 사람"}, by=by)
    assert PlanRecordEdit.objects.count() == OfflineEdit.objects.count() == 1
    assert PlanItem.objects.filter(status="agreed").count() == 1


def test_an_answer_that_got_lost_does_not_hide_what_changed_before_the_edit_was_sent_again():
    (item, other), by, manager, _ = visited()
    device = Device(by)
    sent = sync.Edit(uuid.uuid4(), device.packet.uuid, 0, {**device.values, **MET, **agrees(other)}, None, False, ())
    with rehearsing(NEXT):
        sync.take(kind=KIND, edit=sent, device=None, by=by)
        agree_item(item_id=item.pk, version=1, values=owner(item, owner="관리자"), by=manager)
        answer = sync.take(kind=KIND, edit=sent, device=None, by=by)
    device.values, device.version = dict(answer.values), answer.version
    assert [one.field for one in device.sends(closing=True, **agrees(item)).missing] == [f"item-{item.pk}--over"]
    assert PlanItem.objects.get(pk=item.pk).owner == "관리자"


def test_a_measure_the_manager_changed_meanwhile_is_not_overwritten_until_somebody_chooses():
    (item, other), by, manager, _ = visited()
    device = Device(by)
    with rehearsing(DAY):
        agree_item(item_id=item.pk, version=1, values=owner(item, owner="관리자가 적은 사람"), by=manager)
    taken = device.sends(closing=True, **MET, **agrees(item), **agrees(other))
    over = f"item-{item.pk}--over"
    assert (taken.state, taken.closed, [one.field for one in taken.missing]) == ("needs_you", False, [over])
    assert PlanItem.objects.get(pk=item.pk).owner == "관리자가 적은 사람"
    assert PlanItem.objects.get(pk=other.pk).status == "proposed", "nothing is put in by halves"
    device = Device(by)
    field = device.fields()[over]
    assert "관리자가 적은 사람" in field["help"]["ko"]
    assert "점장" in field["help"]["ko"], "both versions are there to choose from"
    plan, visit = [one["value"] for one in field["options"]]
    with rehearsing(DAY):
        change_item(item_id=item.pk, version=2, values={"owner": "또 바꾼 사람"}, by=manager)
    assert device.sends(closing=True, **{over: visit}).state == "needs_you", "a choice made over an older version is asked again"
    device = Device(by)
    visit = device.fields()[over]["options"][1]["value"]
    assert device.sends(closing=True, **{over: visit}).closed
    assert PlanItem.objects.get(pk=item.pk).owner == "점장"
    assert PlanItem.objects.get(pk=other.pk).status == "agreed"
    assert plan == "plan"


def test_the_plan_may_stand_and_the_visit_stays_in_the_record():
    (item, _), by, manager, made = visited()
    device = Device(by)
    with rehearsing(DAY):
        move_item(item_id=item.pk, to="refused", by=manager, reason=Text("못 합니다", ""))
    over = f"item-{item.pk}--over"
    assert [one.field for one in device.sends(closing=True, **MET, **agrees(item)).missing] == [over], "a state alone is a change too"
    assert device.sends(closing=True, **{over: "plan"}).closed
    assert PlanItem.objects.get(pk=item.pk).status == "refused"
    assert "점장" in str(PlanRecord.objects.get(appointment=made).said)


def test_a_measure_that_ended_meanwhile_offers_only_the_plan():
    (item, _), by, _, _ = visited()
    device = Device(by)
    with rehearsing(DAY):
        move_item(item_id=item.pk, to="dropped", by=by, reason=Text("겹침", ""))
    over = f"item-{item.pk}--over"
    device.sends(closing=True, **MET, **agrees(item))
    assert [one["value"] for one in Device(by).fields()[over]["options"]] == ["plan"]


def test_what_both_say_alike_asks_nobody():
    (item, _), by, manager, _ = visited()
    device = Device(by)
    with rehearsing(DAY):
        agree_item(item_id=item.pk, version=1, values={"owner": "점장", "due_on": LATER}, by=manager)
    assert device.sends(closing=True, **MET, **agrees(item)).closed


def test_a_measure_added_meanwhile_by_somebody_else_is_not_added_twice():
    _, by, _, _ = visited()
    device = Device(by)
    offer = device.offers()[0]
    key = offer.removeprefix("add-").removesuffix("--agree")
    with rehearsing(DAY):
        propose_measures(workplace_id=PlanItem.objects.first().workplace_id, number=1, keys=[key], by=by)
    taken = device.sends(closing=True, **MET, **{offer: "agreed", offer.replace("agree", "owner"): "점장"})
    assert [one.field for one in taken.missing] == [f"add-{key}--over"]
    visit = Device(by).fields()[f"add-{key}--over"]["options"][1]["value"]
    assert device.sends(closing=True, **{f"add-{key}--over": visit}).closed
    assert PlanItem.objects.get(measure_key=key).owner == "점장"


def test_two_devices_keep_both_and_one_is_chosen():
    (item, other), by, _, made = visited()
    tablet, phone = Device(by), Device(by)
    assert tablet.sends(**MET, **agrees(item, owner="가")).state == "received"
    taken = phone.sends(closing=True, **MET, **agrees(item, owner="나"), **said(other, "note", "따로 적음"))
    assert (taken.state, taken.closed) == ("needs_you", False)
    (clash,) = PlanRecordClash.objects.all()
    assert (clash.theirs, clash.mine, clash.field) == ("가", "나", f"item-{item.pk}--owner")
    one = PlanRecord.objects.get(appointment=made)
    assert one.values[f"item-{other.pk}--note"] == "따로 적음"
    with rehearsing(NEXT), pytest.raises(Conflict):
        close_talk(record_id=one.pk, by=by)
    with pytest.raises(Refused):
        settle_talk(clash_id=clash.pk, choice="mine", by=stranger(Role.CONSULTANT))
    with rehearsing(NEXT):
        settle_talk(clash_id=clash.pk, choice="mine", by=by)
        settle_talk(clash_id=clash.pk, choice="mine", by=by)
        assert close_talk(record_id=one.pk, by=by) == ()
    assert PlanItem.objects.get(pk=item.pk).owner == "나"


def test_two_devices_brought_at_different_times_do_not_hide_a_change():
    (item, _), by, manager, _ = visited()
    old = Device(by)
    with rehearsing(DAY):
        agree_item(item_id=item.pk, version=1, values=owner(item, owner="관리자"), by=manager)
    new = Device(by)
    assert new.values[MADE_FROM] != old.values[MADE_FROM]
    assert new.sends(**MET).state == "received"
    assert [one.field for one in old.sends(closing=True, **MET, **agrees(item)).missing] == [f"item-{item.pk}--over"]


def test_a_talk_of_a_cancelled_visit_is_kept_beside_and_changes_nothing():
    (item, _), by, _, made = visited()
    device = Device(by)
    type(made).objects.filter(pk=made.pk).update(status="cancelled")
    taken = device.sends(closing=True, **MET, **agrees(item))
    assert (taken.state, taken.closed) == ("needs_you", True)
    assert "취소" in taken.reason.ko
    one = PlanRecord.objects.get(appointment=made)
    assert (one.status, one.values[f"item-{item.pk}--owner"]) == ("aside", "점장")
    assert "점장" in str(one.said)
    assert PlanItem.objects.get(pk=item.pk).status == "proposed"
    assert device.sends(closing=True).closed, "sent once more it is still kept, and still beside"
    assert Device(by).packet.closed, "the device goes on showing where it is"
    fresh = appointment(3, on=NEXT, place=made.workplace, who=made.consultant, status="cancelled")
    with rehearsing(NEXT), pytest.raises(Conflict):
        open_talk(appointment_id=fresh.pk, by=by)
    assert not any(one.number == 3 for one in bring(by, *SOON))


def test_what_comes_after_finishing_is_kept_beside_it():
    (item, _), by, _, _ = visited()
    tablet, phone = Device(by), Device(by)
    assert tablet.sends(closing=True, **MET, **agrees(item)).closed
    late = phone.sends(**MET, **agrees(item, owner="늦은 사람"))
    assert (late.state, late.closed) == ("needs_you", True)
    assert PlanRecordEdit.objects.latest("pk").outcome == "late"
    assert "늦은 사람" in str(PlanRecordEdit.objects.latest("pk").sent)
    assert PlanItem.objects.get(pk=item.pk).owner == "점장"


def test_what_is_lacking_is_named_and_nothing_is_put_in():
    (item, other), by, _, _ = visited()
    past = (DAY - dt.timedelta(days=9)).isoformat()
    taken = Device(by).sends(closing=True, **said(item, "agree", "agreed"), **said(item, "due", past), **said(other, "agree", "not_now"))
    assert {one.field for one in taken.missing} == {"met", f"item-{item.pk}--owner", f"item-{item.pk}--due", f"item-{other.pk}--why"}
    assert set(PlanItem.objects.values_list("status", flat=True)) == {"proposed"}


def test_only_the_visits_consultant_writes_and_only_second_and_third_visits_travel():
    (item, _), by, manager, made = visited()
    device = Device(by)
    device.by = stranger(Role.CONSULTANT)
    assert device.sends(**MET).state == "refused"
    with rehearsing(NEXT):
        assert bring(stranger(Role.CONSULTANT), *SOON) == []
        assert {one.number for one in bring(by, *SOON)} == {2}
        with pytest.raises(Refused):
            open_talk(appointment_id=made.pk, by=manager)
    assert take(record_uuid=checklist_uuid(made.pk), base_version=0, values={}, made_on_device_at=None, by=by, edit_uuid=uuid.uuid4(),
                closing=False, settled=()).state == "refused"  # fmt: skip
    with pytest.raises(Refused):
        attach(record_uuid=device.packet.uuid, attachment_uuid=uuid.uuid4(), content=b"x", media_type="image/png", by=by)
    assert PlanRecord.objects.count() == 0
    assert item.status == "proposed"


def test_the_same_talk_on_the_page(settings):
    settings.JIKIM_TODAY = NEXT
    (item, other), by, manager, made = visited()
    client = signed_in(Client(), Person.objects.get(pk=made.consultant.person_id))
    assert reverse("talk_begin", args=[made.pk]) in client.get(reverse("checks_due")).content.decode()
    where = client.post(reverse("talk_begin", args=[made.pk])).url
    assert next(one.count for one in waiting(by) if "협의" in one.text.ko) == 1
    page = client.get(where)
    assert item.title_ko in page.content.decode()
    marks = page.context["shown"].marks
    agree_item(item_id=other.pk, version=1, values=owner(other, owner="관리자"), by=manager)
    sent = {"version": 0, "edit": str(uuid.uuid4()), "marks": marks, **MET, **agrees(item), **agrees(other), "close": "1"}
    answer = client.post(where, sent)
    assert answer.status_code == 409
    assert "관리자" in answer.content.decode()
    done = client.post(where, sent | {"version": 1, "edit": str(uuid.uuid4()), f"item-{other.pk}--over": "plan"})
    assert done.url == reverse("advice", args=[item.workplace_id])
    assert PlanItem.objects.get(pk=item.pk).owner == "점장"
    assert PlanItem.objects.get(pk=other.pk).owner == "관리자"
    assert where in client.get(done.url).content.decode()
    assert "고객지원팀장" in client.get(where).content.decode()
    boss = signed_in(Client(), person(Role.MANAGER, [str(item.workplace_id)]))
    assert boss.get(where).status_code == 200
    assert boss.post(where, sent).status_code == 403
    assert signed_in(Client(), person(Role.MANAGER, ["999999"])).get(where).status_code == 403
    assert client.get(reverse("plan_talk", args=[uuid.uuid4()])).status_code == 404
