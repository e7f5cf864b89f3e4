"""The workplace manager's own page: the application, its letter, the agreement, and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jikim.areas.enrolment.queries.agreements import agreement_page
from jikim.areas.enrolment.queries.detail import application_detail
from jikim.areas.enrolment.queries.own import own_applications
from jikim.areas.enrolment.views import actor
from jikim.areas.enrolment.views.applications import (
    can,
    contact_facts,
    may_letter,
    place_facts,
    plan_facts,
    timeline,
)
from jikim.rules.access import Action
from jikim.shared.access import acts


@acts(Action.own_workplace_see)
def my_workplace(request: HttpRequest) -> HttpResponse:
    """Every workplace the seat covers, newest season first."""
    by = actor(request)
    cards = []
    for application_id, workplace_id in own_applications(by=by):
        detail = application_detail(by=by, application_id=application_id)
        cards.append({
            "detail": detail, "agreement": agreement_page(by=by, workplace_id=workplace_id), "facts": place_facts(detail),
            "contact": contact_facts(detail), "plans": plan_facts(detail.particulars), "history": timeline(detail),
            "can_letter": may_letter(by, detail), "can_withdraw": can(by, detail, "withdrawn"),
        })  # fmt: skip
    return render(request, "enrolment/my_workplace.html", {"cards": cards})
