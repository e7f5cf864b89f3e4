"""A clerk's hand on an application: correcting what it says, and settling the questions it raised."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.actions.intake import ChangedMeanwhile, correct_workplace
from jikim.areas.enrolment.actions.online import send_link
from jikim.areas.enrolment.actions.questions import settle_questions
from jikim.areas.enrolment.forms.correction import CorrectionForm
from jikim.areas.enrolment.queries.correction import correction_values
from jikim.areas.enrolment.views import actor
from jikim.rules.access import Action
from jikim.shared.access import Conflict, acts
from jikim.shared.ui.asking import put_back
from jikim.shared.ui.words import say

_PAGE = "enrolment/application_edit.html"


@acts(Action.application_edit)
def application_edit(request: HttpRequest, application_id: int) -> HttpResponse:
    """The values as they stand, to be corrected; the rules then judge anew."""
    present = correction_values(by=actor(request), application_id=application_id)
    form = CorrectionForm(request.POST or None, initial=present | {"seen": present})
    shown = {"form": form, "present": present, "application_id": application_id}
    if request.method == "POST" and form.is_valid():
        try:
            correct_workplace(
                application_id=application_id, values=form.values(), reason=form.cleaned_data["reason"], by=actor(request),
                seen=form.seen_values(),
            )  # fmt: skip
        except Invalid as refused:
            put_back(form, refused)
        except ChangedMeanwhile as stale:
            theirs = [(form.fields[name].label, present[name], form.cleaned_data[name]) for name in form.fields if name in stale.fields]
            again = CorrectionForm(request.POST.dict() | {"seen": json.dumps(present)}, initial=present)
            return render(request, _PAGE, shown | {"form": again, "stale": stale.reason, "theirs": theirs}, status=409)
        except Conflict as refused:
            form.add_error(None, say(refused.reason))
        else:
            messages.success(request, _("The application has been corrected and judged anew."))
            return redirect("application", application_id)
    return render(request, _PAGE, shown)


@acts(Action.application_edit)
def application_settle(request: HttpRequest, application_id: int) -> HttpResponse:
    if request.method == "POST":
        settle_questions(application_id=application_id, by=actor(request))
        messages.success(request, _("The questions are settled."))
    return redirect("application", application_id)


@acts(Action.application_edit)
def application_link(request: HttpRequest, application_id: int) -> HttpResponse:
    """Mail the workplace its own page."""
    if request.method == "POST":
        sent = send_link(application_id=application_id, by=actor(request))
        messages.success(request, _("The link has been sent to %(address)s.") % {"address": sent})
    return redirect("application", application_id)
