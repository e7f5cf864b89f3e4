"""What shows that a measure is done: a picture drawn anew, or a PDF. The same file twice is kept once."""

from __future__ import annotations

import hashlib

from django.db import transaction

from jikim.areas.consulting.actions.planning import CLOSED
from jikim.areas.consulting.models import PlanEvidence, PlanItem
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit, files
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import now
from jikim.shared.files.pictures import drawn_anew
from jikim.shared.files.store import NotKept

#: of one measure, and of one file
MOST, LARGEST_BYTES = 20, 15 * 1024 * 1024
_MANY = Text(f"조치 하나에 파일은 {MOST}개까지 올릴 수 있습니다.", f"A measure may have up to {MOST} files.")
_BIG = Text("파일은 15MB까지 올릴 수 있습니다. 크기를 줄여 다시 올려 주십시오.", "A file may have up to 15 MB. Please make it smaller and send it again.")
_TYPE = Text("사진(JPEG, PNG)이나 PDF만 올릴 수 있습니다.", "Only pictures (JPEG, PNG) and PDF files can be sent.")
_OVER = Text("이미 끝난 조치에는 파일을 더할 수 없습니다.", "Files cannot be added to a measure that is finished.")


def add_evidence(*, item_id: int, content: bytes, name: str, caption: str, by: Actor) -> PlanEvidence:
    """Keep one file. Raises Invalid with the reason at the field `file`."""
    if len(content) > LARGEST_BYTES:
        raise Invalid({"file": _BIG})
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        item = PlanItem.objects.select_for_update().get(pk=item_id)
        where = item.where()
        require(by, Action.plan_keep, where)
        there = item.evidence.filter(sent_hash=digest).first()
        if there is not None:
            return there
        if item.status in CLOSED:
            raise Conflict(_OVER)
        if item.evidence.count() >= MOST:
            raise Invalid({"file": _MANY})
        data, media_type = _admitted(content)
        stored = files.keep(
            data, name=name, media_type=media_type, thing_kind="plan_item", thing_key=item.pk, action=Action.advice_see, where=where
        )
        made = PlanEvidence.objects.create(
            item=item, file=stored, sent_hash=digest, caption=caption[:300], by_key=by.key, by_name=by.name[:120], at=now()
        )
        audit.record(by, "plan_item.evidence", "plan_item", item.pk, file=stored.pk)
    return made


def _admitted(content: bytes) -> tuple[bytes, str]:
    """A picture without place or device in it, or the PDF as it is."""
    if content.startswith(b"%PDF-"):
        return content, "application/pdf"
    if not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise Invalid({"file": _TYPE})
    try:
        picture = drawn_anew(content)
    except NotKept as refused:
        raise Invalid({"file": refused.reason}) from None
    return picture.data, picture.media_type
