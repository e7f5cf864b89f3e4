"""The checklist and the consultation record as spreadsheets; the checklist comes back filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jikim.areas.consulting.actions import check_sheet as actions
from jikim.areas.consulting.actions.papers import record_columns, record_rows
from jikim.areas.consulting.queries.pages import checklist_page
from jikim.areas.consulting.views import actor, private
from jikim.rules.access import Action
from jikim.shared.access import acts
from jikim.shared.sheets import Column, SheetError, write_csv, write_xlsx
from jikim.shared.sheets.form_sheet import fault_columns, form_columns
from jikim.shared.ui.asking import ImportForm
from jikim.shared.ui.words import say

_TYPES = {"xlsx": actions.XLSX, "csv": "text/csv; charset=utf-8"}


@acts(Action.advice_see)
def check_sheet(request: HttpRequest, number: UUID, form: str) -> HttpResponseBase:
    """The checklist to fill in on a computer, or to keep."""
    language = get_language() or "ko"
    try:
        rows = actions.check_rows(number=number, language=language, by=actor(request))
    except ObjectDoesNotExist:
        raise Http404 from None
    return _sent(form_columns(language), rows, f"checklist-{number}", form)


@acts(Action.advice_see)
def record_sheet(request: HttpRequest, workplace_id: int, form: str) -> HttpResponseBase:
    """The consultation record, a row for each piece of advice."""
    language = get_language() or "ko"
    try:
        rows = record_rows(workplace_id=workplace_id, language=language, by=actor(request))
    except ObjectDoesNotExist:
        raise Http404 from None
    return _sent(record_columns(language), rows, f"record-{workplace_id}", form)


@acts(Action.checklist_record)
def check_sheet_send(request: HttpRequest, number: UUID) -> HttpResponse:
    form, by = ImportForm(request.POST or None, request.FILES or None), actor(request)
    try:
        if request.method == "POST" and form.is_valid():
            sent = form.cleaned_data["sheet"]
            try:
                file_id = actions.keep_check_sheet(number=number, content=sent.read(), file_name=sent.name, by=by)
                return redirect("check_sheet_preview", number, file_id)
            except SheetError as unreadable:
                form.add_error("sheet", say(unreadable.reason))
        shown = checklist_page(number=number, by=by)
    except ObjectDoesNotExist:
        raise Http404 from None
    return private(render(request, "consulting/check_sheet.html", {"shown": shown, "form": form}))


@acts(Action.checklist_record)
def check_sheet_faults(request: HttpRequest, number: UUID, file_id: int) -> HttpResponseBase:
    """The rows that stayed out, as a file with the reason beside each."""
    language = get_language() or "ko"
    try:
        rows = list(actions.faulty_check_rows(number=number, file_id=file_id, language=language, by=actor(request)))
    except ObjectDoesNotExist:
        raise Http404 from None
    return _sent(fault_columns(language), rows, f"checklist-rows-{file_id}", "xlsx")


@acts(Action.checklist_record)
def check_sheet_preview(request: HttpRequest, number: UUID, file_id: int) -> HttpResponse:
    """What the file would change; on confirmation it goes in. Reloading either changes nothing."""
    by = actor(request)
    try:
        if request.method == "POST":
            saved = actions.apply_check_sheet(number=number, file_id=file_id, by=by)
            if saved.conflicts:
                messages.warning(request, _("Taken in. Somebody changed some of the same items meanwhile: choose below which version stands."))
            else:
                messages.success(request, _("The file has been taken in."))
            return redirect("checklist", number)
        preview, shown = actions.preview_check_sheet(number=number, file_id=file_id, by=by), checklist_page(number=number, by=by)
    except ObjectDoesNotExist:
        raise Http404 from None
    return private(render(request, "consulting/check_sheet_preview.html", {"preview": preview, "shown": shown}))


def _sent(columns: list[Column], rows: Iterable[list[Any]], name: str, form: str) -> HttpResponseBase:
    parts = write_xlsx(columns, rows, name[:30], count_line=False) if form == "xlsx" else write_csv(columns, rows, count_line=False)
    response = StreamingHttpResponse(parts, content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response
