"""When visits suit a workplace: said in the application, changed later by its manager or by signed link; read by the visit plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jikim.areas.enrolment.models import Workplace
from jikim.rules.access import Action, Actor
from jikim.rules.visit_hours import minutes_of_visit
from jikim.shared import audit
from jikim.shared.access import require

#: the part of `particulars` that may be said anew at any time: it decides nothing but dates
WISHES = ("closed_days", "busy_periods", "shifts", "visit_hours")


def said_of_visits(*, workplace_id: int, by: Actor) -> dict[str, Any]:
    """What the workplace has said so far."""
    place = Workplace.objects.get(pk=workplace_id)
    require(by, Action.application_edit, place.where())
    return {key: place.particulars[key] for key in WISHES if place.particulars.get(key)}


def minutes_there(*, workplace_id: int) -> int:
    """How long a visit to the workplace takes by its season's bands. Asks no actor: for forms that have asked."""
    place = Workplace.objects.select_related("season").get(pk=workplace_id)
    return minutes_of_visit(place.season.visit_minutes, place.service_workers)


def say_when_visits_suit(*, workplace_id: int, said: Mapping[str, Any], by: Actor) -> None:
    """Put these wishes in place of the earlier ones; everything else the application said stays."""
    with transaction.atomic():
        place = Workplace.objects.select_for_update().get(pk=workplace_id)
        require(by, Action.application_edit, place.where())
        kept = {key: value for key, value in place.particulars.items() if key not in WISHES}
        place.particulars = kept | {key: said[key] for key in WISHES if said.get(key)}
        place.save(update_fields=["particulars"])
        audit.record(by, "workplace.visit_wishes", "workplace", place.number)
