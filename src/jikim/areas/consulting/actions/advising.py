"""One line of the consultation record: what was advised, to whom, taken or not and why. Never edited; put right by another line."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from jikim.areas.consulting.models import Advice
from jikim.areas.dispatch import public as dispatch
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import now

_WHY = Text("받아들이지 않은 이유를 적어 주십시오.", "Please say why it was refused.")
_MIXED_UP = Text("같은 번호로 다른 내용이 이미 저장되어 있습니다.", "Something else has been kept under this number.")


def record_advice(*, workplace_id: int, advice_uuid: uuid.UUID, values: dict[str, Any], by: Actor) -> Advice:
    """Write one line. The same number with the same words again is one line.

    values: number (of the visit), on, text, told_to, outcome (taken, later, refused), reason.
    """
    require(by, Action.plan_propose, dispatch.workplace_where(workplace_id))
    if values["outcome"] == Advice.Outcome.REFUSED and not values.get("reason"):
        raise Invalid({"reason": _WHY})
    with transaction.atomic():
        one, made = Advice.objects.get_or_create(uuid=advice_uuid, defaults={
            **values, "workplace_id": workplace_id, "by_key": by.key, "by_name": by.name[:120], "at": now(),
        })  # fmt: skip
        if not made and (one.workplace_id, one.text, one.by_key) != (workplace_id, values["text"], by.key):
            raise Conflict(_MIXED_UP)
        if made:
            audit.record(by, "advice.recorded", "workplace", workplace_id, outcome=one.outcome)
    return one
