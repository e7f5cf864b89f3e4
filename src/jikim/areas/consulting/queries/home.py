"""What consulting says on the home page: what waits for whom. Kind words for what is late."""

from __future__ import annotations

from django.urls import reverse

from jikim.areas.consulting.models import PlanItem
from jikim.areas.consulting.queries.lists import due_checks
from jikim.areas.consulting.queries.plan import OPEN
from jikim.areas.consulting.queries.talk_pages import unfinished_talks
from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Only what this actor can act on."""
    season = enrolment.season_facts(on=today())
    if season is None or not may(actor, Action.advice_see):
        return []
    mine = PlanItem.objects.filter(dispatch.reached_workplaces(actor, Action.advice_see), season_id=season.id)
    items, found = reverse("plan_items"), []
    if Role.CONSULTANT in actor.roles:
        found += [
            Waiting(Text("작성할 관리 점검표", "Checklists to fill in"), len(due_checks(season_id=season.id, by=actor)), reverse("checks_due"), 17),
            Waiting(Text("마치지 않은 개선계획 협의", "Talks about the plan to finish"), unfinished_talks(actor), reverse("checks_due"), 17),
            Waiting(Text("확인할 조치: 사업장이 했다고 알림", "Measures to verify"), mine.filter(status="done").count(), f"{items}?status=done", 18),
        ]  # fmt: skip
    if Role.MANAGER in actor.roles:
        found += [
            Waiting(Text("제안받은 조치: 정해 주십시오", "Proposed measures to decide on"), mine.filter(status="proposed").count(), f"{items}?status=proposed", 11),
            Waiting(Text("날짜가 지난 조치: 진행을 알려 주십시오", "Measures past their day: how far are they?"),
                    mine.filter(status__in=OPEN, due_on__lt=today()).count(), f"{items}?state=overdue", 12),
        ]  # fmt: skip
    if {Role.OFFICE, Role.REGION, Role.AGENCY} & actor.roles:
        late = mine.filter(status__in=OPEN, due_on__lt=today()).count()
        found.append(Waiting(Text("날짜가 지난 개선 조치", "Measures past their day"), late, f"{items}?state=overdue", 47))
    return found
