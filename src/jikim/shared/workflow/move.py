"""move(): checks the arrow, asks may(), writes the state, its history and the audit row, then what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jikim.rules.access import Actor, Where
from jikim.rules.words import NOTHING, Text
from jikim.rules.workflow import LIFECYCLES, Arrow
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.audit.models import AuditRow
from jikim.shared.audit.record import row as audit_row
from jikim.shared.clock import now
from jikim.shared.workflow.bulk import insert_rows, write_fields
from jikim.shared.workflow.models import HasStatus, StatusChange

#: Filled by config/wiring.py: (kind, target) → functions called in the same transaction after the arrow.
followers: dict[tuple[str, str], list[Callable[..., None]]] = {}


@dataclass(frozen=True, slots=True)
class Moved:
    source: str
    target: str


def move(thing: HasStatus, to: str, *, by: Actor, reason: Text = NOTHING, note: str = "") -> Moved:
    """Move one thing along its lifecycle.

    Locks the row and reads its state again, so that of two people at once one gets Conflict, not a lost step.
    Raises Refused when the actor may not, Conflict when there is no such arrow from the present state.
    """
    with transaction.atomic():
        fresh = type(thing)._base_manager.select_for_update().only("pk", "status").get(pk=thing.pk)
        arrow = _checked_arrow(thing, fresh.status, to, by, reason)
        change = _change(thing, arrow, by, reason, note)
        thing.status, thing.status_since = to, change.at
        thing.save(update_fields=["status", "status_since"])
        change.save()
        audit.record(
            by, f"{thing.workflow_kind}.{to}", thing.workflow_kind, thing.workflow_key(),
            reason=reason.ko or note, source=arrow.source,
        )  # fmt: skip
        for follow in followers.get((thing.workflow_kind, to), []):
            follow(thing, by=by)
    return Moved(arrow.source, to)


def move_many(
    steps: Sequence[tuple[HasStatus, str, Text]], *, by: Actor, extra_fields: Iterable[str] = (), note: str = ""
) -> int:
    """The same for a batch of one kind, with four statements instead of four per thing.

    The caller holds the transaction and has just read the rows in it. `extra_fields` are saved along.
    """
    changes: list[StatusChange] = []
    rows: list[AuditRow] = []
    for thing, to, reason in steps:
        arrow = _checked_arrow(thing, thing.status, to, by, reason)
        change = _change(thing, arrow, by, reason, note)
        change.at = changes[0].at if changes else change.at  # one batch, one instant
        changes.append(change)
        kind = thing.workflow_kind
        rows.append(
            audit_row(by, f"{kind}.{to}", kind, thing.workflow_key(), reason=reason.ko or note, source=arrow.source)
        )
        thing.status, thing.status_since = to, change.at
    if not steps:
        return 0
    model: Any = type(steps[0][0])
    with transaction.atomic():
        _write_states(model, [thing for thing, _, _ in steps], list(extra_fields))
        insert_rows(changes)
        insert_rows(rows)
        for thing, to, _ in steps:
            for follow in followers.get((thing.workflow_kind, to), []):
                follow(thing, by=by)
    return len(steps)


def _write_states(model: Any, things: Sequence[HasStatus], extra_fields: list[str]) -> None:
    """Without other fields one statement per state and 500 things will do."""
    if extra_fields:
        write_fields(things, ["status", "status_since", *extra_fields])
        return
    for state in {thing.status for thing in things}:
        group = [thing for thing in things if thing.status == state]
        for start in range(0, len(group), 500):
            part = group[start : start + 500]
            model._base_manager.filter(pk__in=[one.pk for one in part]).update(
                status=state, status_since=part[0].status_since
            )


def _checked_arrow(thing: HasStatus, source: str, to: str, by: Actor, reason: Text) -> Arrow:
    life = LIFECYCLES[thing.workflow_kind]
    arrow = life.arrow(source, to)
    if arrow is None:
        here, there = life.state(source).name, life.state(to).name
        raise Conflict(Text(
            f"지금 상태({here.ko})에서는 ‘{there.ko}’(으)로 바꿀 수 없습니다. 다른 사람이 먼저 처리했을 수 있으니 새로 고쳐 확인해 주십시오.",
            f"From its present state ({here.en}) this cannot become “{there.en}”. Somebody may have been faster: reload and look again.",
        ))  # fmt: skip
    where = thing.where()
    assert isinstance(where, Where)
    require(by, arrow.action, where)
    if arrow.reason_required and not reason.ko and not reason.en:
        raise Conflict(Text("이 변경에는 사유가 필요합니다.", "This change needs a reason."))
    return arrow


def _change(thing: HasStatus, arrow: Arrow, by: Actor, reason: Text, note: str) -> StatusChange:
    return StatusChange(
        thing_kind=thing.workflow_kind, thing_key=thing.workflow_key(), source=arrow.source, target=arrow.target,
        reason_ko=reason.ko, reason_en=reason.en, note=note, actor_key=by.key, actor_name=by.name[:120], at=now(),
    )  # fmt: skip
