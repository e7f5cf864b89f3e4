"""Writes sign-ins to the record. An unknown address is never written in clear: people type passwords into that field."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from jikim.areas.people.models import Person
from jikim.rules.access import Actor
from jikim.shared import audit

_VISITOR = Actor("visitor", "")


def record_success(request: HttpRequest, person: Person) -> None:
    audit.record(Actor(person.key, person.name), "signed_in", "person", person.key)


def record_failure(request: HttpRequest, address: str) -> None:
    """A wrong password. A known address points at its person, an unknown one leaves only a keyed hash."""
    person = Person.objects.filter(email=address.strip().lower()).first()
    if person is not None:
        audit.record(_VISITOR, "sign_in_failed", "person", person.key)
    else:
        audit.record(_VISITOR, "sign_in_failed", "address", hidden(address))


def hidden(address: str) -> str:
    """The address as a keyed hash: equal for equal addresses, readable by nobody."""
    return salted_hmac("jikim.address", address.strip().lower(), algorithm="sha256").hexdigest()[:32]


def axes_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Under which name axes counts failures: the hash of the address that was typed."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return hidden(str(typed))
