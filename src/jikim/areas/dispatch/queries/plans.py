"""The plan as the office looks at it: drafts and the plan in force, their visits, who is left out, load per consultant."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from jikim.areas.dispatch.models import (
    SERVING,
    Agency,
    Appointment,
    Consultant,
    Plan,
    PlanLeft,
    PlanLine,
    WhatIf,
)
from jikim.areas.dispatch.models.appointments import read_days
from jikim.areas.dispatch.queries.appointments import reached_agencies, reached_appointments, visit_name
from jikim.areas.dispatch.queries.figures import Compared, Figures, compared
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor
from jikim.rules.dispatching.model import MOST_DAYS_APART
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.ui.tables import Asked, narrow

#: what a job is doing, in words
STEPS: dict[str, Text] = {
    "": Text("순서를 기다리는 중", "Waiting for its turn"), "reading": Text("사업장과 컨설턴트를 읽는 중", "Reading workplaces and consultants"),
    "solving": Text("배정과 날짜를 계산하는 중", "Working out who goes where and when"), "checking": Text("모든 규칙을 다시 확인하는 중", "Checking every rule again"),
}  # fmt: skip
RULES: dict[str, Text] = {
    "region_not_covered": Text("관할 기관 없음", "No agency covers the region"), "qualification": Text("필요한 자격 없음", "Qualification"),
    "language": Text("필요한 언어 없음", "Language"), "fair_share": Text("컨설턴트 배정 한도", "Fair share of consultants"),
    "monthly_days": Text("컨설턴트 월 가용일", "Consultants' days a month"), "agency_month": Text("수행기관 월 최대 방문", "Agencies' monthly maximum"),
    "closed": Text("사업장 휴무", "Days the workplace is closed"), "season_dates": Text("사업 기간", "The season's dates"),
    "target_reached": Text("목표 달성", "Target reached"), "conflict": Text("이해관계", "Conflict of interest"), "no_place": Text("위치 모름", "Place unknown"),
    "large_site": Text("대규모 사업장", "Large site"), "visit_hours": Text("방문 가능 시간", "Hours for visits"), "start_month": Text("시작 월", "Month of start"),
    "appointments_fixed": Text("확정된 다른 차수", "Appointments already fixed"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanCard:
    """One plan with its figures. `status` is a state of the lifecycle `plan`, `work` how far its job is."""

    id: int
    season_id: int
    status: str
    work: str
    step: Text
    problem: Text
    asked_by: str
    asked_at: dt.datetime
    done_at: dt.datetime | None
    seed: int
    terms: Mapping[str, Any]
    figures: Figures | None
    load: Mapping[str, float]

    @property
    def is_at_work(self) -> bool:
        return self.work in ("waiting", "running")


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit of a draft or of the plan in force. `appointment_id` and `status` are empty in a draft."""

    id: int
    appointment_id: int | None
    workplace: str
    name: str
    region: str
    number: int
    on: dt.date
    start: dt.time
    minutes: int
    consultant: str
    consultant_id: int
    agency: str
    travel_km: float
    reason: Text
    status: str = ""
    latitude: float | None = None
    longitude: float | None = None
    further_days: tuple[dt.date, ...] = ()

    @property
    def days(self) -> tuple[dt.date, ...]:
        return (self.on, *self.further_days)

    @property
    def region_name(self) -> Text:
        found = codes.region(self.region)
        return found.short if found else Text(self.region)

    @property
    def visit(self) -> Text:
        return visit_name(self.number)


@dataclass(frozen=True, slots=True)
class LeftRow:
    workplace: str
    name: str
    region: str
    rule: Text
    explanation: Text
    change: Text
    workplace_id: int

    @property
    def region_name(self) -> Text:
        found = codes.region(self.region)
        return found.short if found else Text(self.region)


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A consultant's share of a plan. `load`: visits per available day of the season; None in a plan without a solver's figure."""

    consultant: str
    agency: str
    region: str
    workplaces: int
    visits: int
    days: int
    travel_km: float
    load: float | None

    @property
    def region_name(self) -> Text:
        found = codes.region(self.region)
        return found.short if found else Text(self.region)


@dataclass(frozen=True, slots=True)
class WhatIfCard:
    id: int
    asked: Text
    work: str
    problem: Text
    rows: tuple[Compared, ...]


def plans(*, season_id: int) -> dict[str, PlanCard]:
    """The draft and the plan in force, as far as there are any, by state."""
    found = Plan.objects.filter(season_id=season_id, status__in=("draft", "accepted"))
    return {one.status: _card(one) for one in found}


def plan_of(*, plan_id: int) -> PlanCard:
    """One plan. Raises Plan.DoesNotExist."""
    return _card(Plan.objects.get(pk=plan_id))


def _card(one: Plan) -> PlanCard:
    return PlanCard(
        one.pk, one.season_id, one.status, one.work, STEPS.get(one.step, Text(one.step)), one.problem, one.asked_by_name, one.asked_at,
        one.done_at, one.seed, one.terms, Figures.read(one.figures), one.figures.get("load", {}),
    )


def visits_of(plan: PlanCard, by: Actor) -> QuerySet[Any]:
    """The plan's visits the actor reaches: lines of a draft, appointments of the plan in force."""
    reach = reached_appointments(by, Action.plan_see)
    if plan.status == "draft":
        found: QuerySet[Any] = PlanLine.objects.filter(reach, plan_id=plan.id)
    else:
        found = Appointment.objects.filter(reach, season_id=plan.season_id).exclude(status="cancelled")
    return found.select_related("workplace", "consultant__agency__organisation")


def visit_rows(plan: PlanCard, asked: Asked, by: Actor) -> tuple[list[VisitRow], int]:
    """The list of a plan's visits."""
    found, total = narrow(
        visits_of(plan, by), asked,
        sort={"on": ("on", "start"), "workplace": "workplace__number", "name": "workplace__name", "region": "workplace__region",
              "visit": "number", "consultant": "consultant__name", "agency": "consultant__agency__organisation__name", "travel_km": "travel_km",
              "status": "status"},
        search=("workplace__number", "workplace__name", "consultant__name", "consultant__agency__organisation__name"),
        filters={"region": "workplace__region", "number": "number", "status": "status",
                 "month": lambda rows, value: rows.filter(on__year=int(value[:4]), on__month=int(value[5:])),
                 "agency": "consultant__agency_id"},
    )  # fmt: skip
    return [row(one) for one in found], total


def rows_between(plan: PlanCard, first: dt.date, last: dt.date, by: Actor, narrowed: Mapping[str, str]) -> list[VisitRow]:
    """The visits of some days for the calendar, narrowed to a region, an agency or a consultant."""
    begun = first - dt.timedelta(days=MOST_DAYS_APART)
    found = _narrowed(visits_of(plan, by).filter(on__gte=begun, on__lte=last), narrowed)
    rows = (row(one) for one in found.order_by("on", "start", "pk"))
    return [one for one in rows if any(first <= on <= last for on in one.days)]


def by_month(plan: PlanCard, by: Actor, narrowed: Mapping[str, str]) -> dict[tuple[dt.date, int], int]:
    """How many first, second and third visits fall in each month: (first of the month, visit) → visits."""
    found = _narrowed(visits_of(plan, by), narrowed).select_related(None).order_by()
    return Counter((on.replace(day=1), number) for on, number in found.values_list("on", "number"))


def _narrowed(found: QuerySet[Any], narrowed: Mapping[str, str]) -> QuerySet[Any]:
    for key, path in (("region", "workplace__region"), ("agency", "consultant__agency_id"), ("consultant", "consultant_id")):
        if narrowed.get(key):
            found = found.filter(**{path: narrowed[key]})
    return found


def all_rows(plan: PlanCard, by: Actor) -> list[VisitRow]:
    """Every visit within reach, for the map."""
    return [row(one) for one in visits_of(plan, by).order_by("pk")]


def row(one: Any) -> VisitRow:
    place, who = one.workplace, one.consultant
    status = getattr(one, "status", "")
    return VisitRow(
        one.pk, one.pk if status else None, place.number, place.name, place.region, one.number, one.on, one.start, one.minutes, who.name,
        who.pk, who.agency.organisation.name, round(one.travel_km, 1), Text(one.reason_ko, one.reason_en), status, place.latitude,
        place.longitude, read_days(one.further_days),
    )


def left_rows(plan: PlanCard, asked: Asked, by: Actor) -> tuple[list[LeftRow], int]:
    """Who is left out, why, and the nearest change. An agency is not shown other people's workplaces."""
    found, total = narrow(
        _left(plan, by), asked, sort={"workplace": "workplace__number", "name": "workplace__name", "region": "workplace__region", "rule": "rule"},
        search=("workplace__number", "workplace__name"), filters={"region": "workplace__region", "rule": "rule"},
    )  # fmt: skip
    return [
        LeftRow(
            one.workplace.number, one.workplace.name, one.workplace.region, RULES.get(one.rule, Text(one.rule)),
            Text(one.explanation_ko, one.explanation_en), Text(one.change_ko, one.change_en), one.workplace_id,
        )
        for one in found
    ], total  # fmt: skip


def _left(plan: PlanCard, by: Actor) -> QuerySet[PlanLeft]:
    reach = enrolment.reached(by, Action.plan_see)
    return PlanLeft.objects.filter(reach, plan_id=plan.id).select_related("workplace")


def left_places(plan: PlanCard, by: Actor) -> list[tuple[str, float, float]]:
    """Region, latitude and longitude of whoever is left out, for the map."""
    found = _left(plan, by).exclude(workplace__latitude=None).exclude(workplace__longitude=None)
    return list(found.values_list("workplace__region", "workplace__latitude", "workplace__longitude"))


def left_by_region(plan: PlanCard, by: Actor) -> dict[str, int]:
    return dict(_left(plan, by).order_by().values_list("workplace__region").annotate(Count("pk")))


def loads(plan: PlanCard, by: Actor) -> list[LoadRow]:
    """Every consultant with visits, most loaded first; in three statements."""
    made = {
        line["consultant_id"]: line for line in visits_of(plan, by).order_by().values("consultant_id").annotate(
            places=Count("workplace_id", distinct=True), visits=Count("pk"), days=Count("on", distinct=True), km=Sum("travel_km")
        )
    }  # fmt: skip
    for pk, further in visits_of(plan, by).order_by().exclude(further_days=[]).values_list("consultant_id", "further_days"):
        made[pk]["days"] += len(further)
    people = Consultant.objects.filter(pk__in=made).select_related("agency__organisation")
    rows = [
        LoadRow(
            one.name, one.agency.organisation.name, one.base_region, made[one.pk]["places"], made[one.pk]["visits"], made[one.pk]["days"],
            round(made[one.pk]["km"], 1), plan.load.get(str(one.pk)),
        )
        for one in people
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (-(one.load or 0.0), -one.visits, one.consultant))


def loads_asked(rows: Sequence[LoadRow], asked: Asked) -> tuple[list[LoadRow], int]:
    """Those of `loads` narrowed and sorted as asked: a season has some hundred consultants."""
    words = asked.search.casefold().split()
    found = [
        row for row in rows
        if asked.filters.get("agency", row.agency) == row.agency and asked.filters.get("region", row.region) == row.region
        and all(word in f"{row.consultant} {row.agency}".casefold() for word in words)
    ]  # fmt: skip
    found.sort(key=lambda row: row.consultant)
    found.sort(key=lambda row: -1.0 if (value := getattr(row, asked.sort)) is None else value, reverse=asked.descending)
    return found[asked.slice], len(found)


def span(plan: PlanCard, by: Actor) -> tuple[dt.date, dt.date] | None:
    """First and last day of the plan's visits."""
    found = visits_of(plan, by).aggregate(first=Min("on"), last=Max("on"))
    return (found["first"], found["last"]) if found["first"] else None


def agency_choices(season_id: int, by: Actor) -> list[tuple[str, str]]:
    """Agencies the actor reaches, for a filter."""
    found = Agency.objects.filter(reached_agencies(by), season_id=season_id).select_related("organisation").order_by("organisation__name")
    return [(str(one.pk), one.organisation.name) for one in found]


def consultant_choices(season_id: int, by: Actor) -> list[tuple[str, str]]:
    """Consultants the actor reaches, with their agency, for a filter."""
    found = Consultant.objects.filter(
        reached_agencies(by, "agency__"), agency__season_id=season_id
    ).exclude(status="ended").select_related("agency__organisation").order_by("agency__organisation__name", "name")
    return [(str(one.pk), f"{one.name} ({one.agency.organisation.name})") for one in found]


def what_ifs(*, plan: PlanCard, most: int = 5) -> list[WhatIfCard]:
    """What was asked of a draft, newest first, each beside the draft's own figures."""
    found = []
    for one in WhatIf.objects.filter(plan_id=plan.id)[:most]:
        after = Figures.read(one.figures)
        rows = tuple(compared(plan.figures, after)) if plan.figures and after else ()
        found.append(WhatIfCard(one.pk, _asked_words(one.asked), one.work, one.problem, rows))
    return found


def _asked_words(said: Mapping[str, Any]) -> Text:
    if said.get("agency"):
        name = Agency.objects.select_related("organisation").get(pk=said["agency"]).organisation.name
        region = codes.region_name(said["region"])
        return Text(f"{name}이(가) {region.ko}도 맡는다면", f"If {name} also covered {region.en}")
    if said.get("consultant"):
        name = Consultant.objects.get(pk=said["consultant"]).name
        return Text(f"{name} 컨설턴트의 월 가용일이 {said['days']}일이라면", f"If {name} had {said['days']} days a month")
    if said.get("fair_share_times"):
        return Text(f"배정 상한이 공정한 몫의 {said['fair_share_times']}배라면", f"If the limit were {said['fair_share_times']} times the fair share")
    return Text(f"목표가 {said.get('target'):,}곳이라면", f"If the target were {said.get('target'):,}")


def unplanned(*, season_id: int) -> int:
    """Enrolled workplaces without any visit although a plan is in force."""
    if not Plan.objects.filter(season_id=season_id, status="accepted").exists():
        return 0
    have = set(Appointment.objects.filter(season_id=season_id).exclude(status__in=("cancelled", "missed")).values_list("workplace_id", flat=True))
    return sum(place.id not in have for place in enrolment.visit_places(season_id=season_id))


def without_anybody(*, season_id: int) -> int:
    """Visits to come whose consultant cannot be sent any more."""
    gone = ~Q(consultant__status__in=SERVING) | ~Q(consultant__agency__status="active")
    return Appointment.objects.filter(gone, season_id=season_id, status__in=("planned", "proposed", "confirmed")).count()


def bases(plan: PlanCard, by: Actor) -> list[tuple[float, float]]:
    """Where the plan's consultants start, as far as it is known."""
    people = set(visits_of(plan, by).order_by().values_list("consultant_id", flat=True))
    found = Consultant.objects.filter(pk__in=people).exclude(latitude=None).exclude(longitude=None)
    return list(found.values_list("latitude", "longitude"))
