"""Workplaces as later rooms reach them: through whoever visits them, now or before. Never a list to show by itself."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db.models import Q

from jikim.areas.dispatch.models import Appointment
from jikim.rules.access import GRANTED, Action, Actor, Reach, Where


def reached_workplaces(by: Actor, action: Action, *, field: str = "workplace") -> Q:
    """A filter on rows with a workplace under `field`: lets through what the actor's seats reach for `action`.

    Agencies and consultants reach a workplace by an appointment that was not cancelled.
    """
    found = visited_workplaces(by, action, field=field)
    for grant in by.grants:
        if grant.role not in GRANTED[action]:
            continue
        match grant.reach:
            case Reach.NATION:
                return Q()
            case Reach.REGION:
                found |= Q(**{f"{field}__region__in": sorted(grant.keys)})
            case Reach.WORKPLACE:
                found |= Q(**{f"{field}__in": [int(key) for key in grant.keys if key.isdigit()]})
    return found


def visited_workplaces(by: Actor, action: Action, *, field: str = "pk") -> Q:
    """The part of `reached_workplaces` that agencies and consultants reach; nothing for other seats."""
    found = Q(pk__in=[])
    visited = Appointment.objects.exclude(status="cancelled").values("workplace_id")
    for grant in by.grants:
        if grant.role not in GRANTED[action]:
            continue
        match grant.reach:
            case Reach.AGENCY:
                numbers = [int(key) for key in grant.keys if key.isdigit()]
                found |= Q(**{f"{field}__in": visited.filter(consultant__agency__organisation_id__in=numbers)})
            case Reach.PERSON:
                persons = [int(key.removeprefix("person:")) for key in grant.keys if key.removeprefix("person:").isdigit()]
                found |= Q(**{f"{field}__in": visited.filter(consultant__person_id__in=persons)})
    return found


def visited_keys(by: Actor, action: Action, *, season_id: int) -> AbstractSet[int]:
    """Keys of the season's workplaces that agencies and consultants reach for `action`; nothing for other seats."""
    found = Appointment.objects.filter(visited_workplaces(by, action, field="workplace"), workplace__season_id=season_id)
    return frozenset(found.order_by().values_list("workplace_id", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who comes to a workplace: its consultant, and the agency with its telephone, as far as they are known."""

    consultant: str
    agency: str
    agency_phone: str


def visitor_of(workplace_id: int) -> Visitor | None:
    """Of the workplace's latest visit that was not cancelled; None while none is planned. Asks no actor: callers ask for theirs."""
    row = (
        Appointment.objects.filter(workplace_id=workplace_id).exclude(status="cancelled").order_by("-on", "-pk")
        .values_list("consultant__name", "consultant__agency__organisation__name", "consultant__agency__contact_phone").first()
    )  # fmt: skip
    return Visitor(*row) if row else None


def workplace_where(workplace_id: int) -> Where:
    """Where a workplace lies: its region, the agency of its latest visit, and everybody who visits it."""
    rows = list(
        Appointment.objects.filter(workplace_id=workplace_id).exclude(status="cancelled").order_by("on", "pk")
        .values_list("workplace__region", "consultant__agency__organisation_id", "consultant__person_id")
    )  # fmt: skip
    if not rows:
        from jikim.areas.enrolment.public import workplace_of

        return workplace_of(workplace_id).where
    persons = frozenset(f"person:{person}" for _, _, person in rows if person)
    return Where(region=rows[-1][0], agency=str(rows[-1][1]), workplace=str(workplace_id), persons=persons)
