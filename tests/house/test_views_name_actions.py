"""Every address of the product names its action, or says on purpose that it is open to all. A new one without fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from jikim.rules.access import GRANTED, Action

#: addresses that belong to nobody's room; allauth's are all wrapped by people.views.signin and need no exception
UNMARKED: frozenset[str] = frozenset()

#: open to everybody, on purpose. A page that joins this list is a decision.
PUBLIC_BY_NAME = frozenset({
    "front", "language", "gallery", "mail_stop", "health_live", "health_ready", "offline",
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_authenticate", "mfa_login_webauthn", "invitation", "invitation_open",
})  # fmt: skip


@dataclass(frozen=True)
class Address:
    route: str
    name: str
    view: Any


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern):
            yield Address(route, entry.name or "", entry.callback)


def test_there_are_addresses() -> None:
    assert len(list(addresses())) > 30


@pytest.mark.parametrize("address", list(addresses()), ids=lambda address: address.route)
def test_every_address_names_its_action(address: Address) -> None:
    if address.route in UNMARKED:
        return
    marked = hasattr(address.view, "jikim_action")
    assert marked, f"{address.route}: mark its view with @acts(Action.…) or @public_page"
    action = address.view.jikim_action
    assert action is None or (isinstance(action, Action) and GRANTED[action])


def test_every_address_has_a_name() -> None:
    assert not [address.route for address in addresses() if not address.name]


def test_no_name_is_used_twice() -> None:
    names = [address.name for address in addresses()]
    assert not {name for name in names if names.count(name) > 1}
