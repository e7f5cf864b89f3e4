"""The door for records filled off line: each edit once, mixed-up numbers refused, devices belong to one person and can be revoked."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from jikim.rules.access import Role
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.offline import devices, sync
from jikim.shared.offline.models import OfflineAttachment, OfflineDevice, OfflineEdit
from jikim.shared.offline.sync import Edit
from tests.areas.people.making import CONSOLE, actor, agency, person
from tests.shared.offline_room import Room

pytestmark = pytest.mark.django_db


def somebody(name: str = "최방문"):
    return actor(person(Role.CONSULTANT, organisation=agency(), name=name))


def enrolled(by, name: str = "태블릿") -> OfflineDevice:
    return devices.enrol_device(device_uuid=uuid.uuid4(), name=name, fingerprint="f" * 64, wrapped="AAAA", by=by)


def edit(record, values, base: int = 0, **more) -> Edit:
    return Edit(uuid.uuid4(), record.uuid, base, values, **more)


def test_the_same_edit_twice_is_one_and_is_answered_as_before() -> None:
    room, by = Room(), somebody()
    record = room.add(by.key)
    one = edit(record, {"present": "김담당"})
    first = sync.take(kind=room.kind, edit=one, device=enrolled(by), by=by)
    again = sync.take(kind=room.kind, edit=one, device=None, by=by)
    assert (first.state, first.version, first.values) == (again.state, again.version, again.values) == ("received", 1, {"present": "김담당"})
    assert len(record.edits) == OfflineEdit.objects.count() == 1


def test_a_used_number_with_another_body_is_refused_logged_and_overwrites_nothing() -> None:
    room, by = Room(), somebody()
    record = room.add(by.key)
    one = edit(record, {"present": "김담당"})
    sync.take(kind=room.kind, edit=one, device=None, by=by)
    with pytest.raises(Conflict):
        sync.take(kind=room.kind, edit=Edit(one.uuid, record.uuid, 0, {"present": "이담당"}), device=None, by=by)
    assert record.versions[-1] == {"present": "김담당"}
    assert AuditRow.objects.filter(verb="offline.number_used_twice", thing_key=str(one.uuid)).count() == 1


def test_nobody_learns_the_outcome_of_anothers_edit() -> None:
    room, by, other = Room(), somebody(), somebody("박다른")
    one = edit(room.add(by.key), {"present": "김담당"})
    sync.take(kind=room.kind, edit=one, device=None, by=by)
    with pytest.raises(Conflict):
        sync.take(kind=room.kind, edit=one, device=None, by=other)


def test_a_refusal_by_role_or_reach_leaves_no_row_so_that_it_can_be_sent_again() -> None:
    room, by, other = Room(), somebody(), somebody("박다른")
    one = edit(room.add(by.key), {"present": "김담당"})
    for whoever in (other, actor(person(Role.OFFICE))):
        with pytest.raises(Refused):
            sync.take(kind=room.kind, edit=one, device=None, by=whoever)
    assert not OfflineEdit.objects.exists()
    assert sync.take(kind=room.kind, edit=one, device=None, by=by).state == "received"


def test_order_is_the_servers_whatever_the_devices_clocks_say() -> None:
    room, by = Room(), somebody()
    record = room.add(by.key)
    late, early = (dt.datetime(2017, 5, day, tzinfo=dt.UTC) for day in (9, 1))
    sync.take(kind=room.kind, edit=edit(record, {"workers": 12}, made_on_device_at=late), device=None, by=by)
    answer = sync.take(kind=room.kind, edit=edit(record, {"workers": 14}, made_on_device_at=early), device=None, by=by)
    assert answer.state == "needs_you"
    assert [(one.path, one.mine, one.theirs) for one in answer.conflicts] == [(("workers",), 14, 12)]
    assert record.versions[-1] == {"workers": 12}
    assert [row.made_on_device_at for row in OfflineEdit.objects.order_by("sequence")] == [late, early]


def test_a_conflict_answered_again_still_says_which_field() -> None:
    room, by = Room(), somebody()
    record = room.add(by.key)
    sync.take(kind=room.kind, edit=edit(record, {"workers": 12}), device=None, by=by)
    clashing = edit(record, {"workers": 14})
    sync.take(kind=room.kind, edit=clashing, device=None, by=by)
    again = sync.take(kind=room.kind, edit=clashing, device=None, by=by)
    assert [(one.path, one.theirs) for one in again.conflicts] == [(("workers",), 12)]


def test_no_filled_value_is_kept_a_second_time() -> None:
    room, by = Room(), somebody()
    record = room.add(by.key)
    sync.take(kind=room.kind, edit=edit(record, {"present": "김철수 과장", "workers": 12}), device=None, by=by)
    sync.take(kind=room.kind, edit=edit(record, {"present": "이영희 과장"}), device=None, by=by)
    everything = repr([list(model.objects.values()) for model in (OfflineEdit, OfflineAttachment, OfflineDevice, AuditRow)])
    assert "김철수" not in everything
    assert "이영희" not in everything


def test_an_attachment_comes_once() -> None:
    room, by = Room(), somebody()
    record, number = room.add(by.key), uuid.uuid4()
    sent = {"kind": room.kind, "attachment_uuid": number, "record_uuid": record.uuid, "media_type": "image/jpeg", "device": None, "by": by}
    sync.attach(**sent, content=b"\xff\xd8\xffone")
    sync.attach(**sent, content=b"\xff\xd8\xffone")
    with pytest.raises(Conflict):
        sync.attach(**sent, content=b"\xff\xd8\xfftwo")
    assert room.attached == {number: b"\xff\xd8\xffone"}
    assert OfflineAttachment.objects.count() == 1


def test_a_device_is_its_owners_and_revoking_acts_at_the_next_contact() -> None:
    by, other, office = somebody(), somebody("박다른"), actor(person(Role.OFFICE))
    device = enrolled(by)
    assert devices.heard_from(device_uuid=device.uuid, unsent=3, by=by).pk == device.pk
    with pytest.raises(Refused):
        devices.heard_from(device_uuid=device.uuid, unsent=0, by=other)
    with pytest.raises(Refused):
        devices.revoke_device(device_id=device.pk, by=other)
    devices.revoke_device(device_id=device.pk, by=office)
    devices.revoke_device(device_id=device.pk, by=office)
    (line,) = devices.devices(by=office)
    assert (line.state, line.unsent) == ("revoking", 3)
    for _ in range(2):
        with pytest.raises(devices.Revoked):
            devices.heard_from(device_uuid=device.uuid, unsent=3, by=by)
    assert devices.devices(by=by)[0].state == "revoked"
    assert devices.devices(by=other) == []
    assert AuditRow.objects.filter(verb="device.revoked").count() == 1


def test_registering_twice_renaming_and_the_limit() -> None:
    by, other = somebody(), somebody("박다른")
    device = enrolled(by)
    again = devices.enrol_device(device_uuid=device.uuid, name="다른 이름", fingerprint="", wrapped="", by=by)
    assert (again.pk, again.name) == (device.pk, "태블릿")
    with pytest.raises(Refused):
        devices.rename_device(device_uuid=device.uuid, name="x", by=other)
    devices.rename_device(device_uuid=device.uuid, name="  회사   전화 ", by=by)
    device.refresh_from_db()
    assert device.name == "회사 전화"
    for _ in range(devices.MOST_DEVICES - 1):
        enrolled(by)
    with pytest.raises(Conflict):
        enrolled(by)


def test_an_unlock_wrap_holds_a_day_and_is_the_operators_to_give() -> None:
    by = somebody()
    device = enrolled(by)
    with pytest.raises(Refused):
        devices.keep_unlock(device=device, wrap={}, by=by)
    devices.keep_unlock(device=device, wrap={"salt": "x"}, by=CONSOLE)
    assert devices.unlock_of(device) == {"salt": "x"}
    device.unlock_until -= dt.timedelta(hours=25)
    assert devices.unlock_of(device) is None
    devices.forget_unlock(device_uuid=device.uuid, by=by)
    device.refresh_from_db()
    assert device.unlock_wrap is None
