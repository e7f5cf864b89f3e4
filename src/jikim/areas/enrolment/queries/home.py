"""What enrolment says on other pages: what waits for whom, the season's figures, and the dates on the public front page."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from jikim.areas.enrolment.models import Agreement, Application, Workplace
from jikim.areas.enrolment.queries.breaches import open_breaches
from jikim.areas.enrolment.queries.current import milestones, season_facts
from jikim.areas.enrolment.queries.prospects import prospects_waiting
from jikim.areas.enrolment.queries.reach import reached
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.clock import today
from jikim.shared.ui import front
from jikim.shared.ui.waiting import Figure, Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Only what this actor can act on; rows of none are dropped by whoever draws them."""
    season = season_facts(on=today())
    if season is None:
        return []
    found: list[Waiting] = []
    if may(actor, Action.application_decide):
        found += _decisions(actor, season.id)
    if may(actor, Action.agreement_record):
        found.append(Waiting(Text("서명을 기다리는 협약", "Agreements waiting for signatures"), _unsigned(actor, season.id),
                             reverse("agreements"), 30))  # fmt: skip
    if may(actor, Action.breach_see):
        found.append(Waiting(Text("처리할 위반 신고", "Reported breaches to deal with"), open_breaches(by=actor),
                             reverse("breaches") + "?state=open", 15))  # fmt: skip
    if may(actor, Action.prospects_manage):
        found.append(Waiting(Text("아직 연락하지 않은 발굴 대상", "Prospects nobody has contacted yet"), prospects_waiting(by=actor),
                             reverse("prospects") + "?status=found", 25))  # fmt: skip
    if may(actor, Action.own_workplace_see):
        found.append(Waiting(Text("협약에 서명해 주십시오", "Sign the participation agreement"), _own_unsigned(actor),
                             reverse("my_workplace"), 10))  # fmt: skip
    return found


def figures(actor: Actor) -> list[Figure]:
    """The season against its target, within the actor's reach."""
    season = season_facts(on=today())
    if season is None or not may(actor, Action.applicants_see):
        return []
    counts = Application.objects.filter(reached(actor, Action.applicants_see), season_id=season.id).aggregate(
        applied=Count("pk", filter=~Q(status="draft")), enrolled=Count("pk", filter=Q(status="enrolled")),
        waiting=Count("pk", filter=Q(status="waiting")),
    )  # fmt: skip
    whole = bool(actor.roles & {Role.OFFICE, Role.AUDITOR})
    address = reverse("applications")
    return [
        Figure(Text("선정 사업장", "Enrolled workplaces"), counts["enrolled"], season.target if whole else None,
               f"{address}?status=enrolled", order=10),
        Figure(Text("접수한 신청", "Applications"), counts["applied"], None, address, order=11),
        Figure(Text("대기", "Waiting list"), counts["waiting"], None, f"{address}?status=waiting&sort=waiting_place", order=12),
    ]  # fmt: skip


def front_calendar() -> list[front.Date]:
    """The newest season's milestones."""
    season = season_facts(on=today())
    return [front.Date(name, first, last) for name, first, last in milestones(season_id=season.id)] if season else []


def front_call() -> front.Call | None:
    season = season_facts(on=today())
    if season is None:
        return None
    return front.Call(season.name, season.is_open, season.call_opens_on, season.call_closes_on, season.minimum_service_workers)


def _decisions(actor: Actor, season_id: int) -> list[Waiting]:
    rows = Application.objects.filter(reached(actor, Action.application_decide), season_id=season_id)
    counts = rows.aggregate(
        submitted=Count("pk", filter=Q(status="submitted")), eligible=Count("pk", filter=Q(status="eligible")),
        asked=Count("pk", filter=~Q(warnings=[]) & Q(status__in=("submitted", "eligible", "not_eligible"))),
    )  # fmt: skip
    address = reverse("applications")
    return [
        Waiting(Text("판정할 신청", "Applications to decide"), counts["submitted"], f"{address}?status=submitted", 20),
        Waiting(Text("선정을 결정할 적격 신청", "Eligible applications to decide on"), counts["eligible"],
                reverse("enrolment", args=[season_id]), 21),
        Waiting(Text("확인이 필요한 신청", "Applications with questions"), counts["asked"], f"{address}?open=yes", 22),
    ]  # fmt: skip


def _unsigned(actor: Actor, season_id: int) -> int:
    places = Workplace.objects.filter(
        reached(actor, Action.agreement_record, prefix=""), season_id=season_id, application__status="enrolled"
    )
    return places.exclude(agreement__status__in=("in_force", "ended")).count()


def _own_unsigned(actor: Actor) -> int:
    keys = [int(key) for key in actor.keys(Role.MANAGER) if key.isdigit()]
    enrolled = Application.objects.filter(workplace_id__in=keys, status="enrolled")
    signed = Agreement.objects.filter(workplace_id__in=keys, status__in=("in_force", "ended"))
    return enrolled.exclude(workplace_id__in=signed.values("workplace_id")).count()
