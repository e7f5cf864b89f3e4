"""The workplace's two minutes: by signed link without an account, by its manager's own page, or keyed by the office from the phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.visits.actions import checks
from jikim.areas.visits.forms import CheckForm
from jikim.areas.visits.models import VisitCheck
from jikim.areas.visits.queries.lines import JOINED, CheckLine, check_line
from jikim.areas.visits.views import actor, private
from jikim.rules.access import Action, Actor, Role
from jikim.shared.access import Conflict, acts, public_page, require
from jikim.shared.throttle import Limit, throttled
from jikim.shared.ui.words import say

LIMIT = Limit("visit_check", 60, 3600)


@public_page
@throttled(LIMIT)
def visit_check(request: HttpRequest, token: str) -> HttpResponse:
    """The signed link's page. Works without a script; the address is the key."""
    check = checks.check_of(token)
    return _asked(request, check, "link", checks.holder(check), "visits/check_link.html")


@acts(Action.visit_check_answer)
def visit_check_own(request: HttpRequest, check_id: int) -> HttpResponse:
    """The same for a manager who is signed in."""
    by = actor(request)
    return _asked(request, _found(check_id, by), "page", by, "visits/check_own.html")


@acts(Action.visit_checks_see)
def visit_check_key(request: HttpRequest, check_id: int) -> HttpResponse:
    """For the programme: what was answered, or the form to key what was said on the phone."""
    by = actor(request)
    return _asked(request, _found(check_id, by), "phone", by, "visits/check_key.html")


@acts(Action.visit_check_answer)
def visit_check_again(request: HttpRequest, check_id: int) -> HttpResponse:
    if request.method == "POST":
        _found(check_id, actor(request))
        checks.send_again(check_id=check_id, by=actor(request))
        messages.success(request, _("The link has been sent again."))
    return redirect("visit_check_key" if Role.MANAGER not in actor(request).roles else "visit_check_own", check_id)


def _asked(request: HttpRequest, check: VisitCheck, how: str, by: Actor, template: str) -> HttpResponse:
    """One answer: whoever comes later, or twice, sees that it has been given."""
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check = checks.answer_check(check_id=check.pk, answer=form.cleaned_data, how=how, by=by)
        except Conflict as given:
            messages.warning(request, say(given.reason))
        return private(redirect(request.path))
    return private(render(request, template, {"check": check, "line": check_line(check), "form": form, "said": _said(check_line(check))}))


def _said(line: CheckLine) -> list[tuple[Any, Any]]:
    """What was answered, in words; the workplace reads its own."""
    return [
        (_("Did the visit take place?"), checks.HAPPENED.get(line.happened)),
        (_("About how long was it?"), checks.LENGTH.get(line.length)),
        (_("Was it made clear what to do next?"), checks.EXPLAINED.get(line.explained)),
        (_("How satisfied are you?"), checks.SATISFACTION.get(str(line.satisfaction))),
        (_("Anything you want to add"), line.comment),
    ]


def _found(check_id: int, by: Actor) -> VisitCheck:
    check = VisitCheck.objects.select_related(*(f"visit__{name}" for name in JOINED)).filter(pk=check_id).first()
    if check is None:
        raise Http404
    require(by, Action.visits_see, check.where())
    return check
