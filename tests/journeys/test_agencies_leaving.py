"""An agency gives a workplace back, and later leaves: what was open is handed over and the next agency reads it. Phone in Korean, desk in English."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from jikim.areas.dispatch.models import Agency, Appointment, HandOver
from jikim.rules.access import Role
from jikim.shared.clock import now
from tests.areas.dispatch.making_agencies import made_agency, one_of
from tests.areas.enrolment.made import applied, season
from tests.areas.people.making import person
from tests.journeys.checks import assert_accessible, assert_reflows
from tests.journeys.conftest import DESKTOP, PHONE


@pytest.fixture(autouse=True)
def in_april(site, settings):
    settings.JIKIM_TODAY = dt.date(2017, 4, 20)


@pytest.fixture
def agencies(site):
    """One with two workplaces to visit, and the one that will take over."""
    mine, other = made_agency(season().pk), made_agency(season().pk, "누리산업보건", people=("다음",))
    for n in range(2):
        place = applied(service_workers=40).workplace
        for number, status in ((1, "held"), (2, "planned")):
            Appointment.objects.create(
                season_id=place.season_id, workplace=place, number=number, consultant=one_of(mine), on=dt.date(2017, 3 + number, 10 + n),
                start=dt.time(9), minutes=120, status=status, status_since=now(),
            )  # fmt: skip
    return mine, other


def look(page):
    assert_accessible(page)
    assert_reflows(page)


def press(page, words):
    page.get_by_role("button", name=re.compile(words)).first.click()


@pytest.mark.parametrize(("size", "language", "words"), [
    (PHONE, "ko", ("배정 사양하기", "계약 종료하기")), (DESKTOP, "en", ("Decline the allotment", "End the contract")),
], ids=["phone-ko", "desktop-en"])  # fmt: skip
def test_an_agency_declines_and_then_leaves_with_its_hand_over(new_page, sign_in, agencies, size, language, words):
    """Given two open workplaces, when the agency declines one with a reason and the office ends its contract, the next agency reads what was left."""
    mine, other = agencies
    manager, office, after = (new_page(size, language=language) for _ in range(3))
    sign_in(manager, person(Role.AGENCY, organisation=mine.organisation, demo=True, language=language))
    sign_in(office, person(Role.OFFICE, demo=True, language=language))
    sign_in(after, person(Role.AGENCY, organisation=other.organisation, demo=True, language=language))
    first, second = Appointment.objects.filter(number=2).order_by("pk")

    manager.goto(f"/agencies/{mine.pk}/")
    look(manager)
    manager.locator(f"a[href='/agencies/{mine.pk}/decline/{first.workplace_id}/']").click()
    look(manager)
    press(manager, words[0])
    assert manager.url.endswith(f"/decline/{first.workplace_id}/"), "without a reason nothing is declined"
    manager.locator("#id_reason").fill("인력이 부족합니다.")
    press(manager, words[0])
    manager.wait_for_url(re.compile(rf"/agencies/{mine.pk}/$"))

    office.goto(f"/agencies/{mine.pk}/leave/")
    look(office)
    assert second.workplace.number in office.locator("main").inner_html()
    office.locator("#id_reason_ko").fill("기관 사정으로 수행을 마칩니다.")
    office.locator("label[for=id_sure]").click()
    press(office, words[1])
    office.wait_for_url(re.compile(rf"/agencies/{mine.pk}/$"))
    look(office)
    assert Agency.objects.get(pk=mine.pk).status == "left"

    manager.goto(f"/agencies/{mine.pk}/hand-over/")
    manager.locator(f"#id_note_{second.workplace_id}").fill("담당자는 오후에만 통화됩니다.")
    look(manager)
    press(manager, "저장|Save")
    manager.wait_for_url(re.compile(rf"/agencies/{mine.pk}/$"))
    assert HandOver.objects.get(workplace_id=second.workplace_id).note

    Appointment.objects.filter(workplace_id=second.workplace_id, number=2).update(consultant=one_of(other, "다음"))
    after.goto(f"/agencies/{other.pk}/")
    look(after)
    assert "담당자는 오후에만 통화됩니다." in after.locator("main").inner_text()
    assert "인력이 부족합니다." not in after.locator("main").inner_text()
