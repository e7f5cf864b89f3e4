"""A record under review: the record, why it is reviewed, and which one is next."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jikim.areas.visits.models import ReviewDraw, Visit
from jikim.areas.visits.queries.reach import reached
from jikim.areas.visits.queries.record import Record, record
from jikim.rules.access import Action, Actor
from jikim.shared.access import require
from jikim.shared.workflow.models import StatusChange


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """`returns` are earlier returns with their reasons; `left` counts the others under review this actor reaches."""

    record: Record
    returns: tuple[StatusChange, ...]
    is_drawn: bool
    left: int
    next_uuid: UUID | None


def review_page(*, visit_uuid: UUID, by: Actor) -> ReviewPage:
    """Raises Visit.DoesNotExist, and Refused out of reach."""
    shown = record(visit_uuid=visit_uuid, by=by)
    visit = Visit.objects.select_related("appointment__workplace", "appointment__consultant__agency").get(uuid=visit_uuid)
    require(by, Action.visit_review, visit.where())
    others = Visit.objects.filter(reached(by, Action.visit_review), status="in_review", appointment__season_id=visit.appointment.season_id)
    left = list(others.exclude(pk=visit.pk).order_by("status_since", "pk").values_list("uuid", flat=True))
    return ReviewPage(
        shown, tuple(change for change in shown.history if change.target == "returned"),
        ReviewDraw.objects.filter(visit=visit, is_drawn=True).exists(), len(left), left[0] if left else None,
    )  # fmt: skip
