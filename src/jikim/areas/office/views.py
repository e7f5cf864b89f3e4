"""The home page of every seat: what is waiting for me, and how the season stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jikim.areas.office.waiting import figures_for, standings_for, waiting_for
from jikim.rules.access import ROLE_NAMES, ROLE_PURPOSES, Action, Actor, Role
from jikim.shared.access import acts


@acts(Action.home_see)
def home(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    roles = sorted(actor.roles, key=list(Role).index)
    return render(request, "office/home.html", {
        "waiting": waiting_for(actor),
        "standings": standings_for(actor),
        "figures": figures_for(actor),
        "seats": [(ROLE_NAMES[role], ROLE_PURPOSES[role]) for role in roles],
    })  # fmt: skip
