"""Lists: checklists, measures of plans, and what a consultant has to fill in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jikim.areas.consulting.actions.assessing import open_assessment
from jikim.areas.consulting.queries import lists as queries
from jikim.areas.consulting.queries.talk_pages import due_talks
from jikim.areas.consulting.queries.words import TIERS
from jikim.areas.consulting.views import actor
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, may
from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared import audit, codes
from jikim.shared.access import acts
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say


def _states(kind: str) -> list[Choice]:
    return [Choice(state.key, say(state.name)) for state in LIFECYCLES[kind].states]


def _regions(_request: HttpRequest) -> list[Choice]:
    return [Choice(one.key, say(one.short)) for one in codes.regions()]


CHECKS = Table(
    key="checklists", caption=_("Management checks"),
    columns=(
        Column("workplace", _("Number"), link=lambda row: reverse("advice", args=[row.workplace_id])),
        Column("name", _("Workplace")),
        Column("number", _("Visit"), numeric=True),
        Column("on", _("Day")),
        Column("share", _("Points in per cent"), numeric=True, sortable=False),
        Column("unmet_duties", _("Duties not met"), numeric=True, sortable=False),
        Column("status", _("Status"), status="assessment"),
        Column("region", _("Region"), sortable=False, priority=2),
        Column("by", _("Consultant"), sortable=False, priority=2),
    ),
    filters=(
        Filter("status", _("Status"), choices=lambda request: _states("assessment")),
        Filter("number", _("Visit"), choices=[Choice(one, one) for one in ("1", "2", "3")]),
        Filter("region", _("Region"), choices=_regions),
    ),
    default_sort="-on", search=_("Number, workplace or consultant"), empty=_("No checklist has been begun yet."),
)  # fmt: skip
ITEMS = Table(
    key="plan_items", caption=_("Improvement measures"),
    columns=(
        Column("workplace", _("Number"), link=lambda row: reverse("plan_item", args=[row.id])),
        Column("name", _("Workplace"), priority=2),
        Column("title", _("Measure")),
        Column("status", _("Status"), status="plan_item"),
        Column("owner", _("In charge")),
        Column("due_on", _("Due")),
        Column("is_overdue", _("Past its day"), value=lambda row: say(Text("예", "Yes")) if row.is_overdue else "", sortable=False, priority=2),
        Column("tier", _("Binding"), value=lambda row: TIERS[row.tier], priority=2),
        Column("evidence", _("Files"), numeric=True, sortable=False, priority=2),
        Column("region", _("Region"), sortable=False, priority=2),
        Column("measure_key", _("Measure code"), sortable=False, export_only=True),
        Column("evidence_wanted", _("What will show that it is done"), sortable=False, export_only=True),
        Column("progress", _("How far is it?"), sortable=False, export_only=True),
        Column("cite", _("Article"), sortable=False, export_only=True),
        Column("number", _("Visit"), numeric=True, sortable=False, export_only=True),
        Column("proposed_on", _("Proposed on"), export_only=True),
        Column("measure_version", _("Version of the measure"), numeric=True, sortable=False, export_only=True),
        Column("version", _("Version of the row"), numeric=True, sortable=False, export_only=True),
    ),
    filters=(
        Filter("status", _("Status"), choices=lambda request: _states("plan_item")),
        Filter("state", _("To look at"), choices=[Choice("overdue", _("Past its day")), Choice("soon", _("Due within a week"))]),
        Filter("tier", _("Binding"), choices=lambda request: [Choice(key, say(name)) for key, name in TIERS.items()]),
        Filter("region", _("Region"), choices=_regions),
    ),
    default_sort="due_on", search=_("Number, workplace, measure or person in charge"), empty=_("No measure has been proposed yet."),
)  # fmt: skip


@acts(Action.advice_see)
def checklists(request: HttpRequest) -> HttpResponseBase:
    season = enrolment.the_season()
    return respond(
        request, CHECKS, "consulting/checklists.html",
        context={"season_name": Text(season.name_ko, season.name_en), "may_record": bool(may(actor(request), Action.checklist_record))},
        rows=lambda asked: queries.check_rows(season_id=season.pk, asked=asked, by=actor(request)),
        exported=lambda asked, form, count: _exported(request, "assessment", season.pk, form, count),
    )  # fmt: skip


@acts(Action.advice_see)
def plan_items(request: HttpRequest) -> HttpResponseBase:
    season = enrolment.the_season()
    return respond(
        request, ITEMS, "consulting/plan_items.html",
        context={"season_name": Text(season.name_ko, season.name_en), "may_keep": bool(may(actor(request), Action.plan_keep))},
        rows=lambda asked: queries.item_rows(season_id=season.pk, asked=asked, by=actor(request)),
        exported=lambda asked, form, count: _exported(request, "plan_item", season.pk, form, count),
    )  # fmt: skip


@acts(Action.checklist_record)
def checks_due(request: HttpRequest) -> HttpResponse:
    season = enrolment.the_season()
    return render(request, "consulting/due.html", {
        "lines": queries.due_checks(season_id=season.pk, by=actor(request)), "talks": due_talks(season_id=season.pk, by=actor(request)),
    })  # fmt: skip


@acts(Action.checklist_record)
def check_begin(request: HttpRequest, appointment_id: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("checks_due")
    return redirect("checklist", open_assessment(appointment_id=appointment_id, by=actor(request)).uuid)


def _exported(request: HttpRequest, what: str, season_id: int, form: str, count: int) -> None:
    audit.record(actor(request), "export", what, season_id, form=form, rows=count)
