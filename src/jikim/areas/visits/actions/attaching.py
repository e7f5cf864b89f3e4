"""A photo or a signature of a visit is kept: drawn anew so that no place or device is left in it, never public, each number once."""

from __future__ import annotations

import hashlib
import uuid

from django.db import transaction

from jikim.areas.visits.actions.opening import locked
from jikim.areas.visits.models import VisitAttachment
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit, files
from jikim.shared.access import Conflict, Refused, require
from jikim.shared.clock import now
from jikim.shared.files.pictures import drawn_anew
from jikim.shared.files.store import NotKept

#: of one visit; a consultant takes about ten
MOST = 120
_MIXED_UP = Text("같은 번호로 다른 사진이 이미 저장되어 있습니다. 아무것도 덮어쓰지 않았습니다.", "Another picture has been kept under this number. Nothing was overwritten.")
_MANY = Text(f"한 방문에 사진은 {MOST}장까지 올릴 수 있습니다.", f"A visit may have up to {MOST} pictures.")


def attach_photo(*, visit_id: int, attachment_uuid: uuid.UUID, content: bytes, by: Actor) -> VisitAttachment:
    """Keep one picture, also after the record is closed: a device may send it late. Raises Refused with the reason."""
    sent_hash = hashlib.sha256(content).hexdigest()
    there = VisitAttachment.objects.filter(uuid=attachment_uuid).first()
    if there is None:
        try:
            picture = drawn_anew(content)
        except NotKept as refused:
            raise Refused(refused.reason) from refused
    with transaction.atomic():
        visit = locked(visit_id)
        require(by, Action.visit_record, visit.where())
        there = VisitAttachment.objects.filter(uuid=attachment_uuid).first()
        if there is not None:
            if (there.visit_id, there.sent_hash) != (visit.pk, sent_hash):
                raise Conflict(_MIXED_UP)
            return there
        if visit.attachments.count() >= MOST:
            raise Refused(_MANY)
        ending = "png" if picture.media_type == "image/png" else "jpg"
        stored = files.keep(
            picture.data, name=f"{visit.appointment.workplace.number}-{visit.appointment.number}-{str(attachment_uuid)[:8]}.{ending}",
            media_type=picture.media_type, thing_kind="visit", thing_key=visit.workflow_key(), action=Action.visit_read, where=visit.where(),
        )  # fmt: skip
        made = VisitAttachment.objects.create(
            uuid=attachment_uuid, visit=visit, file=stored, sent_hash=sent_hash, width=picture.width, height=picture.height,
            by_key=by.key, at=now(),
        )  # fmt: skip
        audit.record(by, "visit.photo_kept", "visit", visit.workflow_key(), file=stored.pk)
    return made
