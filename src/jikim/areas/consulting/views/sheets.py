"""The plan by spreadsheet: the list comes down, goes up filled in, is looked at, goes in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.consulting.actions import sheets
from jikim.areas.consulting.views import actor, private
from jikim.rules.access import Action
from jikim.shared.access import acts
from jikim.shared.files.models import StoredFile
from jikim.shared.imports.shown import send_rejects
from jikim.shared.sheets import SheetError
from jikim.shared.ui.asking import ImportForm
from jikim.shared.ui.words import say


@acts(Action.plan_keep)
def plan_sheet(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["sheet"]
        try:
            file_id = sheets.keep_plan_sheet(content=sent.read(), file_name=sent.name, by=actor(request))
        except SheetError as unreadable:
            form.add_error("sheet", say(unreadable.reason))
        else:
            return redirect("plan_sheet_preview", file_id)
    return private(render(request, "consulting/sheet.html", {"form": form}))


@acts(Action.plan_keep)
def plan_sheet_preview(request: HttpRequest, file_id: int) -> HttpResponse:
    """What the file would change; on confirmation it goes in. Reloading either changes nothing."""
    by = actor(request)
    try:
        if request.method == "POST":
            done = sheets.apply_plan_sheet(file_id=file_id, by=by)
            messages.success(request, _("%(count)s rows went in.") % {"count": len(done.changes)})
            return private(render(request, "consulting/sheet_preview.html", {"preview": done, "done": True}))
        preview = sheets.preview_plan_sheet(file_id=file_id, by=by)
    except StoredFile.DoesNotExist:
        raise Http404 from None
    return private(render(request, "consulting/sheet_preview.html", {"preview": preview, "done": False}))


@acts(Action.plan_keep)
def plan_sheet_faults(request: HttpRequest, file_id: int) -> HttpResponse:
    """The rows that stayed out, as a file with the reason beside each."""
    try:
        rows = sheets.faulty_plan_rows(file_id=file_id, by=actor(request))
    except StoredFile.DoesNotExist:
        raise Http404 from None
    return send_rejects(rows, file_id)
