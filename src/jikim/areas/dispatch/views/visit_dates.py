"""My visits: of a consultant or a workplace's manager, and of a workplace by its signed link. And their calendar feeds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.dispatch.actions import feeds, proposing
from jikim.areas.dispatch.forms.plan import ClosedDaysForm, LargeSiteForm, OffersForm
from jikim.areas.dispatch.queries import appointment_page as queries
from jikim.areas.dispatch.queries.terms import terms_of
from jikim.areas.dispatch.views import actor, asked
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor, Role
from jikim.shared.access import Conflict, Invalid, acts, public_page
from jikim.shared.clock import today
from jikim.shared.throttle import Limit, throttled
from jikim.shared.ui.asking import put_back
from jikim.shared.ui.words import say

LINK_LIMIT = Limit("visit-dates", 60, 3600)


@acts(Action.own_visits_see)
def my_visits(request: HttpRequest) -> HttpResponse:
    """The actor's own visits: to make as a consultant, to receive as a workplace."""
    by = actor(request)
    mine = Actor(by.key, by.name, tuple(grant for grant in by.grants if grant.role in (Role.CONSULTANT, Role.MANAGER)))
    visits = queries.own_visits(season_id=None, by=mine)
    return render(request, "dispatch/my_visits.html", {
        "coming": [one for one in visits if one.line.last >= today()], "past": [one for one in visits if one.line.last < today()],
        "is_consultant": Role.CONSULTANT in by.roles, "told": queries.told_to(visits), "feeds": feeds.own_feeds(by=by),
        "places": _places(visits) if Role.MANAGER in by.roles else {},
    })  # fmt: skip


@acts(Action.appointment_confirm)
def my_visit_accept(request: HttpRequest, proposal_id: int) -> HttpResponse:
    if request.method == "POST":
        proposing.accept_date(proposal_id=proposal_id, by=actor(request))
        messages.success(request, _("Thank you. The date is confirmed."))
    return redirect("my_visits")


@acts(Action.appointment_confirm)
def my_visit_offer(request: HttpRequest, proposal_id: int) -> HttpResponse:
    return _offer(request, proposal_id, actor(request), redirect("my_visits"))


@acts(Action.application_edit)
def my_closed_days(request: HttpRequest, workplace_id: int) -> HttpResponse:
    return _closed_days(request, workplace_id, actor(request), redirect("my_visits"))


@acts(Action.application_edit)
def workplace_closed_days(request: HttpRequest, workplace_id: int) -> HttpResponse:
    """The office enters for a workplace what it said on the telephone."""
    application = enrolment.application_of(workplace_id)
    place = enrolment.workplace_of(workplace_id)
    return _closed_days(request, workplace_id, actor(request), redirect("application", application), place=place, application=application)


@acts(Action.plan_make)
def large_site(request: HttpRequest, workplace_id: int) -> HttpResponse:
    """The office excepts one site from the season's rule for large sites, or takes that back."""
    place, kept = enrolment.workplace_of(workplace_id), enrolment.exception_of(workplace_id=workplace_id)
    form = LargeSiteForm(request.POST or None, initial={"excepted": bool(kept), "reason": kept.get("reason", "")})
    application = enrolment.application_of(workplace_id)
    return asked(
        request, "dispatch/large_site.html", form,
        lambda: enrolment.except_large_site(workplace_id=workplace_id, **form.cleaned_data, by=actor(request)), back="application", args=(application,),
        said=_("Kept. Drafts and re-plans made from now on go by it."), place=place, application=application, terms=terms_of(place.season_id),
    )  # fmt: skip


@acts(Action.own_visits_see)
def my_feed_renew(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        feeds.renew_feeds(by=actor(request))
        messages.success(request, _("There is a new private address; the old one no longer works."))
    return redirect("my_visits")


@public_page
@throttled(LINK_LIMIT)
def visit_dates(request: HttpRequest, token: str) -> HttpResponse:
    """The workplace's page without an account: its dates, who comes, and what it can say to them."""
    place = proposing.workplace_of_link(token)
    visits = queries.own_visits(season_id=None, by=proposing.link_holder(place))
    return _private(render(request, "dispatch/visit_dates.html", {
        "coming": [one for one in visits if one.line.last >= today()], "past": [one for one in visits if one.line.last < today()], "token": token,
        "place": enrolment.workplace_of(place), "told": queries.told_to(visits), "feed": feeds.workplace_feed(place),
    }))  # fmt: skip


@public_page
@throttled(LINK_LIMIT)
def visit_date_accept(request: HttpRequest, token: str, proposal_id: int) -> HttpResponse:
    by = proposing.link_holder(proposing.workplace_of_link(token))
    if request.method == "POST":
        try:
            proposing.accept_date(proposal_id=proposal_id, by=by)
            messages.success(request, _("Thank you. The date is confirmed."))
        except Conflict as changed:
            messages.warning(request, say(changed.reason))
    return redirect("visit_dates", token)


@public_page
@throttled(LINK_LIMIT)
def visit_date_offer(request: HttpRequest, token: str, proposal_id: int) -> HttpResponse:
    by = proposing.link_holder(proposing.workplace_of_link(token))
    return _private(_offer(request, proposal_id, by, redirect("visit_dates", token)))


@public_page
@throttled(LINK_LIMIT)
def visit_closed_days(request: HttpRequest, token: str) -> HttpResponse:
    place = proposing.workplace_of_link(token)
    return _private(_closed_days(request, place, proposing.link_holder(place), redirect("visit_dates", token)))


@public_page
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar for a telephone or a mail program. Whoever has the address reads dates, never names of workers."""
    response = HttpResponse(feeds.feed_of(token), content_type="text/calendar; charset=utf-8")
    return _private(response)


def _offer(request: HttpRequest, proposal_id: int, by: Actor, back: HttpResponse) -> HttpResponse:
    form = OffersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proposing.offer_dates(proposal_id=proposal_id, offers=form.offers(), note=form.cleaned_data["note"], by=by)
        except Invalid as refused:
            put_back(form, refused)
        except Conflict as changed:
            messages.warning(request, say(changed.reason))
            return back
        else:
            messages.success(request, _("Thank you. We will confirm one of your dates."))
            return back
    return render(request, "dispatch/visit_offer.html", {
        "form": form, "back": back["Location"], "lasts": queries.days_of_visit(proposal_id=proposal_id, by=by),
    })  # fmt: skip


def _closed_days(request: HttpRequest, workplace_id: int, by: Actor, back: HttpResponse, **shown: Any) -> HttpResponse:
    said = enrolment.said_of_visits(workplace_id=workplace_id, by=by)
    form = ClosedDaysForm(request.POST or None, initial=ClosedDaysForm.of(said), visit_minutes=enrolment.minutes_there(workplace_id=workplace_id))
    if request.method == "POST" and form.is_valid():
        try:
            enrolment.say_when_visits_suit(workplace_id=workplace_id, said=form.particulars(), by=by, instead_of=said)
        except Conflict as changed:
            form.add_error(None, say(changed.reason))
        else:
            messages.success(request, _("Kept. No new date will be proposed on these days or outside these hours."))
            return back
    return render(request, "dispatch/visit_closed_days.html", {"form": form, "back": back["Location"], **shown})


def _places(visits: list[queries.OwnVisit]) -> dict[int, str]:
    return {one.line.workplace_id: f"{one.line.workplace_number} {one.line.workplace_name}" for one in visits}


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the key: keep it out of caches and referrers."""
    response["Cache-Control"], response["Referrer-Policy"] = "no-store", "same-origin"
    return response
