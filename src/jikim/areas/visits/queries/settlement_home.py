"""What settlement says on the home page: drafts to freeze, objections to answer, statements to look at."""

from __future__ import annotations

from django.urls import reverse

from jikim.areas.visits.models import MissingVisit, Objection, Statement
from jikim.areas.visits.queries.settlement_reach import reached
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.ui.waiting import Waiting


def settlement_waiting(actor: Actor, season_id: int) -> list[Waiting]:
    """Only what this actor can act on."""
    if not may(actor, Action.settlement_see):
        return []
    listed, found = reverse("statements"), []
    mine = Statement.objects.filter(reached(actor, agency="agency", region=""), season_id=season_id)
    if may(actor, Action.settlement_freeze):
        found.append(Waiting(Text("확정할 정산 명세서", "Statements to freeze"), mine.filter(status="draft").count(), f"{listed}?status=draft", 30))
    if may(actor, Action.objection_answer):
        raised = Objection.objects.filter(line__statement__season_id=season_id, status="raised").count()
        raised += MissingVisit.objects.filter(statement__season_id=season_id, status="raised").count()
        found.append(Waiting(Text("답할 정산 이의신청", "Objections to answer"), raised, reverse("objections"), 14))
    if Role.AGENCY in actor.roles:
        found.append(Waiting(Text("확인할 정산 명세서", "Statements to look at"), mine.filter(status="frozen").count(), f"{listed}?status=frozen", 18))
    return found
