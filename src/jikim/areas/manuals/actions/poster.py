"""Writes down whom a workplace's people turn to, and gives its poster a new address."""

from __future__ import annotations

import secrets

from django.db import transaction

from jikim.areas.enrolment.public import workplace_of
from jikim.areas.manuals.models import PosterContact
from jikim.rules.access import Action, Actor, Where
from jikim.shared import audit
from jikim.shared.access import require
from jikim.shared.clock import today

TOKEN_BYTES = 9


def set_contact(
    *, workplace_id: int, officer: str, officer_role: str = "", phone: str = "", channel: str = "", break_room: str = "",
    occupation: str = "", by: Actor,
) -> str:  # fmt: skip
    """Returns the token; the address stays the same when the words change."""
    with transaction.atomic():
        _require(workplace_id, by)
        told = {
            "officer": officer, "officer_role": officer_role, "phone": phone, "channel": channel, "break_room": break_room,
            "occupation": occupation, "changed_on": today(),
        }  # fmt: skip
        one, _ = PosterContact.objects.update_or_create(
            workplace_id=workplace_id, defaults=told, create_defaults={**told, "token": _token()}
        )  # fmt: skip
        audit.record(by, "poster.contact_set", "workplace", workplace_id)
        return str(one.token)


def renew_address(*, workplace_id: int, by: Actor) -> str:
    """The old poster then shows nobody any more. PosterContact.DoesNotExist if nothing was written yet."""
    with transaction.atomic():
        _require(workplace_id, by)
        one = PosterContact.objects.select_for_update().get(workplace_id=workplace_id)
        one.token = _token()
        one.save(update_fields=["token"])
        audit.record(by, "poster.address_renewed", "workplace", workplace_id)
        return one.token


def _require(workplace_id: int, by: Actor) -> None:
    line = workplace_of(workplace_id)
    require(by, Action.poster_contact_edit, Where(region=line.region, workplace=str(workplace_id)))


def _token() -> str:
    """Not to be guessed: an address shows who is responsible at one workplace."""
    return secrets.token_urlsafe(TOKEN_BYTES)
