"""Prospects: who was found by whom, contact tries, and the application that came of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.actions import prospects as actions
from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.forms.prospects import ProspectForm, TryForm
from jikim.areas.enrolment.queries import prospects as queries
from jikim.areas.enrolment.views import actor, season_of
from jikim.areas.enrolment.views.applications import region_choices
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.rules.workflow import PROSPECT
from jikim.shared import audit
from jikim.shared.access import acts
from jikim.shared.clock import today
from jikim.shared.ui.asking import ReasonForm, put_back
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond

TABLE = Table(
    key="prospects",
    caption=_("Prospects"),
    columns=(
        Column("name", _("Workplace"), link=lambda row: reverse("prospect", args=[row.id])),
        Column("region", _("Region"), value=lambda row: row.region_name),
        Column("status", _("Status"), status="prospect"),
        Column("agency_name", _("Brought by"), value=lambda row: row.agency_name or row.found_by),
        Column("found_on", _("Found on"), priority=2),
        Column("tries", _("Contact tries"), numeric=True),
        Column("last_try_on", _("Last try"), priority=2),
        Column("application_number", _("Application"), sortable=False),
    ),
    filters=(
        Filter("status", _("Status"), choices=[Choice(state.key, state.name) for state in PROSPECT.states]),
        Filter("region", _("Region"), choices=region_choices),
    ),
    default_sort="-found_on", search=_("Name or finder"), empty=_("No prospect has been written down yet."),
)  # fmt: skip


@acts(Action.prospects_manage)
def prospects(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    return respond(
        request, TABLE, "enrolment/prospects.html", context={"season": season},
        rows=lambda asked: queries.prospects(by=by, season_id=season.id, asked=asked),
        exported=lambda asked, form, count: audit.record(by, "prospects.export", "season", season.id, form=form, rows=count),
    )  # fmt: skip


@acts(Action.prospects_manage)
def prospect_new(request: HttpRequest) -> HttpResponse:
    season = season_of(request)
    form = ProspectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = getattr(request.user, "organisation", None)
        try:
            made = actions.find_prospect(
                season_id=season.id, facts=form.facts(), agency_name=organisation.name if organisation else "", by=actor(request)
            )
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("Written down."))
            return redirect("prospect", made.pk)
    return render(request, "enrolment/prospect_new.html", {"season": season, "form": form})


@acts(Action.prospects_manage)
def prospect(request: HttpRequest, prospect_id: int) -> HttpResponse:
    """One prospect; a contact try is written here."""
    form = TryForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_contact(prospect_id=prospect_id, **form.cleaned_data, by=actor(request))
        except Invalid as refused:
            put_back(form, refused)
        else:
            messages.success(request, gettext("The contact has been written down."))
            return redirect("prospect", prospect_id)
    page = queries.prospect_page(by=actor(request), prospect_id=prospect_id)
    link = request.build_absolute_uri(reverse("apply_start")) + f"?from={queries.referral_code(prospect_id)}"
    return render(request, "enrolment/prospect.html", {
        "page": page, "form": form, "link": link, "decline": ReasonForm(auto_id="decline_%s"),
        "tries": [(one, actions.CHANNELS.get(one.channel, Text(one.channel))) for one in page.tries],
    })  # fmt: skip


@acts(Action.prospects_manage)
def prospect_decline(request: HttpRequest, prospect_id: int) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = Text(form.cleaned_data["reason_ko"], form.cleaned_data["reason_en"])
        actions.decline_prospect(prospect_id=prospect_id, reason=reason, by=actor(request))
        return redirect("prospect", prospect_id)
    page = queries.prospect_page(by=actor(request), prospect_id=prospect_id)
    return render(request, "enrolment/prospect_decline.html", {"page": page, "form": form})


@acts(Action.prospects_manage)
def prospect_link(request: HttpRequest, prospect_id: int) -> HttpResponse:
    chosen = request.POST.get("application", "")
    if request.method == "POST" and chosen.isascii() and chosen.isdigit():
        actions.link_application(prospect_id=prospect_id, application_id=int(chosen), by=actor(request))
        messages.success(request, gettext("The application has been linked."))
    return redirect("prospect", prospect_id)
