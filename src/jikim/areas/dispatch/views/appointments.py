"""Appointments: the list, one of them, a date proposed, confirmed, moved by hand, or picked from what the workplace offered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jikim.areas.dispatch.actions import moving, proposing
from jikim.areas.dispatch.forms.plan import MoveForm, ProposeManyForm, typed
from jikim.areas.dispatch.queries import appointment_page as queries
from jikim.areas.dispatch.queries.appointments import visit_short
from jikim.areas.dispatch.queries.plans import agency_choices
from jikim.areas.dispatch.views import actor, season_of, with_further_days
from jikim.rules.access import Action, may
from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared import audit, codes
from jikim.shared.access import Conflict, acts
from jikim.shared.clock import today
from jikim.shared.ui import formats
from jikim.shared.ui.tables import Asked, Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

_ANSWERS = [Choice("open", queries.ANSWERS["open"]), Choice("others", queries.ANSWERS["others"])]
_TIMES = [Choice("coming", Text("앞으로", "To come")), Choice("past", Text("지난 방문", "Past"))]
APPOINTMENTS = Table(
    key="appointments",
    caption=gettext_lazy("Appointments"),
    columns=(
        Column("workplace", gettext_lazy("Number"), value=lambda row: row.line.workplace_number,
               link=lambda row: reverse("appointment", args=[row.line.id])),
        Column("name", gettext_lazy("Workplace"), value=lambda row: row.line.workplace_name),
        Column("region", gettext_lazy("Region"), value=lambda row: row.line.region_name, priority=2),
        Column("visit", gettext_lazy("Visit"), value=lambda row: row.line.visit_name, on_page=lambda row: visit_short(row.line.number)),
        Column("on", gettext_lazy("Date"), value=lambda row: row.line.on),
        Column("start", gettext_lazy("Begins at"), value=lambda row: f"{row.line.start:%H:%M}", sortable=False),
        Column("consultant", gettext_lazy("Consultant"), value=lambda row: row.line.consultant_name),
        Column("agency", gettext_lazy("Agency"), value=lambda row: row.line.agency_name, priority=2),
        Column("status", gettext_lazy("State"), value=lambda row: row.line.status, status="appointment"),
        Column("answer", gettext_lazy("The workplace's answer"), sortable=False, priority=2),
    ),
    filters=(
        Filter("status", gettext_lazy("State"), choices=lambda request: [Choice(s.key, s.name) for s in LIFECYCLES["appointment"].states]),
        Filter("answer", gettext_lazy("Answer"), choices=lambda request: _ANSWERS),
        Filter("when", gettext_lazy("Past or to come"), choices=lambda request: _TIMES),
        Filter("region", gettext_lazy("Region"), choices=lambda request: [Choice(one.key, one.short) for one in codes.regions()]),
        Filter("agency", gettext_lazy("Agency"), choices=lambda request: [
            Choice(key, name) for key, name in agency_choices(season_of(request).id, actor(request))]),
    ),
    default_sort="on", search=gettext_lazy("Number, workplace, consultant or agency"), empty=gettext_lazy("There is no appointment here."),
)  # fmt: skip
_REACH = 28


@acts(Action.appointments_see)
def appointments(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    return respond(
        request, with_further_days(APPOINTMENTS, season.id), "dispatch/appointments.html",
        rows=lambda asked: queries.appointment_rows(season_id=season.id, asked=asked, by=by),
        context={"season": season, "may_arrange": may(by, Action.appointment_arrange),
                 "form": ProposeManyForm(initial={"until": today() + dt.timedelta(days=_REACH)})},
        exported=lambda asked, form, count: _exported(request, season.id, asked, form, count),
    )  # fmt: skip


@acts(Action.appointment_arrange)
def appointments_propose(request: HttpRequest) -> HttpResponse:
    """Every planned visit up to a day, within the seat's reach."""
    form = ProposeManyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = proposing.propose_dates(season_id=season_of(request).id, until=form.cleaned_data["until"], by=actor(request))
        messages.success(request, ngettext("%(n)s date has been proposed by mail.", "%(n)s dates have been proposed by mail.", done.sent) % {"n": done.sent})
        if done.without_mail:
            messages.warning(request, ngettext("%(n)s workplace has no e-mail address: please call it.", "%(n)s workplaces have no e-mail address: please call them.", done.without_mail) % {"n": done.without_mail})
        return redirect("appointments")
    return render(request, "dispatch/appointments_propose.html", {"form": form})


@acts(Action.appointments_see)
def appointment(request: HttpRequest, appointment_id: int) -> HttpResponse:
    page = queries.appointment_page(appointment_id=appointment_id, by=actor(request))
    # the second visit holds the training: the room that plans it comes later, its address is all this page knows of it
    may_train = page.line.number == 2 and page.line.status in ("confirmed", "held") and page.line.consultant_key == actor(request).key
    return render(request, "dispatch/appointment.html", {
        "page": page, "facts": _facts(page), "may_train": may_train, "may_correct": may(actor(request), Action.application_edit, queries.where_of(page.line)),
    })  # fmt: skip


@acts(Action.appointment_arrange)
def appointment_propose(request: HttpRequest, appointment_id: int) -> HttpResponse:
    if request.method == "POST":
        made = proposing.propose_date(appointment_id=appointment_id, version=_version(request), by=actor(request))
        if made.was_mailed:
            messages.success(request, _("The date has been proposed by mail."))
        else:
            messages.warning(request, _("The workplace has no e-mail address: please call, then record the answer here."))
    return redirect("appointment", appointment_id)


@acts(Action.appointment_arrange)
def appointment_confirm(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """The workplace has said yes on the telephone or on the spot."""
    if request.method == "POST":
        moving.confirm_appointment(appointment_id=appointment_id, version=_version(request), by=actor(request), note=_("confirmed by telephone or in person"))
        messages.success(request, _("Confirmed. No plan moves this visit any more."))
    return redirect("appointment", appointment_id)


@acts(Action.appointment_arrange)
def appointment_move(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Ranked alternatives with what they cost and break; and any place by hand, with a reason where it breaks a rule."""
    by = actor(request)
    page = queries.appointment_page(appointment_id=appointment_id, by=by)
    people = queries.reachable_consultants(page.line.season_id, by)
    initial = {"version": page.line.version, "consultant": page.line.consultant_id, "on": page.line.on, "start": page.line.start}
    form = MoveForm(request.POST or None, initial=initial, consultants=[(str(pk), name) for pk, name in people.items()])
    if request.method == "POST" and form.is_valid() and _moved(request, form, appointment_id):
        return redirect("appointment", appointment_id)
    found = queries.alternatives(appointment_id=appointment_id, by=by)
    return render(request, "dispatch/appointment_move.html", {"page": page, "form": form, "found": found}, status=409 if form.errors else 200)


@acts(Action.appointment_arrange)
def appointment_pick(request: HttpRequest, appointment_id: int, proposal_id: int) -> HttpResponse:
    """One of the dates the workplace offered."""
    if request.method == "POST":
        said = request.POST.get("number", "")
        page = queries.appointment_page(appointment_id=appointment_id, by=actor(request))
        try:
            proposing.pick_offer(
                proposal_id=proposal_id, number=int(said) if said.isdecimal() else -1, consultant_id=page.line.consultant_id,
                reason=typed(request.POST.get("reason", "")[:500]), by=actor(request),
            )  # fmt: skip
        except Conflict as broken:
            return render(request, "dispatch/appointment_pick.html", {
                "page": page, "proposal_id": proposal_id, "number": said, "why": formats.dated(say(broken.reason))}, status=409)  # fmt: skip
        messages.success(request, _("Moved to the date the workplace offered, and confirmed."))
    return redirect("appointment", appointment_id)


def _moved(request: HttpRequest, form: MoveForm, appointment_id: int) -> bool:
    """A refusal goes back to the form with everything typed."""
    said = form.cleaned_data
    try:
        moving.move_appointment(
            appointment_id=appointment_id, version=said["version"], consultant_id=int(said["consultant"]), on=said["on"], start=said["start"],
            reason=typed(said["reason"]), by=actor(request),
        )  # fmt: skip
    except Conflict as refused:
        form.add_error(None, formats.dated(say(refused.reason)))
        return False
    messages.success(request, _("The visit has been moved."))
    return True


def _version(request: HttpRequest) -> int:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() else 0


def _facts(page: queries.AppointmentPage) -> list[tuple[Any, Any]]:
    one = page.line
    return [
        (_("Workplace"), one.place), (_("Region"), one.region_name), (_("Address"), one.address), (_("Contact"), f"{one.contact_name} {one.contact_phone}".strip()),
        (_("Customer service workers"), one.service_workers), (_("Consultant"), one.consultant_name), (_("Agency"), one.agency_name),
        (_("Minutes"), one.minutes), (_("Travel (km)"), round(one.travel_km, 1)), (_("Why so"), formats.dated(say(one.reason))),
    ]  # fmt: skip


def _exported(request: HttpRequest, season_id: int, asked: Asked, form: str, count: int) -> None:
    audit.record(actor(request), "export", "appointment", season_id, form=form, rows=count, **asked.facts())
