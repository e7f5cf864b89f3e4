"""What enrolment says on other pages: what waits for whom, the season's figures, and the dates on the public front page."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from jikim.areas.enrolment.models import Agreement, Application, Workplace
from jikim.areas.enrolment.queries.breaches import open_breaches
from jikim.areas.enrolment.queries.current import milestones, season_facts
from jikim.areas.enrolment.queries.prospects import prospects_waiting
from jikim.areas.enrolment.queries.reach import reached, reached_or_visited
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES
from jikim.shared.clock import today
from jikim.shared.ui import front
from jikim.shared.ui.waiting import Figure, Standing, Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Only what this actor can act on; rows of none are dropped by whoever draws them."""
    season = season_facts(on=today())
    if season is None:
        return []
    found: list[Waiting] = []
    if may(actor, Action.application_decide):
        found += _first_steps(season.id) or _decisions(actor, season.id)
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


def _first_steps(season_id: int) -> list[Waiting]:
    """What an office does first in a season nobody has applied for yet."""
    if Application.objects.filter(season_id=season_id).exists():
        return []
    return [
        Waiting(Text("첫 단계: 사업의 일정, 할당, 규칙 확인", "First step: look over the season's dates, quotas and rules"), 1,
                reverse("season", args=[season_id]), 1),
        Waiting(Text("다음 단계: 신청서 엑셀 파일 불러오기", "Next step: import the spreadsheet of applications"), 1,
                reverse("import_start"), 2),
    ]  # fmt: skip


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


_NEXT = {
    "submitted": Text("공단이 신청 내용을 검토하고 있습니다. 결과가 나오면 알려 드립니다.",
                      "The programme office is looking at the application and will tell you the result."),
    "eligible": Text("지금 하실 일은 없습니다. 적격 사업장 가운데에서 선정하고 결과를 알려 드립니다.",
                     "Nothing to do for now. Places are given among eligible workplaces; you will hear the outcome."),
    "waiting": Text("지금 하실 일은 없습니다. 자리가 나면 대기 순번대로 선정합니다.",
                    "Nothing to do for now. When a place becomes free it goes to the next in line."),
    "not_eligible": Text("신청 내용에 잘못이 있으면 고쳐 주십시오. 결정에 이견이 있으시면 지역본부에 말씀해 주십시오.",
                         "If something in the application is wrong, correct it. If you see the decision differently, tell your regional office."),
    "withdrawn": Text("신청을 철회하셨습니다.", "The application has been withdrawn."),
}  # fmt: skip
_SIGN = Text("참여 협약서에 사업주와 근로자대표가 서명해 주십시오. 협약을 맺어야 설문을 시작할 수 있습니다.",
             "Have the participation agreement signed by the employer and the workers' representative: the survey starts after it.")  # fmt: skip
_VISIT = Text("협약이 체결되었습니다. 담당 수행기관의 컨설턴트가 방문 일정을 정하기 위해 연락드립니다.",
              "The agreement is in force. A consultant of the agency will call to arrange the visit.")  # fmt: skip


def standings(actor: Actor) -> list[Standing]:
    """For a workplace's manager: how each of the own workplaces stands, and what comes next."""
    if not may(actor, Action.own_workplace_see):
        return []
    keys = [int(key) for key in actor.keys(Role.MANAGER) if key.isdigit()]
    rows = Application.objects.filter(workplace_id__in=keys).exclude(status="draft").select_related("workplace", "season")
    agreements = {one.workplace_id: one.status for one in Agreement.objects.filter(workplace_id__in=keys)}
    return [_standing(one, agreements.get(one.workplace_id, "")) for one in rows.order_by("-season__year", "workplace__number")]


def _standing(application: Application, agreement: str) -> Standing:
    after_enrolment = _VISIT if agreement == "in_force" else _SIGN
    facts: list[tuple[Text, object]] = [
        (Text("사업", "Season"), Text(application.season.name_ko, application.season.name_en)),
        (Text("관리번호", "Number"), application.workplace.number),
    ]
    if agreement:
        facts.append((Text("참여 협약", "Participation agreement"), LIFECYCLES["agreement"].state(agreement).name))
    return Standing(
        name=application.workplace.name, kind="application", status=application.status,
        next=_NEXT.get(application.status, after_enrolment), url=reverse("my_workplace"), facts=tuple(facts),
    )  # fmt: skip


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
        reached_or_visited(actor, Action.agreement_record), season_id=season_id, application__status="enrolled"
    )
    return places.exclude(agreement__status__in=("in_force", "ended")).count()


def _own_unsigned(actor: Actor) -> int:
    keys = [int(key) for key in actor.keys(Role.MANAGER) if key.isdigit()]
    enrolled = Application.objects.filter(workplace_id__in=keys, status="enrolled")
    signed = Agreement.objects.filter(workplace_id__in=keys, status__in=("in_force", "ended"))
    return enrolled.exclude(workplace_id__in=signed.values("workplace_id")).count()
