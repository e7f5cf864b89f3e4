"""The sign-in runs out in the middle of a form: whoever typed it finds it again after signing in, and nobody else does."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jikim.areas.enrolment.models import Prospect
from jikim.areas.people import interrupted
from jikim.rules.access import Role
from tests.areas.enrolment.made import season
from tests.areas.people.making import PASSWORD, person

pytestmark = pytest.mark.django_db
TYPED = {"name": "새봄마트", "region": "seoul", "phone": "02-111-2222", "email": "", "note": "길게 적은 경위"}


@pytest.fixture(autouse=True)
def without_second_step(settings) -> None:
    settings.JIKIM_DEMO = True
    season()


def demo_person(role: Role, name: str):
    return person(role, email=f"{name}@demo.jikim.test", second_step=False, demo=True)


def ran_out(client: Client) -> None:
    """As when the session's time is over: the row is gone and the browser forgets its cookie."""
    Session.objects.all().delete()
    del client.cookies[settings.SESSION_COOKIE_NAME]


def sign_in(client: Client, email: str) -> str:
    return client.post(f"{reverse('account_login')}?next={reverse('prospect_new')}", {"login": email, "password": PASSWORD}).url


def test_what_was_typed_is_there_after_signing_in_again_and_is_saved_by_one_button(client: Client) -> None:
    office = demo_person(Role.OFFICE, "office")
    sign_in(client, office.email)
    client.get(reverse("home"))
    ran_out(client)
    refused = client.post(reverse("prospect_new"), TYPED)
    assert refused.url.startswith(reverse("account_login"))
    assert "길게 적은 경위" not in str(Session.objects.get().get_decoded()), "it lies sealed"

    sign_in(client, office.email)
    page = client.get(reverse("prospect_new"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("interrupted_form")
    shown = page.content.decode()
    assert "<li>길게 적은 경위</li>" in shown
    assert "<li>seoul</li>" not in shown, "a key of a choice is nothing anybody typed"
    assert f'action="{reverse("prospect_new")}"' in shown
    sent_on = client.post(reverse("prospect_new"), dict(page.context["sent"].values))
    assert sent_on.status_code == 302
    assert Prospect.objects.get().note == "길게 적은 경위"
    assert client.get(reverse("home")).status_code == 200, "it is shown once"


def test_somebody_else_at_the_same_desk_sees_nothing_of_it(client: Client) -> None:
    office, other = demo_person(Role.OFFICE, "office"), demo_person(Role.AUDITOR, "auditor")
    sign_in(client, office.email)
    client.get(reverse("home"))
    ran_out(client)
    client.post(reverse("prospect_new"), TYPED)
    sign_in(client, other.email)
    page = client.get(reverse("home"), follow=True)
    assert not page.redirect_chain
    assert "길게" not in client.get(reverse("interrupted_form"), follow=True).content.decode()
    client.logout()
    sign_in(client, office.email)
    assert not client.get(reverse("home"), follow=True).redirect_chain, "and it is gone"


def test_nothing_is_kept_of_a_visitor_or_after_signing_out_oneself(client: Client) -> None:
    client.post(reverse("prospect_new"), TYPED)
    assert not Session.objects.exists()
    office = demo_person(Role.OFFICE, "office")
    sign_in(client, office.email)
    client.get(reverse("home"))
    client.post(reverse("account_logout"))
    client.post(reverse("prospect_new"), TYPED)
    assert not Session.objects.exists()


@pytest.mark.parametrize("role", sorted(interrupted.NEVER_KEPT))
def test_seats_that_hear_workers_keep_nothing(client: Client, role: Role) -> None:
    somebody = demo_person(role, "somebody")
    sign_in(client, somebody.email)
    client.get(reverse("home"))
    ran_out(client)
    client.post(reverse("prospect_new"), TYPED)
    assert not Session.objects.exists()


def test_files_are_asked_for_again_and_too_much_is_not_kept(client: Client) -> None:
    office = demo_person(Role.OFFICE, "office")
    sign_in(client, office.email)
    client.get(reverse("home"))
    ran_out(client)
    client.post(reverse("import_start"), {"sheet": SimpleUploadedFile("a.csv", b"a,b")})
    sign_in(client, office.email)
    assert client.get(reverse("interrupted_form")).context["sent"].had_files
    client.post(reverse("interrupted_form"))
    ran_out(client)
    client.post(reverse("prospect_new"), TYPED | {"note": "가" * interrupted.MOST_BYTES})
    assert not Session.objects.exists()


def test_it_is_forgotten_after_half_an_hour(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    office = demo_person(Role.OFFICE, "office")
    sign_in(client, office.email)
    client.get(reverse("home"))
    ran_out(client)
    client.post(reverse("prospect_new"), TYPED)
    monkeypatch.setattr(interrupted, "KEPT_SECONDS", -1)
    sign_in(client, office.email)
    assert not client.get(reverse("home"), follow=True).redirect_chain
