"""A worker sees the own result on a phone and on a desk, in both languages; keeps it, opens it again, deletes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from jikim.areas.surveys.actions import ticket as tickets
from jikim.rules.cards import print_code
from tests.areas.surveys.answering import open_round
from tests.areas.surveys.results_made import LEVELS, finish, kels, sheet
from tests.areas.surveys.test_result import follow_up_of
from tests.journeys.checks import assert_accessible, assert_reflows, picture
from tests.journeys.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
WORDS = {
    "ko": {"once": "결과를 한 번만 보기", "keep": "저장하고 결과 보기", "open": "결과 열기", "delete": "내 답 삭제하기",
           "sure": "완전히 삭제하기", "secret": "비밀번호", "again": "비밀번호 한 번 더", "code": "카드에 적힌 코드",
           "gone": "남아 있는 것이 없습니다", "save": "파일로 저장"},
    "en": {"once": "Show my result once", "keep": "Keep it and show my result", "open": "Open my result", "delete": "Delete my answers",
           "sure": "Delete for good", "secret": "Secret", "again": "The same once more", "code": "Code on your card",
           "gone": "Nothing of yours is here any more", "save": "Save as a file"},
}  # fmt: skip


def hold(page: Any, site: Any, ticket: tickets.WorkerTicket) -> None:
    """The browser of somebody who has just handed in."""
    value = tickets.give(HttpResponse(), ticket).cookies[tickets.COOKIE].value
    page.context.add_cookies([
        {"name": tickets.COOKIE, "value": value, "url": site("/q/"), "httpOnly": True, "sameSite": "Strict"}
    ])  # fmt: skip


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ko"), (DESKTOP, "ko"), (PHONE, "en")])
def test_a_worker_keeps_opens_and_deletes_the_result(
    new_page: Callable[..., Any], site: Any, size: tuple[int, int], language: str
) -> None:
    one, codes = open_round()
    page, words = new_page(size, language), WORDS[language]
    hold(page, site, finish(one, codes[0], LEVELS["act"]))
    page.goto("/q/done/")
    assert_accessible(page, keyboard=True)
    picture(page, f"result-done-{language}-{size[0]}")
    page.get_by_label(words["secret"], exact=True).fill("482915")
    page.get_by_label(words["again"]).fill("482915")
    page.get_by_role("button", name=words["keep"]).click()
    page.locator(".level").wait_for()
    assert_accessible(page)
    assert_reflows(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=words["save"]).click()
    assert download.value.suggested_filename == "note.html"

    other = new_page(size, language)
    other.goto("/q/result/open/")
    assert_accessible(other)
    picture(other, f"result-open-{language}-{size[0]}")
    other.get_by_label(words["code"]).fill(print_code(codes[0]).lower())
    other.get_by_label(words["secret"], exact=True).fill("482-915")
    other.get_by_role("button", name=words["open"]).click()
    other.locator(".level").wait_for()
    other.get_by_role("link", name=words["delete"]).click()
    assert_accessible(other)
    picture(other, f"result-delete-{language}-{size[0]}")
    other.get_by_role("button", name=words["sure"]).click()
    other.get_by_role("heading", name=words["gone"]).wait_for()
    assert_accessible(other)
    other.goto("/q/help/")
    assert_accessible(other)
    assert_reflows(other)
    picture(other, f"worker-help-{language}-{size[0]}")
    other.goto("/q/result/")
    assert other.locator(".level").count() == 0
    page.reload()
    assert page.locator(".level").count() == 0


@pytest.mark.parametrize(("level", "language"), [*((level, "ko") for level in LEVELS), ("watch", "en")])
def test_every_level_on_a_phone(new_page: Callable[..., Any], site: Any, level: str, language: str) -> None:
    one, codes = open_round()
    page = new_page(PHONE, language)
    hold(page, site, finish(one, codes[0], LEVELS[level]))
    page.goto("/q/result/")
    assert_accessible(page)
    picture(page, f"result-{level}-{language}-390")
    if level == "seek_help_now":
        assert page.locator("a.call").first.bounding_box()["y"] < 844
        page.emulate_media(media="print")
        picture(page, "result-print")


def test_both_rounds_side_by_side_without_scripts(new_page: Callable[..., Any], site: Any) -> None:
    one, codes = open_round()
    hold(first := new_page(PHONE, scripts=False), site, finish(one, codes[0], sheet(kels(overload=12, regulation=15))))
    first.goto("/q/done/")
    first.get_by_label("비밀번호", exact=True).fill("초록 지붕 아래")
    first.get_by_label("비밀번호 한 번 더").fill("초록 지붕 아래")
    first.get_by_role("button", name="저장하고 결과 보기").click()
    second = finish(follow_up_of(one), codes[0], sheet(kels(overload=7, regulation=16), sex=""))
    hold(later := new_page(PHONE, scripts=False), site, second)
    later.goto("/q/done/")
    later.get_by_label("비밀번호", exact=True).fill("초록 지붕 아래")
    later.get_by_label("비밀번호 한 번 더").fill("초록 지붕 아래")
    later.get_by_role("button", name="저장하고 결과 보기").click()
    page = new_page(PHONE, scripts=False)
    page.goto("/q/result/open/")
    page.get_by_label("카드에 적힌 코드").fill(codes[0])
    page.get_by_label("비밀번호").fill("초록  지붕 아래")
    page.get_by_role("button", name="결과 열기").click()
    page.get_by_text("지난번보다 가벼워졌습니다.").wait_for()
    picture(page, "result-both-390")
    assert_reflows(page)
