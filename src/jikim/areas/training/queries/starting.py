"""What a new session starts with: the visit's day and hour, the workplace's occupation, the trainer as last time."""

from __future__ import annotations

from typing import Any

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.training.models import TrainingSession
from jikim.areas.training.queries.courses import course, occupation_of
from jikim.rules.access import Action, Actor
from jikim.shared.access import require
from jikim.shared.clock import today

COURSE = "self-protection"
MINUTES = 40


def suggested(*, workplace_id: int, appointment_id: int | None, by: Actor) -> tuple[str, dict[str, Any]]:
    """(number and name of the workplace, values to begin with). Refused out of reach; DoesNotExist where there is no such place or visit."""
    require(by, Action.training_run, dispatch.workplace_where(workplace_id))
    place = enrolment.workplace_of(workplace_id)
    last = TrainingSession.objects.filter(trainer_key=by.key).order_by("-pk").first()
    values: dict[str, Any] = {
        "course": COURSE, "occupation": occupation_of(workplace_id), "language": "ko", "on": today(), "minutes": MINUTES, "with_names": "no",
        "trainer": last.trainer if last else by.name, "qualification": last.qualification if last else "", "start": "10:00",
    }  # fmt: skip
    if appointment_id is not None:
        line = dispatch.appointment(appointment_id=appointment_id)
        values |= {"on": line.on, "start": f"{line.start:%H:%M}", "minutes": min(max(MINUTES, course(COURSE).minutes), line.minutes)}
    return f"{place.number} {place.name}", values
