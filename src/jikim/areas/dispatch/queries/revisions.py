"""Re-plans as the office reads them: what happened, what would change, and how few changes it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jikim.areas.dispatch.models import Revision
from jikim.areas.dispatch.models.appointments import read_days
from jikim.areas.dispatch.queries.appointments import visit_name
from jikim.rules.words import Text

KINDS = {"moved": Text("옮김", "Moved"), "dropped": Text("취소", "Dropped"), "added": Text("추가", "Added")}
CAUSES = {
    "absence": Text("컨설턴트 부재", "A consultant's absence"), "withdrawal": Text("사업장 철회", "A withdrawal"),
    "newcomer": Text("사업장 참여·철회", "Workplaces joined or withdrew"), "agency_left": Text("수행기관 종료", "An agency has left"),
    "other": Text("그 밖의 변경", "Another change"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    days: tuple[dt.date, ...]
    start: dt.time
    consultant: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change: before and after in words; `was` is the appointment's state before."""

    kind: str
    kind_name: Text
    workplace: str
    name: str
    visit: Text
    was: str
    before: Place | None
    after: Place | None
    reason: Text


@dataclass(frozen=True, slots=True)
class RevisionPage:
    id: int
    season_id: int
    status: str
    work: str
    cause: Text
    said: Text
    asked_by: str
    asked_at: dt.datetime
    problem: Text
    figures: Mapping[str, Any]
    changes: tuple[ChangeRow, ...]

    @property
    def is_at_work(self) -> bool:
        return self.work in ("waiting", "running")

    @property
    def confirmed_touched(self) -> int:
        return sum(change.was == "confirmed" for change in self.changes)


def open_revision(*, season_id: int) -> int | None:
    """The re-plan that waits for approval, if there is one."""
    return Revision.objects.filter(plan__season_id=season_id, status="proposed").values_list("pk", flat=True).first()


def revision_page(*, revision_id: int) -> RevisionPage:
    """One re-plan, whole. Raises Revision.DoesNotExist."""
    one = Revision.objects.select_related("plan").get(pk=revision_id)
    found = one.changes.select_related("workplace", "consultant", "consultant_before").order_by("workplace__number", "number")
    return RevisionPage(
        one.pk, one.plan.season_id, one.status, one.work, CAUSES.get(one.cause, Text(one.cause)), Text(one.said_ko, one.said_en),
        one.asked_by_name, one.asked_at, one.problem, one.figures, tuple(_row(change) for change in found),
    )


def revisions(*, season_id: int, most: int = 30) -> list[RevisionPage]:
    """The season's re-plans, newest first, without their changes."""
    return [
        RevisionPage(
            one.pk, season_id, one.status, one.work, CAUSES.get(one.cause, Text(one.cause)), Text(one.said_ko, one.said_en),
            one.asked_by_name, one.asked_at, one.problem, one.figures, (),
        )
        for one in Revision.objects.filter(plan__season_id=season_id)[:most]
    ]  # fmt: skip


def _row(change: Any) -> ChangeRow:
    before = Place((change.on_before, *read_days(change.further_days_before)), change.start_before, change.consultant_before.name) if change.on_before else None
    after = Place((change.on, *read_days(change.further_days)), change.start, change.consultant.name) if change.on else None
    return ChangeRow(
        change.kind, KINDS[change.kind], change.workplace.number, change.workplace.name, visit_name(change.number), change.was_status,
        before, after, Text(change.reason_ko, change.reason_en),
    )
