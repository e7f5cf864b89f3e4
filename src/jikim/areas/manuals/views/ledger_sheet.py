"""The ledger as a spreadsheet: sent, looked at, then put in. Twice is once."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jikim.areas.enrolment import public as enrolment
from jikim.areas.manuals.actions import ledger_sheet as actions
from jikim.areas.manuals.views import actor
from jikim.rules.access import Action
from jikim.rules.manuals.ledger_sheet import FIELDS
from jikim.rules.words import Text
from jikim.shared.access import acts
from jikim.shared.imports.shown import Words, send_rejects, shown
from jikim.shared.sheets import SheetError
from jikim.shared.ui.asking import ImportForm
from jikim.shared.ui.words import say


@acts(Action.manual_hand_out)
def ledger_import(request: HttpRequest) -> HttpResponse:
    form, season = ImportForm(request.POST or None, request.FILES or None), enrolment.the_season()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["sheet"]
        try:
            staged = actions.stage_ledger(data=sent.read(), file_name=sent.name, season_id=season.pk, by=actor(request))
        except SheetError as unreadable:
            form.add_error("sheet", say(unreadable.reason))
        else:
            return redirect("ledger_import_preview", staged.draft_id)
    name = Text(season.name_ko, season.name_en)
    return render(request, "manuals/ledger_import.html", {
        "season": {"name": name}, "form": form, "columns": list(FIELDS.values()), "list_url": reverse("manual_ledger"),
    })  # fmt: skip


@acts(Action.manual_hand_out)
def ledger_import_preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What would happen; on confirmation, what has happened. Reloading either changes nothing."""
    by = actor(request)
    try:
        if request.method == "POST":
            done = actions.apply_ledger(draft_id=draft_id, update=request.POST.get("update") == "1", by=by)
            messages.success(request, _("%(count)s lines have gone in.") % {"count": f"{done.imported:,}"})
            return redirect("ledger_import_preview", draft_id)
        found = actions.ledger_preview(draft_id=draft_id, by=by)
    except ObjectDoesNotExist:
        raise Http404 from None
    words = Words(
        thing=Text("받는 곳", "Receiver"), confirm=_("Put %(count)s lines in") % {"count": f"{found.imported:,}"}, see=_("See the ledger"),
        rejects_url=reverse("ledger_import_rejects", args=[draft_id]), again_url=reverse("ledger_import"), list_url=reverse("manual_ledger"),
    )  # fmt: skip
    return render(request, "manuals/ledger_preview.html", shown(found, words, lambda key, value: str(value)))


@acts(Action.manual_hand_out)
def ledger_import_rejects(request: HttpRequest, draft_id: int) -> HttpResponse:
    try:
        return send_rejects(actions.ledger_rejects(draft_id=draft_id, by=actor(request)), draft_id)
    except ObjectDoesNotExist:
        raise Http404 from None
