"""Who sits where; ending a seat."""

from __future__ import annotations

import datetime as dt

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jikim.areas.people import queries
from jikim.areas.people.actions.factors import reset_second_step
from jikim.areas.people.actions.seats import end_seat
from jikim.areas.people.forms.invitations import EndSeatForm
from jikim.areas.people.models import Seat
from jikim.rules.access import ROLE_NAMES, Action, Role
from jikim.rules.seats import may_appoint
from jikim.shared import audit
from jikim.shared.access import Conflict, acts
from jikim.shared.ui.tables import Asked, Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say


def _roles(request: HttpRequest) -> list[Choice]:
    return [Choice(role.value, say(ROLE_NAMES[role])) for role in Role if role is not Role.CONSOLE]


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None


SEATS = Table(
    key="seats",
    caption=gettext_lazy("Seats"),
    columns=(
        Column("name", gettext_lazy("Name"), link=lambda row: reverse("seat", args=[row.seat_id])),
        Column("email", gettext_lazy("E-mail address")),
        Column("role", gettext_lazy("Seat"), value=lambda row: row.role_name),
        Column("reach", gettext_lazy("Reach")),
        Column("second_factor", gettext_lazy("Second step")),
        Column("since", gettext_lazy("Since"), value=lambda row: _day(row.since)),
        Column("ended_at", gettext_lazy("Ended on"), value=lambda row: _day(row.ended_at), priority=2),
    ),
    filters=(
        Filter("role", gettext_lazy("Seat"), choices=_roles),
        Filter(
            "state", gettext_lazy("State"),
            choices=lambda request: [Choice("open", _("Open seats")), Choice("ended", _("Ended seats"))],
        ),
    ),
    default_sort="-since",
    search=gettext_lazy("Name or e-mail address"),
    page_size=50,
    export=Action.seats_see,
    empty=gettext_lazy("Nobody sits here yet."),
)  # fmt: skip


@acts(Action.seats_see)
def seats(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]

    def rows(asked: Asked) -> tuple[list[queries.SeatLine], int]:
        found = queries.seats(
            by=actor,
            role=asked.filters.get("role", ""),
            state=asked.filters.get("state", ""),
            search=asked.search,
        )
        ordered = sorted(found, key=lambda row: _sortable(row, asked.sort), reverse=asked.descending)
        return ordered[asked.slice], len(found)

    return respond(
        request, SEATS, "people/seats.html", rows=rows,
        context={"may_invite": may_invite(actor)},
        exported=lambda asked, form, count: audit.record(
            actor, "seats.exported", "seat", "list", form=form, rows=count, filters=asked.facts()
        ),
    )  # fmt: skip


def may_invite(actor: object) -> bool:
    return any(may_appoint(actor, role) for role in Role)  # type: ignore[arg-type]


def _sortable(row: queries.SeatLine, key: str) -> tuple[bool, str]:
    value = (
        say(row.role_name) if key == "role" else say(row.reach) if key == "reach" else getattr(row, key, "")
    )
    if isinstance(value, dt.datetime):
        value = value.isoformat()
    return value is None, str(value)


@acts(Action.seats_see)
def seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    return render(request, "people/seat.html", {"seat": _seat_or_404(request, seat_id)})


@acts(Action.seat_end)
@reauthentication_required
def end(request: HttpRequest, seat_id: int) -> HttpResponse:
    line = _seat_or_404(request, seat_id)
    form = EndSeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_seat(seat_id=seat_id, reason=form.cleaned_data["reason"], by=request.actor)  # type: ignore[attr-defined]
        except Conflict as problem:
            form.add_error(None, say(problem.reason))
        else:
            messages.success(request, _("The seat of %(name)s has ended.") % {"name": line.name})
            return redirect("seats")
    return render(
        request, "people/seat_end.html", {"seat": line, "form": form}, status=422 if form.errors else 200
    )


@acts(Action.seat_end)
@reauthentication_required
def reset_factor(request: HttpRequest, seat_id: int) -> HttpResponse:
    line = _seat_or_404(request, seat_id)
    form = EndSeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reset_second_step(person_id=line.person_id, reason=form.cleaned_data["reason"], by=request.actor)  # type: ignore[attr-defined]
        except Conflict as problem:
            form.add_error(None, say(problem.reason))
        else:
            messages.success(request, _("%(name)s can now set up a new second step.") % {"name": line.name})
            return redirect("seat", seat_id)
    return render(
        request, "people/seat_reset.html", {"seat": line, "form": form}, status=422 if form.errors else 200
    )


@acts(Action.seats_see)
def invitations(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    shown = queries.invitations(by=actor, status="sent")
    return render(request, "people/invitations.html", {"invitations": shown, "may_invite": may_invite(actor)})


def _seat_or_404(request: HttpRequest, seat_id: int) -> queries.SeatLine:
    try:
        return queries.seat(by=request.actor, seat_id=seat_id)  # type: ignore[attr-defined]
    except Seat.DoesNotExist:
        raise Http404 from None
