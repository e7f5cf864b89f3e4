"""Pages of the rounds: the list, one round, closing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jikim.areas.surveys import public
from jikim.areas.surveys.queries import rounds as queries
from jikim.areas.surveys.views import actor, season_of
from jikim.rules.access import Action
from jikim.rules.workflow import ROUND
from jikim.shared import audit, codes
from jikim.shared.access import acts
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond

ROUNDS = Table(
    key="rounds",
    caption=_("Survey rounds"),
    columns=(
        Column("number", _("Number"), link=lambda row: reverse("round", args=[row.id])),
        Column("name", _("Workplace")),
        Column("region", _("Region"), value=lambda row: row.region_name, sortable=False, priority=2),
        Column("kind", _("Round"), priority=2),
        Column("status", _("Status"), status="round"),
        Column("offered", _("Offered"), numeric=True),
        Column("answered", _("Answered"), numeric=True, sortable=False),
        Column("closed_on", _("Closed on"), priority=2),
    ),
    filters=(
        Filter("status", _("Status"), choices=[Choice(state.key, state.name) for state in ROUND.states]),
        Filter("kind", _("Round"), choices=[Choice(key, name) for key, name in queries.KINDS.items()]),
        Filter("region", _("Region"), choices=lambda request: [Choice(one.key, one.name) for one in codes.regions()]),
    ),
    default_sort="number", search=_("Number or name"), empty=_("No round has been prepared yet."),
)  # fmt: skip


@acts(Action.round_manage)
def rounds(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    return respond(
        request, ROUNDS, "surveys/rounds.html",
        context={"season": season, "open_rounds": queries.round_counts(by=by, season_id=season.id).get("open", 0)},
        rows=lambda asked: queries.rounds(by=by, season_id=season.id, asked=asked),
        exported=lambda asked, form, count: audit.record(by, "rounds.export", "season", season.id, form=form, rows=count),
    )  # fmt: skip


@acts(Action.round_manage)
def round_(request: HttpRequest, round_id: int) -> HttpResponse:
    page = queries.round_page(by=actor(request), round_id=round_id)
    return render(request, "surveys/round.html", {"page": page})


@require_POST
@acts(Action.round_manage)
def round_close(request: HttpRequest, round_id: int) -> HttpResponse:
    closed = public.close_round(round_id=round_id, by=actor(request))
    messages.success(request, gettext("The round is closed. Its result can now be released."))
    return redirect("round", closed.pk)


@require_POST
@acts(Action.release_make)
def rounds_close(request: HttpRequest) -> HttpResponse:
    season = season_of(request)
    count = public.close_rounds(season_id=season.id, by=actor(request))
    messages.success(request, gettext("%(count)d rounds were closed.") % {"count": count})
    return redirect("rounds")
