"""What becomes of an appointment on the day, and when a workplace leaves. Called by the visits room and by enrolment's arrow."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager

from django.db import transaction
from django.db.models import QuerySet

from jikim.areas.dispatch.actions.applying import close_proposals
from jikim.areas.dispatch.models import Appointment
from jikim.areas.dispatch.models.appointments import OPEN
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor, Grant, Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, require
from jikim.shared.turns import turn
from jikim.shared.workflow import move

#: what follows from somebody else's act is done in the name of the season's rules
AUTOMATIC = Actor("rules", "사업 규칙(자동)", (Grant(Role.CONSOLE),))

_CHANGED = Text(
    "그사이 다른 사람이 이 방문 일정을 바꾸었습니다. 새 일정을 확인한 뒤 다시 해 주십시오.",
    "Somebody has changed this appointment meanwhile. Please look at the new date, then try again.",
)


def dates_of(season_id: int) -> AbstractContextManager[None]:
    """The turn of whoever changes dates of a season in the light of its other dates, or several of them at once.

    Everybody takes locks in this order, so that no two wait for each other: the season where it is held (`enrolment.lock_season`), this
    turn, a plan, agency or consultant, appointments, what the workplace was asked about them.
    """
    return turn("dates", season_id)


def dates_around(appointment_id: int) -> AbstractContextManager[None]:
    """The same turn, of the season this appointment is in."""
    return dates_of(Appointment.objects.values_list("season_id", flat=True).get(pk=appointment_id))


def note_held(*, appointment_id: int, by: Actor) -> None:
    """The visit took place. Said twice it is said once."""
    with transaction.atomic():
        one = locked(appointment_id)
        require(by, Action.appointment_report, one.where())
        if one.status != "held":
            close_proposals(one)
            move(one, "held", by=by)


def note_missed(*, appointment_id: int, reason: Text, by: Actor) -> None:
    """The consultant stood at the door and no visit took place. Said twice it is said once."""
    with transaction.atomic():
        one = locked(appointment_id)
        require(by, Action.appointment_report, one.where())
        if one.status != "missed":
            close_proposals(one)
            move(one, "missed", by=by, reason=reason)


def end_workplace(*, workplace_id: int, reason: Text, by: Actor) -> int:
    """Cancel every appointment still to come of a workplace that leaves. Returns how many. `by` may cancel: office or rules."""
    require(by, Action.plan_make)
    with dates_of(enrolment.workplace_of(workplace_id).season_id):
        left = list(
            Appointment.objects.select_for_update(of=("self",)).select_related("workplace", "consultant__agency")
            .filter(workplace_id=workplace_id, status__in=OPEN)
        )  # fmt: skip
        for one in left:
            close_proposals(one)
            move(one, "cancelled", by=by, reason=reason)
    return len(left)


def locked(appointment_id: int, version: int | None = None) -> Appointment:
    """The appointment, held until the transaction ends. Raises Conflict when it was moved since `version`."""
    one = _rows().get(pk=appointment_id)
    if version is not None and one.version != version:
        raise Conflict(_CHANGED)
    return one


def locked_many(versions: Mapping[int, int]) -> list[Appointment]:
    """These appointments in one go, in their own order so that two people never wait for each other. Raises Conflict as above."""
    keys = sorted(versions)
    found = [one for start in range(0, len(keys), 500) for one in _rows().filter(pk__in=keys[start : start + 500]).order_by("pk")]
    if len(found) < len(keys) or any(one.version != versions[one.pk] for one in found):
        raise Conflict(_CHANGED)
    return found


def _rows() -> QuerySet[Appointment]:
    return Appointment.objects.select_for_update(of=("self",)).select_related("workplace", "consultant__agency__organisation")
