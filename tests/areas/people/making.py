"""People for tests: a person with a seat, and a browser in which that person has passed the second step."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from jikim.areas.people import factors
from jikim.areas.people.actions.persons import new_person, open_seat
from jikim.areas.people.models import Organisation, Person
from jikim.areas.people.queries import actor_of
from jikim.rules.access import Actor, Role

PASSWORD = "버스 정류장 파란 우산 열두 개"
CONSOLE = Actor.console("test")
_numbers = itertools.count(1)


def person(
    role: Role | None = None, keys: Sequence[str] = (), *, organisation: Organisation | None = None, region: str = "",
    email: str = "", name: str = "홍길동", demo: bool = False, language: str = "ko", second_step: bool = True,
) -> Person:  # fmt: skip
    """Somebody with at most one seat, and (unless told otherwise) an authenticator app."""
    address = email or f"{role.value if role else 'nobody'}{next(_numbers)}@example.org"
    somebody = new_person(
        email=address,
        name=name,
        password=PASSWORD,
        organisation=organisation,
        is_demo=demo,
        language=language,
    )
    if role is not None:
        seat(somebody, role, keys, organisation=organisation, region=region)
    if second_step:
        add_app(somebody)
    return somebody


def seat(
    somebody: Person,
    role: Role,
    keys: Sequence[str] = (),
    *,
    organisation: Organisation | None = None,
    region: str = "",
) -> int:
    opened = open_seat(
        person=somebody, role=role, reach_keys=keys, organisation=organisation, region=region, by=CONSOLE
    )
    return opened.pk


def agency(name: str = "한빛안전보건") -> Organisation:
    return Organisation.objects.get_or_create(kind=Organisation.Kind.AGENCY, name=name)[0]


def add_app(somebody: Person) -> str:
    """An authenticator app; returns its secret."""
    secret = generate_totp_secret()
    Authenticator.objects.create(
        user=somebody, type=Authenticator.Type.TOTP, data={"secret": factors.sealed(secret)}
    )
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def actor(somebody: Person) -> Actor:
    return actor_of(somebody)


def signed_in(client: Client, somebody: Person, *, proved: bool = True) -> Client:
    """The client as that person; with the second step passed in this session unless told otherwise."""
    client.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    records: list[dict[str, object]] = [{"method": "password", "at": time.time()}]
    if proved:
        records.append({"method": "mfa", "type": "totp", "at": time.time()})
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(somebody.pk)
    session.save()
    return client
