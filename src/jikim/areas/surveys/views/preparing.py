"""Preparing rounds: which workplaces wait for one, one workplace, all of them, the follow-up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment import public as enrolment
from jikim.areas.enrolment.public import Invalid
from jikim.areas.surveys import public
from jikim.areas.surveys.forms.rounds import FollowUpForm, PeriodForm, RoundForm, first_values
from jikim.areas.surveys.models import Round
from jikim.areas.surveys.queries import candidates as queries
from jikim.areas.surveys.views import actor, season_of
from jikim.areas.surveys.views.rounds import regions
from jikim.rules.access import Action
from jikim.shared.access import acts, require
from jikim.shared.clock import today
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

CANDIDATES = Table(
    key="candidates",
    caption=_("Workplaces without a round"),
    columns=(
        Column("number", _("Number"), link=lambda row: reverse("round_new", args=[row.id])),
        Column("name", _("Workplace")),
        Column("region", _("Region"), value=lambda row: row.region_name, sortable=False, priority=2),
        Column("service_workers", _("Customer service workers"), numeric=True),
        Column("agreement", _("Participation agreement"), sortable=False),
    ),
    filters=(
        Filter("agreement", _("Participation agreement"), choices=[Choice("yes", queries.IN_FORCE), Choice("no", queries.NOT_YET)]),
        Filter("region", _("Region"), choices=regions),
    ),
    default_sort="number", search=_("Number or name"), empty=_("Every enrolled workplace has its round."),
)  # fmt: skip


@acts(Action.round_manage)
def candidates(request: HttpRequest) -> HttpResponseBase:
    """Enrolled workplaces without a round; all those under agreement are prepared with one form."""
    season, by = season_of(request), actor(request)
    form = PeriodForm(request.POST or None, initial={"begins_on": max(today(), season.starts_on)})
    if request.method == "POST" and form.is_valid():
        try:
            made = public.prepare_all(season_id=season.id, by=by, **form.cleaned_data)
        except Invalid as refused:
            for name, reason in refused.errors.items():
                form.add_error(name if name in form.fields else None, say(reason))
        else:
            messages.success(request, gettext("%(count)d rounds were prepared.") % {"count": made})
            return redirect("rounds")
    return respond(
        request, CANDIDATES, "surveys/candidates.html",
        context={"season": season, "form": form, "ready": queries.ready_count(by=by, season_id=season.id)},
        rows=lambda asked: queries.candidates(by=by, season_id=season.id, asked=asked),
    )  # fmt: skip


@acts(Action.round_manage)
def round_new(request: HttpRequest, workplace_id: int) -> HttpResponse:
    place = _place(request, workplace_id)
    initial = first_values(None, headcount=place.service_workers)
    form = RoundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _saved(form, lambda: public.prepare_round(workplace_id=place.id, plan=form.plan(), by=actor(request)))
        if made:
            messages.success(request, gettext("The round is prepared. Next: print the cards."))
            return redirect("round", made.pk)
    in_force = enrolment.agreement_in_force(workplace_id=place.id)
    return render(request, "surveys/round_form.html", {"place": place, "form": form, "in_force": in_force})


@acts(Action.round_manage)
def round_change(request: HttpRequest, round_id: int) -> HttpResponse:
    one = _round(request, round_id)
    kind = FollowUpForm if one.kind == Round.Kind.FOLLOW_UP else RoundForm
    form = kind(request.POST or None, initial=first_values(one, headcount=one.headcount or 0))
    if request.method == "POST" and form.is_valid() and _saved(
        form, lambda: public.change_round(round_id=one.pk, plan=form.plan(), by=actor(request))
    ):
        messages.success(request, gettext("Saved."))
        return redirect("round", one.pk)
    place = enrolment.workplace_of(one.workplace_id)
    return render(request, "surveys/round_form.html", {"place": place, "form": form, "one": one, "in_force": None})


@acts(Action.round_manage)
def round_follow_up(request: HttpRequest, round_id: int) -> HttpResponse:
    """The second round of a workplace, asked as the first."""
    one = _round(request, round_id)
    place = enrolment.workplace_of(one.workplace_id)
    initial = first_values(None, headcount=place.service_workers, consultant_key=one.consultant_key)
    form = FollowUpForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _saved(form, lambda: public.prepare_round(
            workplace_id=place.id, plan=form.plan(), kind=Round.Kind.FOLLOW_UP, by=actor(request)
        ))  # fmt: skip
        if made:
            messages.success(request, gettext("The follow-up round is prepared. It asks what the first round asked."))
            return redirect("round", made.pk)
    return render(request, "surveys/round_form.html", {"place": place, "form": form, "first": one, "in_force": None})


def _saved(form: FollowUpForm, act: Any) -> Round | None:
    try:
        made: Round = act()
    except Invalid as refused:
        form.put_back(refused)
        return None
    return made


def _place(request: HttpRequest, workplace_id: int) -> enrolment.WorkplaceLine:
    place = enrolment.workplace_of(workplace_id)
    require(actor(request), Action.round_manage, place.where)
    return place


def _round(request: HttpRequest, round_id: int) -> Round:
    one = Round.objects.select_related("workplace").get(pk=round_id)
    require(actor(request), Action.round_manage, one.where())
    return one
