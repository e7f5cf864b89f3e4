"""A participant's pages: the code on the screen is the key, nobody signs in, nothing is remembered of who opened them."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jikim.areas.training.actions.answering import PARTS, hand_in, items_of, questions_of
from jikim.areas.training.actions.certifying import NAME_LENGTH, certify
from jikim.areas.training.actions.papers import certificate_paper
from jikim.areas.training.models import TrainingSession
from jikim.areas.training.queries.open import Running, running_by
from jikim.areas.training.views import pdf
from jikim.areas.training.views.quiz import explained, missing_of, quiz_fields
from jikim.rules.training import UnreadableJoinCode, read_join_code
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from jikim.shared.open_pages import open_form, open_html, open_page
from jikim.shared.throttle import Limit, sender

#: wrong codes from one address: a room behind one address types right ones as often as it likes
WRONG = Limit("training_code", 30, 600)
#: quizzes and certificates from one address: several full rooms, no machine
MADE = Limit("training_made", 400, 600)
_NONE = Text("지금 진행 중인 교육의 코드가 아닙니다. 화면을 보고 다시 입력하거나 진행하는 분께 물어보십시오.", "No session is running under this code. Look at the screen again, or ask the trainer.")
BUSY = Text("이 주소에서 너무 많이 보냈습니다. 10분 뒤에 다시 해 주십시오.", "Too much has been sent from here. Please try again in ten minutes.")
_WAIT = Text("잘못된 코드가 여러 번 입력되었습니다. 10분 뒤에 다시 해 주십시오.", "Too many wrong codes. Please try again in ten minutes.")


def typed_key(request: HttpRequest) -> str:
    """The form's random key; a fresh one where none of ours was sent."""
    sent = request.POST.get("key", "")
    return sent if 20 <= len(sent) <= 40 and sent.isascii() else secrets.token_urlsafe(18)


@open_form
def training_door(request: HttpRequest, language: str) -> HttpResponse:
    """Type the code."""
    if request.method != "POST":
        return open_html(request, "training/open/door.html", {"quiet": True})
    if WRONG.waiting(sender(request)):
        return _door(request, _WAIT, 429)
    try:
        code = read_join_code(request.POST.get("code", "")[:40])
        running_by(code)
    except UnreadableJoinCode as unreadable:
        return _door(request, unreadable.reason, 422)
    except TrainingSession.DoesNotExist:
        WRONG.wait_seconds(sender(request))
        return _door(request, _NONE, 422)
    return HttpResponseRedirect(reverse("training_room", kwargs={"language": language, "code": code}), status=303)


@open_page
def training_room(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """What to do now: before, listen, after."""
    running = _running(request, code)
    if running is None:
        return _door(request, _NONE, 404)
    return open_html(request, "training/open/room.html", {"quiet": True, "room": running})


@open_form
def training_part(request: HttpRequest, language: str, code: str, part: str) -> HttpResponse:
    """The questions of before or after, and what became of them."""
    running = _running(request, code)
    if running is None:
        return _door(request, _NONE, 404)
    if part not in PARTS:
        raise Http404
    key = typed_key(request)
    asked = questions_of(running.course, running.occupation, key)
    sent = {name: str(value) for name, value in request.POST.items()} if request.method == "POST" else {}
    missing = missing_of(asked, sent) if sent else []
    context: dict[str, Any] = {"quiet": True, "room": running, "part": part, "key": key}
    if not sent or missing:
        if running.status != PARTS[part] and not sent:
            return open_html(request, "training/open/room.html", {"quiet": True, "room": running, "early": part})
        context |= {"questions": quiz_fields(asked, sent, missing), "items": quiz_items(running, part, sent), "missing": missing}
        return _with(open_html(request, "training/open/quiz.html", context), 422 if missing else 200)
    if MADE.wait_seconds(sender(request)):
        return _with(open_html(request, "training/open/room.html", context | {"refused": BUSY}), 429)
    try:
        points, total = hand_in(session_id=running.id, part=part, key=key, answers=sent)
    except Conflict as refused:
        return _with(open_html(request, "training/open/room.html", context | {"refused": refused.reason}), 409)
    context |= {"points": points, "total": total, "explained": explained(asked, sent) if part == "after" else []}
    return open_html(request, "training/open/done.html", context)


def quiz_items(running: Running, part: str, sent: dict[str, str]) -> list[dict[str, Any]]:
    """Questions of opinion, none of which must be answered."""
    return [
        {"name": f"item-{one.key}", "text": one.text, "labels": [(str(n), label, sent.get(f"item-{one.key}") == str(n)) for n, label in enumerate(one.scale.labels, 1)]}
        for one in items_of(running.course, part)
    ]


@open_form
def training_certificate(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """The certificate as PDF, for the form that handed in the questions after. The name is set into it and forgotten."""
    running = _running(request, code)
    if running is None or request.method != "POST":
        return _door(request, _NONE, 404)
    if MADE.wait_seconds(sender(request)):
        return _with(open_html(request, "training/open/room.html", {"quiet": True, "room": running, "refused": BUSY}), 429)
    name = " ".join(request.POST.get("name", "").split())[:NAME_LENGTH]
    try:
        one = certify(session_id=running.id, key=typed_key(request), name=name)
    except Conflict as refused:
        return _with(open_html(request, "training/open/room.html", {"quiet": True, "room": running, "refused": refused.reason}), 409)
    made = certificate_paper(one, name=name, language=language)
    return pdf(made.data, made.file_name)


def _running(request: HttpRequest, code: str) -> Running | None:
    if WRONG.waiting(sender(request)):
        return None
    try:
        return running_by(read_join_code(code[:40]))
    except (UnreadableJoinCode, TrainingSession.DoesNotExist):
        WRONG.wait_seconds(sender(request))
        return None


def _door(request: HttpRequest, reason: Text, status: int) -> HttpResponse:
    return _with(open_html(request, "training/open/door.html", {"quiet": True, "reason": reason, "typed": request.POST.get("code", "")[:40]}), status)


def _with(response: HttpResponse, status: int) -> HttpResponse:
    response.status_code = status
    return response
