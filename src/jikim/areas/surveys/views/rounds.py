"""Pages of the rounds: the list, one round, opening, closing, who visits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jikim.areas.surveys import public
from jikim.areas.surveys.forms.rounds import ConsultantForm, EndForm
from jikim.areas.surveys.queries import monitor
from jikim.areas.surveys.queries import rounds as queries
from jikim.areas.surveys.queries.round_page import round_page
from jikim.areas.surveys.views import actor, season_of
from jikim.rules.access import Action, may
from jikim.rules.workflow import ROUND
from jikim.shared import audit, codes
from jikim.shared.access import acts
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond


def regions(request: HttpRequest) -> list[Choice]:
    return [Choice(one.key, one.name) for one in codes.regions()]


ROUNDS = Table(
    key="rounds",
    caption=_("Survey rounds"),
    columns=(
        Column("number", _("Number"), link=lambda row: reverse("round", args=[row.id])),
        Column("name", _("Workplace")),
        Column("region", _("Region"), value=lambda row: row.region_name, sortable=False, priority=2),
        Column("kind", _("Round"), priority=2),
        Column("status", _("Status"), status="round"),
        Column("ends_on", _("Last day"), priority=2),
        Column("cards", _("Cards printed"), sortable=False, priority=2),
        Column("headcount", _("Workers"), numeric=True),
        Column("offered", _("Offered"), numeric=True),
        Column("finished", _("Finished"), numeric=True, sortable=False),
        Column("begun", _("Begun"), numeric=True, sortable=False, export_only=True),
        Column("counted_on", _("Counted on"), sortable=False, export_only=True),
        Column("consultant", _("Consultant"), sortable=False, export_only=True),
        Column("closed_on", _("Round closed on"), export_only=True),
    ),
    filters=(
        Filter("status", _("Status"), choices=[Choice(state.key, state.name) for state in ROUND.states]),
        Filter("kind", _("Round"), choices=[Choice(key, name) for key, name in queries.KINDS.items()]),
        Filter("behind", _("What is missing"), choices=[
            Choice("offer", _("Not everyone has been offered it")), Choice("answers", _("Under half have finished")),
        ]),
        Filter("region", _("Region"), choices=regions),
    ),
    default_sort="number", search=_("Number or name"), empty=_("No round has been prepared yet."),
)  # fmt: skip


@acts(Action.monitor_see)
def rounds(request: HttpRequest) -> HttpResponseBase:
    season, by = season_of(request), actor(request)
    counts = queries.round_counts(by=by, season_id=season.id)
    return respond(
        request, ROUNDS, "surveys/rounds.html",
        context={
            "season": season, "counts": counts, "totals": monitor.totals(by=by, season_id=season.id),
            "may_manage": may(by, Action.round_manage), "may_close": may(by, Action.release_make),
            "imported_open": queries.imported_open(by=by, season_id=season.id),
        },
        rows=lambda asked: queries.rounds(by=by, season_id=season.id, asked=asked),
        exported=lambda asked, form, count: audit.record(by, "rounds.export", "season", season.id, form=form, rows=count),
    )  # fmt: skip


@acts(Action.monitor_see)
def round_(request: HttpRequest, round_id: int) -> HttpResponse:
    page = round_page(by=actor(request), round_id=round_id)
    return render(request, "surveys/round.html", {
        "page": page, "end": EndForm(initial={"ends_on": page.row.ends_on}, auto_id="end_%s"), "consultant": ConsultantForm(initial={"consultant_key": page.consultant_key}),
    })  # fmt: skip


@require_POST
@acts(Action.round_manage)
def round_open(request: HttpRequest, round_id: int) -> HttpResponse:
    public.open_round(round_id=round_id, by=actor(request))
    messages.success(request, gettext("The round is open: cards can be handed out and answers come in."))
    return redirect("round", round_id)


@require_POST
@acts(Action.round_manage)
def rounds_open(request: HttpRequest) -> HttpResponse:
    opened, left = public.open_ready(season_id=season_of(request).id, by=actor(request))
    words = gettext("%(opened)d rounds were opened; %(left)d are not ready, each page says why.")
    messages.success(request, words % {"opened": opened, "left": left})
    return redirect("rounds")


@require_POST
@acts(Action.round_manage)
def round_consultant(request: HttpRequest, round_id: int) -> HttpResponse:
    form = ConsultantForm(request.POST)
    if form.is_valid():
        public.assign_consultant(round_id=round_id, consultant_key=form.cleaned_data["consultant_key"], by=actor(request))
        messages.success(request, gettext("Saved."))
    return redirect("round", round_id)


@require_POST
@acts(Action.round_manage)
def round_end(request: HttpRequest, round_id: int) -> HttpResponse:
    form = EndForm(request.POST)
    if form.is_valid():
        public.move_end(round_id=round_id, ends_on=form.cleaned_data["ends_on"], by=actor(request))
        messages.success(request, gettext("Saved."))
    return redirect("round", round_id)


@require_POST
@acts(Action.round_manage)
def round_close(request: HttpRequest, round_id: int) -> HttpResponse:
    closed = public.close_round(round_id=round_id, by=actor(request))
    messages.success(request, gettext("The round is closed. Its result can now be released."))
    return redirect("round", closed.pk)


@require_POST
@acts(Action.release_make)
def rounds_close(request: HttpRequest) -> HttpResponse:
    """Rounds of answers from files. Rounds by code close one by one, or when their period is over."""
    count = public.close_rounds(season_id=season_of(request).id, by=actor(request), kinds=("imported",))
    messages.success(request, gettext("%(count)d rounds were closed.") % {"count": count})
    return redirect("rounds")
