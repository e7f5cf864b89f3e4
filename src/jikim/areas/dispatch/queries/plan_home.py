"""What the plan says on the home page of each seat: what waits, how many visits, what comes next."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from jikim.areas.dispatch.models import Appointment, Plan
from jikim.areas.dispatch.queries import plans
from jikim.areas.dispatch.queries.appointments import joined, line, not_over, reached_appointments
from jikim.areas.dispatch.queries.revisions import open_revision
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.ui.formats import when
from jikim.shared.ui.waiting import Figure, Standing, Waiting

_TO_ACCEPT = Text("확정할 방문 계획안", "Draft of the visit plan to decide")
_TO_APPROVE = Text("승인할 계획 조정안", "Re-plan to approve")
_WITHOUT_VISIT = Text("방문 일정이 없는 선정 사업장", "Enrolled workplaces without a visit")
_NOBODY = Text("보낼 사람이 없는 방문", "Visits with nobody to send")
_OTHERS = Text("다른 날짜를 제안한 사업장", "Workplaces that offer other dates")
_SILENT = Text("사업장의 답을 기다리는 방문", "Visits a workplace has not answered")
_TO_ANSWER = Text("확인할 방문 날짜", "Dates of visits to confirm")
_HELD, _OF = Text("마친 방문", "Visits made"), Text("계획한 방문 대비", "Of the visits planned")
_NEXT = Text("방문 날짜를 확인하고 준비해 주십시오.", "Please check the date and get ready for it.")


def plan_waiting(actor: Actor) -> list[Waiting]:
    """Only what this actor can act on; a handful of statements whatever the season's size."""
    season = enrolment.season_facts(on=today())
    if season is None:
        return []
    found = []
    if may(actor, Action.plan_make):
        found += _office(season.id)
    if may(actor, Action.appointment_arrange):
        rows = Appointment.objects.filter(reached_appointments(actor, Action.appointment_arrange), season_id=season.id)
        others = rows.filter(proposals__answer="others", proposals__settled_at=None, status="planned").distinct().count()
        silent = rows.filter(status="proposed").count()
        address = reverse("appointments")
        found += [
            Waiting(_OTHERS, others, f"{address}?answer=others", 22), Waiting(_SILENT, silent, f"{address}?status=proposed", 45),
        ]  # fmt: skip
    if Role.MANAGER in actor.roles:
        own = Appointment.objects.filter(reached_appointments(actor), status="proposed").count()
        found.append(Waiting(_TO_ANSWER, own, reverse("my_visits"), 8))
    return found


def _office(season_id: int) -> list[Waiting]:
    draft = Plan.objects.filter(season_id=season_id, status="draft", work="done").count()
    revision = open_revision(season_id=season_id)
    return [
        Waiting(_TO_ACCEPT, draft, reverse("plan"), 18),
        Waiting(_TO_APPROVE, int(revision is not None), reverse("revision", args=[revision]) if revision else "", 17),
        Waiting(_WITHOUT_VISIT, plans.unplanned(season_id=season_id), reverse("plan"), 30),
        Waiting(_NOBODY, plans.without_anybody(season_id=season_id), reverse("plan"), 19),
    ]  # fmt: skip


def plan_figures(actor: Actor) -> list[Figure]:
    """Visits made of those planned, within reach."""
    season = enrolment.season_facts(on=today())
    if season is None or not may(actor, Action.plan_see):
        return []
    rows = Appointment.objects.filter(reached_appointments(actor, Action.plan_see), season_id=season.id).exclude(status__in=("cancelled", "missed"))
    counts = rows.aggregate(every=Count("pk"), held=Count("pk", filter=Q(status="held")))
    if not counts["every"]:
        return []
    return [Figure(_HELD, counts["held"], counts["every"], reverse("plan"), order=34, against=_OF)]


def talks_unmet(*, season_id: int) -> tuple[int, int] | None:
    """(workers beyond the talks the plan in force leaves time for, workers), as counted when it was made; None without one. Asks no actor."""
    plan = Plan.objects.filter(season_id=season_id, status="accepted").first()
    said = plan.figures.get("talks") if plan else None
    return (int(said["unmet"]), int(said["workers"])) if said else None


def plan_standings(actor: Actor) -> list[Standing]:
    """The next visit of a consultant or of a workplace's manager."""
    mine = Actor(actor.key, actor.name, tuple(grant for grant in actor.grants if grant.role in (Role.CONSULTANT, Role.MANAGER)))
    if not mine.grants:
        return []
    rows = Appointment.objects.filter(reached_appointments(mine), not_over(today()), status__in=("planned", "proposed", "confirmed"))
    first = joined(rows).order_by("on", "start", "pk").first()
    if first is None:
        return []
    one = line(first)
    facts = ((Text("날짜", "Date"), when(one.days, one.start)), (Text("컨설턴트", "Consultant"), one.consultant_name))
    return [Standing(f"{one.workplace_number} {one.workplace_name}", "appointment", one.status, _NEXT, reverse("my_visits"), facts)]


def draft_id(*, season_id: int) -> int | None:
    """The season's draft, if there is one."""
    return Plan.objects.filter(season_id=season_id, status="draft").values_list("pk", flat=True).first()
