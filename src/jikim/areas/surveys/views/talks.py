"""The ten minutes of a visit day for those with an account: the list, one visit, how it goes, how many talks. Nobody's booking."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment.public import Invalid
from jikim.areas.surveys import public
from jikim.areas.surveys.forms.talks import ArrangeForm, NotesForm
from jikim.areas.surveys.queries import talks as queries
from jikim.areas.surveys.views import actor, pdf, season_of
from jikim.rules.access import Action, may
from jikim.rules.workflow import APPOINTMENT
from jikim.shared import audit, codes
from jikim.shared.access import Conflict, acts
from jikim.shared.ui.asking import put_back
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

TALKS = Table(
    key="talks", caption=_("Ten-minute talks by visit"),
    columns=(
        Column("workplace", _("Number"), value=lambda row: row.visit.workplace_number, link=lambda row: reverse("talk", args=[row.visit.id])),
        Column("name", _("Workplace"), value=lambda row: row.visit.workplace_name),
        Column("on", _("Day"), value=lambda row: row.visit.on),
        Column("visit", _("Visit"), value=lambda row: row.visit.number, numeric=True),
        Column("status", _("Status"), value=lambda row: row.visit.status, status="appointment", priority=2),
        Column("mode", _("How workers come"), sortable=False),
        Column("workers", _("Workers"), numeric=True, sortable=False),
        Column("slots", _("Turns"), numeric=True, sortable=False),
        Column("unmet", _("Without a turn"), numeric=True, sortable=False),
        Column("talks", _("Talks (in steps)"), sortable=False, priority=2),
        Column("consultant", _("Consultant"), value=lambda row: row.visit.consultant_name, priority=2),
        Column("region", _("Region"), value=lambda row: row.visit.region_name, export_only=True),
        Column("agency", _("Agency"), value=lambda row: row.visit.agency_name, export_only=True),
    ),
    filters=(
        Filter("when", _("Which days"), choices=[Choice("coming", _("Today and to come")), Choice("past", _("Past"))]),
        Filter("region", _("Region"), choices=lambda request: [Choice(one.key, one.name) for one in codes.regions()]),
        Filter("number", _("Visit"), choices=[Choice(str(n), str(n)) for n in (1, 2, 3)]),
        Filter("status", _("Status"), choices=[Choice(state.key, state.name) for state in APPOINTMENT.states]),
    ),
    default_sort="on", search=_("Number, workplace, agency or consultant"), empty=_("No visit has been planned yet."),
)  # fmt: skip


@acts(Action.talks_see)
def talks(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    whole = queries.season_unmet(season_id=season.id, by=by) if may(by, Action.season_see) else None
    return respond(
        request, TALKS, "surveys/talks/list.html", context={"season": season, "whole": whole},
        rows=lambda asked: queries.talk_lines(season_id=season.id, asked=asked, by=by),
        exported=lambda asked, form, count: audit.record(by, "talks.export", "season", season.id, form=form, rows=count),
    )  # fmt: skip


@acts(Action.talks_see)
def talk(request: HttpRequest, appointment_id: int) -> HttpResponse:
    page = queries.talk_page(appointment_id=appointment_id, by=actor(request))
    return render(request, "surveys/talks/page.html", {"page": page})


@acts(Action.talk_arrange)
def talk_arrange(request: HttpRequest, appointment_id: int) -> HttpResponse:
    by = actor(request)
    page = queries.talk_page(appointment_id=appointment_id, by=by)
    form = ArrangeForm(request.POST or None, initial=ArrangeForm.of(page))
    if request.method == "POST" and form.is_valid():
        try:
            arranged, version = form.arranged(page.visit.start), form.cleaned_data["version"]
            public.arrange_talks(appointment_id=appointment_id, arranged=arranged, version=version, by=by)
        except Invalid as refused:
            put_back(form, refused)
        except Conflict as changed:
            form.add_error(None, say(changed.reason))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("talk", appointment_id)
    return render(request, "surveys/talks/arrange.html", {"page": page, "form": form})


@acts(Action.talk_arrange)
def talk_notes(request: HttpRequest, appointment_id: int) -> HttpResponse:
    by = actor(request)
    page = queries.talk_page(appointment_id=appointment_id, by=by)
    form = NotesForm(request.POST or None, initial=NotesForm.of(page))
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            public.note_talks(appointment_id=appointment_id, talks=said["talks"], advice=form.advice(), version=said["version"], by=by)
        except Invalid as refused:
            put_back(form, refused)
        except Conflict as changed:
            form.add_error(None, say(changed.reason))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("talk", appointment_id)
    return render(request, "surveys/talks/notes.html", {"page": page, "form": form})


@acts(Action.talks_see)
def talk_pdf(request: HttpRequest, appointment_id: int, language: str) -> HttpResponse:
    made = public.talk_paper(appointment_id=appointment_id, language=language, by=actor(request))
    return pdf(made.data, made.file_name)
