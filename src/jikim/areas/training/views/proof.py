"""Who was there, where the employer must prove it: typed names, the signed sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.training.actions.running import keep_names, keep_sheet
from jikim.areas.training.forms import NamesForm, SheetForm
from jikim.areas.training.queries.page import session_page
from jikim.areas.training.views import actor, seen
from jikim.rules.access import Action
from jikim.shared import audit
from jikim.shared.access import Invalid, Refused, acts
from jikim.shared.ui.asking import put_back


@acts(Action.training_names)
def training_names(request: HttpRequest, session_id: int) -> HttpResponse:
    """Personal data: opening the list stands in the record."""
    one, by = seen(request, session_id), actor(request)
    page = session_page(one, by=by)
    if not page.may_names:
        raise Refused(page.may_names.reason)
    typed = "\n".join(one.names.filter(by_trainer=True).values_list("name", flat=True))
    form = NamesForm(request.POST or None, initial={"names": typed})
    if request.method == "POST" and form.is_valid():
        try:
            count = keep_names(session_id=session_id, names=form.lines(), by=by)
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("Kept: %(count)s names.") % {"count": count})
            return redirect("training", session_id)
    if request.method == "GET":
        audit.record(by, "training.names_read", one.workflow_kind, one.workflow_key())
    return render(request, "training/names.html", {"form": form, "page": page, "given": one.names.filter(by_trainer=False)}, status=422 if form.errors else 200)


@acts(Action.training_names)
def training_sheet(request: HttpRequest, session_id: int) -> HttpResponse:
    one, by = seen(request, session_id), actor(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            keep_sheet(session_id=session_id, content=sent.read(), name=sent.name, by=by)
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("The signed sheet is kept."))
            return redirect("training", session_id)
    return render(request, "training/sheet.html", {"form": form, "page": session_page(one, by=by)}, status=422 if form.errors else 200)
