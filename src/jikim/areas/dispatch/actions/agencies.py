"""Record the agencies of a season and their consultants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from jikim.areas.dispatch.models import Agency, Consultant
from jikim.areas.people.public import ensure_agency_organisation
from jikim.rules.access import Action, Actor
from jikim.shared import audit
from jikim.shared.access import require
from jikim.shared.clock import now


@dataclass(frozen=True, slots=True)
class ConsultantFacts:
    """One consultant as an agency's list gives it."""

    name: str
    qualification: str
    base_region: str
    base_district: str
    latitude: float | None
    longitude: float | None
    days_per_month: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """One agency with its contract and its people."""

    name: str
    regions: tuple[str, ...]
    monthly_visit_maximum: int
    consultants: tuple[ConsultantFacts, ...] = ()


def record_agencies(*, season_id: int, agencies: Sequence[AgencyFacts], by: Actor) -> list[Agency]:
    """Keep these agencies and their consultants; one already there under its name is brought up to date."""
    require(by, Action.agencies_record)
    with transaction.atomic():
        return [_record_agency(season_id, facts, by) for facts in agencies]


def _record_agency(season_id: int, facts: AgencyFacts, by: Actor) -> Agency:
    organisation = ensure_agency_organisation(name=facts.name, by=by)
    told = {"regions": list(facts.regions), "monthly_visit_maximum": facts.monthly_visit_maximum}
    agency, created = Agency.objects.update_or_create(
        season_id=season_id,
        organisation=organisation,
        defaults=told,
        create_defaults=told | {"status": "active", "status_since": now()},
    )
    for one in facts.consultants:
        said = {
            "qualification": one.qualification,
            "base_region": one.base_region,
            "base_district": one.base_district,
            "latitude": one.latitude,
            "longitude": one.longitude,
            "days_per_month": one.days_per_month,
            "languages": list(one.languages),
        }
        Consultant.objects.update_or_create(
            agency=agency, name=one.name, defaults=said, create_defaults=said | {"status": "approved", "status_since": now()}
        )
    verb = "agency.recorded" if created else "agency.updated"
    audit.record(by, verb, "agency", agency.pk, consultants=len(facts.consultants))
    return agency
