"""Which agencies and consultants an actor's seats reach, as a database filter. An agency never reaches another's people."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from jikim.rules.access import GRANTED, Action, Actor, Reach


def reached(by: Actor, action: Action, *, agency: str = "", person: str = "") -> Q:
    """A filter that lets through what `by` may do `action` on, and nothing else.

    Args: agency: path to the agency ("" when the rows are agencies, "agency__" from a consultant); person: path to the
    consultant's person id, empty where a consultant's own seat reaches nothing.
    """
    roles = GRANTED[action]
    found = Q(pk__in=[])
    for grant in by.grants:
        if grant.role not in roles:
            continue
        match grant.reach:
            # a regional office sees whoever is under contract: agencies work across its borders
            case Reach.NATION | Reach.REGION:
                return Q()
            case Reach.AGENCY:
                found |= Q(**{f"{agency}organisation_id__in": [int(key) for key in grant.keys if key.isdigit()]})
            case Reach.PERSON if person:
                keys = [key.removeprefix("person:") for key in grant.keys]
                found |= Q(**{f"{person}__in": [int(key) for key in keys if key.isdigit()]})
            case _:
                continue
    return found


def either(*reaches: Q) -> Q:
    """What any of several reaches lets through. An empty filter is everything, and `|` alone would lose it."""
    return reduce(or_, reaches) if all(reaches) else Q()
