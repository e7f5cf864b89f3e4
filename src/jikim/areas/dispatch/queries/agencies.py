"""Agencies and consultants as the pages show them, within the actor's reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum

from jikim.areas.dispatch.models import Agency, Consultant
from jikim.rules.access import Actor, Reach, Role
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.ui.tables import Asked, narrow

QUALIFICATIONS: dict[str, Text] = {
    "산업간호": Text("산업간호", "Occupational nursing"),
    "산업위생": Text("산업위생", "Occupational hygiene"),
    "직업환경의학": Text("직업환경의학", "Occupational medicine"),
    "심리": Text("심리", "Psychology"),
}


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency in the list."""

    id: int
    name: str
    regions: Text
    monthly_visit_maximum: int
    consultants: int
    days_per_month: int


@dataclass(frozen=True, slots=True)
class ConsultantLine:
    """One consultant in the list."""

    name: str
    agency: str
    qualification: Text
    base: Text
    days_per_month: int
    languages: str


def agencies(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[AgencyLine], int]:
    """Agencies of the season the actor reaches; two statements whatever their number."""
    reached = _reached(Agency.objects.filter(season_id=season_id), by, "organisation_id__in")
    counted = reached.select_related("organisation").annotate(
        people=Count("consultants"), days=Sum("consultants__days_per_month", default=0)
    )
    found, total = narrow(
        counted, asked,
        sort={"name": "organisation__name", "monthly_visit_maximum": "monthly_visit_maximum",
              "consultants": "people", "days_per_month": "days"},
        search=("organisation__name",),
    )  # fmt: skip
    return [
        AgencyLine(a.pk, a.organisation.name, _region_names(a.regions), a.monthly_visit_maximum, a.people, a.days)
        for a in found
    ], total


def consultants(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[ConsultantLine], int]:
    """Consultants of the season the actor reaches."""
    reached = _reached(Consultant.objects.filter(agency__season_id=season_id), by, "agency__organisation_id__in")
    found, total = narrow(
        reached.select_related("agency__organisation"), asked,
        sort={"name": "name", "agency": "agency__organisation__name", "qualification": "qualification",
              "base": "base_region", "days_per_month": "days_per_month"},
        search=("name", "agency__organisation__name", "base_district"),
        filters={"qualification": "qualification"},
    )  # fmt: skip
    return [
        ConsultantLine(
            c.name, c.agency.organisation.name, QUALIFICATIONS.get(c.qualification, Text(c.qualification)),
            _base(c.base_region, c.base_district), c.days_per_month, ", ".join(c.languages),
        )
        for c in found
    ], total  # fmt: skip


def first_agency_organisation(*, season_id: int) -> Any:
    """The organisation of the season's first agency, for a model season's seats."""
    first = Agency.objects.filter(season_id=season_id).select_related("organisation").first()
    return first.organisation if first else None


def _reached(rows: QuerySet, by: Actor, own: str) -> QuerySet:
    """Everything for the programme's seats; an agency's own for its manager."""
    if any(grant.reach is not Reach.AGENCY for grant in by.grants if grant.role is not Role.AGENCY):
        return rows
    return rows.filter(**{own: [int(key) for key in by.keys(Role.AGENCY) if key.isdigit()]})


def _region_names(keys: Iterable[str]) -> Text:
    names = [codes.region(key).short for key in keys]
    return Text(", ".join(name.ko for name in names), ", ".join(name.en for name in names))


def _base(region: str, district: str) -> Text:
    short = codes.region(region).short
    return Text(f"{short.ko} {district}".strip(), f"{short.en} {district}".strip())
