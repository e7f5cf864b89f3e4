"""The pictures of docs/guides, taken on a model season while its people do what the guides say.

JIKIM_PICTURES=docs/guides/pictures pytest tests/journeys/test_guides.py
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from jikim.config.demo.counsellor import PASSPHRASE
from tests.journeys.checks import assert_accessible, assert_reflows, picture
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_model_season import Running, model, visit, visitors  # noqa: F401

pytestmark = [pytest.mark.browser]
LANGUAGES = pytest.mark.parametrize("language", ["ko", "en"])
LEFT_BY_THE_WORKER = "별님"
#: a count that still grows is told in steps, never as itself
STEPS = re.compile(r"^(5명 미만|\d+–\d+명|fewer than 5|\d+–\d+)$")


def shot(page: Any, name: str) -> None:
    page.evaluate("scrollTo(0, 0)")
    picture(page, f"guide-{name}", whole=False)


def _open_round(page: Any, status: str) -> None:
    """The first round by card in a state."""
    page.goto(f"/rounds/?status={status}&kind=first")
    page.locator("table tbody a[href^='/rounds/']").first.click()
    page.wait_for_url(re.compile(r"/rounds/\d+/$"))


@LANGUAGES
def test_the_consultants_round(visit: Callable[..., Any], language: str) -> None:  # noqa: F811
    """Given an open round, when its consultant opens it, there are counts and notices, and nobody's name or answer."""
    page = visit("consultant", DESKTOP, language)
    _open_round(page, "open")
    assert page.locator("a[href$='/cards/']").count() == 1
    assert page.locator("a[href$='/offers/']").count() == 1
    finished = page.locator("table tbody td:last-child").all_inner_texts()
    assert finished, "a model season has weeks of answers behind it"
    assert all(STEPS.match(text.strip()) for text in finished), finished
    shot(page, f"round-{language}")
    page.locator("a[href$='/offers/']").click()
    page.wait_for_url(re.compile("/offers/$"))
    shot(page, f"offers-{language}")


@LANGUAGES
def test_cards_are_printed_once(visit: Callable[..., Any], language: str) -> None:  # noqa: F811
    """Given a sheet that was printed, when the consultant comes back, it can only be replaced."""
    page = visit("consultant", DESKTOP, language)
    _open_round(page, "open")
    page.locator("a[href$='/cards/']").click()
    page.wait_for_url(re.compile("/cards/$"))
    assert page.locator("form[action$='/cards/print/']").count() == 0
    assert page.locator("form[action*='/replace/']").count() == 1
    shot(page, f"cards-{language}")


@LANGUAGES
def test_offered_and_finished_by_week(visit: Callable[..., Any], language: str) -> None:  # noqa: F811
    page = visit("office", DESKTOP, language)
    page.goto("/rounds/weeks/")
    told = page.locator("table tbody td:last-child").all_inner_texts()
    assert told
    assert all(STEPS.match(text.strip()) for text in told), told
    shot(page, f"weeks-{language}")


def _free_codes(model: Running) -> list[str]:  # noqa: F811
    """As `jikim demo` prints them: cards of the model season that nobody has used."""
    return (model.home / "keys" / "demo-codes").read_text().split()


@pytest.mark.parametrize("number, language", [(0, "ko"), (1, "en")])
def test_a_worker_from_the_card_to_the_result(
    visitors: Any, visit: Callable[..., Any], model: Running, number: int, language: str  # noqa: F811
) -> None:  # fmt: skip
    """Given a free card, a worker answers on a phone, sees the own result, and reads who calls before leaving a contact."""
    page = visitors.stranger(PHONE, language)
    page.goto(f"/q/#{_free_codes(model)[number]}")
    shot(page, f"code-{language}")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/q/start/")
    page.locator("button[name=health][value=yes]").click()
    page.wait_for_url("**/q/1/")
    _tick(page)
    shot(page, f"question-{language}")
    while page.locator("#answers").count():
        _tick(page)
        with page.expect_navigation():
            page.locator("#answers button[value=on]").click()
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/q/done/")
    page.locator("button[name=keep][value=once]").click()
    page.wait_for_url("**/q/result/")
    assert re.search("살펴보기|Watch", page.locator("#level").inner_text()), "two areas at risk and nothing worse"
    assert page.locator(".area").count() >= 5, "one for each area of emotional labour"
    shot(page, f"result-{language}")
    page.locator("a[href='/q/talk/']").click()
    page.wait_for_url("**/q/talk/")
    assert page.locator("a[href^='tel:']").count(), "who can be called at once"
    assert page.locator("a[href^='/q/talk/ask/']").count(), "a counsellor of the programme"
    assert_accessible(page)
    shot(page, f"talk-{language}")


def _tick(page: Any) -> None:
    """Every question of this page: the third choice of four about emotional labour, the first of everything else."""
    place = 2 if re.search(r"/q/[1-4]/", page.url) else 0
    for group in page.locator("#answers fieldset").all():
        group.get_by_role("radio").nth(place).check(force=True)


@LANGUAGES
def test_the_keying_seat(visit: Callable[..., Any], language: str) -> None:  # noqa: F811
    """Given paper forms of an open round, when the keying seat opens one, no page says where it came from."""
    consultant = visit("consultant", DESKTOP, language)
    _open_round(consultant, "open")
    place = consultant.locator("h1").inner_text()
    consultant.locator("a[href$='/paper/']").click()
    with consultant.expect_download() as waiting:
        consultant.locator("main form button[type=submit]").click()
    assert waiting.value.suggested_filename.endswith(".pdf")
    page = visit("keying", DESKTOP, language)
    page.goto("/paper/?status=issued")
    shot(page, f"keying-forms-{language}")
    assert place not in page.content()
    page.locator("table tbody a[href^='/paper/']").first.click()
    page.wait_for_url(re.compile(r"/paper/[0-9A-Z]{4}-[0-9A-Z]{4}/$"))
    assert place not in page.content()
    assert page.locator(".keying-line").count() > 24
    for box in page.locator(".keying-line input").all()[:8]:
        box.fill("3")
    page.locator(".keying-block").first.scroll_into_view_if_needed()
    picture(page, f"guide-keying-form-{language}", whole=False)
    assert_accessible(page)


@LANGUAGES
def test_the_counsellors_desk(visit: Callable[..., Any], language: str) -> None:  # noqa: F811
    """Given a waiting request, when the desk is opened with the passphrase, the counsellor alone reads what was left."""
    page = visit("counsellor", DESKTOP, language)
    page.goto("/counselling/")
    request = page.locator("main a[href^='/counselling/requests/']").first.get_attribute("href")
    page.goto(request)
    assert LEFT_BY_THE_WORKER not in page.content(), "the desk is locked"
    page.goto("/counselling/unlock/")
    page.locator("main input[type=password]").fill(PASSPHRASE)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/counselling/$"))
    shot(page, f"desk-{language}")
    page.goto(request)
    assert LEFT_BY_THE_WORKER in page.locator("main").inner_text()
    assert_accessible(page)
    shot(page, f"desk-request-{language}")
    assert visit("office", DESKTOP, language).goto(request).status == 403


@LANGUAGES
def test_the_steps_in_an_emergency(visit: Callable[..., Any], language: str) -> None:  # noqa: F811
    """On the consultant's phone, the numbers to call come first and can be dialled."""
    page = visit("consultant", PHONE, language)
    page.goto("/emergency/")
    assert page.locator("a[href='tel:119']").count()
    assert page.locator("a[href='tel:112']").count()
    assert_reflows(page)
    shot(page, f"emergency-{language}")


@LANGUAGES
def test_the_offices_rounds_and_counsellors(visit: Callable[..., Any], language: str) -> None:  # noqa: F811
    page = visit("office", DESKTOP, language)
    for name, address in [("rounds", "/rounds/?kind=first"), ("counsellors", "/counsellors/")]:
        page.goto(address)
        assert page.locator("h1").inner_text()
        shot(page, f"{name}-{language}")


@LANGUAGES
def test_the_report_of_a_round_by_card(visit: Callable[..., Any], language: str) -> None:  # noqa: F811
    """Given a released round by card, its report has a table for each question about the person, and no row under ten."""
    page = visit("office", DESKTOP, language)
    page.goto("/reports/")
    row = page.locator("table tbody tr").filter(has_text=re.compile("1차|First"))
    row.first.locator("a").first.click()
    page.wait_for_url(re.compile(r"/reports/\d+/$"))
    assert_accessible(page)
    heading = page.locator("h2").filter(has_text=re.compile("부서별|by unit"))
    assert heading.count() == 1
    groups = page.locator("td[data-label='응답'], td[data-label='Answered']").all_inner_texts()
    assert groups, "a table by unit, work or sex"
    assert all(int(count) >= 10 for count in groups), groups
    heading.scroll_into_view_if_needed()
    picture(page, f"guide-report-{language}", whole=False)


@LANGUAGES
def test_an_agency_keeps_its_people_and_its_ties(visit: Callable[..., Any], language: str) -> None:  # noqa: F811
    """Given a model season, an agency's manager sees the own people with what waits, and what was declared; nobody else's."""
    page = visit("agency", DESKTOP, language)
    page.goto("/consultants/")
    agencies = set(page.locator("table tbody td:nth-child(2)").all_inner_texts())
    assert agencies == {"한빛산업보건센터"}, agencies
    assert_accessible(page)
    shot(page, f"agency-people-{language}")
    page.locator("table").get_by_role("link", name="한빛 신규").click()
    page.wait_for_url(re.compile(r"/consultants/\d+/$"))
    assert page.locator("main form[action$='/approve/']").count() == 0
    shot(page, f"agency-consultant-{language}")
    page.goto("/agencies/conflicts/")
    assert page.locator("table tbody tr").count() >= 2
    assert_accessible(page)
    assert_reflows(page)
    shot(page, f"agency-conflicts-{language}")
