"""Reviewing a record with the record beside the answer, and the season's terms of review and pay."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.enrolment import public as enrolment
from jikim.areas.visits.actions import reviewing
from jikim.areas.visits.actions.terms import set_terms
from jikim.areas.visits.forms.settlement import ReviewForm, TermsForm
from jikim.areas.visits.models import Visit
from jikim.areas.visits.queries.review import review_page
from jikim.areas.visits.queries.terms import terms_now, terms_versions
from jikim.areas.visits.views import actor, private
from jikim.rules.access import Action, may
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, acts
from jikim.shared.ui.asking import put_back
from jikim.shared.ui.words import say


@acts(Action.visit_review)
def visit_judge(request: HttpRequest, visit_uuid: UUID) -> HttpResponse:
    """The record on one side, the outcome on the other; then the next one under review."""
    try:
        page = review_page(visit_uuid=visit_uuid, by=actor(request))
    except Visit.DoesNotExist:
        raise Http404 from None
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["decision"] == "return":
            reviewing.return_visit(visit_id=page.record.id, reason=form.text(), by=actor(request))
            messages.success(request, _("The record has gone back to the consultant."))
        else:
            reviewing.accept_visit(visit_id=page.record.id, by=actor(request))
            messages.success(request, _("The record is accepted."))
        return redirect("visit_judge", page.next_uuid) if page.next_uuid else redirect("visit_records")
    audit.record(actor(request), "visit.read", "visit", visit_uuid, whole=True)
    return private(render(request, "visits/judge.html", {"page": page, "record": page.record, "form": form}))


@acts(Action.settlement_freeze)
def visit_terms(request: HttpRequest) -> HttpResponse:
    season, by = enrolment.the_season(), actor(request)
    versions = terms_versions(season_id=season.pk, by=by)
    return private(render(request, "visits/terms.html", {
        "season_name": Text(season.name_ko, season.name_en), "versions": versions, "now": versions[0] if versions else None,
        "may_edit": may(by, Action.tariff_edit),
    }))  # fmt: skip


@acts(Action.tariff_edit)
def visit_terms_edit(request: HttpRequest) -> HttpResponse:
    season = enrolment.the_season()
    form = TermsForm(request.POST or None, initial=TermsForm.of(terms_now(season_id=season.pk), season.starts_on))
    stale, status = "", 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            set_terms(
                season_id=season.pk, version=said["version"], applies_from=said["applies_from"], review_percent=said["review_percent"],
                accept_after_days=said["accept_after_days"], tariff=form.tariff(), reason=form.text(), by=actor(request),
            )  # fmt: skip
        except Invalid as refused:
            put_back(form, refused)
        except Conflict as conflict:
            stale, status = say(conflict.reason), 409
        else:
            messages.success(request, _("A new version of the terms has been written."))
            return redirect("visit_terms")
    # after a conflict the next save starts from what is there now; after a mistake from what the page was opened with
    version = terms_now(season_id=season.pk).version if stale or request.method != "POST" else form["version"].value()
    return private(render(request, "visits/terms_edit.html", {"form": form, "stale": stale, "present_version": version}, status=status))
