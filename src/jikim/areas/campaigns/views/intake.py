"""A distribution list as a spreadsheet: sent, looked at, then put in. Twice is once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jikim.areas.campaigns.actions import intake as actions
from jikim.areas.campaigns.queries.kits import piece_title
from jikim.areas.campaigns.views import actor
from jikim.rules.access import Action
from jikim.rules.campaigns.intake import HANDOUT_FIELDS
from jikim.rules.words import Text
from jikim.shared.access import acts
from jikim.shared.imports.shown import Words, send_rejects, shown
from jikim.shared.sheets import SheetError
from jikim.shared.ui.asking import ImportForm
from jikim.shared.ui.words import say


@acts(Action.kit_hand_out)
def kits_import(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["sheet"]
        try:
            staged = actions.stage_handouts(data=sent.read(), file_name=sent.name, by=actor(request))
        except SheetError as unreadable:
            form.add_error("sheet", say(unreadable.reason))
        else:
            return redirect("kits_import_preview", staged.draft_id)
    return render(request, "campaigns/list_import.html", {
        "form": form, "columns": list(HANDOUT_FIELDS.values()), "list_url": reverse("kit_ledger"),
    })  # fmt: skip


@acts(Action.kit_hand_out)
def kits_import_preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What would happen; on confirmation, what has happened. Reloading either changes nothing."""
    by = actor(request)
    if request.method == "POST":
        done = actions.apply_handouts(draft_id=draft_id, by=by)
        messages.success(request, _("%(count)s rows have gone in.") % {"count": f"{done.imported:,}"})
        return redirect("kits_import_preview", draft_id)
    found = actions.handouts_preview(draft_id=draft_id, by=by)
    words = Words(
        thing=Text("줄", "Line"), confirm=_("Put %(count)s rows in") % {"count": f"{found.imported:,}"}, see=_("See the list"),
        rejects_url=reverse("kits_import_rejects", args=[draft_id]), again_url=reverse("kits_import"), list_url=reverse("kit_ledger"),
    )  # fmt: skip
    return render(request, "campaigns/list_preview.html", shown(found, words, _value))


@acts(Action.kit_hand_out)
def kits_import_rejects(request: HttpRequest, draft_id: int) -> HttpResponse:
    return send_rejects(actions.handouts_rejects(draft_id=draft_id, by=actor(request)), draft_id)


def _value(key: str, value: object) -> str:
    return say(piece_title(str(value))) if key == "piece" else str(value or "")
