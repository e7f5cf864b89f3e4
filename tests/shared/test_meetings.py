"""Two at once at what all rooms share: one holding, one device, one number, one letter, one key file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
import uuid
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from jikim.rules.access import Actor, Grant, Role
from jikim.shared import keyfiles
from jikim.shared.library.holders import note_holding
from jikim.shared.library.models import Holding
from jikim.shared.mail import queue
from jikim.shared.mail.models import MailMessage
from jikim.shared.offline import devices, registry, sync
from jikim.shared.offline.models import OfflineDevice, OfflineEdit
from tests.meeting import meetings, refused
from tests.shared.offline_room import Room

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])
BY = Actor("person:5", "최방문", (Grant(Role.CONSULTANT, frozenset({"person:5"})),))
OFFICE = Actor.console("office")
numbers = count(1)


@pytest.fixture
def room() -> Iterator[Room]:
    found = Room()
    registry.register(found.kind)
    yield found
    registry.forget(found.kind.name)


def test_one_holding() -> None:
    def note(name: str) -> int:
        return note_holding(document=name, holder_kind="workplace", holder_key="1", entries={("manual", "a"): 1}, on=dt.date(2017, 6, 1))

    for meeting in meetings(lambda: f"manual-{next(numbers)}", note):
        assert meeting.first == meeting.second == Holding.objects.get(document=meeting.thing).pk, meeting.statement


def enrol(number: uuid.UUID) -> OfflineDevice:
    return devices.enrol_device(device_uuid=number, name="휴대전화", fingerprint="f", wrapped="w", by=BY)


def test_one_device_and_not_too_many() -> None:
    for meeting in meetings(uuid.uuid4, enrol):
        assert refused(meeting) == 0, meeting.statement
        assert OfflineDevice.objects.filter(uuid=meeting.thing).count() == 1

    def all_but_one() -> None:
        OfflineDevice.objects.all().delete()
        for _ in range(devices.MOST_DEVICES - 1):
            enrol(uuid.uuid4())

    for meeting in meetings(all_but_one, lambda _: enrol(uuid.uuid4())):
        assert refused(meeting) == 1, meeting.statement
        assert OfflineDevice.objects.count() == devices.MOST_DEVICES


def test_a_revoked_device_is_given_no_code() -> None:
    for meeting in meetings(
        lambda: enrol(uuid.uuid4()), lambda one: devices.revoke_device(device_id=one.pk, by=OFFICE),
        lambda one: devices.keep_unlock(device=one, wrap={"sealed": "x"}, by=OFFICE),
    ):  # fmt: skip
        refused(meeting)
        assert OfflineDevice.objects.get(pk=meeting.thing.pk).unlock_wrap is None, meeting.statement
        OfflineDevice.objects.all().delete()


def test_a_number_used_for_two_records(room: Room) -> None:
    def take(one: tuple[uuid.UUID, uuid.UUID, uuid.UUID], place: int) -> Any:
        return sync.take(kind=room.kind, edit=sync.Edit(one[2], one[place], 0, {"workers": 3}), device=None, by=BY)

    for meeting in meetings(
        lambda: (room.add(BY.key).uuid, room.add(BY.key).uuid, uuid.uuid4()), lambda one: take(one, 0), lambda one: take(one, 1)
    ):
        assert refused(meeting) == 1, meeting.statement
        assert OfflineEdit.objects.filter(uuid=meeting.thing[2]).count() == 1


def test_a_letter_somebody_else_has_sent_stays_sent() -> None:
    """A deliverer whose server hung for longer than its claim fails at last: the letter has gone meanwhile."""
    letter = queue.send("a@example.org", "제목", "본문", kind="account", language="ko")
    assert letter is not None
    late = queue._claim(letter.pk)
    assert late is not None
    MailMessage.objects.update(next_try_at=timezone.now() - queue.CLAIM)
    assert queue.deliver_due() == 1
    queue._put_off(late, "SMTPServerDisconnected")
    after = MailMessage.objects.get()
    assert (after.state, after.body) == ("sent", "")


def test_one_key_file(settings: Any, tmp_path: Path) -> None:
    settings.HOME = dataclasses.replace(settings.HOME, root=tmp_path)
    seen: list[Any] = []
    start = threading.Barrier(4, timeout=30)

    def need() -> None:
        for number in range(40):
            start.wait()
            try:
                keyfiles.make_ring(f"ring-{number}")
                seen.append((number, keyfiles.ring(f"ring-{number}").keys))
            except (keyfiles.NoKey, OSError) as fault:
                seen.append(fault)

    threads = [threading.Thread(target=need) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(seen) == 160
    assert len(set(seen)) == 40
