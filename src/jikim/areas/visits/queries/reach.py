"""Which visits an actor's seats reach, as a database filter: the list pages' half of rules.access.may()."""

from __future__ import annotations

from django.db.models import Q

from jikim.rules.access import GRANTED, Action, Actor, Reach


def reached(by: Actor, action: Action, prefix: str = "") -> Q:
    """A filter on visits (under `prefix`) that lets through what `by` may do `action` on, and nothing else."""
    found = Q(pk__in=[])
    at = f"{prefix}appointment__"
    for grant in by.grants:
        if grant.role not in GRANTED[action]:
            continue
        numbers = [int(key) for key in grant.keys if key.isdigit()]
        match grant.reach:
            case Reach.NATION:
                return Q()
            case Reach.REGION:
                found |= Q(**{f"{at}workplace__region__in": sorted(grant.keys)})
            case Reach.AGENCY:
                found |= Q(**{f"{at}consultant__agency__organisation_id__in": numbers})
            case Reach.WORKPLACE:
                found |= Q(**{f"{at}workplace_id__in": numbers})
            case Reach.PERSON:
                persons = [int(key.removeprefix("person:")) for key in grant.keys if key.removeprefix("person:").isdigit()]
                found |= Q(**{f"{at}consultant__person_id__in": persons}) | Q(**{f"{prefix}author_key__in": sorted(grant.keys)})
    return found
