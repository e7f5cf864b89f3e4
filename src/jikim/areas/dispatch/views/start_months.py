"""The months of start: the office freezes and draws; anybody sees the list, the hash, the seed and the months."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jikim.areas.dispatch.actions import start_months as actions
from jikim.areas.dispatch.forms.start_months import FreezeStartForm, StartSeedForm
from jikim.areas.dispatch.queries import start_months as queries
from jikim.areas.dispatch.queries.terms import terms_of
from jikim.areas.dispatch.views import actor, asked, season_of
from jikim.rules.access import Action, may
from jikim.shared.access import acts, public_page
from jikim.shared.clock import today


@acts(Action.plan_see)
def start_months(request: HttpRequest) -> HttpResponse:
    """How far the draw is, and what was drawn."""
    season, by = season_of(request), actor(request)
    return render(request, "dispatch/start_months.html", {
        "season": season, "cards": queries.start_draws(season_id=season.id), "is_on": terms_of(season.id).start_by_lottery, "today": today(),
        "undrawn": queries.undrawn(season.id), "may_run": may(by, Action.lottery_run), "may_edit_season": may(by, Action.season_edit),
    })  # fmt: skip


@acts(Action.lottery_run)
def start_months_freeze(request: HttpRequest) -> HttpResponse:
    form, season = FreezeStartForm(request.POST or None), season_of(request)
    return asked(
        request, "dispatch/start_months_freeze.html", form,
        lambda: actions.freeze_start_list(season_id=season.id, **form.cleaned_data, by=actor(request)),
        back="start_months", said=_("The list is frozen and its hash published."), undrawn=queries.undrawn(season.id),
    )  # fmt: skip


@acts(Action.lottery_run)
def start_months_draw(request: HttpRequest, draw_id: int) -> HttpResponse:
    form = StartSeedForm(request.POST or None)
    card = next((one for one in queries.start_draws(season_id=season_of(request).id) if one.id == draw_id), None)
    if card is None:
        raise Http404
    return asked(
        request, "dispatch/start_months_draw.html", form,
        lambda: actions.draw_start_months(draw_id=draw_id, seed=form.cleaned_data["seed"], by=actor(request)),
        back="start_months", said=_("The months have been drawn. New drafts of the plan keep to them."), card=card,
    )  # fmt: skip


@public_page
def start_months_public(request: HttpRequest) -> HttpResponse:
    """Open to everybody: list, hash, seed, months, and how to compute them again."""
    season = season_of(request)
    return render(request, "dispatch/start_months_public.html", {"season": season, "cards": queries.start_draws(season_id=season.id)})


@public_page
def start_months_list(request: HttpRequest, draw_id: int) -> HttpResponse:
    """The frozen list, byte for byte what was hashed."""
    found = queries.start_draw(draw_id=draw_id)
    response = HttpResponse(found.frozen_list.encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="start-months-{draw_id}-list.txt"'
    return response
