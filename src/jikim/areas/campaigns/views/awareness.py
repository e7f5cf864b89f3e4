"""What people know, before and after, with its interval."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jikim.areas.campaigns.models import Campaign
from jikim.areas.campaigns.queries import awareness as queries
from jikim.areas.campaigns.views import actor
from jikim.rules.access import Action
from jikim.shared.access import acts
from jikim.shared.clock import today


@acts(Action.campaign_see)
def campaign_awareness(request: HttpRequest, campaign_id: int) -> HttpResponse:
    one = Campaign.objects.filter(pk=campaign_id).first()
    if one is None:
        raise Http404
    address = reverse("campaign_questions", kwargs={"language": "ko", "slug": one.slug})
    return render(request, "campaigns/awareness.html", {"campaign": one, "groups": queries.campaign_result(one, by=actor(request)), "address": address, "is_asked": queries.phase_of(one, today())})


@acts(Action.campaign_see)
def programme_awareness(request: HttpRequest) -> HttpResponse:
    """Managers at visits one and three, workers in both rounds."""
    addresses = [
        (name, phase, reverse("five_questions", kwargs={"language": "ko", "who": who, "phase": key}))
        for who, name in queries.PROGRAMME_GROUPS.items() if who == "managers" for key, phase in queries.PHASES.items() if key in ("first", "second")
    ]  # fmt: skip
    return render(request, "campaigns/awareness.html", {"groups": queries.programme_result(by=actor(request)), "addresses": addresses})
