"""A visit of today whose turns are booked by code, its consultant, and cards of its workplace."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jikim.areas.dispatch.models import Appointment
from jikim.areas.surveys import public as surveys
from jikim.rules.access import Actor
from jikim.rules.talking import Arrangement, Mode
from jikim.shared.clock import today
from jikim.vault.keys import make_keys
from tests.areas.dispatch.planned import account_of
from tests.areas.dispatch.planned import appointment as planned
from tests.areas.surveys.answering import print_cards
from tests.areas.visits.made import consultant

#: a rehearsed day has no hour: no turn of it is over, whenever the tests run
DAY = dt.date(2017, 4, 10)
FREE = Arrangement(Mode.FREE, 60, 6, 1, 40)


def visit_today(*, number: int = 1, **more: Any) -> Appointment:
    make_keys()
    made = planned(number, on=today(), **{"status": "confirmed", **more})
    if made.consultant.person_id is None:
        account_of(made.consultant)
    made.refresh_from_db()
    return made


def free_today(*, arranged: Arrangement = FREE, **more: Any) -> tuple[Appointment, Actor, list[str]]:
    """Turns from 11:00 on, free booking, and four cards."""
    visit = visit_today(**more)
    by = consultant(visit)
    surveys.arrange_talks(appointment_id=visit.pk, arranged=arranged, version=0, by=by)
    return visit, by, print_cards(visit.workplace, 4)
