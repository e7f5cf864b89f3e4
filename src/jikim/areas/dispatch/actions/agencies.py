"""An agency's contract for a season: recorded, changed, begun, ended. What an agency leaves behind is in `leaving`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from jikim.areas.dispatch.actions.writing import (
    LISTED,
    new_agency,
    new_consultant,
    write_agency,
    write_consultant,
)
from jikim.areas.dispatch.models import Agency
from jikim.areas.enrolment.public import lock_season
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.workflow import move

STALE = Text(
    "그사이 다른 사람이 고쳤습니다. 적으신 내용은 그대로 있습니다. 새 창에서 지금 내용을 확인하고 다시 저장해 주십시오.",
    "Somebody else has changed this meanwhile. What you typed is still here. Look in a new window at what stands now, then save again.",
)
_THERE = Text("이미 이 사업에 등록된 기관입니다.", "This agency is recorded in the season already.")
_NO_REGION = Text("관할 시도를 하나 이상 골라 주십시오.", "Please choose at least one region.")
_ENDS_FIRST = Text("계약 종료일이 시작일보다 앞섭니다.", "The contract ends before it begins.")


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
    more: Mapping[str, Any] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        return {
            "name": self.name, "qualification": self.qualification, "region": self.base_region, "district": self.base_district,
            "latitude": self.latitude, "longitude": self.longitude, "days_a_month": self.days_per_month,
            "languages": self.languages, **self.more,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """One agency with its contract and its people."""

    name: str
    regions: tuple[str, ...]
    monthly_visit_maximum: int
    consultants: tuple[ConsultantFacts, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        return {"name": self.name, "regions": self.regions, "visits_a_month": self.monthly_visit_maximum, **self.more}


def record_agencies(*, season_id: int, agencies: Sequence[AgencyFacts], by: Actor) -> list[Agency]:
    """Keep these agencies, under contract, and their consultants, approved; one already there is brought up to date."""
    require(by, Action.agencies_record)
    with transaction.atomic():
        lock_season(season_id)
        return [_record_agency(season_id, facts, by) for facts in agencies]


def record_agency(*, season_id: int, values: Mapping[str, Any], by: Actor) -> Agency:
    """One agency from the form: proposed until its contract is begun. Raises Invalid."""
    require(by, Action.agencies_record)
    _check(values)
    with transaction.atomic():
        lock_season(season_id)
        if Agency.objects.filter(season_id=season_id, organisation__name=values["name"].strip()).exists():
            raise Invalid({"name": _THERE})
        one = new_agency(season_id, values, by)
        audit.record(by, "agency.recorded", "agency", one.pk, name=values["name"])
    return one


def change_agency(*, agency_id: int, version: int, values: Mapping[str, Any], by: Actor) -> Agency:
    """Change a contract. Raises Invalid, or Conflict when somebody changed it since `version`."""
    require(by, Action.agencies_record)
    _check(values)
    with transaction.atomic():
        one = Agency.objects.select_for_update().get(pk=agency_id)
        if one.version != version:
            raise Conflict(STALE)
        write_agency(one, values, values.keys())
        one.save()
        audit.record(by, "agency.updated", "agency", one.pk, fields=sorted(values))
    return one


def begin_contract(*, agency_id: int, by: Actor) -> Agency:
    """From now on the agency can be given workplaces."""
    with transaction.atomic():
        one = Agency.objects.get(pk=agency_id)
        move(one, "active", by=by)
    return one


def _check(values: Mapping[str, Any]) -> None:
    errors: dict[str, Text] = {}
    if not values.get("regions"):
        errors["regions"] = _NO_REGION
    begins, ends = values.get("contract_starts_on"), values.get("contract_ends_on")
    if begins and ends and ends < begins:
        errors["contract_ends_on"] = _ENDS_FIRST
    if errors:
        raise Invalid(errors)


def _record_agency(season_id: int, facts: AgencyFacts, by: Actor) -> Agency:
    values = facts.values()
    agency = Agency.objects.select_for_update(of=("self",)).filter(season_id=season_id, organisation__name=facts.name.strip()).first()
    verb = "agency.updated" if agency else "agency.recorded"
    if agency is None:
        agency = new_agency(season_id, values, by)
        move(agency, "active", by=by, reason=LISTED)
    else:
        write_agency(agency, values, values.keys())
        agency.save()
    there = {one.name: one for one in agency.consultants.select_for_update()}
    for one in facts.consultants:
        known = there.get(one.name)
        if known is None:
            move(new_consultant(agency, one.values(), by), "approved", by=by, reason=LISTED)
        else:
            write_consultant(known, one.values(), one.values().keys(), by)
            known.save()
    audit.record(by, verb, "agency", agency.pk, consultants=len(facts.consultants))
    return agency


__all__ = ["AgencyFacts", "ConsultantFacts", "begin_contract", "change_agency", "record_agencies", "record_agency"]
