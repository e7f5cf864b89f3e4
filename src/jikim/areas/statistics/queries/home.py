"""What the home page says of reports."""

from __future__ import annotations

from django.urls import reverse

from jikim.areas.dispatch import public as dispatch
from jikim.areas.statistics.models import Release
from jikim.areas.surveys import public as surveys
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Rounds that wait for their release; for a workplace's manager, the report to read."""
    out = []
    if may(actor, Action.release_make):
        count = surveys.closed_count()
        out.append(Waiting(Text("결과를 산출할 회차", "Rounds to release"), count, reverse("reports"), order=45))
    if Role.MANAGER in actor.roles:
        found = list(
            Release.objects.filter(dispatch.reached_workplaces(actor, Action.report_see)).order_by("-pk").values_list("pk", flat=True)[:2]
        )
        url = reverse("report", args=[found[0]]) if len(found) == 1 else reverse("reports")
        out.append(Waiting(Text("우리 사업장 보고서", "Your workplace's report"), len(found), url, order=10))
    return out
