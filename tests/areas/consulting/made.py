"""A workplace whose first checklist is filled in, and measures in its plan. For the tests of consulting."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from jikim.areas.consulting.actions.assessing import close_assessment, open_assessment, save_levels
from jikim.areas.consulting.actions.planning import propose_measures
from jikim.areas.consulting.models import Assessment, PlanItem
from jikim.areas.consulting.queries.advice import found_at
from jikim.areas.consulting.queries.editions import checklist_of
from jikim.rules.access import Actor
from jikim.shared.clock import rehearsing
from tests.areas.dispatch.planned import manager_of
from tests.areas.visits.made import DAY, appointment, consultant

__all__ = ["DAY", "LATER", "assessed", "begun", "consultant", "keys", "levels", "manager_of", "owner", "planned", "saves"]

LATER = DAY + dt.timedelta(days=60)


def begun(number: int = 1, **more: Any) -> tuple[Assessment, Actor]:
    made = appointment(number, **more)
    by = consultant(made)
    with rehearsing(DAY):
        return open_assessment(appointment_id=made.pk, by=by), by


def keys(one: Assessment) -> list[str]:
    return [item.key for item in checklist_of(one.edition_id).items]


def levels(one: Assessment, level: int = 2, **more: str) -> dict[str, str]:
    return {key: str(level) for key in keys(one)} | more


def saves(one: Assessment, by: Actor, values: dict[str, Any], *, base: int | None = None, edit: uuid.UUID | None = None) -> Any:
    one.refresh_from_db()
    return save_levels(assessment_id=one.pk, edit_uuid=edit or uuid.uuid4(), base_version=one.version if base is None else base, values=values, by=by)


def assessed(level: int = 0, number: int = 1, **more: Any) -> tuple[Assessment, Actor]:
    """Every item at that level, closed."""
    one, by = begun(number, **more)
    with rehearsing(DAY):
        saves(one, by, levels(one, level))
        assert close_assessment(assessment_id=one.pk, by=by) == ()
    one.refresh_from_db()
    return one, by


def planned(count: int = 2) -> tuple[list[PlanItem], Actor, Actor]:
    """Measures proposed to a workplace; the consultant, its manager."""
    one, by = assessed()
    with rehearsing(DAY):
        best = [each.measure.key for each in found_at(one.workplace_id).measures[:count]]
        items = propose_measures(workplace_id=one.workplace_id, number=1, keys=best, by=by)
    return items, by, manager_of(one.workplace)


def owner(item: PlanItem, **more: Any) -> dict[str, Any]:
    """What the workplace says when it agrees."""
    return {"owner": "고객지원팀장", "due_on": LATER, "evidence_wanted": item.evidence_wanted} | more
