"""Appointments of today with a consultant who has an account, and records of them. For the tests of visits."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

from PIL import Image

from jikim.areas.dispatch.models import Appointment
from jikim.areas.people.queries import actor_of
from jikim.areas.visits.actions.attaching import attach_photo
from jikim.areas.visits.actions.closing import close_visit
from jikim.areas.visits.actions.opening import open_visit
from jikim.areas.visits.actions.saving import save_values
from jikim.areas.visits.models import Visit
from jikim.rules.access import Actor, Grant, Role
from jikim.shared.clock import rehearsing
from tests.areas.dispatch.planned import account_of
from tests.areas.dispatch.planned import appointment as planned
from tests.rules.visiting.filled import SIGNATURE, filled

DAY = dt.date(2017, 4, 10)


def appointment(number: int = 1, **more: Any) -> Appointment:
    """One of DAY, whose consultant can sign in."""
    made = planned(number, on=DAY, **more)
    if made.consultant.person_id is None:
        account_of(made.consultant)
    made.refresh_from_db()
    return made


def consultant(made: Appointment) -> Actor:
    assert made.consultant.person is not None
    return actor_of(made.consultant.person)


def office() -> Actor:
    return Actor("person:1", "본부 김", (Grant(Role.OFFICE),))


def region(key: str) -> Actor:
    return Actor("person:2", "지역 이", (Grant(Role.REGION, frozenset({key})),))


def stranger(role: Role) -> Actor:
    """Holds such a seat somewhere else."""
    return Actor("person:999999", "다른 사람", (Grant(role, frozenset({"person:999999", "999999", "jeju"})),))


def begun(number: int = 1, **more: Any) -> tuple[Visit, Actor]:
    made = appointment(number, **more)
    by = consultant(made)
    return open_visit(appointment_id=made.pk, by=by), by


def saves(visit: Visit, by: Actor, values: dict[str, Any], *, base: int | None = None, edit: uuid.UUID | None = None) -> Any:
    visit.refresh_from_db()
    return save_values(
        visit_id=visit.pk, edit_uuid=edit or uuid.uuid4(), base_version=visit.version if base is None else base, values=values, by=by
    )


def closed(number: int = 1, *, signed: bool = False, **values: Any) -> tuple[Visit, Actor]:
    """A record filled in and closed on its day."""
    visit, by = begun(number)
    with rehearsing(DAY):
        if signed:
            attach_photo(visit_id=visit.pk, attachment_uuid=uuid.UUID(str(SIGNATURE["attachment"])), content=picture("PNG"), by=by)
        saves(visit, by, filled(number, **values))
        assert close_visit(visit_id=visit.pk, by=by) == ()
    visit.refresh_from_db()
    return visit, by


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, form, **more)
    return out.getvalue()
