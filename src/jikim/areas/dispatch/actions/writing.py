"""Writes agencies and consultants from the values of a form or a sheet. Asks nobody: the actions that call it do, and hold the transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from jikim.areas.dispatch.models import SERVING, Agency, Consultant
from jikim.areas.people.public import ensure_agency_organisation
from jikim.rules.access import Action, Actor, may
from jikim.rules.words import Text
from jikim.shared.clock import now
from jikim.shared.workflow import move

#: value of a list or form → field of the row
AGENCY_FIELDS = {
    "visits_a_month": "monthly_visit_maximum", "contract_number": "contract_number", "contract_starts_on": "contract_starts_on",
    "contract_ends_on": "contract_ends_on", "contact_name": "contact_name", "contact_phone": "contact_phone",
    "contact_email": "contact_email",
}  # fmt: skip
CONSULTANT_FIELDS = {
    "name": "name", "region": "base_region", "district": "base_district", "latitude": "latitude", "longitude": "longitude",
    "days_a_month": "days_per_month", "days_by_month": "days_by_month", "email": "email", "phone": "phone",
}  # fmt: skip
#: what the office checks before somebody is sent
CHECKED = ("qualification", "qualified_until")
LISTED = Text("명단으로 등록함", "Recorded from a list")


def write_agency(one: Agency, values: Mapping[str, Any], fields: Collection[str]) -> None:
    """Set these values; the caller saves."""
    for key in fields:
        if key in AGENCY_FIELDS:
            setattr(one, AGENCY_FIELDS[key], _blank(values[key], AGENCY_FIELDS[key], one))
    if "regions" in fields:
        one.regions = sorted(values["regions"])
    one.version += 1


def new_agency(season_id: int, values: Mapping[str, Any], by: Actor) -> Agency:
    organisation = ensure_agency_organisation(name=values["name"], by=by)
    one = Agency(season_id=season_id, organisation=organisation, status="proposed", status_since=now(), version=0)
    write_agency(one, values, {"regions", *AGENCY_FIELDS} & values.keys())
    one.save()
    return one


def write_consultant(one: Consultant, values: Mapping[str, Any], fields: Collection[str], by: Actor) -> bool:
    """Set these values; the caller saves. Returns whether the office has something to check.

    What the office has checked of somebody who may be sent is never overwritten by the agency: it is handed in as a renewal.
    """
    for key in fields:
        if key in CONSULTANT_FIELDS:
            setattr(one, CONSULTANT_FIELDS[key], _blank(values[key], CONSULTANT_FIELDS[key], one))
    if "languages" in fields:
        one.languages = sorted(values["languages"])
    if "days_off" in fields:
        one.days_off = sorted(day.isoformat() for day in values["days_off"])
    one.version += 1
    told = {key: values[key] for key in CHECKED if key in fields and values[key] != getattr(one, key)}
    if not told:
        return False
    if one.status in SERVING and not may(by, Action.consultant_approve):
        one.renewal = one.renewal | {key: _plain(value) for key, value in told.items()}
        return True
    for key, value in told.items():
        setattr(one, key, value)
    return False


def new_consultant(agency: Agency, values: Mapping[str, Any], by: Actor) -> Consultant:
    one = Consultant(agency=agency, status="proposed", status_since=now(), version=0)
    fields = {*CONSULTANT_FIELDS, *CHECKED, "languages", "days_off"} & values.keys()
    write_consultant(one, values, fields, by)
    one.save()
    return one


def start_renewal(one: Consultant, by: Actor) -> None:
    """Somebody who may be sent keeps being sent while the office checks what was handed in."""
    if one.status == "approved":
        move(one, "renewing", by=by)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _blank(value: Any, field: str, one: Agency | Consultant) -> Any:
    """An empty text rather than nothing where the column takes no nothing."""
    return "" if value is None and not one._meta.get_field(field).null else value
