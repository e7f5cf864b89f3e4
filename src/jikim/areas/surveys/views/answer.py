"""The questionnaire: code, consent, pages, handing in. Each page is one POST, then 303; the address holds a page number only."""

from __future__ import annotations

import time

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jikim.areas.surveys.actions import answering as acting
from jikim.areas.surveys.actions import ticket as tickets
from jikim.areas.surveys.actions.answering import Answering, HandedIn
from jikim.areas.surveys.views.drawing import bare_title, drawn_page, heading
from jikim.areas.surveys.views.late import kept, taken_late
from jikim.areas.surveys.views.look import looked, see
from jikim.rules.cards import UnreadableCode, read_code
from jikim.rules.questionnaire import Page
from jikim.rules.words import Text
from jikim.shared.access import public_page
from jikim.shared.clock import today
from jikim.shared.throttle import sender, wrong_tries
from jikim.shared.worker_pages import ENTRY_COOKIE, PREFIX, trouble, with_entry_mark, worker_page

#: after handing in: the worker's result
DONE = f"{PREFIX}done/"
WRONG = wrong_tries("worker_code")

#: a code that opens nothing is answered after this time, whatever there was to look up
SECONDS_TO_REFUSE = 0.05

NOT_OPENED = Text(
    "이 코드로 열 수 있는 설문이 없습니다. 카드의 코드와 같은지 다시 확인해 주십시오. "
    "이미 제출하셨거나 설문 기간이 아닐 때도 열리지 않습니다.",
    "There is no survey to open with this code. Please compare it with your card once more. "
    "It also does not open when you have already handed in, or outside the survey period.",
)
NO_COOKIES = Text(
    "브라우저에서 쿠키를 막아 두어 설문을 열 수 없습니다. 쿠키는 답하는 동안만 쓰고 나가면 지웁니다. 쿠키를 허용한 뒤 다시 시작해 주십시오.",
    "The survey cannot open because cookies are switched off in this browser. One is used only while you answer and "
    "cleared when you leave. Please allow cookies and start again.",
)
TIME_OVER = Text(
    "화면을 연 지 오래되어 연결을 닫았습니다. 카드의 코드를 다시 입력하시면 저장된 곳부터 이어서 답할 수 있습니다.",
    "This page had been open for too long and was closed for your safety. Enter the code on your card again to go on "
    "where your answers were last saved.",
)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Enter the code. A GET says nothing about anybody; the code comes by POST and never stands in an address."""
    if request.method != "POST":
        return with_entry_mark(request, worker_page(request, "surveys/answer/code.html"))
    if not request.COOKIES.get(ENTRY_COOKIE):
        return trouble(request, 400, reason=NO_COOKIES)
    address = sender(request)
    if wait := WRONG.waiting(address):
        return trouble(request, 429, retry_seconds=wait)
    typed, began = request.POST.get("code", "")[:60], time.monotonic()
    try:
        ticket = acting.open_by_code(read_code(typed))
    except UnreadableCode as unreadable:
        return worker_page(request, "surveys/answer/code.html", {"typed": typed, "fault": unreadable.reason})
    if ticket is None:
        WRONG.count(address)
        time.sleep(max(0.0, began + SECONDS_TO_REFUSE - time.monotonic()))
        return worker_page(request, "surveys/answer/code.html", {"typed": typed, "fault": NOT_OPENED})
    return tickets.give(_go(acting.answering(ticket).next_page), ticket)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Consent: to take part, and separately to the health questions."""
    now = _now(request, 0)
    if not isinstance(now, Answering):
        return now
    if request.method == "POST":
        if "look" in request.POST:
            return looked(request, see(request.path))
        now = acting.consent(
            now, health=request.POST.get("health") == "yes", language=_language(request), on=today()
        )
        return tickets.renew(request, _go(now.next_page), now.ticket)
    context = {"blocks": _health_blocks(now), "chosen": now.sheet.health if now.is_mine and not now.floor else None}
    return worker_page(request, "surveys/answer/start.html", context)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: int) -> HttpResponse:
    """One page of questions, or the closing page."""
    now = _now(request, number)
    if not isinstance(now, Answering):
        return now
    form = now.asked.layout.form
    if not now.has_begun:
        return see(reverse("worker_start"))
    if number == form.end:
        return _closing(request, now)
    wanted = form.page(number)
    if wanted is None:
        raise Http404
    if number <= now.floor or number > now.next_page or not form.is_shown(wanted, now.telling, now.sheet.health):
        return _go(now.next_page)
    if request.method == "POST":
        return _saved(request, now, wanted)
    return drawn_page(request, now, wanted)


@public_page
@require_http_methods(["GET", "HEAD"])
def on(request: HttpRequest) -> HttpResponse:
    """Back to where one was, from a page beside the questionnaire."""
    now = _now(request, 0)
    return _go(now.next_page) if isinstance(now, Answering) else now


def _saved(request: HttpRequest, now: Answering, wanted: Page) -> HttpResponse:
    """Save, then go where the button pressed leads: on, back, or the same page in another language."""
    form, before = now.asked.layout.form, now.sheet.answers
    now = kept(request, now, wanted)
    answers, health = now.telling, now.sheet.health
    if "look" in request.POST:
        return tickets.renew(request, looked(request, _go(wanted.number)), now.ticket)
    if request.POST.get("go") == "help" or form.opens_help(wanted, before, now.sheet.answers):
        return tickets.renew(request, see(reverse("worker_help")), now.ticket)
    if request.POST.get("go") == "back":
        earlier = form.preceding(wanted.number, answers, health)
        return tickets.renew(request, _go(earlier if earlier > now.floor else 0), now.ticket)
    if not now.ticket.has_nudged(wanted.number) and form.missing(wanted, answers, health):
        return tickets.give(_go(wanted.number), now.ticket.after_nudge(wanted.number))
    return tickets.renew(request, _go(form.following(wanted.number, answers, health)), now.ticket)


def _closing(request: HttpRequest, now: Answering) -> HttpResponse:
    """The last page: what was left out can still be filled in; then the answers are handed in."""
    form, answers, health = now.asked.layout.form, now.telling, now.sheet.health
    if now.next_page != form.end:
        return _go(now.next_page)
    if request.method == "POST":
        if "look" in request.POST:
            return looked(request, see(request.path))
        ticket = acting.hand_in(now, on=today())
        return tickets.give(see(DONE), ticket)
    shown = [one for one in form.visible(answers, health) if one.number > now.floor]
    gaps = [(one.number, len(missing), heading(one)) for one in shown if (missing := form.missing(one, answers, health))]
    answered, asked = form.count(answers, health)
    back = form.preceding(form.end, answers, health)
    return worker_page(request, "surveys/answer/end.html", {
        "answered": answered, "asked": asked, "gaps": gaps, "floor": now.floor, "back": back if back > now.floor else 0,
    })  # fmt: skip


def _now(request: HttpRequest, number: int) -> Answering | HttpResponse:
    """What this browser is answering, or where it has to go instead. A page left open too long is saved before it is closed."""
    ticket = tickets.worker_ticket(request)
    if ticket is None:
        if request.method == "POST":
            return taken_late(request, number) or trouble(request, 403, title=Text("코드를 다시 입력해 주십시오", "Please enter your code again"), reason=TIME_OVER)
        return see(reverse("worker_code"))
    if ticket.purpose == "result":
        return see(DONE)
    try:
        return acting.answering(ticket)
    except HandedIn:
        # the second of two taps, or a first one whose answer never arrived: this very visit handed the answers in
        result = acting.result_after_second_tap(ticket)
        if result is None:
            raise
        return tickets.give(see(DONE), result)


def _go(number: int) -> HttpResponse:
    return see(reverse("worker_page", args=[number]) if number else reverse("worker_start"))


def _health_blocks(now: Answering) -> list[tuple[str, int]]:
    form = now.asked.layout.form
    blocks = {page.block.id: page.block for page in form.pages if page.health and page.block}
    return [(bare_title(block.title), len(block.items)) for block in blocks.values()]


def _language(request: HttpRequest) -> str:
    return str(request.LANGUAGE_CODE)  # type: ignore[attr-defined]


