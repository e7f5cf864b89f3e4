"""Lists of visits: the records, today's appointments of a consultant, workplaces below the minimum, and the workplaces' checks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment import public as enrolment
from jikim.areas.visits.actions.checks import EXPLAINED, HAPPENED, LENGTH
from jikim.areas.visits.actions.opening import open_visit
from jikim.areas.visits.queries import due as due_queries
from jikim.areas.visits.queries import lines as queries
from jikim.areas.visits.views import actor
from jikim.rules.access import Action, may
from jikim.rules.visiting.headcount import PROPOSAL_NAMES, Proposal
from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared import audit, codes
from jikim.shared.access import acts
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

VISIT_NUMBERS = [Choice("1", _("Visit 1")), Choice("2", _("Visit 2")), Choice("3", _("Visit 3"))]
HOW = {"link": Text("링크", "Link"), "page": Text("화면", "Page"), "phone": Text("전화", "Phone")}


def _states(kind: str) -> list[Choice]:
    return [Choice(state.key, say(state.name)) for state in LIFECYCLES[kind].states]


def _regions(_request: HttpRequest) -> list[Choice]:
    return [Choice(one.key, say(one.short)) for one in codes.regions()]


RECORDS = Table(
    key="visit_records", caption=_("Visit records"),
    columns=(
        Column("workplace", _("Number"), value=lambda row: row.workplace_number, link=lambda row: reverse("visit_record", args=[row.uuid])),
        Column("name", _("Workplace"), value=lambda row: row.workplace_name),
        Column("number", _("Visit"), numeric=True),
        Column("on", _("Day")),
        Column("status", _("Status"), status="visit"),
        Column("region", _("Region"), value=lambda row: row.region_name, priority=2),
        Column("agency", _("Agency"), priority=2),
        Column("consultant", _("Consultant"), priority=2),
        Column("minutes", _("Minutes"), numeric=True, priority=2),
        Column("conflicts", _("Two versions"), value=lambda row: row.conflicts or None, numeric=True, sortable=False, priority=2),
    ),
    filters=(
        Filter("status", _("Status"), choices=lambda request: _states("visit")),
        Filter("number", _("Visit"), choices=VISIT_NUMBERS),
        Filter("region", _("Region"), choices=_regions),
        Filter("open", _("To look at"), choices=[Choice("both", _("Two versions")), Choice("below", _("Below the minimum"))]),
    ),
    default_sort="-on", search=_("Number, workplace, agency or consultant"), empty=_("No visit record has been begun yet."),
)  # fmt: skip
HEADCOUNTS = Table(
    key="headcounts", caption=_("Below the minimum on verification"),
    columns=(
        Column("workplace", _("Number"), value=lambda row: row.workplace_number, link=lambda row: reverse("headcount", args=[row.case_id])),
        Column("name", _("Workplace"), value=lambda row: row.workplace_name),
        Column("found", _("Found"), numeric=True),
        Column("minimum", _("Minimum"), numeric=True, sortable=False),
        Column("status", _("Status"), status="headcount"),
        Column("proposal", _("Proposal"), value=lambda row: PROPOSAL_NAMES[Proposal(row.proposal)], sortable=False, priority=2),
        Column("on", _("Day of the visit"), priority=2),
        Column("region", _("Region"), value=lambda row: row.region_name, sortable=False, priority=2),
        Column("decided_by", _("Decided by"), sortable=False, priority=3),
        Column("settlement", _("Note for the settlement"), sortable=False, export_only=True),
    ),
    filters=(Filter("status", _("Status"), choices=lambda request: _states("headcount")),),
    default_sort="workplace", search=_("Number or workplace"), empty=_("No workplace was found below the minimum."),
)  # fmt: skip
CHECKS = Table(
    key="visit_checks", caption=_("Checks by workplaces"),
    columns=(
        Column("workplace", _("Number"), value=lambda row: row.workplace_number, link=lambda row: reverse("visit_check_key", args=[row.check_id])),
        Column("name", _("Workplace"), value=lambda row: row.workplace_name),
        Column("number", _("Visit"), numeric=True),
        Column("on", _("Day of the visit")),
        Column("answered_on", _("Answered on")),
        Column("happened", _("Took place"), value=lambda row: HAPPENED.get(row.happened), sortable=False),
        Column("satisfaction", _("Satisfaction (1–5)"), numeric=True),
        Column("agency", _("Agency"), priority=2),
        Column("asked_on", _("Check asked on"), priority=2),
        Column("reminded_on", _("Reminded on"), sortable=False, priority=3),
        Column("how", _("How"), value=lambda row: HOW.get(row.how), sortable=False, priority=3),
        Column("phone", _("Telephone"), sortable=False, export_only=True),
        Column("length", _("Length"), value=lambda row: LENGTH.get(row.length), sortable=False, export_only=True),
        Column("explained", _("Made clear"), value=lambda row: EXPLAINED.get(row.explained), sortable=False, export_only=True),
        Column("comment", _("Comment"), sortable=False, export_only=True),
    ),
    filters=(
        Filter("state", _("State"), choices=[Choice("waiting", _("Not answered yet")), Choice("answered", _("Has answered"))]),
        Filter("happened", _("Took place"), choices=lambda request: [Choice(key, say(text)) for key, text in HAPPENED.items()]),
        Filter("number", _("Visit"), choices=VISIT_NUMBERS[1:]),
    ),
    default_sort="-asked_on", search=_("Number or workplace"), empty=_("No workplace has been asked yet."),
)  # fmt: skip


@acts(Action.visits_see)
def visit_records(request: HttpRequest) -> HttpResponseBase:
    season = enrolment.the_season()
    return respond(
        request, RECORDS, "visits/records.html",
        context={
            "season_name": Text(season.name_ko, season.name_en), "may_record": bool(may(actor(request), Action.visit_record)),
            "may_read": bool(may(actor(request), Action.visit_read)), "may_check": bool(may(actor(request), Action.visit_checks_see)),
        },
        rows=lambda asked: queries.visit_lines(season_id=season.pk, asked=asked, by=actor(request)),
        exported=lambda asked, form, count: _exported(request, "visit", season.pk, form, count),
    )  # fmt: skip


@acts(Action.visit_record)
def visits_due(request: HttpRequest) -> HttpResponse:
    season = enrolment.the_season()
    return render(request, "visits/due.html", {"lines": due_queries.due(season_id=season.pk, by=actor(request))})


@acts(Action.visit_record)
def visit_begin(request: HttpRequest, appointment_id: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("visits_due")
    visit = open_visit(appointment_id=appointment_id, by=actor(request))
    messages.success(request, gettext("The record has been begun."))
    return redirect("visit_record", visit.uuid)


@acts(Action.visit_read)
def headcounts(request: HttpRequest) -> HttpResponseBase:
    season = enrolment.the_season()
    return respond(
        request, HEADCOUNTS, "visits/headcounts.html", context={"season_name": Text(season.name_ko, season.name_en)},
        rows=lambda asked: queries.headcount_lines(season_id=season.pk, asked=asked, by=actor(request)),
        exported=lambda asked, form, count: _exported(request, "headcount", season.pk, form, count),
    )  # fmt: skip


@acts(Action.visit_checks_see)
def visit_checks(request: HttpRequest) -> HttpResponseBase:
    season = enrolment.the_season()
    return respond(
        request, CHECKS, "visits/checks.html", context={"season_name": Text(season.name_ko, season.name_en)},
        rows=lambda asked: queries.check_lines(season_id=season.pk, asked=asked, by=actor(request)),
        exported=lambda asked, form, count: _exported(request, "visit_check", season.pk, form, count),
    )  # fmt: skip


def _exported(request: HttpRequest, what: str, season_id: int, form: str, count: int) -> None:
    audit.record(actor(request), "export", what, season_id, form=form, rows=count)
