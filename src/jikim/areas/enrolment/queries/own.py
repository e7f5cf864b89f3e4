"""The workplaces a manager's seat names."""

from __future__ import annotations

from jikim.areas.enrolment.models import Application
from jikim.rules.access import Actor, Role


def own_applications(*, by: Actor) -> tuple[tuple[int, int], ...]:
    """(application, workplace) of every workplace the actor manages, newest season first."""
    keys = [int(key) for key in by.keys(Role.MANAGER) if key.isdigit()]
    rows = Application.objects.filter(workplace_id__in=keys).order_by("-season__year", "workplace__number")
    return tuple(rows.values_list("pk", "workplace_id"))
