"""Declared conflicts as lists show them: whose, which workplace, and which of the season's workplaces it means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.areas.dispatch.models import DeclaredConflict
from jikim.areas.dispatch.queries.conflicts import matches
from jikim.areas.dispatch.queries.reach import either, reached
from jikim.rules.access import Action, Actor
from jikim.rules.intake_cells import shown_business_number
from jikim.shared.ui.tables import Asked, narrow


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    id: int
    agency: str
    consultant: str
    number: str
    business_number: str
    name: str
    since_on: dt.date | None
    until_on: dt.date | None
    what: str
    declared_at: dt.datetime
    declared_by: str
    ended_at: dt.datetime | None
    #: 관리번호 of the season's workplaces meant; empty while none of them has applied
    meant: tuple[str, ...]


def declared(
    *, season_id: int, asked: Asked, by: Actor, agency_id: int | None = None, consultant_id: int | None = None
) -> tuple[list[DeclaredLine], int]:
    """Declarations within reach, those that have ended last."""
    reach = either(
        reached(by, Action.agencies_see, agency="agency__"),
        reached(by, Action.conflicts_declare, agency="agency__", person="consultant__person_id"),
    )
    rows = DeclaredConflict.objects.filter(reach, agency__season_id=season_id).select_related("agency__organisation", "consultant")
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    if consultant_id is not None:
        rows = rows.filter(consultant_id=consultant_id)
    found, total = narrow(
        rows, asked,
        sort={"agency": "agency__organisation__name", "name": "name", "number": "workplace_number", "since_on": "since_on",
              "declared_at": "declared_at"},
        search=("name", "business_number", "workplace_number", "agency__organisation__name", "consultant__name"),
        filters={"state": lambda rows, value: rows.filter(ended_at__isnull=value == "open")},
    )  # fmt: skip
    meant = matches(season_id=season_id)
    return [
        DeclaredLine(
            one.pk, one.agency.organisation.name, one.consultant.name if one.consultant else "", one.workplace_number,
            shown_business_number(one.business_number) if one.business_number else "", one.name, one.since_on, one.until_on, one.what,
            one.declared_at, one.declared_by_name, one.ended_at, meant.get(one.pk, ()),
        )
        for one in found
    ], total  # fmt: skip
