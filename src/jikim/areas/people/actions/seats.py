"""End a seat. Seats are never deleted; the last office seat never ends."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from jikim.areas.people.models import Seat
from jikim.rules.access import Action, Actor, Role
from jikim.rules.seats import may_appoint
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Refused, require
from jikim.shared.clock import now
from jikim.shared.turns import turn

_LAST_OFFICE = Text(
    "마지막 본부 담당자는 해지할 수 없습니다. 먼저 다른 분을 본부 담당자로 초대해 주십시오.",
    "The last office seat cannot be ended. Invite somebody else to the office first.",
)
_ENDED = Text("이미 해지된 역할입니다.", "This seat has already ended.")
_WHY = Text("해지 사유를 적어 주십시오.", "Please say why the seat ends.")


def end_seat(*, seat_id: int, reason: str, by: Actor) -> None:
    """End a seat now, with a reason. Somebody left without any seat is signed out everywhere."""
    require(by, Action.seat_end)
    whose = Seat.objects.values_list("person__email", flat=True).get(pk=seat_id)
    with turn("seats", whose):
        open_offices: list[Seat] = []
        if Seat.objects.filter(pk=seat_id, role=Role.OFFICE).exists():
            # every open office seat is locked, in one order, so that two offices cannot end each other at once
            open_offices = list(Seat.objects.select_for_update().filter(role=Role.OFFICE, ended_at=None).order_by("pk"))
        seat = Seat.objects.select_for_update(of=("self",)).select_related("person").get(pk=seat_id)
        if not (verdict := may_appoint(by, Role(seat.role), seat.where())):
            raise Refused(verdict.reason)
        if seat.ended_at is not None:
            raise Conflict(_ENDED)
        if not reason.strip():
            raise Conflict(_WHY)
        if seat.role == Role.OFFICE and len(open_offices) < 2:
            raise Conflict(_LAST_OFFICE)
        seat.ended_at = now()
        seat.save(update_fields=["ended_at"])
        audit.record(
            by, "seat.ended", "seat", seat.pk, reason=reason.strip(), person=seat.person.key, role=seat.role
        )
        if not seat.person.seats.filter(ended_at=None).exists():
            for session in UserSession.objects.filter(user=seat.person):
                session.end()
