"""Seats, invitations and persons as small values. Never changes anything."""

from __future__ import annotations

from jikim.areas.people.models import Person
from jikim.rules.access import Actor, Grant, Role


def actor_of(person: Person) -> Actor:
    """The person with everything their open seats grant."""
    grants = tuple(
        Grant(Role(role), frozenset(str(key) for key in keys))
        for role, keys in person.seats.filter(ended_at=None).order_by("pk").values_list("role", "reach_keys")
    )
    return Actor(person.key, person.name, grants)
