"""What visits say on the home page: what waits for whom."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.urls import reverse

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.visits.models import HeadcountCase, Visit, VisitCheck, VisitConflict
from jikim.areas.visits.queries.reach import reached
from jikim.areas.visits.queries.settlement_home import settlement_waiting
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.ui.waiting import Waiting

AHEAD = ("planned", "proposed", "confirmed")


def waiting(actor: Actor) -> list[Waiting]:
    """Only what this actor can act on."""
    season = enrolment.season_facts(on=today())
    if season is None or not may(actor, Action.visits_see):
        return []
    found: list[Waiting] = []
    records = reverse("visit_records")
    if Role.CONSULTANT in actor.roles:
        found += _consultant(actor, season.id, records)
    if Role.AGENCY in actor.roles:
        mine = Visit.objects.filter(reached(actor, Action.visit_read), appointment__season_id=season.id)
        found.append(Waiting(Text("돌려받은 방문 기록", "Visit records returned"), mine.filter(status="returned").count(),
                             f"{records}?status=returned", 16))  # fmt: skip
    if may(actor, Action.headcount_decide):
        cases = HeadcountCase.objects.filter(status="waiting", visit__appointment__season_id=season.id)
        found.append(Waiting(Text("인원 미달 확인: 결정할 사업장", "Below the minimum on verification: to decide"), cases.count(),
                             f"{reverse('headcounts')}?status=waiting", 13))  # fmt: skip
    if may(actor, Action.visit_review):
        mine = Visit.objects.filter(reached(actor, Action.visit_review), appointment__season_id=season.id, status="in_review")
        found.append(Waiting(Text("검토할 방문 기록", "Visit records to review"), mine.count(), f"{records}?status=in_review", 26))
    found += settlement_waiting(actor, season.id)
    if Role.MANAGER in actor.roles:
        found.append(_manager(actor))
    return found


def _consultant(actor: Actor, season_id: int, records: str) -> list[Waiting]:
    mine = Visit.objects.filter(reached(actor, Action.visit_record), appointment__season_id=season_id)
    day = today()
    due = [one for key in sorted(actor.keys(Role.CONSULTANT))
           for one in dispatch.appointments(season_id=season_id, consultant_key=key, since=day, until=day, statuses=AHEAD) if day in one.days]  # fmt: skip
    both = mine.filter(Exists(VisitConflict.objects.filter(visit=OuterRef("pk"), chosen="")), status__in=("open", "returned"))
    return [
        Waiting(Text("오늘 방문", "Visits today"), len(due), reverse("visits_due"), 10),
        Waiting(Text("마치지 않은 방문 기록", "Visit records to close"), mine.filter(status="open", appointment__on__lte=day).count(),
                f"{records}?status=open", 11),
        Waiting(Text("돌려받은 방문 기록", "Visit records returned"), mine.filter(status="returned").count(),
                f"{records}?status=returned", 12),
        Waiting(Text("두 가지 내용이 남은 기록", "Records with two versions"), both.count(), f"{records}?open=both", 13),
    ]  # fmt: skip


def _manager(actor: Actor) -> Waiting:
    mine = VisitCheck.objects.filter(reached(actor, Action.visit_check_answer, "visit__"), answered_at=None)
    first = mine.order_by("pk").values_list("pk", flat=True).first()
    return Waiting(Text("방문이 어떠하였는지 알려 주십시오(2분)", "How was the visit? Two minutes"), mine.count(),
                   reverse("visit_check_own", args=[first]) if first else "", 14)  # fmt: skip
