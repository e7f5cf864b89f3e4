"""The office looks at a closed record: takes it up, accepts it, or returns it with what is to be corrected."""

from __future__ import annotations

from django.db import transaction

from jikim.areas.visits.actions.notices import tell_of_return
from jikim.areas.visits.actions.opening import locked
from jikim.areas.visits.models import Visit
from jikim.rules.access import Actor
from jikim.rules.words import Text
from jikim.shared.workflow import move


def take_up(*, visit_id: int, by: Actor) -> Visit:
    """Put a closed record under review."""
    with transaction.atomic():
        visit = locked(visit_id)
        move(visit, "in_review", by=by)
    return visit


def return_visit(*, visit_id: int, reason: Text, by: Actor) -> Visit:
    """Back to the consultant, with the reason. A closed record is taken up on the way."""
    with transaction.atomic():
        visit = locked(visit_id)
        if visit.status == "closed":
            move(visit, "in_review", by=by)
        move(visit, "returned", by=by, reason=reason)
        tell_of_return(visit, reason)
    return visit


def accept_visit(*, visit_id: int, by: Actor) -> Visit:
    """The record stands, reviewed or not sampled."""
    with transaction.atomic():
        visit = locked(visit_id)
        move(visit, "accepted", by=by)
    return visit
