"""Re-plans: what happened, the list of changes, and the office's yes or no."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from jikim.areas.dispatch.actions import revising
from jikim.areas.dispatch.forms.plan import RevisionForm, typed
from jikim.areas.dispatch.queries import plans
from jikim.areas.dispatch.queries import revisions as queries
from jikim.areas.dispatch.views import actor, season_of
from jikim.rules.access import Action, may
from jikim.shared.access import acts


@acts(Action.plan_see)
def revisions(request: HttpRequest) -> HttpResponse:
    season = season_of(request)
    return render(request, "dispatch/revisions.html", {
        "revisions": queries.revisions(season_id=season.id), "may_make": may(actor(request), Action.plan_make), "season": season,
    })  # fmt: skip


@acts(Action.plan_make)
def revision_new(request: HttpRequest) -> HttpResponse:
    season, by = season_of(request), actor(request)
    form = RevisionForm(request.POST or None, initial={"cause": request.GET.get("cause", "absence")}, consultants=plans.consultant_choices(season.id, by))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = revising.start_revision(season_id=season.id, cause=said["cause"], said=typed(said["said"]), facts=form.facts(), by=by)
        return redirect("revision", made.pk)
    return render(request, "dispatch/revision_new.html", {"form": form})


@acts(Action.plan_see)
def revision(request: HttpRequest, revision_id: int) -> HttpResponse:
    page = queries.revision_page(revision_id=revision_id)
    return render(request, "dispatch/revision.html", {"page": page, "may_make": may(actor(request), Action.plan_make)})


@acts(Action.plan_see)
def revision_progress(request: HttpRequest, revision_id: int) -> HttpResponse:
    page = queries.revision_page(revision_id=revision_id)
    if page.is_at_work:
        return render(request, "dispatch/parts/revision_progress.html", {"page": page})
    return HttpResponseClientRefresh()


@acts(Action.plan_make)
def revision_decide(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Approve or discard, as the button says."""
    if request.method == "POST" and request.POST.get("do") == "approve":
        revising.approve_revision(revision_id=revision_id, by=actor(request))
        messages.success(request, _("The changes have been made and the letters are on their way."))
    elif request.method == "POST":
        revising.discard_revision(revision_id=revision_id, by=actor(request))
        messages.success(request, _("The re-plan has been discarded. Nothing has changed."))
    return redirect("revision", revision_id)
