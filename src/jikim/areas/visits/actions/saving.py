"""An edit is taken in: merged with what others wrote meanwhile, kept whole beside the record, and both versions where two clash.

Every edit is known by its own number: the same one again changes nothing and is answered the same.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction

from jikim.areas.visits.actions.opening import locked
from jikim.areas.visits.models import Visit, VisitConflict, VisitEdit
from jikim.areas.visits.queries.forms import form_of
from jikim.rules.access import Action, Actor
from jikim.rules.visiting import Clash, Problem, at_path, check_values, cleaned, differences, merge, taken
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Refused, require
from jikim.shared.clock import now

#: a filled form is about 10 kB; photos travel apart
LARGEST_BYTES = 400_000
WRITABLE = ("open", "returned")

_TOO_BIG = Text("적은 내용이 너무 많아 저장하지 못했습니다. 긴 글을 줄여 다시 저장해 주십시오. 지금 화면의 내용은 그대로 있습니다.",
                "There is too much in it to be kept. Shorten the long texts and save again; what you see is still there.")  # fmt: skip
_MIXED_UP = Text("같은 번호로 다른 내용이 이미 저장되어 있습니다. 아무것도 덮어쓰지 않았습니다.",
                 "Something else has been kept under this number. Nothing was overwritten.")  # fmt: skip
_LATE = Text("이미 마친 기록입니다. 보내신 내용은 기록 옆에 따로 보관했습니다. 고쳐야 하면 공단에 돌려보내 달라고 요청해 주십시오.",
             "The record is closed. What you sent is kept beside it. If it must be changed, ask the office to return it.")  # fmt: skip
_CLASH = Text("다른 곳에서 같은 항목을 먼저 고쳤습니다. 두 내용을 나란히 보고 하나를 골라 주십시오. 둘 다 남아 있습니다.",
              "The same question was changed elsewhere first. Look at both and choose one; both are kept.")  # fmt: skip
_SETTLED = Text("이미 정리된 항목입니다.", "This has been settled already.")
_GONE = Text("이 항목이 들어 있던 줄이 지워졌습니다. 먼저 줄을 다시 만들어 주십시오.", "The line this belonged to was deleted. Please add it again first.")

State = Literal["received", "needs_you"]


@dataclass(frozen=True, slots=True)
class Saved:
    """The record as it now is, what clashed, and what is wrong with it so far."""

    visit_id: int
    state: State
    version: int
    values: Mapping[str, Any]
    conflicts: tuple[Clash, ...] = ()
    problems: tuple[Problem, ...] = ()
    reason: Text = NOTHING
    theirs_by: str = ""


def save_values(
    *, visit_id: int, edit_uuid: uuid.UUID, base_version: int, values: Mapping[str, Any], by: Actor,
    source: str = "page", made_on_device_at: dt.datetime | None = None, settled: Sequence[Sequence[str]] = (),
) -> Saved:  # fmt: skip
    """Take in a whole document that was made from `base_version`. Raises Refused when too big or out of reach.

    `settled` are places of two versions in which the person has chosen before sending; the document holds the choice.
    """
    sent = cleaned(values)
    if len(json.dumps(sent, ensure_ascii=False).encode()) > LARGEST_BYTES:
        raise Refused(_TOO_BIG)
    with transaction.atomic():
        visit = locked(visit_id)
        require(by, Action.visit_record, visit.where())
        before = VisitEdit.objects.filter(uuid=edit_uuid).first()
        if before is not None:
            return _as_before(visit, before, sent, by)
        late = visit.status not in WRITABLE
        merged = merge(_base(visit, base_version), sent, visit.values)
        clashes = differences(sent, visit.values) if late else merged.conflicts
        result = dict(visit.values) if late else merged.values
        changed = not late and result != visit.values
        edit = VisitEdit(
            visit=visit, uuid=edit_uuid, base_version=base_version, version=visit.version + changed, values=result,
            sent=None if sent == result else sent, outcome="late" if late else "clash" if clashes else "kept", source=source,
            by_key=by.key, by_name=by.name[:120], at=now(), made_on_device_at=made_on_device_at,
        )  # fmt: skip
        theirs_by = _last_by(visit)
        if not late:
            _settle(visit, sent, settled, by)
        edit.save()
        _keep_both(visit, edit, clashes, theirs_by)
        if changed:
            visit.values, visit.version = result, edit.version
            visit.save(update_fields=["values", "version"])
        audit.record(by, "visit.saved", "visit", visit.workflow_key(), version=visit.version, outcome=edit.outcome, source=source)
    return _said(visit, edit, clashes, theirs_by)


def settle_conflict(*, conflict_id: int, choice: Literal["mine", "theirs"], by: Actor) -> Visit:
    """Say which version stands. The other stays in the conflict, for ever. Deciding the same twice is deciding once."""
    with transaction.atomic():
        visit_id = VisitConflict.objects.values_list("visit_id", flat=True).get(pk=conflict_id)
        visit = locked(visit_id)
        require(by, Action.visit_record, visit.where())
        conflict = VisitConflict.objects.select_for_update().get(pk=conflict_id)
        if conflict.chosen:
            if conflict.chosen == choice:
                return visit
            raise Conflict(_SETTLED)
        if visit.status not in WRITABLE:
            raise Conflict(_LATE)
        try:
            values = taken(visit.values, conflict.path, conflict.mine if choice == "mine" else conflict.theirs)
        except KeyError:
            raise Conflict(_GONE) from None
        if values != visit.values:
            edit = VisitEdit(
                visit=visit, uuid=uuid.uuid4(), base_version=visit.version, version=visit.version + 1, values=values, outcome="kept",
                source="choice", by_key=by.key, by_name=by.name[:120], at=now(),
            )  # fmt: skip
            edit.save()
            visit.values, visit.version = values, edit.version
            visit.save(update_fields=["values", "version"])
        conflict.chosen, conflict.settled_by, conflict.settled_at = choice, by.name[:120], now()
        conflict.save(update_fields=["chosen", "settled_by", "settled_at"])
        audit.record(by, "visit.settled", "visit", visit.workflow_key(), path=conflict.path, chosen=choice)
    return visit


def _base(visit: Visit, version: int) -> dict[str, Any]:
    """What the record was at that version. One we do not know is taken as empty: then every difference is shown."""
    if version == visit.version:
        return dict(visit.values)
    edit = VisitEdit.objects.filter(visit=visit, version=version).exclude(outcome="late").first()
    return dict(edit.values) if edit else {}


def _last_by(visit: Visit) -> str:
    return VisitEdit.objects.filter(visit=visit).exclude(outcome="late").order_by("-pk").values_list("by_name", flat=True).first() or ""


def _keep_both(visit: Visit, edit: VisitEdit, clashes: Sequence[Clash], theirs_by: str) -> None:
    VisitConflict.objects.bulk_create(
        VisitConflict(visit=visit, edit=edit, path=list(one.path), mine=one.mine, theirs=one.theirs, theirs_by=theirs_by)
        for one in clashes
    )


def _settle(visit: Visit, sent: Mapping[str, Any], settled: Sequence[Sequence[str]], by: Actor) -> None:
    """Close the conflicts chosen in on a device: mine, theirs, or something new; both versions stay in them."""
    chosen = {tuple(path) for path in settled}
    for conflict in visit.conflicts.filter(chosen="") if chosen else ():
        if tuple(conflict.path) not in chosen:
            continue
        value = at_path(sent, conflict.path)
        conflict.chosen = "mine" if value == conflict.mine else "theirs" if value == conflict.theirs else "new"
        conflict.settled_by, conflict.settled_at = by.name[:120], now()
        conflict.save(update_fields=["chosen", "settled_by", "settled_at"])


def _said(visit: Visit, edit: VisitEdit, clashes: Sequence[Clash], theirs_by: str) -> Saved:
    reason = _LATE if edit.outcome == "late" and clashes else _CLASH if clashes else NOTHING
    problems = check_values(form_of(visit), visit.values, visit=visit.appointment.number, closing=False)
    return Saved(visit.pk, "needs_you" if clashes else "received", visit.version, visit.values, tuple(clashes), problems, reason, theirs_by)


def _as_before(visit: Visit, before: VisitEdit, sent: Mapping[str, Any], by: Actor) -> Saved:
    kept = before.values if before.sent is None else before.sent
    if before.visit_id != visit.pk or before.by_key != by.key or kept != sent:
        raise Conflict(_MIXED_UP)
    rows = VisitConflict.objects.filter(edit=before, chosen="")
    clashes = tuple(Clash(tuple(row.path), None, row.mine, row.theirs) for row in rows)
    return _said(visit, before, clashes, rows[0].theirs_by if rows else "")
