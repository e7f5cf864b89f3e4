"""A consultant's visits without a network: registered, filled, photographed, signed, closed and reopened, sent, and what can go wrong on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jikim.rules.access import Role
from jikim.shared.offline.models import OfflineDevice
from tests.areas.people.making import agency, person
from tests.journeys.checks import assert_accessible, assert_reflows, picture
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.offline_made import (
    TABLET,
    WORDS,
    photo_with_a_place,
    register,
    room,
    standing,
    unlock,
    until_kept,
)

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


def consultant(name: str = "최방문") -> Any:
    return person(Role.CONSULTANT, organisation=agency(), demo=True, second_step=False, name=name, email=f"{name}@demo.jikim.test")


def first_part(page: Any, name: str = "한빛마트") -> None:
    page.get_by_role("link", name=name).click()
    page.locator(".visits-parts a").first.click()
    page.locator("[data-field=present] input").wait_for()


def sign_by_name(page: Any, name: str, language: str = "ko") -> None:
    field = page.locator("[data-field=signed]")
    field.locator("input").fill(name)
    field.get_by_text(WORDS[language]["sign"]).click()
    field.get_by_role("button", name="이름으로 서명" if language == "ko" else "Sign with the name").click()
    field.locator("img").wait_for()


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ko"), (TABLET, "en"), (DESKTOP, "ko")])
def test_a_visit_is_filled_without_a_line_and_sent_with_one(
    new_page: Callable[..., Any], sign_in: Callable[..., None], size: tuple[int, int], language: str
) -> None:
    somebody = consultant()
    words, name = WORDS[language], f"{language}-{size[0]}"
    with room() as made:
        record = made.add(somebody.key, values={"present": ""})
        page = new_page(size, language)
        sign_in(page, somebody)
        page.goto("/visits/")
        page.get_by_label(words["phrase"], exact=True).wait_for()
        assert_accessible(page, keyboard=True)
        assert_reflows(page)
        picture(page, f"offline-enrol-{name}")
        register(page, language)
        page.get_by_role("link", name="한빛마트").wait_for()
        assert_accessible(page)
        assert_reflows(page)
        picture(page, f"offline-list-{name}")
        until_kept(page)

        page.context.set_offline(True)
        page.reload()
        unlock(page, language)
        page.get_by_role("link", name="한빛마트").click()
        page.locator(".visits-parts").wait_for()
        assert_accessible(page)
        assert_reflows(page)
        picture(page, f"offline-record-{name}")
        page.get_by_role("button", name=words["close"]).click()
        page.locator(".notice-list a").first.click()
        page.locator("[data-field=present] input").wait_for()
        assert page.evaluate("document.activeElement.closest('[data-field]').dataset.field") == "present"
        page.keyboard.type("김담당")
        page.locator("[data-field=workers] input").fill("12")
        page.locator("[data-field=shifts] input").first.check(force=True)
        page.locator("[data-field=shift_words] textarea").fill("3교대")
        page.locator("[data-field=channels] input").nth(1).check(force=True)
        page.locator("[data-field=heads] input").first.fill("7")
        assert_accessible(page)
        assert_reflows(page)
        picture(page, f"offline-form-{name}")
        page.get_by_role("link", name=words["next"]).click()
        page.locator("[data-field=incidents] button").last.click()
        page.locator("[data-field=incidents] input").first.fill("폭언")
        page.locator("[data-field=photos] input[type=file]").first.set_input_files(
            {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo_with_a_place()}
        )
        page.locator("[data-field=photos] img").wait_for()
        sign_by_name(page, "김담당", language)
        assert_accessible(page)
        assert_reflows(page)
        picture(page, f"offline-photos-{name}")
        page.get_by_role("link", name="한빛마트").first.click()
        page.get_by_role("button", name=words["close"]).click()
        standing(page, "kept").wait_for()
        assert not record.edits

        page.context.set_offline(False)
        standing(page, "received").wait_for()
        picture(page, f"offline-received-{name}")
        values = record.versions[-1]
        assert (values["present"], values["workers"], values["shifts"], values["heads"]) == ("김담당", 12, "yes", {"counter": {"women": 7}})
        assert values["incidents"][0]["what"] == "폭언"
        assert record.closed
        assert len(made.attached) == 2
        photo = made.attached[_uuid(values["photos"][0]["id"])]
        assert photo.startswith(b"\xff\xd8\xff")
        assert b"SecretCamera" not in photo
        assert b"Exif" not in photo
        assert OfflineDevice.objects.get().owner_key == somebody.key


def _uuid(text: str) -> Any:
    import uuid

    return uuid.UUID(text)
