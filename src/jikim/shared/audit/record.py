"""Writes one unsealed audit row inside the caller's transaction."""

from __future__ import annotations

from typing import Any

from jikim.rules.access import Actor
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import now


def row(by: Actor, verb: str, thing_kind: str, thing_key: object, *, reason: str = "", **facts: Any) -> AuditRow:
    """An unsaved row, for actions that write many at once with bulk_create."""
    return AuditRow(
        at=now(), actor_key=by.key, actor_name=by.name[:120], verb=verb,
        thing_kind=thing_kind, thing_key=str(thing_key), facts=facts, reason=reason[:400],
    )  # fmt: skip


def record(by: Actor, verb: str, thing_kind: str, thing_key: object, *, reason: str = "", **facts: Any) -> None:
    """Write down that `by` did `verb` to a thing. Facts must be JSON values and hold no health data."""
    row(by, verb, thing_kind, thing_key, reason=reason, **facts).save()
