"""Applications as lists, pages and exports see them. Two statements a list, whatever its length."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from jikim.areas.enrolment.models import Application
from jikim.areas.enrolment.queries.reach import reached
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.rules.workflow import APPLICATION
from jikim.shared import codes
from jikim.shared.access import require

#: What a list may be sorted by. A leading "-" turns it round.
SORTS: dict[str, Text] = {
    "number": Text("관리번호", "Number"),
    "name": Text("사업장명", "Workplace"),
    "region": Text("지역", "Region"),
    "sector": Text("업종", "Sector"),
    "workers": Text("상시근로자", "Workers"),
    "service_workers": Text("고객응대근로자", "Customer service workers"),
    "applied_on": Text("신청일", "Applied on"),
    "status": Text("상태", "Status"),
    "waiting_place": Text("대기 순번", "Waiting place"),
}
_ORDER = {state.key: place for place, state in enumerate(APPLICATION.states)}
STATUS_NAMES: dict[str, Text] = {state.key: state.name for state in APPLICATION.states}


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """What a list is narrowed to. Empty sets and empty text narrow nothing."""

    season_id: int
    statuses: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    eligible: bool | None = None
    warned: bool | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    id: int
    workplace_id: int
    number: str
    name: str
    employer_name: str
    business_number: str
    region: str
    region_name: Text
    district: str
    sector: str
    sector_name: Text
    industry_name: str
    workers: int
    service_workers: int
    applied_on: dt.date | None
    status: str
    status_name: Text
    is_eligible: bool | None
    reason: Text
    waiting_place: int | None
    warnings: int
    source: str


@dataclass(frozen=True, slots=True)
class ApplicationList:
    rows: tuple[ApplicationLine, ...]
    total: int
    page: int
    pages: int
    per_page: int
    filters: ApplicationFilter = field(repr=False)
    sort: str = "number"


def applications(
    *, by: Actor, filters: ApplicationFilter, sort: str = "number", page: int = 1, per_page: int = 50
) -> ApplicationList:
    """One page of the applications the actor reaches. Refused when no seat sees any."""
    require(by, Action.application_see)
    found = filtered(by, Action.application_see, filters)
    total = found.count()
    per_page = min(max(per_page, 1), 500)
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    start = (page - 1) * per_page
    rows = ordered(found, sort)[start : start + per_page]
    return ApplicationList(tuple(line(row) for row in rows), total, page, pages, per_page, filters, sort)


def application_counts(*, by: Actor, season_id: int) -> dict[str, int]:
    """How many applications in each status, within the actor's reach; every status is a key."""
    require(by, Action.application_see)
    counts = dict.fromkeys(STATUS_NAMES, 0)
    rows = Application.objects.filter(reached(by, Action.application_see), season_id=season_id)
    counts.update(rows.order_by().values_list("status").annotate(Count("pk")))
    return counts


def filtered(by: Actor, action: Action, filters: ApplicationFilter) -> QuerySet[Application]:
    """The applications within reach that the filter lets through, with their workplaces."""
    found = Application.objects.filter(reached(by, action), season_id=filters.season_id).select_related("workplace")
    if filters.statuses:
        found = found.filter(status__in=filters.statuses)
    if filters.regions:
        found = found.filter(workplace__region__in=filters.regions)
    if filters.sectors:
        found = found.filter(workplace__sector__in=filters.sectors)
    if filters.eligible is not None:
        found = found.filter(is_eligible=filters.eligible)
    if filters.warned is not None:
        found = found.exclude(warnings=[]) if filters.warned else found.filter(warnings=[])
    for word in filters.text.split():
        found = found.filter(_says(word))
    return found


def ordered(found: QuerySet[Application], sort: str) -> QuerySet[Application]:
    """The list in the order asked for; always total, so that pages neither repeat nor miss a row."""
    key, back = (sort[1:], True) if sort.startswith("-") else (sort, False)
    if key not in SORTS:
        key, back = "number", False
    if key == "status":
        whens = [When(status=status, then=Value(place)) for status, place in _ORDER.items()]
        found = found.annotate(_place=Case(*whens, default=Value(99), output_field=IntegerField()))
        column = "_place"
    else:
        column = "waiting_place" if key == "waiting_place" else f"workplace__{key}"
    if key in ("waiting_place", "applied_on"):
        first = F(column).desc(nulls_last=True) if back else F(column).asc(nulls_last=True)
        return found.order_by(first, "workplace__number", "pk")
    return found.order_by(f"-{column}" if back else column, "workplace__number", "pk")


def line(row: Application) -> ApplicationLine:
    """One application as a list shows it."""
    place = row.workplace
    return ApplicationLine(
        id=row.pk, workplace_id=place.pk, number=place.number, name=place.name, employer_name=place.employer_name,
        business_number=place.business_number, region=place.region, region_name=codes.region_name(place.region, place.applied_on),
        district=place.district, sector=place.sector, sector_name=codes.sector_name(place.sector),
        industry_name=place.industry_name, workers=place.workers, service_workers=place.service_workers,
        applied_on=place.applied_on, status=row.status, status_name=STATUS_NAMES[row.status], is_eligible=row.is_eligible,
        reason=Text(row.reason_ko, row.reason_en), waiting_place=row.waiting_place, warnings=len(row.warnings),
        source=place.source,
    )  # fmt: skip


def _says(word: str) -> Q:
    digits = "".join(ch for ch in word if ch.isdigit())
    found = Q()
    for name in ("name", "number", "district", "employer_name", "client_name", "industry_name"):
        found |= Q(**{f"workplace__{name}__icontains": word})
    if len(digits) >= 3:
        found |= Q(workplace__business_number__contains=digits)
    spelled: Any = codes.find_region(word)
    return found | Q(workplace__region=spelled.key) if spelled else found


def application_slice(
    *, by: Actor, filters: ApplicationFilter, sort: str = "number", window: slice = slice(0, 50)
) -> tuple[tuple[ApplicationLine, ...], int]:
    """The same list cut by a slice, with the total before the cut: what shared.ui.tables asks for."""
    require(by, Action.application_see)
    found = filtered(by, Action.application_see, filters)
    return tuple(line(row) for row in ordered(found, sort)[window]), found.count()
