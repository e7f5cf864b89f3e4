"""Every page of people in both languages: Korean pages without English sentences, English pages without Korean ones."""

from __future__ import annotations

import html
import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_second_step_adapter
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jikim.areas.people import letters
from jikim.areas.people.actions.invitations import Offer, invite
from jikim.areas.people.models import Seat
from jikim.rules.access import Role
from tests.areas.people.making import PASSWORD, actor, agency, person, signed_in

pytestmark = pytest.mark.django_db

VISITOR = [
    "account_login", "account_inactive", "account_signup", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key_done",
]  # fmt: skip
OFFICE = [
    "account", "seats", "invitations", "invite", "mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "account_change_password", "account_logout",
    "account_reauthenticate", "mfa_reauthenticate", "mfa_download_recovery_codes",
]  # fmt: skip
#: what stays as it is in either language: addresses, names of persons and things, codes
NAMES = ("Hong", "한국어", "English", "Jikim", "PIN", "JIKIM", "CSV", "Excel", "W0001")


def words(page: str) -> str:
    """What a reader sees in the page's main part."""
    main = page.partition("<main")[2].partition("</main>")[0] or page
    main = re.sub(r"<script.*?</script>|<svg.*?</svg>|<code.*?</code>", " ", main, flags=re.S)
    attributes = " ".join(re.findall(r'(?:placeholder|title|alt|aria-label)="([^"]*)"', main))
    text = html.unescape(re.sub(r"<[^>]+>", " ", main) + " " + attributes)
    for name in NAMES:
        text = text.replace(name, "")
    return re.sub(r"\S+@\S+|https?://\S+", " ", text)


def check(page: str, language: str, where: str) -> None:
    text = words(page)
    wrong = (
        re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]{2,})+", text)
        if language == "ko"
        else re.findall(r"[가-힣]+", text)
    )
    assert not wrong, f"{where} in {language}: {wrong[:5]}"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_visitors_pages(client: Client, language: str) -> None:
    client.cookies["jikim_language"] = language
    for name in VISITOR:
        check(client.get(reverse(name)).content.decode(), language, name)
    wrong = client.post(reverse("account_login"), {"login": "x", "password": ""}).content.decode()
    check(wrong, language, "sign-in with nothing")
    check(
        client.post(reverse("account_login"), {"login": "x@example.org", "password": "x"}).content.decode(),
        language,
        "wrong",
    )
    dead = client.get(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "a-b"}))
    check(dead.content.decode(), language, "dead link")
    check(client.get(reverse("invitation")).content.decode(), language, "no invitation")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages_of_a_seat(client: Client, language: str) -> None:
    office = person(Role.OFFICE, name="Hong", language=language)
    foreign = person(Role.CONSULTANT, organisation=agency("Hong"), name="Hong")
    invite(
        email="new@example.org", offer=Offer(Role.EDITOR), by=actor(office), name="Hong", language=language
    )
    signed_in(client, office)
    client.cookies["jikim_language"] = language
    key = Authenticator.objects.create(user=office, type="webauthn", data={"name": "Hong", "credential": {}})
    Authenticator.objects.filter(pk=key.pk).delete()
    client.post(reverse("mfa_generate_recovery_codes"))
    held = Seat.objects.get(person=foreign)
    paths = [reverse(name) for name in OFFICE]
    paths += [reverse("invite") + f"?role={role.value}" for role in (Role.REGION, Role.AGENCY, Role.EDITOR)]
    paths += [reverse("seat", args=[held.pk]), reverse("seat_end", args=[held.pk])]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        check(answer.content.decode(), language, path)
    bad = client.post(
        reverse("account_change_password"), {"oldpassword": "x", "password1": "password", "password2": "y"}
    )
    check(bad.content.decode(), language, "password change")
    differ = {"oldpassword": PASSWORD, "password1": "lighthouse under seven pigeons", "password2": "y"}
    check(client.post(reverse("account_change_password"), differ).content.decode(), language, "two passwords")
    check(
        client.post(reverse("invite"), {"role": "region", "email": "x"}).content.decode(),
        language,
        "bad invitation",
    )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_setting_up_the_app(client: Client, language: str) -> None:
    somebody = person(Role.OFFICE, second_step=False, name="Hong")
    signed_in(client, somebody, proved=False)
    client.cookies["jikim_language"] = language
    check(client.get(reverse("mfa_index")).content.decode(), language, "set-up")
    check(client.get(reverse("mfa_activate_totp")).content.decode(), language, "app")
    check(client.post(reverse("mfa_activate_totp"), {"code": "12"}).content.decode(), language, "wrong code")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_second_step_page(client: Client, language: str) -> None:
    somebody = person(Role.OFFICE, name="Hong")
    client.cookies["jikim_language"] = language
    client.post(reverse("account_login"), {"login": somebody.email, "password": PASSWORD})
    page = client.get(reverse("mfa_authenticate"))
    assert page.status_code == 200
    check(page.content.decode(), language, "second step")


def test_every_letter_in_both_languages() -> None:
    for name, (subject, body) in letters.ACCOUNT_LETTERS.items():
        for language in ("ko", "en"):
            made = letters.account_letter(name, language, {"password_reset_url": "https://example.org/x"})
            assert made is not None
            korean = bool(re.search("[가-힣]{4}", made[1]))
            assert korean is (language == "ko"), name
        assert subject.ko != subject.en
        assert body.ko != body.en
    assert letters.account_letter("account/email/unknown_account", "ko", {}) is None


def test_what_allauth_says_is_said_by_us(rf) -> None:
    """Every error of allauth that can come up here has words of ours; the others belong to things we do not offer."""
    ours = {
        "account_inactive", "email_password_mismatch", "enter_current_password", "incorrect_code", "incorrect_password",
        "invalid_password_reset",
    }  # fmt: skip
    from allauth.core import context

    with context.request_context(rf.get("/")), translation.override("ko"):
        for key in ours:
            assert re.search("[가-힣]", str(get_adapter().error_messages[key])), key
        for key in ("incorrect_code", "cannot_delete_authenticator", "cannot_generate_recovery_codes"):
            assert re.search("[가-힣]", str(get_second_step_adapter().error_messages[key])), key


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client: Client, rows: int, django_assert_max_num_queries
) -> None:
    signed_in(client, person(Role.OFFICE))
    for _ in range(rows):
        person(Role.EDITOR)
    client.get(reverse("seats"))
    with django_assert_max_num_queries(7):
        client.get(reverse("seats"))
