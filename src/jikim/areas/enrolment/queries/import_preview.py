"""What an import of applications did or would do; `shared.imports` draws it."""

from __future__ import annotations

from typing import Any, Protocol

from jikim.areas.enrolment.queries.intake import Plan
from jikim.rules.intake import FIELDS
from jikim.rules.intake_plan import Placed
from jikim.shared import codes, imports
from jikim.shared.imports import ImportPreview

SAMPLE_ROWS = 10


class WrittenRows(Protocol):
    placed: dict[int, Placed]
    eligible: dict[int, bool]
    updated: int


def preview_of(
    plan: Plan, written: WrittenRows | None, *, file_name: str, draft_id: int | None, outcome: dict[str, int] | None = None
) -> ImportPreview:
    """The plan's counts, or what became of it once written."""
    placed = tuple(written.placed[row.checked.row] for row in plan.placed) if written else plan.placed
    return imports.preview_of(
        plan.read, placed, season_id=plan.ground.season.pk, file_name=file_name, draft_id=draft_id,
        updated=written.updated if written else 0, eligible=written.eligible if written else plan.eligible,
        sample=[_shown(row) for row in placed if row.outcome == "new"][:SAMPLE_ROWS], done=written is not None, outcome=outcome,
    )  # fmt: skip


def shown_value(key: str, value: Any) -> str:
    """A stored value as the sheet would say it."""
    if value is None or value == "":
        return ""
    if key == "region":
        return codes.region_name(str(value)).ko
    return f"{value:,}" if key in ("workers", "service_workers") else str(value)


def _shown(row: Placed) -> dict[str, Any]:
    return {key: shown_value(key, row.checked.values.get(key)) for key in FIELDS} | {"row": row.checked.row}
