"""The improvement plan: proposed from the findings, agreed or refused, carried on, shown to be done, verified; reminders; the record."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client

from jikim.areas.consulting.actions import planning
from jikim.areas.consulting.actions.advising import record_advice
from jikim.areas.consulting.actions.evidence import add_evidence
from jikim.areas.consulting.actions.planning import (
    Stale,
    agree_item,
    change_item,
    move_item,
    propose_measures,
)
from jikim.areas.consulting.actions.reminding import (
    link_holder,
    plan_link,
    remind_plans,
    send_plan,
    workplace_of_link,
)
from jikim.areas.consulting.models import PlanItem
from jikim.areas.consulting.public import IN_FORCE, findings_of, found_at, plan_of
from jikim.areas.consulting.queries.pages import record_of
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.library.amend import entries_of
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Invalid, Refused
from jikim.shared.clock import rehearsing
from jikim.shared.library.holders import who_still_has
from jikim.shared.library.overlay import documents
from jikim.shared.mail.models import MailMessage
from tests.areas.consulting.made import DAY, LATER, assessed, owner, planned
from tests.areas.visits.made import picture, stranger
from tests.shared.library.test_overlay import change

pytestmark = pytest.mark.django_db
WHY = Text("예산이 없습니다.", "")


def agreed():
    items, by, manager = planned(1)
    with rehearsing(DAY):
        agree_item(item_id=items[0].pk, version=1, values=owner(items[0]), by=manager)
    items[0].refresh_from_db()
    return items[0], by, manager


def test_without_releasable_figures_the_advice_says_so_and_still_ranks():
    one, _ = assessed()
    with rehearsing(DAY):
        found = found_at(one.workplace_id)
    assert "설문 수치는 쓰지 않았습니다" in found.basis.ko
    assert found.measures[0].place == 1
    assert findings_of(one.workplace_id)


def test_what_is_proposed_keeps_the_measure_as_it_was_and_why():
    items, by, _ = planned(3)
    lines = plan_of(items[0].workplace_id)
    assert [line.measure_key for line in lines] == [item.measure_key for item in items]
    assert lines[0].why
    assert lines[0].steps
    assert lines[0].measure_version == 1
    with rehearsing(DAY):
        assert propose_measures(workplace_id=items[0].workplace_id, number=1, keys=[items[0].measure_key], by=by) == [], "once in a plan"
        with pytest.raises(Invalid):
            propose_measures(workplace_id=items[0].workplace_id, number=1, keys=["no-such-measure"], by=by)


def test_nobody_but_the_consultant_proposes_and_verifies():
    items, _, manager = planned(1)
    for somebody in (manager, stranger(Role.CONSULTANT), Actor("person:1", "본부", (Grant(Role.OFFICE),))):
        with pytest.raises(Refused):
            propose_measures(workplace_id=items[0].workplace_id, number=1, keys=[items[0].measure_key], by=somebody)
    with pytest.raises(Refused):
        agree_item(item_id=items[0].pk, version=1, values=owner(items[0]), by=stranger(Role.MANAGER))


def test_agreeing_needs_who_and_a_day_to_come():
    items, _, manager = planned(1)
    with rehearsing(DAY):
        with pytest.raises(Invalid) as wrong:
            agree_item(item_id=items[0].pk, version=1, values=owner(items[0], owner="", due_on=DAY - dt.timedelta(days=1)), by=manager)
        assert set(wrong.value.errors) == {"owner", "due_on"}
        agree_item(item_id=items[0].pk, version=1, values=owner(items[0]), by=manager)
        agree_item(item_id=items[0].pk, version=1, values=owner(items[0]), by=manager)
    line = plan_of(items[0].workplace_id, statuses=IN_FORCE)[0]
    assert (line.owner, line.due_on, line.status) == ("고객지원팀장", LATER, "agreed")
    assert who_still_has(kind="measure", key=line.measure_key, before=2), "an edit of the library finds who holds the old version"


def test_a_plan_says_that_the_library_has_a_newer_version_until_the_measure_is_done():
    item, _, manager = agreed()
    assert plan_of(item.workplace_id)[0].newer is None
    pack_id = next(key for key, document in documents().items() if item.measure_key in dict(entries_of(document)))
    change(pack_id, item.measure_key, item.measure_version + 1, "approved", what={"ko": "새로 고친 말입니다.", "en": "New words."})
    line = plan_of(item.workplace_id)[0]
    assert line.newer is not None
    assert (line.newer.version, line.newer.what.ko) == (item.measure_version + 1, "새로 고친 말입니다.")
    assert line.what.ko != "새로 고친 말입니다.", "what was agreed stands"
    path = "/" + plan_link(item.workplace_id).partition("//")[2].partition("/")[2]
    assert "새로 고친 말입니다." in Client().get(f"{path}{item.pk}/").content.decode()
    assert "자료실에서 고쳐짐" in Client().get(path).content.decode()
    PlanItem.objects.filter(pk=item.pk).update(due_on=DAY)
    with rehearsing(DAY):
        remind_plans()
    assert "자료실에서 고쳐졌습니다" in MailMessage.objects.latest("pk").body
    move_item(item_id=item.pk, to="doing", by=manager)
    move_item(item_id=item.pk, to="done", by=manager)
    assert plan_of(item.workplace_id)[0].newer is None


def test_the_whole_way_to_verified_and_back_once():
    item, by, manager = agreed()
    move_item(item_id=item.pk, to="doing", by=manager)
    move_item(item_id=item.pk, to="done", by=manager)
    with pytest.raises(Refused):
        move_item(item_id=item.pk, to="verified", by=manager)
    with pytest.raises(Conflict):
        move_item(item_id=item.pk, to="doing", by=by)
    move_item(item_id=item.pk, to="doing", by=by, reason=Text("안내문이 아직 한 곳에만 있습니다."))
    move_item(item_id=item.pk, to="done", by=manager)
    move_item(item_id=item.pk, to="verified", by=by)
    assert move_item(item_id=item.pk, to="verified", by=by).status == "verified", "a second click"
    with pytest.raises(Conflict):
        change_item(item_id=item.pk, version=item.version, values={"progress": "더"}, by=manager)


def test_refusing_needs_a_reason_and_may_be_thought_over():
    items, _, manager = planned(1)
    with pytest.raises(Conflict):
        move_item(item_id=items[0].pk, to="refused", by=manager)
    move_item(item_id=items[0].pk, to="refused", by=manager, reason=WHY)
    line = record_of(items[0].workplace_id)[0]
    assert (line.outcome.ko, line.reason.ko) == ("하지 않기로 함", "예산이 없습니다.")
    assert manager.name in line.by
    items[0].refresh_from_db()
    with rehearsing(DAY):
        agree_item(item_id=items[0].pk, version=items[0].version, values=owner(items[0]), by=manager)
    assert PlanItem.objects.get(pk=items[0].pk).status == "agreed"


def test_two_at_once_one_is_told_what_is_kept_now():
    item, _, manager = agreed()
    change_item(item_id=item.pk, version=item.version, values={"progress": "문구를 정했습니다."}, by=manager)
    with pytest.raises(Stale) as stale:
        change_item(item_id=item.pk, version=item.version, values={"progress": "견적을 받았습니다."}, by=manager)
    assert stale.value.item.progress == "문구를 정했습니다."
    change_item(item_id=item.pk, version=item.version, values={"progress": "문구를 정했습니다."}, by=manager)
    assert item.notes.count() == 2, "the same words again change nothing"


def test_evidence_is_drawn_anew_kept_once_and_only_pictures_and_pdf():
    item, by, manager = agreed()
    photo = picture()
    one = add_evidence(item_id=item.pk, content=photo, name="게시.jpg", caption="1층", by=manager)
    assert add_evidence(item_id=item.pk, content=photo, name="x.jpg", caption="", by=by).pk == one.pk
    add_evidence(item_id=item.pk, content=b"%PDF-1.7 plan", name="계획.pdf", caption="", by=manager)
    assert item.evidence.count() == 2
    for wrong in (b"MZ program", b"<html>", b"\x89PNG\r\n\x1a\nbroken"):
        with pytest.raises(Invalid):
            add_evidence(item_id=item.pk, content=wrong, name="a.png", caption="", by=manager)
    with pytest.raises(Refused):
        add_evidence(item_id=item.pk, content=picture("PNG"), name="a.png", caption="", by=stranger(Role.MANAGER))


def test_a_link_opens_one_plan_and_nothing_else():
    items, by, _ = planned(1)
    workplace_id = items[0].workplace_id
    with rehearsing(DAY):
        token = plan_link(workplace_id).rstrip("/").rpartition("/")[2]
        holder = link_holder(workplace_of_link(token))
        assert holder.keys(Role.MANAGER) == {str(workplace_id)}
        with pytest.raises(Refused):
            workplace_of_link(token[:-2])
        items[0].workplace.contact_email = "owner@example.org"
        items[0].workplace.save()
        assert send_plan(workplace_id=workplace_id, by=by)
        with pytest.raises(Refused):
            send_plan(workplace_id=workplace_id, by=holder)
    assert "improvement-plan/" in MailMessage.objects.get().body


def test_one_reminder_in_two_weeks_kind_and_with_a_way_out():
    item, _, _ = agreed()
    item.workplace.contact_email = "owner@example.org"
    item.workplace.save()
    with rehearsing(DAY):
        assert remind_plans() == 0, "not due yet"
    late = LATER + dt.timedelta(days=1)
    with rehearsing(late):
        assert (remind_plans(), remind_plans()) == (1, 0)
        assert plan_of(item.workplace_id)[0].is_overdue
    with rehearsing(late + dt.timedelta(days=15)):
        assert remind_plans() == 1
    letter = MailMessage.objects.first()
    assert letter.is_optional
    assert "늦어져도 괜찮습니다" in letter.body
    korean, english = letter.body.split("---")
    assert f"({LATER.year}년 {LATER.month}월" in korean
    assert f"{LATER:%B} {LATER.year})" in english, "each language has its own way with a date"


def test_free_advice_refused_says_why_and_a_second_click_writes_one_line():
    items, by, manager = planned(1)
    number = uuid.uuid4()
    said = {"number": 1, "on": DAY, "text": "창구 간격을 넓히십시오.", "told_to": "점장", "outcome": "refused", "reason": ""}
    with pytest.raises(Invalid):
        record_advice(workplace_id=items[0].workplace_id, advice_uuid=number, values=said, by=by)
    said["reason"] = "건물주가 반대합니다."
    for _ in range(2):
        record_advice(workplace_id=items[0].workplace_id, advice_uuid=number, values=said, by=by)
    with pytest.raises(Refused):
        record_advice(workplace_id=items[0].workplace_id, advice_uuid=uuid.uuid4(), values=said, by=manager)
    assert [line.reason.ko for line in record_of(items[0].workplace_id) if line.advice.ko.startswith("창구")] == ["건물주가 반대합니다."]


def test_what_people_write_is_what_the_fields_say():
    assert set(planning.FIELDS) <= {field.name for field in PlanItem._meta.get_fields()}
