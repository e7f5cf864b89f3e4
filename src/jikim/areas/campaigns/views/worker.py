"""The same five questions for a worker who has seen the own result: a page of /q/, which knows neither card nor answers.

It asks which survey it was instead of being told: its address carries nothing, and nothing leads from here to a questionnaire.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from jikim.areas.campaigns.actions import once
from jikim.areas.campaigns.actions.voices import count_answers
from jikim.areas.campaigns.forms.voices import QuestionsForm
from jikim.areas.campaigns.models.voices import PROGRAMME
from jikim.areas.campaigns.queries.awareness import ROUNDS, questions
from jikim.rules.words import Text
from jikim.shared.access import public_page
from jikim.shared.worker_pages import worker_page

_AGAIN = Text("이 화면은 너무 오래 열려 있었습니다. 다시 한 번 보내 주십시오.", "This page was open for too long. Please send it once more.")
_WAIT = Text("지금은 많은 분이 보내고 있습니다. 잠시 뒤에 다시 보내 주십시오.", "Many are sending at present. Please try again in a while.")


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def worker_five(request: HttpRequest) -> HttpResponse:
    """The form; sent, the thanks. Sent twice it counts once."""
    form = QuestionsForm(questions(), ROUNDS, request.POST or None, asks=_("Which survey was it this year?"))
    problem = None
    if request.method == "POST" and form.is_valid():
        problem = _counted(request, form)
        if problem is None:
            return worker_page(request, "campaigns/worker/thanks.html", {"items": questions()})
    context = {"form": form, "problem": problem, "once": once.fresh()}
    return worker_page(request, "campaigns/worker/five.html", context, status=422 if form.errors else 200)


def _counted(request: HttpRequest, form: QuestionsForm) -> Text | None:
    if once.WORKERS.wait_seconds("everybody"):
        return _WAIT
    try:
        if once.spend(request.POST.get("once", "")):
            count_answers(scope=PROGRAMME, group="workers", phase=form.cleaned_data["group"], answers=form.answers())
    except once.NotOurs:
        return _AGAIN
    return None
