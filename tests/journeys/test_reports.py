"""The employer reads the report on a phone and on a desk, in both languages; the office closes and releases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jikim.areas.people.models import Person, Seat
from jikim.areas.statistics import public as statistics
from jikim.areas.statistics.models import Release
from jikim.areas.surveys import public as surveys
from jikim.rules.access import Role
from jikim.shared.clock import now
from jikim.vault.keys import make_keys
from tests.areas.surveys.making import CONSOLE, season, small_season
from tests.journeys.checks import assert_accessible, picture
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])


def seated(role: Role, *keys: object) -> Person:
    person = Person.objects.create(email=f"{role}@example.com", name="김하늘", is_demo=True)
    Seat.objects.create(person=person, role=role, reach_keys=[str(key) for key in keys], since=now())
    return person


def given_a_season(*, released: bool) -> dict[str, Release]:
    make_keys()
    small_season()
    if released:
        surveys.close_rounds(season_id=season().pk, by=CONSOLE)
        statistics.release_rounds(season_id=season().pk, by=CONSOLE)
    return {one.workplace.number: one for one in Release.objects.select_related("workplace")}


@pytest.mark.parametrize(("size", "language", "number"), [
    (DESKTOP, "ko", "W0001"), (PHONE, "ko", "W0001"), (DESKTOP, "en", "W0010"), (PHONE, "ko", "W0004X"),
])  # fmt: skip
def test_a_manager_reads_the_own_report(
    new_page: Callable[..., object], sign_in: Callable[..., None], size: tuple[int, int], language: str, number: str,
) -> None:  # fmt: skip
    release = given_a_season(released=True)[number]
    page = new_page(size, language)
    sign_in(page, seated(Role.MANAGER, release.workplace_id))
    page.goto("/reports/")  # type: ignore[attr-defined]
    page.get_by_role("link", name=number).click()  # type: ignore[attr-defined]
    page.locator("figure.chart svg").first.wait_for()  # type: ignore[attr-defined]
    picture(page, f"report-{number}-{language}-{size[0]}")
    assert_accessible(page)
    if number == "W0001" and size == DESKTOP:
        with page.expect_download() as download:  # type: ignore[attr-defined]
            page.get_by_role("link", name="한국어 PDF").click()  # type: ignore[attr-defined]
        assert download.value.suggested_filename == "W0001-ko.pdf"


def test_the_office_closes_the_rounds_and_releases_the_results(
    new_page: Callable[..., object], sign_in: Callable[..., None],
) -> None:  # fmt: skip
    given_a_season(released=False)
    page = new_page(DESKTOP, "ko")
    sign_in(page, seated(Role.OFFICE))
    page.goto("/rounds/")  # type: ignore[attr-defined]
    page.get_by_text("자료를 반입한 회차 모두 마감").click()  # type: ignore[attr-defined]
    picture(page, "rounds-close")
    assert_accessible(page)
    page.get_by_role("button", name="마감하기").click()  # type: ignore[attr-defined]
    page.goto("/reports/")  # type: ignore[attr-defined]
    page.get_by_role("button", name="결과 산출").click()  # type: ignore[attr-defined]
    page.get_by_role("link", name="W0001").wait_for()  # type: ignore[attr-defined]
    picture(page, "reports-office")
    assert_accessible(page)
    assert Release.objects.count() == 11
