"""Deciding enrolment: what would happen, then doing it. And the lottery that breaks ties, which anybody can recompute."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jikim.areas.enrolment.actions import decisions
from jikim.areas.enrolment.actions import lottery as actions
from jikim.areas.enrolment.forms.decisions import FreezeForm, SeedForm
from jikim.areas.enrolment.queries import lotteries as queries
from jikim.areas.enrolment.queries.enrolment_plan import EnrolmentPlan
from jikim.areas.enrolment.queries.seasons import QuotaLine, season_page
from jikim.areas.enrolment.views import actor, season_of
from jikim.rules.access import Action, may
from jikim.shared.access import Conflict, acts, public_page
from jikim.shared.clock import today
from jikim.shared.ui.words import say

#: so many names of each list are on the page; the applications table has them all
SHOWN = 100


def _falls(plan: EnrolmentPlan, line: QuotaLine) -> int:
    """How many of those newly enrolled count for the quota."""
    return sum(getattr(one, line.kind) == line.key for one in plan.enrolled)


@acts(Action.application_decide)
def enrolment(request: HttpRequest, season_id: int) -> HttpResponse:
    """The plan with its counts by quota; on confirmation the decision. A second click finds nothing left to decide."""
    if request.method == "POST" and request.POST.get("do") == "judge_again":
        count = decisions.judge_again(season_id=season_id, by=actor(request))
        messages.success(request, _("%(count)s verdicts have been given again.") % {"count": count})
        return redirect("enrolment", season_id)
    if request.method == "POST":
        done = decisions.decide_enrolment(season_id=season_id, by=actor(request))
        messages.success(request, _("Decided: %(enrolled)s enrolled, %(waiting)s on the waiting list.") % {
            "enrolled": len(done.enrolled), "waiting": len(done.waiting)})  # fmt: skip
        return redirect("season", season_id)
    plan = decisions.plan_enrolment(season_id=season_id, by=actor(request))
    page = season_page(by=actor(request), season_id=season_id)
    return render(request, "enrolment/enrolment.html", {
        "plan": plan, "page": page, "total": plan.already + len(plan.enrolled), "shown": SHOWN,
        "quotas": [(line, line.enrolled + _falls(plan, line)) for line in page.quotas],
    })  # fmt: skip


@acts(Action.season_see)
def lottery_desk(request: HttpRequest, season_id: int) -> HttpResponse:
    """The office's side: freeze, then seed. Everybody who sees the season sees how far it is."""
    page = season_page(by=actor(request), season_id=season_id)
    cards = queries.lotteries(season_id=season_id)
    return render(request, "enrolment/lottery_desk.html", {
        "page": page, "cards": cards, "may_run": may(actor(request), Action.lottery_run), "today": today(),
        "freeze": FreezeForm(), "seed": SeedForm(),
    })  # fmt: skip


@acts(Action.lottery_run)
def lottery_freeze(request: HttpRequest, season_id: int) -> HttpResponse:
    form = FreezeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.freeze_list(season_id=season_id, **form.cleaned_data, by=actor(request))
        except Conflict as refused:
            form.add_error(None, say(refused.reason))
        else:
            messages.success(request, _("The list is frozen and its hash published."))
            return redirect("lottery_desk", season_id)
    page = season_page(by=actor(request), season_id=season_id)
    return render(request, "enrolment/lottery_freeze.html", {"page": page, "form": form})


@acts(Action.lottery_run)
def lottery_draw(request: HttpRequest, season_id: int, lottery_id: int) -> HttpResponse:
    form = SeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.draw(lottery_id=lottery_id, seed=form.cleaned_data["seed"], by=actor(request))
        except Conflict as refused:
            form.add_error(None, say(refused.reason))
        else:
            messages.success(request, _("The order has been drawn."))
            return redirect("lottery_desk", season_id)
    page = season_page(by=actor(request), season_id=season_id)
    card = next((one for one in queries.lotteries(season_id=season_id) if one.id == lottery_id), None)
    if card is None:
        raise Http404
    return render(request, "enrolment/lottery_draw.html", {"page": page, "form": form, "card": card})


@public_page
def lottery(request: HttpRequest) -> HttpResponse:
    """Open to everybody: hash, draw, seed, order, and how to compute it again."""
    season = season_of(request)
    return render(request, "enrolment/lottery.html", {"season": season, "cards": queries.lotteries(season_id=season.id)})


@public_page
def lottery_list(request: HttpRequest, lottery_id: int) -> HttpResponse:
    """The frozen list, byte for byte what was hashed."""
    text = queries.lottery_card(lottery_id=lottery_id).frozen_list
    response = HttpResponse(text.encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="lottery-{lottery_id}-list.txt"'
    return response
