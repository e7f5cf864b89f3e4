"""What shows that a measure is done: a picture drawn anew, a PDF, or a training given. The same twice is kept once."""

from __future__ import annotations

import hashlib

from django.db import transaction

from jikim.areas.consulting.actions.planning import CLOSED
from jikim.areas.consulting.models import PlanEvidence, PlanItem
from jikim.areas.consulting.proofs import proofs
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit, files
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import now
from jikim.shared.files.proofs import admitted, check_size

#: files of one measure
MOST = 20
_MANY = Text(f"조치 하나에 파일은 {MOST}개까지 올릴 수 있습니다.", f"A measure may have up to {MOST} files.")
_OVER = Text("이미 끝난 조치에는 파일을 더할 수 없습니다.", "Files cannot be added to a measure that is finished.")
_GONE = Text("고를 수 없는 교육입니다. 목록을 새로 열어 다시 골라 주십시오.", "That cannot be chosen (any more). Open the list again and choose from it.")


def add_evidence(*, item_id: int, content: bytes, name: str, caption: str, by: Actor) -> PlanEvidence:
    """Keep one file. Raises Invalid with the reason at the field `file`."""
    check_size(content)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        item = PlanItem.objects.select_for_update().get(pk=item_id)
        where = item.where()
        require(by, Action.plan_keep, where)
        there = item.evidence.filter(sent_hash=digest).first()
        if there is not None:
            return there
        _room(item, "file")
        data, media_type = admitted(content)
        stored = files.keep(
            data, name=name, media_type=media_type, thing_kind="plan_item", thing_key=item.pk, action=Action.advice_see, where=where
        )
        made = PlanEvidence.objects.create(
            item=item, file=stored, sent_hash=digest, caption=caption[:300], by_key=by.key, by_name=by.name[:120], at=now()
        )
        audit.record(by, "plan_item.evidence", "plan_item", item.pk, file=stored.pk)
    return made


def choose_proof(*, item_id: int, key: str, by: Actor) -> PlanEvidence:
    """Take a training given at the workplace, or its certificate, as evidence. Raises Invalid at the field `proof`."""
    with transaction.atomic():
        item = PlanItem.objects.select_for_update().get(pk=item_id)
        require(by, Action.plan_keep, item.where())
        digest = hashlib.sha256(key.encode()).hexdigest()
        there = item.evidence.filter(sent_hash=digest).first()
        if there is not None:
            return there
        _room(item, "proof")
        found = next((one for one in proofs.of(item.workplace_id) if one.key == key), None)
        if found is None:
            raise Invalid({"proof": _GONE})
        made = PlanEvidence.objects.create(
            item=item, proof=key, words_ko=found.words.ko[:300], words_en=found.words.en[:300], sent_hash=digest, by_key=by.key, by_name=by.name[:120], at=now()
        )
        audit.record(by, "plan_item.evidence", "plan_item", item.pk, proof=key)
    return made


def _room(item: PlanItem, field: str) -> None:
    """Refuses where the measure is finished or has as much as it may."""
    if item.status in CLOSED:
        raise Conflict(_OVER)
    if item.evidence.count() >= MOST:
        raise Invalid({field: _MANY})
