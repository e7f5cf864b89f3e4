"""Which workplaces an actor's seats reach, as a database filter. The list pages' half of rules.access.may()."""

from __future__ import annotations

from django.db.models import Q

from jikim.rules.access import GRANTED, Action, Actor, Reach


def reached(by: Actor, action: Action, *, prefix: str = "workplace__") -> Q:
    """A filter on workplaces (under `prefix`) that lets through what `by` may do `action` on, and nothing else.

    Agencies and consultants reach workplaces through their allotment, which dispatch brings; until then none.
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
