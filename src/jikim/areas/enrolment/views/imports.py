"""A spreadsheet of applications: sent, looked at, then put in. Nothing goes in before the preview; twice is once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jikim.areas.enrolment.actions import intake
from jikim.areas.enrolment.queries.import_preview import shown_value
from jikim.areas.enrolment.views import actor, season_of
from jikim.rules.access import Action
from jikim.rules.intake import FIELDS
from jikim.shared.access import acts
from jikim.shared.imports.shown import Words, send_rejects, shown
from jikim.shared.sheets import SheetError
from jikim.shared.ui.asking import ImportForm
from jikim.shared.ui.words import say


@acts(Action.applicants_import)
def import_start(request: HttpRequest) -> HttpResponse:
    season = season_of(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["sheet"]
        try:
            preview = intake.stage_import(data=sent.read(), file_name=sent.name, season_id=season.id, by=actor(request))
        except SheetError as unreadable:
            form.add_error("sheet", say(unreadable.reason))
        else:
            return redirect("import_preview", preview.draft_id)
    return render(request, "enrolment/import_start.html", {
        "season": season, "form": form, "columns": list(FIELDS.values()), "list_url": reverse("applications"),
    })  # fmt: skip


@acts(Action.applicants_import)
def import_preview(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What would happen; on confirmation, what has happened. Reloading either changes nothing."""
    if request.method == "POST":
        done = intake.apply_import(draft_id=draft_id, update=request.POST.get("update") == "1", by=actor(request))
        messages.success(request, _("%(count)s applications have gone in.") % {"count": f"{done.imported:,}"})
        return redirect("import_preview", draft_id)
    preview = intake.import_preview(draft_id=draft_id, by=actor(request))
    words = Words(
        thing=_("Workplace"), confirm=_("Import %(count)s applications") % {"count": f"{preview.imported:,}"}, see=_("See the applications"),
        rejects_url=reverse("import_rejects", args=[draft_id]), again_url=reverse("import_start"), list_url=reverse("applications"),
    )  # fmt: skip
    return render(request, "enrolment/import_preview.html", shown(preview, words, shown_value))


@acts(Action.applicants_import)
def import_rejects(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The bad rows as a spreadsheet, the reason beside each, ready to be put right and sent again."""
    return send_rejects(intake.rejects_sheet(draft_id=draft_id, by=actor(request)), draft_id)
