"""The plan's own page: made by a job with its progress, compared with what-ifs, accepted or discarded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from jikim.areas.dispatch.actions import planning
from jikim.areas.dispatch.forms.plan import MakeForm, WhatIfForm
from jikim.areas.dispatch.queries import plans as queries
from jikim.areas.dispatch.queries import revisions as revision_queries
from jikim.areas.dispatch.queries.terms import terms_of
from jikim.areas.dispatch.views import actor, season_of
from jikim.rules.access import Action, may
from jikim.rules.words import Text
from jikim.shared.access import acts
from jikim.shared.clock import now

_NAMES = {
    "starts_on": Text("사업 시작", "Season begins"), "ends_on": Text("사업 종료", "Season ends"),
    "first_visits_by": Text("1차 방문 기한", "First visits by"), "target": Text("목표 사업장", "Target"),
    "fair_share_times": Text("배정 상한(공정한 몫의 배수)", "Limit, times the fair share"),
    "visit_minutes": Text("방문 1회 소요 시간(분)", "Minutes of a visit"),
    "visits_minutes": Text("하루 두 곳 방문의 최대 시간(분)", "Most minutes of two visits a day"),
    "day_minutes": Text("이동을 포함한 하루 최대 시간(분)", "Most minutes of a day with travel"),
    "existing_contracts": Text("이미 계약 관계인 사업장", "Workplaces under contract already"),
    "rest_hours": Text("방문이 끝난 뒤 다음 날 방문까지의 휴식(시간)", "Hours of rest to the next day's first visit"),
    "large_site_from": Text("대규모 사업장 기준(고객응대근로자 수)", "Large sites, from so many workers"),
    "large_site_days": Text("대규모 사업장의 방문 일수(1·2·3차)", "Days of a large site's first, second and third visit"),
    "start_by_lottery": Text("1차 방문 월", "Month of first visits"),
}  # fmt: skip
_BY_LOTTERY = Text("추첨으로 정함", "drawn by lottery")
_CONTRACTS = {"forbid": Text("같은 기관이 맡지 않음", "Not served by that agency"), "tell": Text("허용하고 사업장에 알림", "Allowed, and the workplace is told")}


@acts(Action.plan_see)
def plan(request: HttpRequest) -> HttpResponse:
    """What is in force, the draft beside it, and what can be done next."""
    season, by = season_of(request), actor(request)
    found = queries.plans(season_id=season.id)
    draft, current = found.get("draft"), found.get("accepted")
    return render(request, "dispatch/plan.html", {
        "season": season, "draft": draft, "current": current, "form": MakeForm(initial={"seed": 1}), "may_make": may(by, Action.plan_make),
        "may_edit_season": may(by, Action.season_edit), "draws_months": terms_of(season.id).start_by_lottery,
        "terms": _terms((draft or current).terms if draft or current else terms_of(season.id).as_json()),
        "what_ifs": queries.what_ifs(plan=draft) if draft and draft.figures else [],
        "unplanned": queries.unplanned(season_id=season.id), "without_anybody": queries.without_anybody(season_id=season.id),
        "revision": revision_queries.open_revision(season_id=season.id), "seconds": _seconds(draft),
    })  # fmt: skip


@acts(Action.plan_see)
def plan_progress(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A fragment that asks again every two seconds; the whole page is fetched anew when the job is over."""
    card = queries.plan_of(plan_id=plan_id)
    if not card.is_at_work:
        return HttpResponseClientRefresh()
    return render(request, "dispatch/parts/progress.html", {"draft": card, "seconds": _seconds(card)})


@acts(Action.plan_make)
def plan_make(request: HttpRequest) -> HttpResponse:
    """Start a draft; a seed that cannot be read is the first."""
    form = MakeForm(request.POST or None)
    if request.method == "POST":
        seed = form.cleaned_data["seed"] if form.is_valid() else 1
        planning.start_plan(season_id=season_of(request).id, by=actor(request), seed=seed)
    return redirect("plan")


@acts(Action.plan_make)
def plan_accept(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Asks once more, with what will follow."""
    card = queries.plan_of(plan_id=plan_id)
    if request.method == "POST":
        planning.accept_plan(plan_id=plan_id, by=actor(request))
        messages.success(request, _("The plan is in force. Now propose the dates to the workplaces."))
        return redirect("appointments")
    current = queries.plans(season_id=card.season_id).get("accepted")
    return render(request, "dispatch/plan_accept.html", {"card": card, "current": current})


@acts(Action.plan_make)
def plan_discard(request: HttpRequest, plan_id: int) -> HttpResponse:
    if request.method == "POST":
        planning.discard_plan(plan_id=plan_id, by=actor(request))
        messages.success(request, _("The draft has been discarded."))
    return redirect("plan")


@acts(Action.plan_make)
def plan_what_if(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Another setting, and the figures beside those of the draft."""
    by, card = actor(request), queries.plan_of(plan_id=plan_id)
    form = WhatIfForm(
        request.POST if request.method == "POST" else None, agencies=queries.agency_choices(card.season_id, by), consultants=queries.consultant_choices(card.season_id, by)
    )
    if request.method == "POST" and form.is_valid():
        planning.ask_what_if(plan_id=plan_id, asked=form.asked(), by=by)
        return redirect("plan_what_if", plan_id)
    found = queries.what_ifs(plan=card)
    return render(request, "dispatch/plan_what_if.html", {
        "card": card, "form": form, "what_ifs": found, "busy": any(one.work in ("waiting", "running") for one in found),
    })  # fmt: skip


@acts(Action.plan_make)
def what_if_progress(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A fragment while a what-if is being worked out."""
    if any(one.work in ("waiting", "running") for one in queries.what_ifs(plan=queries.plan_of(plan_id=plan_id))):
        return render(request, "dispatch/parts/what_if_progress.html", {"plan_id": plan_id})
    return HttpResponseClientRefresh()


def _seconds(card: queries.PlanCard | None) -> int:
    return max(0, int((now() - card.asked_at).total_seconds())) if card and card.is_at_work else 0


def _terms(said: Any) -> list[tuple[Text, Any]]:
    """The season's numbers as people read them."""
    shown = dict(said)
    shown["visit_minutes"] = ", ".join(f"{least}+: {minutes}" for least, minutes in said.get("visit_minutes", ()))
    shown["large_site_days"] = ", ".join(map(str, said.get("large_site_days", ()))) if said.get("large_site_from") else ""
    shown["existing_contracts"] = _CONTRACTS.get(said.get("existing_contracts", ""), "")
    shown["start_by_lottery"] = _BY_LOTTERY if said.get("start_by_lottery") else ""
    return [(name, shown.get(key) or "–") for key, name in _NAMES.items()]
