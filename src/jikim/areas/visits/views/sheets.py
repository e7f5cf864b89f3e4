"""A record's form as a spreadsheet: down, back up, looked at, taken in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jikim.areas.visits.actions import sheets
from jikim.areas.visits.forms import SheetForm
from jikim.areas.visits.models import Visit
from jikim.areas.visits.queries.record import record
from jikim.areas.visits.views import actor, private
from jikim.rules.access import Action
from jikim.shared.access import acts
from jikim.shared.files.models import StoredFile
from jikim.shared.sheets import SheetError, write_csv, write_xlsx
from jikim.shared.sheets.form_sheet import fault_columns, form_columns
from jikim.shared.ui.words import say

TYPES = {"xlsx": sheets.XLSX, "csv": "text/csv; charset=utf-8"}


@acts(Action.visit_record)
def visit_sheet(request: HttpRequest, visit_uuid: UUID, form: str) -> HttpResponseBase:
    language = get_language() or "ko"
    try:
        shown = record(visit_uuid=visit_uuid, by=actor(request))
        rows = sheets.sheet_rows(visit_uuid=visit_uuid, language=language, by=actor(request))
    except Visit.DoesNotExist:
        raise Http404 from None
    columns = form_columns(language)
    title = f"{shown.workplace_number} {shown.number}"
    parts = write_xlsx(columns, rows, title, count_line=False) if form == "xlsx" else write_csv(columns, rows, count_line=False)
    response = StreamingHttpResponse(parts, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="visit-{visit_uuid}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


@acts(Action.visit_record)
def visit_sheet_send(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["sheet"]
        try:
            file_id = sheets.keep_sheet(visit_uuid=visit_uuid, content=sent.read(), file_name=sent.name, by=actor(request))
        except SheetError as unreadable:
            form.add_error("sheet", say(unreadable.reason))
        else:
            return redirect("visit_sheet_preview", visit_uuid, file_id)
    shown = record(visit_uuid=visit_uuid, by=actor(request))
    return private(render(request, "visits/sheet_send.html", {"record": shown, "form": form}))


@acts(Action.visit_record)
def visit_sheet_faults(request: HttpRequest, visit_uuid: UUID, file_id: int) -> HttpResponseBase:
    """The rows that stayed out, as a file with the reason beside each."""
    language = get_language() or "ko"
    try:
        rows = list(sheets.faulty_rows(visit_uuid=visit_uuid, file_id=file_id, language=language, by=actor(request)))
    except (Visit.DoesNotExist, StoredFile.DoesNotExist):
        raise Http404 from None
    response = StreamingHttpResponse(write_xlsx(fault_columns(language), rows, "rows", count_line=False), content_type=TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="visit-{visit_uuid}-rows.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


@acts(Action.visit_record)
def visit_sheet_preview(request: HttpRequest, visit_uuid: UUID, file_id: int) -> HttpResponse:
    """What the file would change; on confirmation it goes in. Reloading either changes nothing."""
    by = actor(request)
    try:
        if request.method == "POST":
            saved = sheets.apply_sheet(visit_uuid=visit_uuid, file_id=file_id, by=by)
            if saved.state == "needs_you":
                messages.warning(request, say(saved.reason))
            else:
                messages.success(request, _("The spreadsheet has gone into the record."))
            return redirect("visit_record", visit_uuid)
        preview = sheets.preview_sheet(visit_uuid=visit_uuid, file_id=file_id, by=by)
    except (Visit.DoesNotExist, StoredFile.DoesNotExist):
        raise Http404 from None
    shown = record(visit_uuid=visit_uuid, by=by)
    return private(render(request, "visits/sheet_preview.html", {"record": shown, "preview": preview}))
