"""The second step of signing in: who needs it, who has it, whether this session proved it. Secrets rest encrypted."""

from __future__ import annotations

import base64
import hashlib
import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest

from jikim.areas.people.models import Person
from jikim.rules.access import STAFF_ROLES, Actor, Role

#: recovery codes are a way back, not a second step of their own
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_required(person: Person, actor: Actor) -> bool:
    """Every staff seat needs a second step; only the made-up people of a model season do without."""
    if settings.JIKIM_DEMO and person.is_demo:
        return False
    return bool(actor.roles & STAFF_ROLES)


def has_one(person: Person) -> bool:
    return Authenticator.objects.filter(user_id=person.pk, type__in=STRONG).exists()


def is_proved(request: HttpRequest, person: Person) -> bool:
    """Did this very session pass a second step? A session older than the factor has to prove it once."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))


def prove(request: HttpRequest, person: Person, authenticator_type: str) -> None:
    """The factor was set up in this session, with its first code: that is the proof."""
    record_authentication(request, person, "mfa", type=authenticator_type)


def is_fresh(request: HttpRequest) -> bool:
    """Was any step of signing in or confirming taken within the time sensitive changes allow?"""
    user = request.user
    if not user.is_authenticated:
        return False
    latest = max(
        (float(record.get("at", 0)) for record in get_authentication_records(request, user)), default=0.0
    )
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def may_remove(authenticator: Authenticator) -> bool:
    """The last second step of somebody who needs one stays until another is set up."""
    if authenticator.type not in STRONG:
        return True
    person = Person.objects.get(pk=authenticator.user_id)
    roles = {Role(role) for role in person.seats.filter(ended_at=None).values_list("role", flat=True)}
    if not roles & STAFF_ROLES or (settings.JIKIM_DEMO and person.is_demo):
        return True
    return (
        Authenticator.objects.filter(user_id=person.pk, type__in=STRONG).exclude(pk=authenticator.pk).exists()
    )


def sealed(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """The secret back. An unreadable one (another SECRET_KEY) fits no code, so the person uses a recovery code."""
    try:
        return _box().decrypt(text.encode()).decode()
    except InvalidToken:
        return base64.b32encode(hashlib.sha256(str(time.time_ns()).encode()).digest()[:20]).decode()


def _box() -> Fernet:
    digest = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"jikim.factors").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
