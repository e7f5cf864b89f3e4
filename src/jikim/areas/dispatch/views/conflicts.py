"""Pages of declared conflicts: the list in and out, one more, one ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jikim.areas.dispatch.actions import conflicts as actions
from jikim.areas.dispatch.forms.agencies import ConflictForm
from jikim.areas.dispatch.queries.agencies import agency_page, own_agencies
from jikim.areas.dispatch.queries.consultants import consultant_page
from jikim.areas.dispatch.queries.declared import declared
from jikim.areas.dispatch.views import actor, asked, season_of
from jikim.rules.access import Action, may
from jikim.rules.intake_declared import FIELDS
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import acts
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond

TABLE = Table(
    key="declared",
    caption=_("Declared conflicts"),
    columns=(
        Column("agency", FIELDS["agency"]),
        Column("consultant", FIELDS["consultant"], sortable=False),
        Column("name", FIELDS["name"]),
        Column("number", FIELDS["number"]),
        Column("business_number", FIELDS["business_number"], sortable=False),
        Column("meant", _("In this season"), value=lambda row: ", ".join(row.meant), sortable=False),
        Column("since_on", FIELDS["since_on"], priority=2),
        Column("until_on", FIELDS["until_on"], sortable=False, priority=2),
        Column("what", FIELDS["what"], sortable=False, priority=2),
        Column("state", _("State"), value=lambda row: Text("종료", "Ended") if row.ended_at else Text("신고됨", "Declared"), sortable=False),
    ),
    filters=(Filter("state", _("State"), choices=[Choice("open", Text("신고됨", "Declared")), Choice("ended", Text("종료", "Ended"))]),),
    default_sort="agency",
    search=_("Agency, consultant, workplace or number"),
    empty=_("Nothing has been declared yet."),
)  # fmt: skip


@acts(Action.agencies_see)
def conflicts(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    return respond(
        request, TABLE, "dispatch/conflicts.html", rows=lambda asked: declared(season_id=season.id, asked=asked, by=by),
        context={"season": season, "may_declare": may(by, Action.conflicts_declare), "own": own_agencies(season_id=season.id, by=by)},
        exported=lambda asked, form, count: audit.record(by, "declared.export", "season", season.id, form=form, rows=count),
    )  # fmt: skip


@acts(Action.conflicts_declare)
def agency_conflict_new(request: HttpRequest, agency_id: int) -> HttpResponse:
    page = agency_page(agency_id=agency_id, by=actor(request))
    form = ConflictForm(request.POST or None)
    declare = lambda: actions.declare_conflict(agency_id=agency_id, values=form.cleaned_data, by=actor(request))  # noqa: E731
    return asked(request, "dispatch/conflict_new.html", form, declare, back="conflicts", agency=page, said=gettext("Declared."))


@acts(Action.conflicts_declare)
def consultant_conflict_new(request: HttpRequest, consultant_id: int) -> HttpResponse:
    page = consultant_page(consultant_id=consultant_id, by=actor(request))
    form = ConflictForm(request.POST or None)
    declare = lambda: actions.declare_conflict(  # noqa: E731
        agency_id=page.line.agency_id, consultant_id=consultant_id, values=form.cleaned_data, by=actor(request)
    )
    return asked(request, "dispatch/conflict_new.html", form, declare, back="consultant", args=(consultant_id,), page=page,
                 said=gettext("Declared."))  # fmt: skip


@require_POST
@acts(Action.conflicts_declare)
def conflict_end(request: HttpRequest, conflict_id: int) -> HttpResponse:
    one = actions.end_conflict(conflict_id=conflict_id, by=actor(request))
    messages.success(request, gettext("The declaration has ended."))
    return redirect("consultant", one.consultant_id) if one.consultant_id else redirect("agency", one.agency_id)
