"""The worker's pages of counselling, /q/talk/…: read who calls and when, ask, see who read what, change, take back."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jikim.areas.counselling import comeback
from jikim.areas.counselling.actions import asking
from jikim.areas.counselling.actions.asking import Asked, Handed
from jikim.areas.counselling.forms.talk import Typed, read_ask, read_contact, read_hand
from jikim.areas.counselling.queries.emergency import crisis_lines
from jikim.areas.counselling.queries.seats import counsellors
from jikim.areas.counselling.queries.talk import OwnRequest, own_request
from jikim.areas.counselling.views.too_late import too_late
from jikim.areas.surveys.public import WorkerTicket, is_proven, late_ticket, own_results, worker_ticket
from jikim.rules.cards import UnreadableCode, read_code
from jikim.rules.helplines import Purpose
from jikim.rules.words import Text
from jikim.shared import keyfiles
from jikim.shared.access import public_page
from jikim.shared.clock import today
from jikim.shared.throttle import sender, wrong_tries
from jikim.shared.worker_pages import trouble, with_entry_mark, worker_page

WRONG = wrong_tries("talk_word")
#: what does not open is answered after this time: a try counted is a write, and where there is no request there is none
SECONDS_TO_REFUSE = 0.25
NOT_OPENED = Text(
    "이 코드와 비밀번호로 열 수 있는 상담 신청이 없습니다. 다섯 번 틀리면 더는 열리지 않습니다.",
    "No request opens with this code and this word. After five wrong tries it stays closed.",
)


@dataclass(frozen=True, slots=True)
class _Here:
    """Whoever this browser may act for: with a result open, or come back to an own request.

    may_see: an earlier request of this card. Whoever only handed in a questionnaire may just have found the card.
    """

    names: tuple[bytes, ...]
    ticket: WorkerTicket | None
    may_see: bool = True
    word_needed: bool = False


@public_page
def talk(request: HttpRequest) -> HttpResponse:
    """One's own request; before there is one: what to do at once, who calls, and when."""
    here = _here(request)
    if here is None:
        return _see("worker_talk_open")
    own = _own(here)
    if own is not None:
        return worker_page(request, "counselling/talk/state.html", {"own": own, "lines": _lines(), "may_hand": here.ticket is not None})
    if here.ticket is None:
        return comeback.take(_see("worker_talk_gone"))
    return worker_page(request, "counselling/talk/before.html", {"lines": _lines(), "counsellors": _offers(request, here.ticket)})


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Leave a contact with one counsellor. A second tap finds the request already there; who took time over it is still heard."""
    here = _here(request, late=request.method == "POST")
    if here is None or here.ticket is None:
        return _second_tap(request) or too_late(request) or _see("worker_talk_open")
    if _own(here) is not None and request.method != "POST":
        return _see("worker_talk")
    chosen = next((one for one in _offers(request, here.ticket) if one.seat_id == seat_id), None)
    if chosen is None:
        raise Http404
    typed = Typed(word=comeback.proposed() if here.word_needed else "")
    if request.method == "POST":
        typed = read_ask(request.POST, word_needed=here.word_needed)
        if not typed.faults:
            return _asked(request, here, here.ticket, seat_id, typed)
    context = {"one": chosen, "typed": typed, "fresh": here.word_needed, "lines": _lines()}
    return worker_page(request, "counselling/talk/ask.html", context, status=422 if typed.faults else 200)


def _asked(request: HttpRequest, here: _Here, ticket: WorkerTicket, seat_id: int, typed: Typed) -> HttpResponse:
    asked = Asked(seat_id, typed.contact, _handed(typed.hand, ticket), typed.urgent, typed.word)
    own = _own(here)
    if own is None or own.status == "closed":
        asking.ask(
            names=here.names, season_id=ticket.season_id, region=ticket.region,
            language=request.LANGUAGE_CODE, asked=asked,
        )  # fmt: skip
    return comeback.give(_see("worker_talk"), here.names)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Hand over more, less or nothing. More needs the open result: it is copied from there, now."""
    here, own = _with_request(request)
    if here is None or own is None or own.status == "closed":
        return (too_late(request) if here is None else None) or _see("worker_talk")
    if request.method == "POST":
        hand = read_hand(request.POST)
        if hand == "nothing" or here.ticket is not None:
            asking.change_handed_over(names=here.names, handed=_handed(hand, here.ticket))
        if request.POST.get("urgent") == "yes":
            asking.make_urgent(names=here.names)
        return _see("worker_talk")
    return worker_page(request, "counselling/talk/change.html", {"own": own, "may_hand": here.ticket is not None})


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Another way to be reached. The old one is never shown: only the counsellor can open it."""
    here, own = _with_request(request)
    if here is None or own is None or own.status == "closed":
        return (too_late(request) if here is None else None) or _see("worker_talk")
    typed = Typed()
    if request.method == "POST":
        typed = read_contact(request.POST)
        if not typed.faults:
            asking.change_contact(names=here.names, contact=typed.contact)
            return _see("worker_talk")
    return worker_page(request, "counselling/talk/contact.html", {"own": own, "typed": typed}, status=422 if typed.faults else 200)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest) -> HttpResponse:
    """Delete everything about the request; asked once more before, harmless twice."""
    here, own = _with_request(request)
    if here is None:
        return too_late(request) or _see("worker_talk_open")
    if request.method == "POST":
        if here.may_see:
            asking.take_back(names=here.names)
        return comeback.take(_see("worker_talk_gone"))
    if own is None:
        return _see("worker_talk")
    return worker_page(request, "counselling/talk/take_back.html", {"own": own})


@public_page
def gone(request: HttpRequest) -> HttpResponse:
    """Says the same to everybody."""
    return worker_page(request, "counselling/talk/gone.html", {"lines": _lines(), "may_ask": _here(request) is not None})


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """Code and the word chosen when asking. Nothing tells whether a code or a request exists."""
    if request.method != "POST":
        return with_entry_mark(request, worker_page(request, "counselling/talk/open.html", {"lines": _lines()}))
    address = sender(request)
    if wait := WRONG.waiting(address):
        return trouble(request, 429, retry_seconds=wait)
    typed, began = request.POST.get("code", "")[:60], time.monotonic()
    try:
        names = keyfiles.ring(keyfiles.COUNSEL).names(read_code(typed).encode())
    except UnreadableCode as unreadable:
        return _not_opened(request, typed, unreadable.reason)
    if asking.come_back(names=names, word=request.POST.get("secret", "")):
        return comeback.give(_see("worker_talk"), names)
    WRONG.count(address)
    time.sleep(max(0.0, began + SECONDS_TO_REFUSE - time.monotonic()))
    return _not_opened(request, typed, NOT_OPENED)


def _not_opened(request: HttpRequest, typed: str, fault: Text) -> HttpResponse:
    return worker_page(request, "counselling/talk/open.html", {"typed": typed, "fault": fault, "lines": _lines()}, status=422)


def _result_ticket(request: HttpRequest, *, late: bool) -> WorkerTicket | None:
    ticket = worker_ticket(request) or (late_ticket(request, "result") if late else None)
    return ticket if ticket is not None and ticket.purpose == "result" else None


def _here(request: HttpRequest, *, late: bool = False) -> _Here | None:
    """With a result open and neither the word nor an old enough secret, a request under way stays shut, and one that is
    closed is as if it were none: the card alone is enough to hand in a follow-up.

    late: a form opened in time is still taken for a while; nothing is shown for it.
    """
    ticket, names = _result_ticket(request, late=late), comeback.names_of(request)
    if ticket is None:
        return _Here(names, None) if names else None
    proven = is_proven(ticket)
    if proven or set(names) & set(ticket.counsel_names):
        return _Here(ticket.counsel_names, ticket, word_needed=not proven)
    earlier = own_request(ticket.counsel_names)
    if earlier is not None and earlier.status != "closed":
        return None
    return _Here(ticket.counsel_names, ticket, may_see=False, word_needed=True)


def _second_tap(request: HttpRequest) -> HttpResponse | None:
    """The answer to the first tap got lost: the word sent with the second is the one just chosen."""
    ticket, word = _result_ticket(request, late=True), request.POST.get("word", "")
    if ticket is None or not word:
        return None
    found = asking.come_back(names=ticket.counsel_names, word=word)
    return comeback.give(_see("worker_talk"), ticket.counsel_names) if found else None


def _own(here: _Here) -> OwnRequest | None:
    return own_request(here.names) if here.may_see else None


def _with_request(request: HttpRequest) -> tuple[_Here | None, OwnRequest | None]:
    here = _here(request, late=request.method == "POST")
    return here, _own(here) if here else None


def _offers(request: HttpRequest, ticket: WorkerTicket) -> list[Any]:
    return counsellors(region=ticket.region, language=request.LANGUAGE_CODE)


def _handed(how: str, ticket: WorkerTicket | None) -> Handed:
    """A copy of what the worker chose, from the result open in this browser. Never why: a reason may be a single answer."""
    found = own_results(ticket, on=today()) if how != "nothing" and ticket is not None else None
    if found is None:
        return Handed()
    level = found.latest.level
    facts: dict[str, Any] = {
        "on": today().isoformat(),
        "level": {"ko": level.label.ko, "en": level.label.en},
    }
    if how == "scores":
        facts["scores"] = [
            {"ko": area.title.ko, "en": area.title.en, "score": f"{area.printed} / {area.printed_full}" if area.score is not None else "–",
             "class_ko": area.class_label.ko, "class_en": area.class_label.en}
            for area in found.latest.every_area
        ]  # fmt: skip
    return Handed(how, level.key, facts)


def _lines() -> Any:
    """Two lines for a crisis and the one for life in danger: few enough to choose from."""
    return (*crisis_lines(Purpose.CRISIS)[:2], *crisis_lines(Purpose.EMERGENCY)[:1])


def _see(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(name), status=303)
