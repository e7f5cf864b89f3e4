"""A person changes the own name and language."""

from __future__ import annotations

from django.db import transaction

from jikim.areas.people.models import Person
from jikim.rules.access import Action, Actor
from jikim.shared import audit
from jikim.shared.access import require


def edit_account(*, person: Person, name: str, language: str, by: Actor) -> None:
    """Keep name and language; the record says which changed, not what from."""
    require(by, Action.account_manage)
    wanted = {"name": name.strip(), "language": language}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if not changed:
        return
    with transaction.atomic():
        for field in changed:
            setattr(person, field, wanted[field])
        person.save(update_fields=changed)
        audit.record(by, "account.changed", "person", person.key, fields=changed)
