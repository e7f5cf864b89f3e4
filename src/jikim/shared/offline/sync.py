"""Takes edits and attachments from devices: each once, in the order they arrive here, never by a device's clock.

The same one again is answered as before; the same number with another content is refused, logged, and overwrites nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jikim.rules.access import Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.offline.models import OfflineAttachment, OfflineDevice, OfflineEdit
from jikim.shared.offline.registry import Clash, Kind, Missing, Packet, Taken
from jikim.shared.turns import turn

log = logging.getLogger("jikim.offline")
#: the visits of the next 14 days are on the device, and those of the last 30 that are still open
DAYS_AHEAD, DAYS_BACK = 14, 30
_MIXED_UP = Text(
    "같은 번호로 다른 내용이 이미 접수되었습니다. 아무것도 덮어쓰지 않았습니다. 기기에 있는 내용을 다시 보내 주십시오.",
    "Something else has arrived under this number. Nothing was overwritten. Send what is on the device once more.",
)


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit as a device sends it."""

    uuid: uuid.UUID
    record_uuid: uuid.UUID
    base_version: int
    values: Mapping[str, Any]
    made_on_device_at: dt.datetime | None = None
    closing: bool = False
    settled: tuple[tuple[str, ...], ...] = ()

    @property
    def body_hash(self) -> str:
        body = {
            "record": str(self.record_uuid), "base": self.base_version, "values": self.values, "closing": self.closing,
            "settled": self.settled, "made": self.made_on_device_at.isoformat() if self.made_on_device_at else None,
        }  # fmt: skip
        return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def bring(*, kind: Kind, by: Actor) -> list[Packet]:
    """What this person should have on the device now."""
    require(by, kind.action)
    day = today()
    return list(kind.bring(by, day - dt.timedelta(days=DAYS_BACK), day + dt.timedelta(days=DAYS_AHEAD)))


def take(*, kind: Kind, edit: Edit, device: OfflineDevice | None, by: Actor) -> Taken:
    """Hand an edit to its room, once. Raises Conflict when its number was used for something else."""
    require(by, kind.action)
    with _one_at_a_time(edit.record_uuid, edit.uuid):
        row = OfflineEdit.objects.filter(uuid=edit.uuid).first()
        if row is None:
            return _taken_first(kind, edit, device, by)
    if row.body_hash != edit.body_hash or row.by_key != by.key or row.kind != kind.name:
        _mixed_up("edit", edit.uuid, by)
    return _as_before(kind, row, by)


def _taken_first(kind: Kind, edit: Edit, device: OfflineDevice | None, by: Actor) -> Taken:
    row = OfflineEdit(
        uuid=edit.uuid, kind=kind.name, record_uuid=edit.record_uuid, device=device, by_key=by.key, body_hash=edit.body_hash,
        base_version=edit.base_version, made_on_device_at=edit.made_on_device_at, taken_at=now(),
    )  # fmt: skip
    row.save(force_insert=True)
    taken = kind.take(
        record_uuid=edit.record_uuid, base_version=edit.base_version, values=edit.values,
        made_on_device_at=edit.made_on_device_at, by=by, edit_uuid=edit.uuid, closing=edit.closing,
        settled=edit.settled,
    )  # fmt: skip
    row.outcome = {
        "state": taken.state, "version": taken.version, "closed": taken.closed, "reason": [taken.reason.ko, taken.reason.en],
        "conflicts": [[list(one.path), one.by] for one in taken.conflicts],
        "missing": [[one.field, one.row, one.part, one.reason.ko, one.reason.en] for one in taken.missing],
    }  # fmt: skip
    row.save(update_fields=["outcome"])
    return taken


def _as_before(kind: Kind, row: OfflineEdit, by: Actor) -> Taken:
    """The kept outcome. Values are not kept here: the record as it is now stands for them, and the device has its own side."""
    packet = next((one for one in bring(kind=kind, by=by) if one.uuid == row.record_uuid), None)
    values: Mapping[str, Any] = packet.values if packet else {}
    if kind.again is not None:
        values = kind.again(record_uuid=row.record_uuid, edit_uuid=row.uuid)
    kept = row.outcome
    return Taken(
        state=kept["state"], version=packet.version if packet else kept["version"], values=values,
        conflicts=tuple(Clash(tuple(path), None, _at(values, path), by=who) for path, who in kept["conflicts"]),
        reason=Text(*kept["reason"]),
        missing=tuple(Missing(field, Text(ko, en), at, part) for field, at, part, ko, en in kept["missing"]),
        closed=packet.closed if packet else kept["closed"],
    )  # fmt: skip


def _at(values: Any, path: Sequence[str]) -> Any:
    """What stands at a place of a value document, None if nothing does."""
    for step in path:
        if isinstance(values, list):
            values = next((one for one in values if isinstance(one, Mapping) and one.get("id") == step), None)
        else:
            values = values.get(step) if isinstance(values, Mapping) else None
    return values


def attach(
    *, kind: Kind, attachment_uuid: uuid.UUID, record_uuid: uuid.UUID, content: bytes, media_type: str,
    device: OfflineDevice | None, by: Actor,
) -> None:  # fmt: skip
    """Keep a photo or a signature, once. Raises Conflict when its number was used for something else."""
    require(by, kind.action)
    digest = hashlib.sha256(content).hexdigest()
    with _one_at_a_time(record_uuid, attachment_uuid):
        row = OfflineAttachment.objects.filter(uuid=attachment_uuid).first()
        if row is None:
            kind.attach(record_uuid=record_uuid, attachment_uuid=attachment_uuid, content=content, media_type=media_type, by=by)
            OfflineAttachment.objects.create(
                uuid=attachment_uuid, kind=kind.name, record_uuid=record_uuid, device=device, by_key=by.key,
                body_hash=digest, size_bytes=len(content), media_type=media_type, taken_at=now(),
            )  # fmt: skip
            return
    if (row.body_hash, row.by_key, row.record_uuid) != (digest, by.key, record_uuid):
        _mixed_up("attachment", attachment_uuid, by)


@contextmanager
def _one_at_a_time(record_uuid: uuid.UUID, number: uuid.UUID) -> Iterator[None]:
    """Edits of one record wait for each other, so that their sequence is the order they were taken in; so do two of one number, so
    that the second is found to be one."""
    with turn("offline", str(record_uuid)), turn("offline number", str(number)):
        yield


def _mixed_up(what: str, number: uuid.UUID, by: Actor) -> None:
    log.warning("number used twice", extra={"what": what, "number": str(number)})
    with transaction.atomic():
        audit.record(by, "offline.number_used_twice", "offline_edit", number, what=what)
    raise Conflict(_MIXED_UP)
