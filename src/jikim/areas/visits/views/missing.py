"""A visit missing from a frozen statement: the agency names it, the office answers, both read it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from jikim.areas.visits.actions import missing as actions
from jikim.areas.visits.forms.settlement import AnswerForm, MissingForm, month_name
from jikim.areas.visits.models import MissingVisit, Statement
from jikim.areas.visits.queries import missing as queries
from jikim.areas.visits.queries.statements import statement_page
from jikim.areas.visits.views import actor, private
from jikim.rules.access import Action
from jikim.shared.access import Conflict, Invalid, acts
from jikim.shared.clock import today
from jikim.shared.ui.asking import put_back
from jikim.shared.ui.formats import day
from jikim.shared.ui.words import say


@acts(Action.line_object)
def missing_name(request: HttpRequest, statement_id: int) -> HttpResponse:
    by = actor(request)
    try:
        page, found = statement_page(statement_id=statement_id, by=by, today=today()), queries.candidates(statement_id=statement_id, by=by)
    except Statement.DoesNotExist:
        raise Http404 from None
    visits = [(str(one.visit_id), f"{one.workplace_number} {one.workplace_name} · {one.number} · {day(one.on)}") for one in found]
    form = MissingForm(request.POST or None, visits=visits)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.name_missing(statement_id=statement_id, visit_id=int(said["visit"]), reason=form.text(), claimed=said["claimed"], by=by)
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("Your objection has reached the office."))
            return redirect("missing_visit", made.pk)
    return private(render(request, "visits/missing_name.html", {"page": page, "month": month_name(page.month), "form": form, "any": bool(visits)}))


@acts(Action.settlement_see)
def missing_visit(request: HttpRequest, missing_id: int) -> HttpResponse:
    one = _line(request, missing_id)
    return _shown(request, one, AnswerForm(initial={"granted": one.claimed}))


@acts(Action.objection_answer)
def missing_answer(request: HttpRequest, missing_id: int) -> HttpResponse:
    """Answered once; the second answer is told 409."""
    one = _line(request, missing_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_missing(missing_id=missing_id, granted=form.won(), reason=form.text(), by=actor(request))
        except Invalid as refused:
            put_back(form, refused)
        except Conflict as refused:
            if one.status != "raised":
                raise
            form.add_error(None, say(refused.reason))
        else:
            messages.success(request, gettext("Answered. The agency reads the reason."))
            return redirect("missing_visit", missing_id)
    return _shown(request, one, form)


def _line(request: HttpRequest, missing_id: int) -> queries.MissingLine:
    try:
        return queries.missing_line(missing_id=missing_id, by=actor(request))
    except MissingVisit.DoesNotExist:
        raise Http404 from None


def _shown(request: HttpRequest, one: queries.MissingLine, form: AnswerForm) -> HttpResponse:
    return private(render(request, "visits/missing_visit.html", {
        "one": one, "form": form, "month": month_name(one.month), "corrected_in": month_name(one.paid_in) if one.paid_in else "",
    }))  # fmt: skip
