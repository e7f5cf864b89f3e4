"""A worker's own result. The addresses say nothing, the pages are kept by nobody, and a bare code opens none of them."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jikim.areas.surveys import after_result
from jikim.areas.surveys.actions import results as acting
from jikim.areas.surveys.actions import ticket as tickets
from jikim.areas.surveys.actions.results import Results, SecretNotKept
from jikim.areas.surveys.actions.ticket import WorkerTicket
from jikim.areas.surveys.result_picture import picture_of
from jikim.areas.surveys.views.look import see
from jikim.areas.surveys.views.one_length import of_one_length
from jikim.rules.cards import UnreadableCode, read_code
from jikim.rules.own_secret import TRIES, UnfitSecret
from jikim.rules.result_areas import AreaResult
from jikim.rules.result_change import AreaChange
from jikim.rules.words import Text
from jikim.shared.access import public_page
from jikim.shared.clock import today
from jikim.shared.throttle import sender, wrong_tries
from jikim.shared.worker_pages import trouble, with_entry_mark, worker_page

#: wrong tries at code and secret
WRONG = wrong_tries("worker-result", from_one_address=10)
#: what does not open is answered after this time: a try taken off a lock is a write, and where no lock is there is none
SECONDS_TO_REFUSE = 0.25
#: the file's name tells nobody what it is
FILE_NAME = "note.html"

NOT_OPENED = Text(
    "열지 못했습니다. 코드나 비밀번호가 맞지 않거나, 비밀번호를 정하지 않았거나, "
    f"다섯 번 잘못 입력하여 닫혔을 수 있습니다. 잘못 입력한 횟수가 {TRIES}번이 되면 다시 열 수 없습니다.",
    "This did not open. The code or the secret may not be right, no secret may have been chosen, or it was closed after "
    f"five wrong tries. After {TRIES} wrong tries it cannot be opened again.",
)
TOO_LATE_TITLE = Text("시간이 지나 화면이 닫혔습니다", "This page has closed")
TOO_LATE = Text(
    "제출하고 30분이 지나, 방금 누르신 것은 처리되지 않았습니다. 비밀번호를 이미 정해 두셨으면 카드의 코드와 그 비밀번호로 결과를 다시 여실 수 있습니다. "
    "정하지 않으셨으면 결과를 다시 열 수 없고, 답을 따로 삭제할 수도 없습니다. 힘드시면 아래 ‘도움을 받을 수 있는 곳’으로 언제든 연락하십시오.",
    "More than 30 minutes have passed since you handed in, so what you have just pressed was not carried out. If you had already chosen a "
    "secret, you can open your result again with it and the code on your card. If not, the result cannot be opened again, and your answers "
    "cannot be deleted one by one. The people under “Who helps” are there for you at any time.",
)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest) -> HttpResponse:
    """After the last page: show the result once, never again (unless said otherwise), or keep a secret for it."""
    ticket = _ticket(request)
    if ticket is None:
        return _too_late(request) or see(reverse("worker_open"))
    fault: Text | None = None
    if request.method == "POST":
        if request.POST.get("keep") != "secret":
            return see(reverse("worker_result"))
        try:
            kept = acting.keep_secret(ticket, request.POST.get("secret", ""), request.POST.get("secret2", ""))
            return tickets.give(see(reverse("worker_result")), kept)
        except (UnfitSecret, SecretNotKept) as refused:
            fault = refused.reason
    return worker_page(request, "surveys/result/done.html", {"fault": fault, "tries": TRIES})


@public_page
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """The result itself. Without a ticket it leads to the page that asks for code and secret."""
    ticket = _ticket(request)
    if ticket is None:
        return see(reverse("worker_open"))
    found = acting.results(ticket, on=today())
    if found is None:
        return tickets.take(see(reverse("worker_deleted")))
    return of_one_length(request, worker_page(request, "surveys/result/result.html", _drawn(found, ticket)))


@public_page
@require_safe
def save(request: HttpRequest) -> HttpResponse:
    """The result as one file of its own, made in memory. Not on a shared tablet: the file would stay there."""
    ticket = _ticket(request)
    found = acting.results(ticket, on=today()) if ticket else None
    if ticket is None or found is None or request.worker.kiosk:  # type: ignore[attr-defined]
        return see(reverse("worker_result"))
    context = {**_drawn(found, ticket), "links": (), "language": request.LANGUAGE_CODE, "request": request}
    response = HttpResponse(get_template("surveys/result/file.html").render(context))
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return of_one_length(request, response)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the answers, after asking once. Twice is once. Whoever took their time over it is not told what is not so."""
    ticket = _ticket(request)
    if request.method == "POST":
        ticket = ticket or tickets.late_ticket(request, "result")
        if ticket is not None:
            acting.withdraw(ticket, on=today())
        elif (closed := _too_late(request)) is not None:
            return closed
        return tickets.take(see(reverse("worker_deleted")))
    if ticket is None:
        return see(reverse("worker_open"))
    return worker_page(request, "surveys/result/delete.html", {"fresh": ticket.fresh})


@public_page
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Says the same to everybody who comes here, whether or not anything was ever there."""
    return worker_page(request, "surveys/result/deleted.html")


@public_page
@require_safe
def help_(request: HttpRequest) -> HttpResponse:
    """Whom to call today. The same page for everybody, with or without a card."""
    return worker_page(request, "surveys/result/help.html", {"groups": acting.who_helps(on=today())})


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: HttpRequest) -> HttpResponse:
    """Code and secret, by POST. One message for every failure."""
    if request.method != "POST":
        return with_entry_mark(request, worker_page(request, "surveys/result/open.html", {"tries": TRIES}))
    address = sender(request)
    if wait := WRONG.waiting(address):
        return trouble(request, 429, retry_seconds=wait)
    typed, began = request.POST.get("code", "")[:60], time.monotonic()
    try:
        ticket = acting.open_with_secret(read_code(typed), request.POST.get("secret", ""))
    except UnreadableCode as unreadable:
        return worker_page(request, "surveys/result/open.html", {"typed": typed, "code_fault": unreadable.reason, "tries": TRIES})
    if ticket is None:
        WRONG.count(address)
        time.sleep(max(0.0, began + SECONDS_TO_REFUSE - time.monotonic()))
        return worker_page(request, "surveys/result/open.html", {"fault": NOT_OPENED, "tries": TRIES})
    return tickets.give(see(reverse("worker_result")), ticket)


def _too_late(request: HttpRequest) -> HttpResponse | None:
    """For what was sent with a ticket whose time is over: it was not done, and the page says so."""
    if request.method != "POST" or not tickets.had_ticket(request):
        return None
    return trouble(request, 403, title=TOO_LATE_TITLE, reason=TOO_LATE)


def _ticket(request: HttpRequest) -> WorkerTicket | None:
    """Only a questionnaire just finished, or code and secret, make a ticket for results."""
    ticket = tickets.worker_ticket(request)
    return ticket if ticket is not None and ticket.purpose == "result" else None


def _drawn(found: Results, ticket: WorkerTicket) -> dict[str, object]:
    """What both the page and the file draw."""
    latest, before = found.latest, {(one.now.instrument, one.now.key): one for one in found.changes}
    return {
        "result": latest,
        "rounds": found.rounds,
        "compared": len(found.rounds) > 1,
        "comparable": bool(found.changes),
        "areas": [_area(area, before.get((area.instrument, area.key))) for area in latest.areas],
        "health_areas": [_area(area, before.get((area.instrument, area.key))) for area in latest.health_areas],
        "links": after_result.links(),
        "fresh": ticket.fresh,
    }


def _area(area: AreaResult, change: AreaChange | None) -> dict[str, object]:
    return {
        "area": area,
        "picture": picture_of(area),
        "change": change,
        "before": change.before if change else None,
        "before_picture": picture_of(change.before) if change else "",
    }
