"""Which workplaces an actor's seats reach, as a database filter. The list pages' half of rules.access.may()."""

from __future__ import annotations

from django.db.models import Q

from jikim.areas.enrolment.visitors import visitors
from jikim.rules.access import GRANTED, Action, Actor, Reach


def reached(by: Actor, action: Action, *, prefix: str = "workplace__") -> Q:
    """A filter on workplaces (under `prefix`) that lets through what `by` may do `action` on, and nothing else.

    Agencies and consultants reach none by it: they reach what they visit, see `reached_or_visited`.
    """
    roles = GRANTED[action]
    nothing = Q(pk__in=[])
    found = nothing
    for grant in by.grants:
        if grant.role not in roles:
            continue
        match grant.reach:
            case Reach.NATION:
                return Q()
            case Reach.REGION:
                found |= Q(**{f"{prefix}region__in": sorted(grant.keys)})
            case Reach.WORKPLACE:
                found |= Q(**{f"{prefix}pk__in": sorted(int(key) for key in grant.keys if key.isdigit())})
            case _:
                continue
    return found


def reached_or_visited(by: Actor, action: Action) -> Q:
    """A filter on `Workplace`: as `reached`, and for agencies and consultants the workplaces they visit."""
    found = reached(by, action, prefix="")
    if not found or visitors.reached is None:  # an empty filter is the whole nation, and must stay so beside another
        return found
    return found | visitors.reached(by, action)
