"""The made-up people of a model season: one per role, only in a demo, able to sign in with the one password."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from jikim.areas.people.actions.invitations import GOOD_FOR
from jikim.areas.people.models import Invitation, Person
from jikim.areas.people.public import Offer, demo_accounts_exist, demo_addresses, invite, make_demo_people
from jikim.rules.access import Role
from jikim.shared.access import Refused
from jikim.shared.clock import rehearsing
from tests.areas.people.making import CONSOLE, actor, agency, person

pytestmark = pytest.mark.django_db


def make(password: str = "demo-password-of-the-day") -> dict[Role, Person]:
    return make_demo_people(
        by=CONSOLE,
        password=password,
        regions=["seoul"],
        agency=agency(),
        workplace_key="1",
        workplace_region="seoul",
    )


def test_not_outside_a_demo() -> None:
    with pytest.raises(Refused):
        make()
    assert not demo_accounts_exist()


def test_one_per_role_with_the_right_reach(settings) -> None:
    settings.JIKIM_DEMO = True
    made = make()
    assert [somebody.email for somebody in made.values()] == demo_addresses()
    assert demo_accounts_exist()
    assert actor(made[Role.REGION]).keys(Role.REGION) == {"seoul"}
    assert actor(made[Role.AGENCY]).keys(Role.AGENCY) == {str(agency().pk)}
    assert actor(made[Role.MANAGER]).keys(Role.MANAGER) == {"1"}
    assert actor(made[Role.CONSULTANT]).keys(Role.CONSULTANT) == {made[Role.CONSULTANT].key}
    assert all(actor(somebody).roles == {role} for role, somebody in made.items())


def test_made_again_renews_the_password_only(settings, client: Client) -> None:
    settings.JIKIM_DEMO = True
    make()
    make("another-password-entirely")
    assert Person.objects.filter(is_demo=True).count() == 12
    answer = client.post(
        reverse("account_login"), {"login": "office@demo.jikim.test", "password": "another-password-entirely"}
    )
    assert answer.url == reverse("home")
    assert client.get(reverse("seats")).status_code == 200


def test_only_the_console_makes_them(settings) -> None:
    settings.JIKIM_DEMO = True
    with pytest.raises(Refused):
        make_demo_people(by=actor(person(Role.OFFICE)), password="x", regions=["seoul"])


def test_a_rehearsed_season_is_dated_in_its_own_year(settings) -> None:
    settings.JIKIM_DEMO = True
    with rehearsing(dt.date(2017, 4, 3)):
        office = make()[Role.OFFICE]
        issued = invite(email="new@example.org", offer=Offer(Role.EDITOR), by=actor(office))
    assert office.seats.get().since.year == office.joined_at.year == 2017
    offered = Invitation.objects.get(pk=issued.invitation_id)
    assert offered.expires_at - offered.sent_at == GOOD_FOR
