"""A consultant's appointments of today and those past without a closed record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from jikim.areas.dispatch import public as dispatch
from jikim.areas.visits.models import Visit
from jikim.rules.access import Actor, Role
from jikim.rules.words import Text
from jikim.shared.clock import today

_AHEAD = ("planned", "proposed", "confirmed")
#: visits of the next days may be prepared
DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class Due:
    """One appointment to go to or to write up. `uuid` is None until its record is begun."""

    appointment_id: int
    place: Text
    visit: Text
    days: tuple[dt.date, ...]
    start: dt.time
    address: str
    contact: str
    phone: str
    uuid: UUID | None
    is_today: bool
    is_late: bool


def due(*, season_id: int, by: Actor) -> list[Due]:
    """Late ones first, then today's, then those of the next seven days."""
    day = today()
    lines = [
        line for key in sorted(by.keys(Role.CONSULTANT))
        for line in dispatch.appointments(season_id=season_id, consultant_key=key, until=day + dt.timedelta(days=DAYS_AHEAD), statuses=_AHEAD)
    ]  # fmt: skip
    begun = dict(Visit.objects.filter(appointment_id__in=[line.id for line in lines]).values_list("appointment_id", "uuid"))
    return [
        Due(line.id, line.place, line.visit_name, line.days, line.start, line.address or line.district, line.contact_name,
            line.contact_phone, begun.get(line.id), day in line.days, line.last < day)
        for line in lines
    ]  # fmt: skip
