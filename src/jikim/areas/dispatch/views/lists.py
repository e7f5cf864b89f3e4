"""A list of agencies, consultants or declared conflicts as a spreadsheet: sent, looked at, then put in. Twice is once."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jikim.areas.dispatch.actions import lists as actions
from jikim.areas.dispatch.queries.lists import AGENCIES, CONSULTANTS, DECLARED, ListKind, shown_value
from jikim.areas.dispatch.views import actor, season_of
from jikim.rules.access import Action, may
from jikim.rules.words import Text
from jikim.shared.access import View, acts
from jikim.shared.imports.shown import Words, send_rejects, shown
from jikim.shared.sheets import SheetError
from jikim.shared.ui.asking import ImportForm
from jikim.shared.ui.words import say

_TITLES = {
    "agencies": Text("수행기관 명단 올리기", "Import agencies"),
    "consultants": Text("컨설턴트 명단 올리기", "Import consultants"),
    "declared": Text("이해관계 신고 명단 올리기", "Import declared conflicts"),
}
_PAGES = {"agencies": "agencies", "consultants": "consultants", "declared": "conflicts"}


def _start(kind: ListKind) -> View:
    @acts(kind.action)
    def start(request: HttpRequest) -> HttpResponse:
        form = ImportForm(request.POST or None, request.FILES or None)
        season, by = season_of(request), actor(request)
        if request.method == "POST" and form.is_valid():
            sent = form.cleaned_data["sheet"]
            try:
                staged = actions.stage_list(kind=kind.key, data=sent.read(), file_name=sent.name, season_id=season.id, by=by)
            except SheetError as unreadable:
                form.add_error("sheet", say(unreadable.reason))
            else:
                return redirect(f"{kind.key}_import_preview", staged.draft_id)
        return render(request, "dispatch/list_import.html", {
            "season": season, "form": form, "columns": list(kind.fields.values()), "title": _TITLES[kind.key], "kind": kind.key,
            "list_name": _PAGES[kind.key], "list_url": reverse(_PAGES[kind.key]), "approves": may(by, Action.consultant_approve),
        })  # fmt: skip

    return start


def _preview(kind: ListKind) -> View:
    @acts(kind.action)
    def preview(request: HttpRequest, draft_id: int) -> HttpResponse:
        """What would happen; on confirmation, what has happened. Reloading either changes nothing."""
        by = actor(request)
        if request.method == "POST":
            done = actions.apply_list(kind=kind.key, draft_id=draft_id, update=request.POST.get("update") == "1", by=by)
            messages.success(request, ngettext("%(count)s row has gone in.", "%(count)s rows have gone in.", done.imported) % {"count": f"{done.imported:,}"})
            return redirect(f"{kind.key}_import_preview", draft_id)
        found = actions.list_preview(kind=kind.key, draft_id=draft_id, by=by)
        words = Words(
            thing=Text("대상", "Of"), confirm=_("Put %(count)s rows in") % {"count": f"{found.imported:,}"}, see=_("See the list"),
            rejects_url=reverse(f"{kind.key}_import_rejects", args=[draft_id]), again_url=reverse(f"{kind.key}_import"),
            list_url=reverse(_PAGES[kind.key]),
        )  # fmt: skip
        return render(request, "dispatch/list_preview.html", {
            **shown(found, words, shown_value), "title": _TITLES[kind.key], "list_name": _PAGES[kind.key], "start": f"{kind.key}_import",
        })  # fmt: skip

    return preview


def _rejects(kind: ListKind) -> View:
    @acts(kind.action)
    def rejects(request: HttpRequest, draft_id: int) -> HttpResponse:
        return send_rejects(actions.list_rejects(kind=kind.key, draft_id=draft_id, by=actor(request)), draft_id)

    return rejects


_MADE: tuple[Callable[[ListKind], View], ...] = (_start, _preview, _rejects)
agencies_import, agencies_preview, agencies_rejects = (make(AGENCIES) for make in _MADE)
consultants_import, consultants_preview, consultants_rejects = (make(CONSULTANTS) for make in _MADE)
declared_import, declared_preview, declared_rejects = (make(DECLARED) for make in _MADE)
