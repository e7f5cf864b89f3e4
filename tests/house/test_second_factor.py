"""Over every address and every staff role: without a proved second step nothing opens but its set-up, leaving, language,
static files and health. Literal on purpose: an exemption added in the middleware fails here until it is decided twice."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse

from jikim.rules.access import REACH_OF_ROLE, STAFF_ROLES, Reach, Role
from tests.areas.people.making import add_app, agency, person, signed_in
from tests.house.test_views_name_actions import Address, addresses

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

ALWAYS = frozenset({"language", "account_logout", "health_live", "health_ready"})
SETTING_UP = ALWAYS | {
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes", "account_reauthenticate",
}  # fmt: skip
PROVING = ALWAYS | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
KEYS = {Reach.REGION: ["busan"], Reach.WORKPLACE: ["1"]}


def path_of(address: Address) -> str:
    """An address with something in every place; what it names need not exist, for nobody should get that far."""
    plain = re.sub(
        r"<(?:(\w+):)?\w+>",
        _something,
        re.sub(r"\(\?P<\w+>(.+?)\)(?=[^)]*$|[^)]*\()", _fitting, address.route),
    )
    return "/" + plain.replace("^", "").replace("$", "").replace("\\", "")


def _something(place: re.Match[str]) -> str:
    return {"int": "1", "uuid": "00000000-0000-4000-8000-000000000001", "in_language": ""}.get(place[1], "x")


def _fitting(group: re.Match[str]) -> str:
    return next(word for word in ("1", "x", *group[1].split("|")) if re.fullmatch(group[1], word))


def somebody(role: Role):
    keys = KEYS.get(REACH_OF_ROLE[role], [])
    return person(
        role,
        keys,
        organisation=agency() if role in (Role.AGENCY, Role.CONSULTANT) else None,
        second_step=False,
    )


EVERY = sorted({(address.name, path_of(address)) for address in addresses()})
#: the worker's and the open pages know no seat at all: they go a short way, past sign-in and session
OPEN = {address.name for address in addresses() if getattr(address.view, "jikim_open", False)}
ALL = [(name, path) for name, path in EVERY if not path.startswith("/q/") and name not in OPEN]


def opened(client: Client, turned_to: str, *, posting: bool) -> set[str]:
    """The names of the addresses that did something else than turn the visitor away."""
    found = set()
    for name, path in ALL:
        for method in (client.get, client.post) if posting else (client.get,):
            answer = method(path)
            if not (answer.status_code == 302 and answer["Location"].partition("?")[0] == turned_to):
                found.add(name)
        if name == "account_logout":
            return_to(client)
    return found


def return_to(client: Client) -> None:
    signed_in(client, client.who, proved=False)  # type: ignore[attr-defined]


#: the gate asks whether a seat is staff's, not which: while working the office stands for all, the full run tries each
EACH_ROLE = [pytest.param(role, marks=[] if role is Role.OFFICE else pytest.mark.slow) for role in sorted(STAFF_ROLES)]


@pytest.mark.parametrize("role", EACH_ROLE)
def test_without_a_second_step_only_its_set_up_opens(role: Role) -> None:
    client = Client()
    client.who = somebody(role)  # type: ignore[attr-defined]
    return_to(client)
    # the set-up pages themselves may turn to the recovery codes or the confirmation; they are inside the exemption
    assert opened(client, reverse("mfa_index"), posting=role is Role.OFFICE) <= SETTING_UP
    assert client.get("/no/such/page/").status_code == 302, "not even what exists is told"


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_a_seat_of_any_staff_role_is_turned_to_the_set_up(role: Role) -> None:
    client = Client()
    signed_in(client, somebody(role), proved=False)
    for method in (client.get, client.post):
        answer = method(reverse("home"))
        assert answer.status_code == 302
        assert answer["Location"].partition("?")[0] == reverse("mfa_index")


@pytest.mark.parametrize("role", [Role.OFFICE])
def test_with_a_second_step_not_yet_used_only_proving_opens(role: Role) -> None:
    client = Client()
    client.who = somebody(role)  # type: ignore[attr-defined]
    add_app(client.who)  # type: ignore[attr-defined]
    return_to(client)
    assert opened(client, reverse("mfa_reauthenticate"), posting=True) <= PROVING


def test_the_way_in_stays_open() -> None:
    """The gate must not lock its own key in: each exempt page answers."""
    client = Client()
    client.who = somebody(Role.OFFICE)  # type: ignore[attr-defined]
    return_to(client)
    for name in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).status_code == 200, name
    assert client.get("/health/live").status_code == 200
    assert client.head("/static/jikim/mark.svg").status_code == 200
    assert client.post(reverse("language"), {"language": "en"}).status_code == 302
    assert client.post(reverse("account_logout"), {}).url == reverse("front")


def test_a_manager_and_a_visitor_are_not_held_up() -> None:
    assert Client().get(reverse("front")).status_code == 200
    manager = signed_in(Client(), person(Role.MANAGER, ["1"], second_step=False), proved=False)
    assert manager.get(reverse("account")).status_code == 200


def test_every_address_was_tried() -> None:
    assert {name for name, _ in EVERY} == {address.name for address in addresses()}
    assert all(resolve(path).url_name == name for name, path in EVERY)
