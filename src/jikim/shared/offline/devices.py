"""Enrols, renames, revokes and unlocks devices. Holds no passphrase and cannot open a data key: the office's private key is elsewhere."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jikim.rules.access import ANYWHERE, Action, Actor, Role
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Refused, require
from jikim.shared.clock import now
from jikim.shared.offline.models import OfflineDevice
from jikim.shared.turns import turn

MOST_DEVICES = 20
UNLOCK_HOURS = 24
_NOT_YOURS = Text("다른 사람의 기기입니다. 등록한 사람으로 로그인해 주십시오.", "This device belongs to somebody else. Sign in as whoever registered it.")
_REVOKED = Text(
    "이 기기는 등록이 해지되었습니다. 기록은 지워지지 않았습니다. ‘이 기기의 기록 내보내기’로 만든 파일을 본부에 전해 주십시오.",
    "This device has been revoked. Its records are not deleted: export them and hand the file to the programme office.",
)
_UNKNOWN = Text("등록되지 않은 기기입니다.", "This device is not registered.")
_TOO_MANY = Text("등록할 수 있는 기기 수를 넘었습니다. 쓰지 않는 기기를 먼저 해지해 주십시오.",
                 "You have registered too many devices. Revoke one you no longer use.")  # fmt: skip


class Revoked(Refused):
    """The device may not speak any more; it shall be told so."""


class NotYours(Refused):
    """Somebody else is signed in than whoever registered the device."""


class Unknown(Refused):
    """No such device: it registers again, its records stay."""


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device as a list shows it."""

    id: int
    uuid: uuid.UUID
    name: str
    owner_name: str
    enrolled_at: dt.datetime
    last_contact_at: dt.datetime
    unsent: int
    revoked_at: dt.datetime | None
    revoked_by: str
    told_at: dt.datetime | None

    @property
    def number(self) -> str:
        """What is read out on the telephone."""
        return self.uuid.hex[:8].upper()

    @property
    def state(self) -> str:
        """`in_use`, `revoking` (revoked, the device not told yet) or `revoked`."""
        if self.revoked_at is None:
            return "in_use"
        return "revoked" if self.told_at else "revoking"


def enrol_device(*, device_uuid: uuid.UUID, name: str, fingerprint: str, wrapped: str, by: Actor) -> OfflineDevice:
    """A new store on a device. The same one twice changes nothing."""
    require(by, Action.records_offline)
    with turn("devices"):
        device = OfflineDevice.objects.filter(uuid=device_uuid).first()
        if device is not None:
            return _own(device, by)
        if OfflineDevice.objects.filter(owner_key=by.key, revoked_at=None).count() >= MOST_DEVICES:
            raise Conflict(_TOO_MANY)
        at = now()
        device = OfflineDevice.objects.create(
            uuid=device_uuid, owner_key=by.key, owner_name=by.name[:120], name=_named(name), enrolled_at=at,
            last_contact_at=at, recovery_fingerprint=fingerprint, recovery_wrap=wrapped,
        )  # fmt: skip
        audit.record(by, "device.enrolled", "device", device.pk, name=device.name)
    return device


def rename_device(*, device_uuid: uuid.UUID, name: str, by: Actor) -> None:
    """The owner calls it something else."""
    with transaction.atomic():
        device = _own(OfflineDevice.objects.select_for_update().get(uuid=device_uuid), by)
        device.name = _named(name)
        device.save(update_fields=["name"])
        audit.record(by, "device.renamed", "device", device.pk, name=device.name)


def revoke_device(*, device_id: int, by: Actor) -> None:
    """Takes effect when the device next has contact. Twice harms nothing."""
    with transaction.atomic():
        device = OfflineDevice.objects.select_for_update().get(pk=device_id)
        require(by, Action.device_revoke, device.where())
        if device.revoked_at is None:
            device.revoked_at, device.revoked_by = now(), by.name[:120]
            device.unlock_wrap = device.unlock_until = None
            device.save(update_fields=["revoked_at", "revoked_by", "unlock_wrap", "unlock_until"])
            audit.record(by, "device.revoked", "device", device.pk, name=device.name)


def heard_from(*, device_uuid: uuid.UUID, unsent: int | None, by: Actor) -> OfflineDevice:
    """The device speaks: whose is it, and may it? Raises Refused, or Revoked once it has been noted that it was told."""
    device = OfflineDevice.objects.filter(uuid=device_uuid).first()
    if device is None:
        raise Unknown(_UNKNOWN)
    if device.owner_key != by.key:
        raise NotYours(_NOT_YOURS)
    changed = {"last_contact_at": now()} | ({} if unsent is None else {"unsent": min(unsent, 100_000)})
    if device.revoked_at is not None and device.told_at is None:
        changed["told_at"] = now()
    OfflineDevice.objects.filter(pk=device.pk).update(**changed)
    if device.revoked_at is not None:
        raise Revoked(_REVOKED)
    return device


def devices(*, by: Actor) -> list[DeviceLine]:
    """All a seat may see: the office every one, a consultant their own."""
    require(by, Action.devices_see, ANYWHERE)
    found = OfflineDevice.objects.order_by("-last_contact_at", "pk")
    if not by.roles & {Role.OFFICE, Role.CONSOLE}:
        found = found.filter(owner_key=by.key)
    return [
        DeviceLine(
            one.pk, one.uuid, one.name, one.owner_name, one.enrolled_at, one.last_contact_at, one.unsent, one.revoked_at,
            one.revoked_by, one.told_at,
        )
        for one in found
    ]  # fmt: skip


def keep_unlock(*, device: OfflineDevice, wrap: dict[str, Any], by: Actor) -> None:
    """The data key under a code told by telephone, fetched by the owner's next contact within a day."""
    require(by, Action.operate)
    with transaction.atomic():
        if OfflineDevice.objects.select_for_update().get(pk=device.pk).revoked_at is not None:
            raise Conflict(_REVOKED)
        device.unlock_wrap, device.unlock_until = wrap, now() + dt.timedelta(hours=UNLOCK_HOURS)
        device.save(update_fields=["unlock_wrap", "unlock_until"])
        audit.record(by, "device.unlock_given", "device", device.pk, name=device.name)


def unlock_of(device: OfflineDevice) -> dict[str, Any] | None:
    """What the office left for this device, while it holds."""
    if device.unlock_until is None or device.unlock_until < now():
        return None
    wrap: dict[str, Any] = device.unlock_wrap
    return wrap


def forget_unlock(*, device_uuid: uuid.UUID, by: Actor) -> None:
    """The owner has a passphrase again: the code opens nothing any more."""
    with transaction.atomic():
        device = _own(OfflineDevice.objects.select_for_update().get(uuid=device_uuid), by)
        device.unlock_wrap = device.unlock_until = None
        device.save(update_fields=["unlock_wrap", "unlock_until"])
        audit.record(by, "device.unlocked", "device", device.pk, name=device.name)


def _own(device: OfflineDevice, by: Actor) -> OfflineDevice:
    if device.owner_key != by.key:
        raise NotYours(_NOT_YOURS)
    if device.revoked_at is not None:
        raise Revoked(_REVOKED)
    return device


def _named(name: str) -> str:
    return " ".join(name.split())[:60] or "–"
