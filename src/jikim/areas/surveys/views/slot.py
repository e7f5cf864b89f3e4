"""A worker's turn with the consultant on the day of a visit: by code alone, taken or given back. The address says nothing."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from jikim.areas.surveys.actions import talk_booking as acting
from jikim.areas.surveys.actions import talk_ticket as tickets
from jikim.areas.surveys.actions.talk_booking import DayOver, SlotGone
from jikim.areas.surveys.actions.talk_ticket import SlotTicket
from jikim.areas.surveys.views.look import see
from jikim.areas.surveys.views.one_length import of_one_length
from jikim.rules.cards import UnreadableCode, read_code
from jikim.rules.words import Text
from jikim.shared.access import public_page
from jikim.shared.throttle import sender, wrong_tries
from jikim.shared.worker_pages import trouble, with_entry_mark, worker_page

WRONG = wrong_tries("worker-slot")
SECONDS_TO_REFUSE = 0.05

NOT_OPENED = Text(
    "이 코드로 지금 예약할 수 있는 시간이 없습니다. 코드를 다시 확인해 주십시오. 방문일이 아니거나, "
    "모두가 차례대로 10분씩 쓰는 사업장이어서 예약이 필요 없을 수도 있습니다.",
    "There are no times to book with this code now. Please compare it with your card. It may not be the day of a visit, or your "
    "workplace goes by a rota: then everybody has ten minutes in turn and nothing is booked.",
)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def slots(request: HttpRequest) -> HttpResponse:
    """The code by POST; then today's turns, each taken or free."""
    if request.method == "POST":
        return _opened(request)
    ticket = tickets.slot_ticket(request)
    if ticket is None:
        return with_entry_mark(request, worker_page(request, "surveys/talk/code.html"))
    return _drawn(request, ticket)


@public_page
@require_POST
def slot_take(request: HttpRequest) -> HttpResponse:
    """One turn for each code. Whoever comes second is told and sees what is still free."""
    ticket = tickets.slot_ticket(request)
    if ticket is None:
        return see(reverse("worker_slot"))
    number = request.POST.get("number", "")
    try:
        taken = acting.take_slot(ticket, int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0)
    except SlotGone as gone:
        return _drawn(request, ticket, fault=gone.reason)
    return tickets.give(see(reverse("worker_slot")), taken)


@public_page
@require_POST
def slot_back(request: HttpRequest) -> HttpResponse:
    """Give the turn back. Says the same whether or not there was one."""
    ticket = tickets.slot_ticket(request)
    if ticket is None:
        return see(reverse("worker_slot"))
    return tickets.give(see(reverse("worker_slot")), acting.give_back(ticket))


def _opened(request: HttpRequest) -> HttpResponse:
    address = sender(request)
    if wait := WRONG.waiting(address):
        return trouble(request, 429, retry_seconds=wait)
    typed, began = request.POST.get("code", "")[:60], time.monotonic()
    try:
        ticket = acting.open_slots(read_code(typed))
    except UnreadableCode as unreadable:
        return worker_page(request, "surveys/talk/code.html", {"typed": typed, "fault": unreadable.reason})
    if ticket is None:
        WRONG.count(address)
        time.sleep(max(0.0, began + SECONDS_TO_REFUSE - time.monotonic()))
        return worker_page(request, "surveys/talk/code.html", {"typed": typed, "fault": NOT_OPENED})
    return tickets.give(see(reverse("worker_slot")), ticket)


def _drawn(request: HttpRequest, ticket: SlotTicket, *, fault: Text | None = None) -> HttpResponse:
    """Of one length on the line, so that nobody watching it learns whether a turn is held here."""
    try:
        lines = acting.slots_now(ticket)
    except DayOver:
        tickets.take(answer := trouble(request, 409, reason=acting.OVER, title=DayOver.title))
        return answer
    mine = ticket.number if acting.still_held(ticket) else 0
    own = next((one.slot for one in lines if one.slot.number == mine), None)
    context = {
        "lines": [(one, one.slot.number == mine) for one in lines], "own": own, "fault": fault,
        "any_free": any(not one.taken and not one.past for one in lines), "moved": bool(ticket.number) and not mine,
    }  # fmt: skip
    return of_one_length(request, worker_page(request, "surveys/talk/slots.html", context))
