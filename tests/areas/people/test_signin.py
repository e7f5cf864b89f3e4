"""Signing in: with both steps, locked out after too many tries, nothing said about who has an account."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from jikim.rules.access import Role
from jikim.shared.audit.models import AuditRow
from tests.areas.people.making import PASSWORD, add_app, code_of, person, signed_in

pytestmark = pytest.mark.django_db


def post_login(client: Client, email: str, password: str = PASSWORD, **extra: str):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def test_password_then_code(client: Client) -> None:
    somebody = person(Role.OFFICE, second_step=False)
    secret = add_app(somebody)
    first = post_login(client, somebody.email)
    assert first.url == reverse("mfa_authenticate")
    assert client.get(reverse("seats")).status_code == 302, "the password alone opens nothing"
    second = client.post(first.url, {"code": f" {code_of(secret)[:3]} {code_of(secret)[3:]}"})
    assert second.url == reverse("home")
    assert client.get(reverse("seats")).status_code == 200
    assert AuditRow.objects.filter(verb="signed_in", thing_key=somebody.key).exists()


def test_a_wrong_code_stays_outside(client: Client) -> None:
    somebody = person(Role.OFFICE, second_step=False)
    secret = add_app(somebody)
    wrong = "000000" if code_of(secret) != "000000" else "111111"
    post_login(client, somebody.email)
    page = client.post(reverse("mfa_authenticate"), {"code": wrong})
    assert "코드가 맞지 않습니다" in page.content.decode()
    assert client.get(reverse("seats")).status_code == 302


def test_codes_cannot_be_tried_out(client: Client) -> None:
    somebody = person(Role.OFFICE)
    post_login(client, somebody.email)
    answers = [client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"}) for n in range(7)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


def test_five_wrong_passwords_lock_the_address_from_that_place(client: Client) -> None:
    somebody = person(Role.OFFICE)
    answers = [post_login(client, somebody.email, "wrong password") for _ in range(5)]
    assert [a.status_code for a in answers[:4]] == [200] * 4
    assert answers[4].status_code == 429
    locked = post_login(client, somebody.email)
    assert locked.status_code == 429, "the right password does not open a locked door"
    assert int(locked["Retry-After"]) >= 60
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_is_locked_likewise_and_never_kept(client: Client) -> None:
    answers = [post_login(client, "nobody@example.org", "wrong password") for _ in range(5)]
    assert answers[4].status_code == 429
    kept = " ".join(
        str(row) for row in [*AccessAttempt.objects.values_list(), *AuditRow.objects.values_list()]
    )
    assert "nobody@example.org" not in kept
    assert AuditRow.objects.filter(verb="sign_in_failed", thing_kind="address").count() == 5


def test_too_many_sign_ins_from_one_place(client: Client) -> None:
    answers = [post_login(client, f"one{n}@example.org", "wrong password") for n in range(31)]
    assert answers[-1].status_code == 429
    assert "Retry-After" in answers[-1].headers


@pytest.mark.parametrize("known", [True, False])
def test_nothing_says_whether_an_address_has_an_account(client: Client, known: bool) -> None:
    somebody = person(Role.OFFICE)
    email = somebody.email if known else "stranger@example.org"
    wrong = post_login(client, email, "wrong password").content.decode()
    assert "전자우편 주소 또는 비밀번호가 맞지 않습니다" in wrong
    reset = client.post(reverse("account_reset_password"), {"email": email})
    assert reset.url == reverse("account_reset_password_done")


def test_a_new_password_by_mail(client: Client, django_capture_on_commit_callbacks) -> None:
    from jikim.shared.mail.models import MailMessage

    somebody = person(Role.OFFICE, language="en")
    client.post(reverse("account_reset_password"), {"email": somebody.email})
    letter = MailMessage.objects.get(to=somebody.email)
    assert letter.subject == "[Jikim] Choose a new password"
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    path = "/" + link.split("/", 3)[3]
    form = client.get(path, follow=True)
    weak = client.post(form.request["PATH_INFO"], {"password1": "password1", "password2": "password1"})
    assert "추측하기 쉬운 비밀번호" in weak.content.decode()
    strong = "lighthouse under seven grey pigeons"
    done = client.post(form.request["PATH_INFO"], {"password1": strong, "password2": strong})
    assert done.url == reverse("account_reset_password_from_key_done")
    somebody.refresh_from_db()
    assert somebody.check_password(strong)
    assert not MailMessage.objects.filter(to="stranger@example.org").exists()


def test_no_mail_goes_to_a_stranger(client: Client) -> None:
    from jikim.shared.mail.models import MailMessage

    client.post(reverse("account_reset_password"), {"email": "stranger@example.org"})
    assert not MailMessage.objects.exists()


def test_nobody_signs_up(client: Client) -> None:
    page = client.get(reverse("account_signup"))
    assert "계정은 초대로 만듭니다" in page.content.decode()
    assert (
        client.post(reverse("account_signup"), {"email": "a@example.org", "password1": PASSWORD}).status_code
        == 200
    )
    from jikim.areas.people.models import Person

    assert not Person.objects.exists()


def test_demo_sign_ins_are_listed_in_a_demo_only(client: Client, settings) -> None:
    page = client.get(reverse("account_login") + "?as=office@demo.jikim.test").content.decode()
    assert 'value="office@demo.jikim.test"' not in page
    assert "auditor@demo.jikim.test" not in page
    settings.JIKIM_DEMO = True
    page = client.get(reverse("account_login") + "?as=office@demo.jikim.test").content.decode()
    assert 'value="office@demo.jikim.test"' in page
    assert "auditor@demo.jikim.test" in page


def test_the_session_list_ends_one_and_all_others(client: Client) -> None:
    somebody = person(Role.MANAGER, ["1"], region="seoul", second_step=False)
    here, there, elsewhere = client, Client(), Client()
    for one in (here, there, elsewhere):
        signed_in(one, somebody)
        assert (
            one.get(
                reverse("account"), headers={"User-Agent": "Mozilla/5.0 (Windows NT) Firefox/128.0"}
            ).status_code
            == 200
        )
    page = here.get(reverse("account")).content.decode()
    assert page.count("Firefox · Windows") >= 2
    from allauth.usersessions.models import UserSession

    other = UserSession.objects.get(session_key=there.session.session_key)
    here.post(reverse("session_end", args=[other.pk]))
    assert there.get(reverse("account")).status_code == 302
    assert elsewhere.get(reverse("account")).status_code == 200
    here.post(reverse("sessions_end_others"))
    assert elsewhere.get(reverse("account")).status_code == 302
    assert here.get(reverse("account")).status_code == 200


def test_nobody_ends_somebody_elses_session(client: Client) -> None:
    from allauth.usersessions.models import UserSession

    mine, theirs = person(Role.MANAGER, ["1"]), person(Role.MANAGER, ["2"])
    other = Client()
    signed_in(other, theirs).get(reverse("account"))
    foreign = UserSession.objects.get(user=theirs)
    assert signed_in(client, mine).post(reverse("session_end", args=[foreign.pk])).status_code == 404
    assert other.get(reverse("account")).status_code == 200


def test_name_and_language_are_ones_own(client: Client) -> None:
    somebody = person(Role.MANAGER, ["1"])
    signed_in(client, somebody)
    client.post(reverse("account"), {"name": "새 이름", "language": "en"})
    somebody.refresh_from_db()
    assert (somebody.name, somebody.language) == ("새 이름", "en")
    assert "My account" in client.get(reverse("account")).content.decode()
