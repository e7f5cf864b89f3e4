"""The office appoints counsellors and reads the season's counts. Nothing of any request is within its reach."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jikim.areas.counselling.actions.appointing import appoint, change_terms
from jikim.areas.counselling.forms.seats import AppointForm, TermsForm
from jikim.areas.counselling.models import CounsellorSeat
from jikim.areas.counselling.queries.counts import season_counts
from jikim.areas.counselling.queries.seats import SeatTerms, appointable, seat_terms, seats
from jikim.rules.access import Action, Actor
from jikim.shared.access import Conflict, acts
from jikim.shared.ui.words import say

_WEEK = {f"{day}_{end}": time for day in ("mon", "tue", "wed", "thu", "fri") for end, time in (("from", "09:00"), ("to", "18:00"))}


COUNT_WORDS = {
    "asked": gettext_lazy("Requests"), "urgent": gettext_lazy("Urgent"), "accepted": gettext_lazy("Taken on"),
    "sessions": gettext_lazy("Talks"), "closed": gettext_lazy("Closed"), "referred": gettext_lazy("Referred"),
    "withdrawn": gettext_lazy("Taken back by the worker"),
}  # fmt: skip


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@acts(Action.counsellors_appoint)
def counsellors(request: HttpRequest) -> HttpResponse:
    by = _actor(request)
    counts = season_counts(by=by)
    nation = [(COUNT_WORDS[field], n) for field, n in counts.nation] if counts else []
    context = {"seats": seats(by=by), "counts": counts, "nation": nation}
    return render(request, "counselling/seats/seats.html", context)


@acts(Action.counsellors_appoint)
def counsellor_new(request: HttpRequest) -> HttpResponse:
    by = _actor(request)
    people = appointable(by=by)
    form = AppointForm(request.POST if request.method == "POST" else None, people=people, by=by, initial={**_WEEK, "languages": ["ko"], "is_active": True})
    if request.method == "POST" and form.is_valid():
        try:
            appoint(person_id=int(form.cleaned_data["person"]), terms=form.terms(), by=by)
        except Conflict as problem:
            form.add_error(None, say(problem.reason))
        else:
            messages.success(request, _("Appointed. Workers can choose this counsellor as soon as the key is made at the desk."))
            return redirect("counsellors")
    context = {"form": form, "people": people}
    return render(request, "counselling/seats/new.html", context, status=422 if form.errors else 200)


@acts(Action.counsellors_appoint)
def counsellor(request: HttpRequest, seat_id: int) -> HttpResponse:
    by, terms = _actor(request), _terms(request, seat_id)
    form = TermsForm(request.POST if request.method == "POST" else None, by=by, seat_id=seat_id, initial=terms.values)
    if request.method == "POST" and form.is_valid():
        try:
            change_terms(seat_id=seat_id, terms=form.terms(), by=by)
        except Conflict as problem:
            form.add_error(None, say(problem.reason))
        else:
            messages.success(request, _("Saved."))
            return redirect("counsellors")
    context = {"form": form, "terms": terms}
    return render(request, "counselling/seats/edit.html", context, status=422 if form.errors else 200)


def _terms(request: HttpRequest, seat_id: int) -> SeatTerms:
    try:
        return seat_terms(seat_id=seat_id, by=_actor(request))
    except CounsellorSeat.DoesNotExist:
        raise Http404 from None
