"""From an invitation in the mail to a seat behind two steps; the people page; everything read by axe in both languages."""

from __future__ import annotations

import pytest

from tests.areas.people.making import PASSWORD, actor, agency, person
from tests.journeys.checks import assert_accessible, assert_reflows, picture
from tests.journeys.conftest import DESKTOP, PHONE

STRONG = "lighthouse under seven grey pigeons"


def virtual_authenticator(page) -> None:
    """A device with a fingerprint reader that always recognises its owner."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip


def test_an_invited_region_joins_with_a_passkey_and_returns_with_it(site, desktop):
    from jikim.areas.people.public import Offer, invite
    from jikim.rules.access import Role

    office = actor(person(Role.OFFICE, name="김하늘"))
    issued = invite(email="new@example.org", offer=Offer(Role.REGION, ("busan",)), by=office, name="이바다")
    virtual_authenticator(desktop)

    desktop.goto(issued.link)
    assert "부산" in desktop.locator("main").inner_text()
    assert issued.link.rstrip("/").rpartition("/")[2] not in desktop.url
    assert_accessible(desktop)
    picture(desktop, "people-invitation")
    desktop.get_by_label("비밀번호", exact=True).fill(STRONG)
    desktop.get_by_label("비밀번호 확인").fill(STRONG)
    desktop.get_by_role("button", name="역할 수락").click()

    desktop.wait_for_url("**/accounts/2fa/")
    desktop.goto("/people/")
    assert desktop.url.endswith("/accounts/2fa/"), "no page opens before the second step is set up"
    desktop.get_by_role("link", name="패스키 등록").click()
    desktop.get_by_role("button", name="지금 등록").click()
    desktop.wait_for_url("**/recovery-codes/")
    assert_accessible(desktop)
    picture(desktop, "people-recovery-codes")
    desktop.goto("/people/")
    assert desktop.locator("h1").inner_text() == "담당자"

    desktop.get_by_role("button", name="로그아웃").click()
    desktop.goto("/accounts/login/")
    desktop.get_by_role("button", name="패스키로 로그인").click()
    desktop.wait_for_url("**/home/")
    desktop.goto("/people/")
    assert desktop.locator("h1").inner_text() == "담당자"


PAGES = {
    "visitor": ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/"],
    "office": [
        "/people/", "/people/invitations/", "/people/invite/", "/people/invite/?role=region", "/people/invite/?role=agency",
        "/account/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/passkeys/add/",
        "/accounts/2fa/passkeys/", "/accounts/password/change/", "/accounts/logout/",
    ],
}  # fmt: skip


@pytest.mark.parametrize("size, language", [(PHONE, "ko"), (DESKTOP, "en")], ids=["phone-ko", "desktop-en"])
def test_every_page_is_readable_for_everybody(site, new_page, sign_in, size, language):
    from jikim.areas.people.models import Seat
    from jikim.areas.people.public import Offer, invite
    from jikim.rules.access import Role

    office = person(Role.OFFICE, demo=True, second_step=False, name="김하늘", email="office@demo.jikim.test")
    held = Seat.objects.get(person=person(Role.CONSULTANT, organisation=agency(), name="최방문"))
    invite(email="new@example.org", offer=Offer(Role.REGION, ("busan",)), by=actor(office), name="이바다")
    page = new_page(size, language)
    for address in PAGES["visitor"]:
        page.goto(address)
        assert_accessible(page)
        assert_reflows(page)
        picture(page, f"people-{address.strip('/').replace('/', '-')}-{language}")
    page.goto("/accounts/login/?as=office@demo.jikim.test")
    page.get_by_label("비밀번호" if language == "ko" else "Password", exact=True).fill(PASSWORD)
    page.locator("main form .krds-btn.primary").click()
    page.wait_for_url("**/home/")
    for address in [*PAGES["office"], f"/people/{held.pk}/", f"/people/{held.pk}/end/"]:
        page.goto(address)
        assert_accessible(page)
        assert_reflows(page)
        picture(page, f"people-{address.strip('/').replace('/', '-').replace('?', '-')}-{language}")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_form_sent_after_the_sign_in_ran_out_is_saved_with_one_button(site, new_page, language):
    """Lunch was long: the clerk presses Save, is asked to sign in, and finds everything typed."""
    from jikim.areas.enrolment.models import Prospect
    from jikim.rules.access import Role
    from tests.areas.enrolment.made import season

    season()
    clerk = person(Role.OFFICE, email="office@demo.jikim.test", demo=True, second_step=False, language=language)
    page = new_page(PHONE, language)

    def sign_in_again() -> None:
        page.locator("input[name=login]").fill(clerk.email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").first.click()

    page.goto("/accounts/login/?next=/prospects/new/")
    sign_in_again()
    page.wait_for_url("**/prospects/new/")
    page.locator("main [name=name]").fill("새봄마트")
    page.locator("main [name=region]").select_option("seoul")
    page.locator("main [name=note]").fill("상공회의소에서 만남")
    page.context.clear_cookies(name="jikim_session")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/accounts/login/**")
    sign_in_again()
    page.wait_for_url("**/account/interrupted/")
    assert_accessible(page)
    assert_reflows(page)
    picture(page, f"people-interrupted-{language}")
    page.get_by_role("button", name="지금 저장하기" if language == "ko" else "Save it now").click()
    page.wait_for_url("**/prospects/**")
    assert [one.note for one in Prospect.objects.all()] == ["상공회의소에서 만남"]
    page.goto("/home/")
    assert page.url.endswith("/home/")
