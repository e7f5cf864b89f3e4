"""A worker takes a turn with the consultant by code alone, or gives it back. One turn for each code.

Never an audit row, a status change, a session, a task, a mail or a log line, and no time: the row says taken, for a day.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from jikim.areas.surveys.actions.talk_ticket import SlotTicket
from jikim.areas.surveys.models import TalkDay, TalkSlot
from jikim.areas.surveys.queries.codes import code_place
from jikim.areas.surveys.queries.talks import SlotLine, arranged_of, bookable_today, slot_lines
from jikim.rules import talking as rules
from jikim.rules.words import Text
from jikim.shared import keyfiles
from jikim.shared.access import Conflict
from jikim.shared.clock import today
from jikim.vault import by_code

#: stands for a workplace that does not exist, so that a wrong code costs the same work as a right one
_NOWHERE = "0"

TAKEN = Text(
    "그 시간은 방금 다른 분이 잡았습니다. 아래에서 다른 시간을 골라 주십시오.",
    "Somebody else has just taken that time. Please choose another one below.",
)
PAST = Text("이미 지난 시간입니다. 아래에서 다른 시간을 골라 주십시오.", "That time is over. Please choose another one below.")
OVER = Text(
    "오늘 이 사업장에는 예약할 수 있는 시간이 없습니다. 방문이 바뀌었거나 끝났을 수 있습니다.",
    "There are no times to book at this workplace today. The visit may have changed or be over.",
)


class SlotGone(Conflict):
    """The turn asked for is taken or past: nothing changed, an earlier booking stands."""


class DayOver(Conflict):
    """No visit with booked turns today, any more."""

    title = Text("예약할 수 있는 시간이 없습니다", "No times to book")

    def __init__(self) -> None:
        super().__init__(OVER)


def open_slots(code: str) -> SlotTicket | None:
    """A ticket for today's turns at the code's workplace; None for every other code, whatever the reason.

    The same questions are asked for every readable code, so that neither words nor time tell whether it exists.
    """
    place = code_place(code)
    found = bookable_today(season_id=place.season_id if place else 0, workplace_id=place.workplace_id if place else 0)
    used = by_code.is_used(by_code.lookup_names(str(place.workplace_id) if place else _NOWHERE, code))
    day = found[0] if found else None
    names = _names(day.appointment_id if day else 0, code)
    if place is None or day is None or (place.sheet_replaced and not used):
        return None
    return SlotTicket(day.pk, place.season_id, place.workplace_id, names)


def slots_now(ticket: SlotTicket) -> tuple[SlotLine, ...]:
    """Today's turns, each taken or free. Raises DayOver."""
    return _slots(ticket)


def take_slot(ticket: SlotTicket, number: int) -> SlotTicket:
    """Take a turn; an earlier one of the same code becomes free in the same moment. Twice is once.

    Raises SlotGone when it is taken or past (an earlier one then stands), DayOver.
    """
    with transaction.atomic():
        # one at a time for each visit: the same code from two telephones never holds two turns
        TalkDay.objects.select_for_update().filter(pk=ticket.day_id).first()
        wanted = next((one for one in _slots(ticket) if one.slot.number == number), None)
        if _held(ticket).filter(number=number).exists():
            return ticket.having(number)
        if wanted is None or wanted.past:
            raise SlotGone(PAST)
        _held(ticket).update(tag=None, on=None)
        free = TalkSlot.objects.filter(Q(tag__isnull=True) | Q(on__lt=today()), day_id=ticket.day_id, number=number)
        if not free.update(tag=ticket.names[0], on=today()):
            raise SlotGone(TAKEN)
    return ticket.having(number)


def give_back(ticket: SlotTicket) -> SlotTicket:
    """The code's turn is free again, if it had one. Twice is once."""
    with transaction.atomic():
        _held(ticket).update(tag=None, on=None)
    return ticket.having(0)


def still_held(ticket: SlotTicket) -> bool:
    """Whether the turn this browser took is still its own: another telephone with the same code may have moved it."""
    return bool(ticket.number) and _held(ticket).filter(number=ticket.number, on=today()).exists()


def _slots(ticket: SlotTicket) -> tuple[SlotLine, ...]:
    found = bookable_today(season_id=ticket.season_id, workplace_id=ticket.workplace_id)
    if found is None or found[0].pk != ticket.day_id:
        raise DayOver
    day, visit = found
    return slot_lines(day.pk, rules.slots_of(visit.start, arranged_of(visit, day)))


def _held(ticket: SlotTicket):  # type: ignore[no-untyped-def]
    return TalkSlot.objects.filter(day_id=ticket.day_id, tag__in=list(ticket.names))


def _names(appointment_id: int, code: str) -> tuple[bytes, ...]:
    """Bound to the visit: the same card at the next visit has another name."""
    keyfiles.make_ring(keyfiles.TALK)  # nothing under it outlives a day, so it may be made at any time
    return keyfiles.ring(keyfiles.TALK).names(f"{appointment_id}\x1f{code}".encode())
