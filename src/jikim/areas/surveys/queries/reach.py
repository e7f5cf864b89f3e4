"""Which rounds an actor's seats reach, as a database filter: by place, and for a consultant by the visits given to them."""

from __future__ import annotations

from django.db.models import Q

from jikim.areas.enrolment.public import reached
from jikim.rules.access import GRANTED, Action, Actor, Reach


def reached_rounds(by: Actor, action: Action) -> Q:
    """A filter on rounds (or card sheets) that lets through what `by` may do `action` on, and nothing else."""
    roles = GRANTED[action]
    persons = {
        key for grant in by.grants if grant.role in roles and grant.reach is Reach.PERSON for key in grant.keys if key
    }
    places = reached(by, action)
    if not places:  # an empty filter is the whole nation, and must stay so beside another
        return places
    return places | Q(consultant_key__in=sorted(persons)) if persons else places
