"""The three lists of dispatch that come in as spreadsheets: agencies, consultants, declared conflicts. Says what would happen; changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jikim.areas.dispatch.models import Agency, Consultant, DeclaredConflict
from jikim.areas.dispatch.queries.reach import reached
from jikim.rules import intake_agencies as sheets
from jikim.rules import intake_declared as declared
from jikim.rules.access import Action, Actor
from jikim.rules.intake import Checked
from jikim.rules.intake_cells import fold
from jikim.rules.intake_plan import Existing, Placed, differences
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.imports import ReadFile, read_list

Identity = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are compared with: the agencies the actor may write for, and everything they hold already."""

    season_id: int
    agencies: Mapping[str, Agency]
    known: Mapping[Identity, Existing]


@dataclass(frozen=True, slots=True)
class ListKind:
    """One list: what its columns are, what its rows mean, and what makes two of them the same."""

    key: str
    action: Action
    fields: Mapping[str, Text]
    compared: tuple[str, ...]
    identity: Callable[[Mapping[str, Any]], Identity]
    known: Callable[[Mapping[str, Agency]], dict[Identity, Existing]]
    read: Callable[[Path | bytes, Mapping[str, Agency], bool], ReadFile]


def ground_of(kind: ListKind, season_id: int, by: Actor) -> Ground:
    """The agencies of the season within reach, and what is in already."""
    return ground_among(kind, season_id, agencies_within(season_id, kind.action, by))


def ground_among(kind: ListKind, season_id: int, agencies: Mapping[str, Agency]) -> Ground:
    return Ground(season_id, agencies, kind.known(agencies))


def agencies_within(season_id: int, action: Action, by: Actor) -> dict[str, Agency]:
    """Agencies by folded name, those that have left too: their rows are known, but nothing new goes in."""
    found = Agency.objects.filter(reached(by, action), season_id=season_id).select_related("organisation")
    return {fold(one.organisation.name): one for one in found}


def read_rows(kind: ListKind, source: Path | bytes, ground: Ground, by: Actor) -> ReadFile:
    """Read and check a file by itself. Raises SheetError."""
    return kind.read(source, ground.agencies, not _speaks_for_all(kind.action, by))


def place(kind: ListKind, checked: Checked, known: Mapping[Identity, Existing]) -> Placed:
    """One row against what is in."""
    if checked.errors:
        return Placed("error", checked)
    existing = known.get(kind.identity(checked.values))
    if existing is None:
        return Placed("new", checked)
    found = differences(checked, existing, kind.compared, kind.fields)
    return Placed("conflict" if found else "unchanged", checked, existing, found)


def shown_value(key: str, value: Any) -> str:
    """A stored value as the sheet would say it."""
    if value is None or value == "":
        return ""
    if key == "regions":
        return ", ".join(codes.region_name(one).ko for one in sorted(value))
    if key == "region":
        return codes.region_name(str(value)).ko
    if isinstance(value, dict):
        return ", ".join(f"{month}: {days}" for month, days in sorted(value.items()))
    if isinstance(value, frozenset | set | list | tuple):
        return ", ".join(str(one) for one in sorted(value))
    return f"{value:,}" if isinstance(value, int) else str(value)


def _speaks_for_all(action: Action, by: Actor) -> bool:
    return not reached(by, action)  # an empty filter lets everything through


def _heading(columns: Callable[[Sequence[object]], dict[str, int]], required: Sequence[str]) -> Callable[[Sequence[object]], bool]:
    """A row that has at least two of the wanted columns: what it lacks is said by name."""
    return lambda row: len(columns(row).keys() & set(required)) >= min(2, len(required))


def _read_agencies(source: Path | bytes, agencies: Mapping[str, Agency], own: bool) -> ReadFile:
    return read_list(
        source, names=sheets.AGENCY_FIELDS, columns=sheets.agency_columns, required=sheets.AGENCY_REQUIRED,
        is_heading=_heading(sheets.agency_columns, sheets.AGENCY_REQUIRED), is_filler=sheets.is_filler,
        check=lambda rows: sheets.check_agencies(rows, codes.region_spellings()),
    )  # fmt: skip


def _read_consultants(source: Path | bytes, agencies: Mapping[str, Agency], own: bool) -> ReadFile:
    required = tuple(key for key in sheets.CONSULTANT_REQUIRED if key != "agency" or not own)
    return read_list(
        source, names=sheets.CONSULTANT_FIELDS, columns=sheets.consultant_columns, required=required,
        is_heading=_heading(sheets.consultant_columns, required), is_filler=sheets.is_filler,
        check=lambda rows: sheets.check_consultants(rows, codes.region_spellings(), _names(agencies, own), names_within_agency=True),
    )  # fmt: skip


def _read_declared(source: Path | bytes, agencies: Mapping[str, Agency], own: bool) -> ReadFile:
    people = Consultant.objects.filter(agency__in=agencies.values()).exclude(status="ended").select_related("agency__organisation")
    named = {(one.agency.organisation.name, fold(one.name)): one.name for one in people}
    return read_list(
        source, names=declared.FIELDS, columns=declared.columns, required=() if own else ("agency",),
        is_heading=declared.is_heading, is_filler=declared.is_filler,
        check=lambda rows: declared.check_declared(rows, _names(agencies, own), named),
    )  # fmt: skip


def _names(agencies: Mapping[str, Agency], own: bool) -> dict[str, str]:
    """Names a row may give; where somebody speaks for one agency only, a blank cell means that one."""
    names = {key: one.organisation.name for key, one in agencies.items() if one.status != "left"}
    return names | ({"": next(iter(names.values()))} if own and len(names) == 1 else {})


def _known_agencies(agencies: Mapping[str, Agency]) -> dict[Identity, Existing]:
    return {
        (key,): Existing(one.pk, one.organisation.name, {
            "name": one.organisation.name, "regions": frozenset(one.regions), "visits_a_month": one.monthly_visit_maximum,
            **{field: getattr(one, field) for field in _CONTRACT},
        })
        for key, one in agencies.items()
    }  # fmt: skip


def _known_consultants(agencies: Mapping[str, Agency]) -> dict[Identity, Existing]:
    found = Consultant.objects.filter(agency__in=agencies.values()).select_related("agency__organisation")
    return {(one.agency.organisation.name, one.name): Existing(one.pk, one.agency.organisation.name, said_of(one)) for one in found}


def said_of(one: Consultant) -> dict[str, Any]:
    """A consultant as a row of the list says it; of a renewal that waits for its check, what was handed in last."""
    until = one.renewal.get("qualified_until") if one.renewal else None
    return {
        "name": one.name, "qualification": one.renewal.get("qualification") or one.qualification,
        "qualified_until": dt.date.fromisoformat(until) if until else one.qualified_until,
        "region": one.base_region, "district": one.base_district, "latitude": one.latitude, "longitude": one.longitude,
        "days_a_month": one.days_per_month, "languages": frozenset(one.languages), "days_by_month": dict(one.days_by_month),
        "days_off": frozenset(dt.date.fromisoformat(day) for day in one.days_off), "email": one.email, "phone": one.phone,
    }  # fmt: skip


def _known_declared(agencies: Mapping[str, Agency]) -> dict[Identity, Existing]:
    found = DeclaredConflict.objects.filter(agency__in=agencies.values(), ended_at=None)
    known = {}
    for one in found.select_related("agency__organisation", "consultant"):
        values = {
            "agency": one.agency.organisation.name, "consultant": one.consultant.name if one.consultant else "",
            "number": one.workplace_number, "name": one.name, "business_number": one.business_number,
            "since_on": one.since_on, "until_on": one.until_on, "what": one.what,
        }  # fmt: skip
        known[declared.identity(values)] = Existing(one.pk, values["agency"], values)
    return known


_CONTRACT = ("contract_number", "contract_starts_on", "contract_ends_on", "contact_name", "contact_phone", "contact_email")
AGENCIES = ListKind(
    "agencies", Action.agencies_record, sheets.AGENCY_FIELDS, ("regions", "visits_a_month", *_CONTRACT),
    lambda values: (fold(values["name"]),), _known_agencies, _read_agencies,
)  # fmt: skip
CONSULTANTS = ListKind(
    "consultants", Action.consultants_record, sheets.CONSULTANT_FIELDS,
    tuple(key for key in sheets.CONSULTANT_FIELDS if key not in ("name", "agency")),
    lambda values: (values["agency"], values["name"]), _known_consultants, _read_consultants,
)  # fmt: skip
DECLARED = ListKind(
    "declared", Action.conflicts_declare, declared.FIELDS, ("name", "business_number", "since_on", "until_on", "what"),
    declared.identity, _known_declared, _read_declared,
)  # fmt: skip
KINDS = {kind.key: kind for kind in (AGENCIES, CONSULTANTS, DECLARED)}
