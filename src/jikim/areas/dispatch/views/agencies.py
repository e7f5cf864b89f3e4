"""Pages of agencies: the list, one agency, its contract, its end, what it hands over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jikim.areas.dispatch.actions import agencies as actions
from jikim.areas.dispatch.actions import conflicts as conflict_actions
from jikim.areas.dispatch.actions import leaving as leaving_actions
from jikim.areas.dispatch.forms.agencies import AgencyForm, DeclineForm, HandOverForm, LeaveForm
from jikim.areas.dispatch.queries import agencies as queries
from jikim.areas.dispatch.queries import leaving
from jikim.areas.dispatch.views import actor, asked, season_of
from jikim.rules.access import Action, may
from jikim.rules.intake_agencies import AGENCY_FIELDS
from jikim.rules.workflow import AGENCY
from jikim.shared import audit
from jikim.shared.access import acts
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond

TABLE = Table(
    key="agencies",
    caption=_("Agencies"),
    columns=(
        Column("name", AGENCY_FIELDS["name"], link=lambda row: reverse("agency", args=[row.id])),
        Column("status", _("Status"), status="agency"),
        Column("regions", AGENCY_FIELDS["regions"], sortable=False),
        Column("monthly_visit_maximum", AGENCY_FIELDS["visits_a_month"], numeric=True),
        Column("consultants", _("Consultants"), numeric=True),
        Column("days_per_month", _("Days a month"), numeric=True),
        Column("waiting", _("To be checked"), numeric=True, priority=2),
        *(Column(key, AGENCY_FIELDS[key], export_only=True, sortable=False)
          for key in ("contract_number", "contract_starts_on", "contract_ends_on", "contact_name", "contact_phone", "contact_email")),
    ),
    filters=(Filter("status", _("Status"), choices=[Choice(state.key, state.name) for state in AGENCY.states]),),
    default_sort="name",
    search=_("Agency or contract number"),
    empty=_("No agency is under contract yet."),
)  # fmt: skip


@acts(Action.agencies_see)
def agencies(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    return respond(
        request, TABLE, "dispatch/agencies.html", rows=lambda asked: queries.agencies(season_id=season.id, asked=asked, by=by),
        context={"season": season, "may_record": may(by, Action.agencies_record)},
        exported=lambda asked, form, count: audit.record(by, "agencies.export", "season", season.id, form=form, rows=count),
    )  # fmt: skip


@acts(Action.agencies_see)
def agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    page = queries.agency_page(agency_id=agency_id, by=actor(request))
    return render(request, "dispatch/agency.html", {
        "page": page, "left_behind": leaving.handed_over(agency_id=agency_id),
        "taken_over": leaving.taken_over(agency_id=agency_id), "open": leaving.open_workplaces(agency_id=agency_id),
    })  # fmt: skip


@acts(Action.agencies_record)
def agency_new(request: HttpRequest) -> HttpResponse:
    season, form = season_of(request), AgencyForm(request.POST or None)
    record = lambda: actions.record_agency(season_id=season.id, values=form.values(), by=actor(request))  # noqa: E731
    return asked(request, "dispatch/agency_form.html", form, record, back="agencies", said=gettext("The agency has been recorded."),
                 season=season)  # fmt: skip


@acts(Action.agencies_record)
def agency_edit(request: HttpRequest, agency_id: int) -> HttpResponse:
    page = queries.agency_page(agency_id=agency_id, by=actor(request))
    form = AgencyForm(request.POST or None, initial=AgencyForm.of(page), changes=True)
    change = lambda: actions.change_agency(  # noqa: E731
        agency_id=agency_id, version=form.cleaned_data["version"] or 0, values=form.values(), by=actor(request)
    )
    return asked(request, "dispatch/agency_form.html", form, change, back="agency", args=(agency_id,), said=gettext("Saved."), page=page)


@require_POST
@acts(Action.agencies_record)
def agency_begin(request: HttpRequest, agency_id: int) -> HttpResponse:
    actions.begin_contract(agency_id=agency_id, by=actor(request))
    return redirect("agency", agency_id)


@acts(Action.agencies_record)
def agency_leave(request: HttpRequest, agency_id: int) -> HttpResponse:
    page = queries.agency_page(agency_id=agency_id, by=actor(request))
    form = LeaveForm(request.POST or None)
    leave = lambda: leaving_actions.leave(agency_id=agency_id, reason=form.text(), by=actor(request))  # noqa: E731
    return asked(request, "dispatch/agency_leave.html", form, leave, back="agency", args=(agency_id,), page=page,
                 open=leaving.open_workplaces(agency_id=agency_id), said=gettext("The agency has left."))  # fmt: skip


@acts(Action.allotment_decline)
def allotment_decline(request: HttpRequest, agency_id: int, workplace_id: int) -> HttpResponse:
    page = queries.agency_page(agency_id=agency_id, by=actor(request))
    form = DeclineForm(request.POST or None)
    decline = lambda: conflict_actions.decline_allotment(  # noqa: E731
        agency_id=agency_id, workplace_id=workplace_id, reason=form.cleaned_data["reason"], by=actor(request)
    )
    place = next((one for one in leaving.open_workplaces(agency_id=agency_id) if one.workplace_id == workplace_id), None)
    return asked(request, "dispatch/allotment_decline.html", form, decline, back="agency", args=(agency_id,), page=page, place=place,
                 said=gettext("The allotment has been declined. The programme office finds another agency."))  # fmt: skip


@acts(Action.allotment_decline)
def hand_over(request: HttpRequest, agency_id: int) -> HttpResponse:
    page = queries.agency_page(agency_id=agency_id, by=actor(request))
    form = HandOverForm(request.POST or None, left_behind=leaving.handed_over(agency_id=agency_id))
    write = lambda: leaving_actions.write_hand_over(agency_id=agency_id, notes=form.notes(), by=actor(request))  # noqa: E731
    return asked(request, "dispatch/hand_over.html", form, write, back="agency", args=(agency_id,), page=page, said=gettext("Saved."))
