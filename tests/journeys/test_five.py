"""The five awareness questions within the programme: a worker after the own result, a manager at the first and the third visit. Nobody is known."""

from __future__ import annotations

import re

import pytest

from jikim.areas.campaigns.models import AwarenessCount
from jikim.rules.access import Role
from tests.areas.campaigns.made import DAY, RIGHT, WRONG
from tests.areas.people.making import person
from tests.areas.surveys.making import workplace
from tests.journeys.checks import assert_accessible, assert_reflows, picture
from tests.journeys.conftest import PHONE

LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])
SEND = re.compile("^보내기$|^Send$")


@pytest.fixture(autouse=True)
def on_the_day(site, settings):
    settings.JIKIM_TODAY = DAY


def look(page, name: str) -> None:
    language = page.locator("html").get_attribute("lang")
    assert_accessible(page)
    assert_reflows(page)
    picture(page, f"five-{name}-{language}")
    page.evaluate("scrollTo(0, 0)")
    picture(page, f"guide-five-{name}-{language}", whole=False)


def answer(page, answers: dict[str, int]) -> None:
    for item, value in answers.items():
        page.locator(f"input[name={item}][value='{value}']").check()


def sheets(**where: str) -> int:
    """How many sheets were counted there: each has its points once."""
    return sum(AwarenessCount.objects.filter(item="points", **where).values_list("count", flat=True))


@LANGUAGES
def test_a_worker_answers_apart_from_the_survey(new_page, site, language):
    page = new_page(PHONE, language)
    page.goto("/q/five/")
    look(page, "worker")
    answer(page, {key: value for key, value in RIGHT.items() if key != "aw-whom"})
    page.get_by_role("button", name=SEND).click()
    page.get_by_role("alert").wait_for()
    assert page.locator(f"input[name=aw-duty][value='{RIGHT['aw-duty']}']").is_checked(), "what was chosen is kept"
    look(page, "worker-missing")
    page.locator("input[name=group]").first.check()
    answer(page, {"aw-whom": RIGHT["aw-whom"]})
    page.get_by_role("button", name=SEND).dblclick()
    page.get_by_role("heading", name=re.compile("고맙습니다|Thank you")).wait_for()
    look(page, "worker-thanks")
    assert sheets(scope=":programme", group="workers", phase="first") == sheets() == 1
    assert {one["name"] for one in page.context.cookies()} <= {"jikim_language"}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@LANGUAGES
def test_a_manager_answers_at_the_first_and_at_the_third_visit(new_page, sign_in, site, language):
    place = workplace("W0001", status="enrolled")
    page = new_page(PHONE, language)
    sign_in(page, person(Role.MANAGER, [str(place.pk)], second_step=False, demo=True))
    for visit, phase, answers in ((re.compile("첫 방문|1차|first visit"), "first", WRONG), (re.compile("3차|third visit"), "second", RIGHT)):
        page.goto(f"/workplace-kits/{place.pk}/")
        page.get_by_role("link", name=visit).click()
        page.get_by_role("heading", name=re.compile("다섯 가지|Five questions")).wait_for()
        assert "W0001" not in page.content()
        look(page, f"manager-{phase}")
        answer(page, answers)
        page.get_by_role("button", name=SEND).click()
        page.get_by_role("heading", name=re.compile("고맙습니다|Thank you")).wait_for()
        assert sheets(scope=":programme", group="managers", phase=phase) == 1
    assert sheets() == 2
