"""A course taken alone on the phone: by the public address, or by a workplace's own, which counts it there. One slide to a page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jikim.areas.training.actions.answering import finish_self_paced, questions_of
from jikim.areas.training.actions.certifying import NAME_LENGTH, certify_self_paced
from jikim.areas.training.actions.papers import certificate_paper
from jikim.areas.training.queries.courses import course, courses, deck, occupations
from jikim.areas.training.queries.decks import set_out
from jikim.areas.training.queries.open import Learner, learner_by
from jikim.areas.training.views import pdf
from jikim.areas.training.views.quiz import explained, missing_of, quiz_fields
from jikim.areas.training.views.room import BUSY, MADE, typed_key
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from jikim.shared.clock import today
from jikim.shared.open_pages import open_form, open_html, open_page
from jikim.shared.throttle import sender

#: stands in the address where a course is the same for every occupation
ALL = "all"
_FIRST = Text("문항에 먼저 답해 주십시오.", "Please answer the questions first.")


def _base(learner: Learner, language: str) -> str:
    return reverse("learn_at", kwargs={"language": language, "token": learner.token}) if learner.token else reverse("learn", kwargs={"language": language})


def _opened(token: str, key: str = "", job: str = "") -> tuple[Learner, str]:
    """(whose address it is, occupation for the deck). 404 for a course or occupation there is none of."""
    learner = learner_by(token)
    if key:
        try:
            given = course(key)
        except KeyError:
            raise Http404 from None
        known = {one.key for one in occupations()} if given.by_occupation else {ALL}
        if job and job not in known:
            raise Http404
    return learner, "" if job == ALL else job


@open_page
def learn(request: HttpRequest, language: str, token: str = "") -> HttpResponse:
    """Which course."""
    learner, _ = _opened(token)
    lines = [(one, one.minutes) for one in courses()]
    return open_html(request, "training/open/courses.html", {"quiet": bool(token), "learner": learner, "courses": lines, "root": _base(learner, language)})


@open_page
def learn_course(request: HttpRequest, language: str, key: str, token: str = "") -> HttpResponse:
    """What it is about, and which work; a course for everybody begins with one button."""
    learner, _ = _opened(token, key)
    given = course(key)
    return open_html(request, "training/open/jobs.html", {
        "quiet": bool(token), "learner": learner, "course": given, "jobs": occupations() if given.by_occupation else [], "root": _base(learner, language),
    })  # fmt: skip


@open_page
def learn_slide(request: HttpRequest, language: str, key: str, job: str, number: int, token: str = "") -> HttpResponse:
    learner, occupation = _opened(token, key, job)
    told = set_out(deck(key, occupation, on=today()), language)
    slides = told["slides"]
    if not 1 <= number <= len(slides):
        raise Http404
    return open_html(request, "training/open/slide.html", {
        "quiet": True, "learner": learner, "deck": told, "slide": slides[number - 1], "number": number, "count": len(slides), "last": number == len(slides),
        "next": number + 1, "previous": number - 1, "root": f"{_base(learner, language)}{key}/{job}/",
    })  # fmt: skip


@open_form
def learn_quiz(request: HttpRequest, language: str, key: str, job: str, token: str = "") -> HttpResponse:
    """The questions, then what is right and why, and the certificate."""
    learner, occupation = _opened(token, key, job)
    form_key = typed_key(request)
    asked = questions_of(key, occupation, form_key)
    sent = {name: str(value) for name, value in request.POST.items()} if request.method == "POST" else {}
    missing = missing_of(asked, sent) if sent else []
    context: dict[str, Any] = {"quiet": True, "learner": learner, "course": course(key), "key": form_key, "root": f"{_base(learner, language)}{key}/{job}/"}
    if not sent or missing:
        response = open_html(request, "training/open/quiz.html", context | {"questions": quiz_fields(asked, sent, missing), "missing": missing, "alone": True})
        response.status_code = 422 if missing else 200
        return response
    if MADE.wait_seconds(sender(request)):
        return _refused(request, BUSY, 429)
    points, total = finish_self_paced(course_key=key, occupation=occupation, key=form_key, answers=sent, workplace_id=learner.workplace_id)
    return open_html(request, "training/open/done.html", context | {"points": points, "total": total, "explained": explained(asked, sent), "alone": True, "part": "after"})


@open_form
def learn_certificate(request: HttpRequest, language: str, key: str, job: str, token: str = "") -> HttpResponse:
    learner, occupation = _opened(token, key, job)
    if request.method != "POST":
        return HttpResponseRedirect(f"{_base(learner, language)}{key}/{job}/quiz/")
    if MADE.wait_seconds(sender(request)):
        return _refused(request, BUSY, 429)
    name = " ".join(request.POST.get("name", "").split())[:NAME_LENGTH]
    try:
        one = certify_self_paced(course_key=key, occupation=occupation, key=typed_key(request), workplace_id=learner.workplace_id)
    except Conflict:
        return _refused(request, _FIRST, 409)
    made = certificate_paper(one, name=name, language=language)
    return pdf(made.data, made.file_name)


def _refused(request: HttpRequest, reason: Text, status: int) -> HttpResponse:
    response = open_html(request, "training/open/door.html", {"quiet": True, "reason": reason})
    response.status_code = status
    return response
