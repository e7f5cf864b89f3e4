"""The second step: set up, proved per session, never left without one, kept encrypted, asked again for sensitive acts."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from jikim.areas.people import factors
from jikim.areas.people.actions.factors import reset_second_step
from jikim.areas.people.models import Seat
from jikim.rules.access import Role
from jikim.shared.access import Conflict, Refused
from jikim.shared.audit.models import AuditRow
from jikim.shared.mail.models import MailMessage
from tests.areas.people.making import (
    CONSOLE,
    PASSWORD,
    actor,
    add_app,
    agency,
    code_of,
    person,
    seat,
    signed_in,
)

pytestmark = pytest.mark.django_db


def test_setting_up_the_app_opens_the_seat_and_shows_recovery_codes(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    somebody = person(Role.OFFICE, second_step=False)
    signed_in(client, somebody, proved=False)
    assert client.get(reverse("seats")).url == reverse("mfa_index")
    assert "둘 중 하나를 등록해" in client.get(reverse("mfa_index")).content.decode()
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    codes = client.get(done.url)
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(reverse("seats")).status_code == 200
    assert secret not in str(Authenticator.objects.get(user=somebody, type="totp").data), "encrypted at rest"
    assert AuditRow.objects.filter(verb="second_factor.added", thing_key=somebody.key).count() == 1
    assert MailMessage.objects.filter(to=somebody.email).count() == 1


def test_a_session_older_than_the_factor_has_to_prove_it(client: Client) -> None:
    somebody = person(Role.OFFICE, second_step=False)
    signed_in(client, somebody, proved=False)
    secret = add_app(somebody)
    turned = client.get(reverse("seats"))
    assert turned.url.startswith(reverse("mfa_reauthenticate"))
    back = client.post(turned.url, {"code": code_of(secret)})
    assert back.url == reverse("seats")
    assert client.get(reverse("seats")).status_code == 200


def test_a_recovery_code_works_once(client: Client) -> None:
    somebody = person(Role.OFFICE)
    signed_in(client, somebody)
    client.post(reverse("mfa_generate_recovery_codes"))
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    for expected in (302, 200):
        visitor = Client()
        visitor.post(reverse("account_login"), {"login": somebody.email, "password": PASSWORD})
        assert visitor.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_the_last_factor_of_a_staff_seat_stays(client: Client) -> None:
    somebody = person(Role.OFFICE)
    signed_in(client, somebody)
    assert "다른 인증 방법을 먼저" in client.get(reverse("mfa_deactivate_totp")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert factors.has_one(somebody)


def test_a_manager_may_do_without(client: Client) -> None:
    somebody = person(Role.MANAGER, ["1"])
    signed_in(client, somebody)
    client.post(reverse("mfa_deactivate_totp"))
    assert not factors.has_one(somebody)
    assert client.get(reverse("account")).status_code == 200


def test_sensitive_pages_ask_again_after_a_while(client: Client) -> None:
    somebody = person(Role.OFFICE)
    signed_in(client, somebody)
    assert client.get(reverse("invite")).status_code == 200
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time() - 3600}]
    session.save()
    assert client.get(reverse("seats")).status_code == 200, "reading needs no fresh proof"
    for name in ("invite", "mfa_add_webauthn", "mfa_deactivate_totp"):
        turned = client.get(reverse(name))
        assert turned.status_code == 302, name
        assert turned.url.startswith(reverse("account_reauthenticate")), name
    page = client.get(reverse("account_reauthenticate") + "?next=" + reverse("invite"))
    assert "본인 확인" in page.content.decode()
    again = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("invite")})
    assert again.url == reverse("invite")
    assert client.get(reverse("invite")).status_code == 200


def test_demo_people_are_exempt_in_a_demo_only(client: Client, settings) -> None:
    made_up = person(Role.OFFICE, demo=True, second_step=False)
    signed_in(client, made_up, proved=False)
    assert client.get(reverse("seats")).status_code == 302
    settings.JIKIM_DEMO = True
    assert client.get(reverse("seats")).status_code == 200
    real = Client()
    signed_in(real, person(Role.OFFICE, second_step=False), proved=False)
    assert real.get(reverse("seats")).status_code == 302, "a real person in a demo is not exempt"


def test_somebody_without_any_seat_gets_a_reason(client: Client) -> None:
    signed_in(client, person(None, second_step=False), proved=False)
    page = client.get(reverse("account"))
    assert page.status_code == 403
    assert "맡고 계신 역할이 없습니다" in page.content.decode()


def test_a_secret_under_another_key_fits_no_code(settings) -> None:
    sealed = factors.sealed("JBSWY3DPEHPK3PXP")
    assert factors.opened(sealed) == "JBSWY3DPEHPK3PXP"
    settings.SECRET_KEY = "another"
    assert factors.opened(sealed) != "JBSWY3DPEHPK3PXP"


def test_passkeys_are_not_offered_at_a_bare_address(client: Client) -> None:
    assert (
        "패스키로 로그인"
        in client.get(reverse("account_login"), headers={"Host": "localhost:8000"}).content.decode()
    )
    assert (
        "패스키로 로그인"
        not in client.get(reverse("account_login"), headers={"Host": "127.0.0.1:8000"}).content.decode()
    )


def test_a_lost_factor_is_reset_by_who_appoints_every_seat(client: Client) -> None:
    ours = agency()
    manager, consultant = person(Role.AGENCY, organisation=ours), person(Role.CONSULTANT, organisation=ours)
    browser = signed_in(Client(), consultant)
    assert browser.get(reverse("account")).status_code == 200
    signed_in(client, manager)
    page = reverse("seat_reset_factor", args=[Seat.objects.get(person=consultant).pk])
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "휴대전화 분실, 전화로 확인"}).status_code == 302
    assert not factors.has_one(consultant)
    assert browser.get(reverse("account")).status_code == 302, "signed out everywhere"
    assert AuditRow.objects.get(verb="second_factor.reset").reason.startswith("휴대전화")
    assert "초기화" in MailMessage.objects.get(to=consultant.email).subject


def test_a_small_seat_does_not_open_a_big_one() -> None:
    ours = agency()
    manager, consultant = person(Role.AGENCY, organisation=ours), person(Role.CONSULTANT, organisation=ours)
    seat(consultant, Role.OFFICE)
    with pytest.raises(Refused):
        reset_second_step(person_id=consultant.pk, reason="x", by=actor(manager))
    with pytest.raises(Conflict):
        reset_second_step(person_id=manager.pk, reason="x", by=actor(manager))
    assert factors.has_one(consultant)
    assert factors.has_one(manager)


def test_the_console_helps_the_last_office_seat() -> None:
    office = person(Role.OFFICE)
    reset_second_step(person_id=office.pk, reason="lost", by=CONSOLE)
    assert not factors.has_one(office)


def test_a_changed_password_signs_out_everywhere_else(client: Client) -> None:
    somebody = person(Role.OFFICE)
    other = signed_in(Client(), somebody)
    signed_in(client, somebody)
    new = "lighthouse under seven grey pigeons"
    done = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert done.url == reverse("account")
    assert client.get(reverse("account")).status_code == 200
    assert other.get(reverse("account")).status_code == 302
    assert "비밀번호가 바뀌었습니다" in MailMessage.objects.get(to=somebody.email).subject
