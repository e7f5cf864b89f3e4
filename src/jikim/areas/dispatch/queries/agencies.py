"""Agencies as the pages show them, within the actor's reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from jikim.areas.dispatch.models import SERVING, Agency, Consultant
from jikim.areas.dispatch.queries.reach import reached
from jikim.areas.dispatch.queries.words import region_names
from jikim.rules.access import Action, Actor, Verdict, may
from jikim.rules.words import Text
from jikim.shared.ui.tables import Asked, narrow
from jikim.shared.workflow.models import StatusChange


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency in the list; consultants and days of those who may be sent."""

    id: int
    name: str
    status: str
    regions: Text
    region_keys: tuple[str, ...]
    monthly_visit_maximum: int
    consultants: int
    waiting: int
    days_per_month: int
    contract_number: str
    contract_starts_on: dt.date | None
    contract_ends_on: dt.date | None
    contact_name: str
    contact_phone: str
    contact_email: str


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """One agency, what it holds, and what the actor may do with it."""

    line: AgencyLine
    season_id: int
    version: int
    conflicts: int
    history: tuple[StatusChange, ...]
    may_record: Verdict
    may_add_people: Verdict
    may_declare: Verdict
    may_decline: Verdict


def agencies(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[AgencyLine], int]:
    """Agencies of the season the actor reaches; two statements whatever their number."""
    found, total = narrow(
        _counted(by).filter(season_id=season_id), asked,
        sort={"name": "organisation__name", "status": "status", "monthly_visit_maximum": "monthly_visit_maximum",
              "consultants": "people", "days_per_month": "days", "waiting": "asked_for"},
        search=("organisation__name", "contract_number"), filters={"status": "status"},
    )  # fmt: skip
    return [_line(one) for one in found], total


def agency_page(*, agency_id: int, by: Actor) -> AgencyPage:
    """One agency within reach. Raises Agency.DoesNotExist beyond it, as if it were not there."""
    one = _counted(by).get(pk=agency_id)
    where = one.where()
    return AgencyPage(
        _line(one), one.season_id, one.version, one.conflicts.filter(ended_at=None, consultant=None).count(),
        tuple(StatusChange.objects.filter(thing_kind="agency", thing_key=one.workflow_key())),
        may(by, Action.agencies_record, where), may(by, Action.consultants_record, where), may(by, Action.conflicts_declare, where),
        may(by, Action.allotment_decline, where),
    )  # fmt: skip


def own_agencies(*, season_id: int, by: Actor) -> list[AgencyLine]:
    """The agencies whose people and lists the actor may keep."""
    found = _counted(by).filter(reached(by, Action.consultants_record), season_id=season_id).exclude(status="left")
    return [_line(one) for one in found.order_by("organisation__name")]


def agency_ids(*, season_id: int) -> list[int]:
    """The season's agencies in the order they were recorded. Asks no actor."""
    return list(Agency.objects.filter(season_id=season_id).order_by("pk").values_list("pk", flat=True))


def regions_of(*, agency_id: int) -> frozenset[str]:
    return frozenset(Agency.objects.values_list("regions", flat=True).get(pk=agency_id))


def people_of(*, agency_id: int) -> dict[str, int]:
    """The agency's consultants by name. Asks no actor."""
    return dict(Consultant.objects.filter(agency_id=agency_id).exclude(status="ended").values_list("name", "pk"))


def first_agency_organisation(*, season_id: int) -> Any:
    """The organisation of the season's first agency, for a model season's seats."""
    first = Agency.objects.filter(season_id=season_id).select_related("organisation").first()
    return first.organisation if first else None


def agency_name(organisation_id: int) -> str:
    """Of an organisation that has or had a contract. Agency.DoesNotExist for any other. Asks no actor."""
    return Agency.objects.select_related("organisation").filter(organisation_id=organisation_id).latest("pk").organisation.name


def agency_addresses(organisation_ids: Iterable[int]) -> dict[int, str]:
    """Where to write to each, as its newest contract says; only those that gave an address. Asks no actor."""
    rows = Agency.objects.filter(organisation_id__in=list(organisation_ids)).order_by("pk").values_list("organisation_id", "contact_email")
    return {key: email for key, email in rows if email}


def _counted(by: Actor) -> Any:
    serving = Q(consultants__status__in=SERVING)
    return Agency.objects.filter(reached(by, Action.agencies_see)).select_related("organisation").annotate(
        people=Count("consultants", filter=serving), days=Sum("consultants__days_per_month", filter=serving, default=0),
        asked_for=Count("consultants", filter=Q(consultants__status__in=("proposed", "renewing"))),
    )  # fmt: skip


def _line(one: Any) -> AgencyLine:
    return AgencyLine(
        one.pk, one.organisation.name, one.status, region_names(one.regions), tuple(one.regions), one.monthly_visit_maximum,
        one.people, one.asked_for, one.days, one.contract_number, one.contract_starts_on, one.contract_ends_on,
        one.contact_name, one.contact_phone, one.contact_email,
    )  # fmt: skip
