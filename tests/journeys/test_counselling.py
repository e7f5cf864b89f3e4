"""A worker asks to be called and takes it back; a counsellor makes a key, reads, notes, closes; somebody is in danger, also off line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from jikim.areas.counselling.models import CounsellingRequest, CounsellorSeat, EmergencyAlert
from jikim.rules.access import Role
from jikim.rules.cards import print_code
from tests.areas.counselling.made import PHRASE, counsellor
from tests.areas.people.making import agency, person
from tests.areas.surveys.answering import open_round
from tests.areas.surveys.results_made import LEVELS, finish
from tests.journeys.checks import assert_accessible, assert_reflows, picture
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_result import hold

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
WORDS = {
    "ko": {"talk": "상담자와 이야기하기", "ask": "문상담 상담자에게 연락 부탁하기", "how": "전화번호, 메신저 또는 전자우편", "level": "나의 단계",
           "send": "문상담 상담자에게 보내기", "arrived": "신청이 접수되었습니다.", "back": "모두 취소하고 지우기", "sure": "네, 모두 지우겠습니다",
           "gone": "신청한 상담이 없습니다", "code": "카드에 적힌 코드", "word": "신청할 때 정한 비밀번호", "open": "내 신청 열기", "nobody": "아직 아무도"},
    "en": {"talk": "Talk with a counsellor", "ask": "Ask 문상담 to get in touch", "how": "Telephone number, messenger or e-mail", "level": "My level",
           "send": "Send to 문상담", "arrived": "Your request has arrived.", "back": "Take everything back", "sure": "Yes, delete everything",
           "gone": "There is no request", "code": "Code on your card", "word": "The word you chose", "open": "Open my request", "nobody": "Nobody has opened"},
}  # fmt: skip


@pytest.mark.parametrize(("size", "language", "scripts"), [(PHONE, "ko", True), (DESKTOP, "ko", True), (PHONE, "en", False)])
def test_a_worker_asks_comes_back_and_takes_it_back(
    new_page: Callable[..., Any], site: Any, size: tuple[int, int], language: str, scripts: bool
) -> None:
    counsellor("문상담", regions=("seoul",), languages=("ko", "en"))
    counsellor("박부산", regions=("busan",))
    one, codes = open_round()
    words, name = WORDS[language], f"{language}-{size[0]}"
    page = new_page(size, language, scripts=scripts)
    hold(page, site, finish(one, codes[0], LEVELS["act"]))
    page.goto("/q/result/")
    page.get_by_role("link", name=words["talk"]).first.click()
    page.wait_for_url("**/q/talk/")
    if scripts:
        assert_accessible(page, keyboard=True)
        assert_reflows(page)
    picture(page, f"talk-before-{name}")
    page.get_by_role("link", name=words["ask"]).click()
    with page.expect_navigation():
        page.get_by_role("button", name=words["send"]).click()
    assert page.locator(".fault").count() >= 2, "what is missing is said"
    if scripts:
        assert_accessible(page)
        assert_reflows(page)
    picture(page, f"talk-ask-{name}")
    page.get_by_label(words["how"]).fill("010-2345-6789")
    page.get_by_label(words["level"], exact=True).check(force=True)
    word = page.locator("#word").input_value()
    assert len(word) == 6
    page.get_by_role("button", name=words["send"]).click()
    page.get_by_text(words["arrived"]).wait_for()
    assert page.get_by_text(words["nobody"]).count() == 1
    if scripts:
        assert_accessible(page)
        assert_reflows(page)
    picture(page, f"talk-state-{name}")

    later = new_page(size, language)
    later.goto("/q/talk/open/")
    assert_accessible(later)
    picture(later, f"talk-open-{name}")
    later.get_by_label(words["code"]).fill(print_code(codes[0]))
    later.get_by_label(words["word"]).fill(word)
    later.get_by_role("button", name=words["open"]).click()
    later.wait_for_url("**/q/talk/")
    for path in ("/q/talk/change/", "/q/talk/contact/"):
        later.goto(path)
        assert_accessible(later)
    later.goto("/q/talk/")
    later.get_by_role("link", name=words["back"]).click()
    assert_accessible(later)
    later.get_by_role("button", name=words["sure"]).click()
    later.get_by_role("heading", name=words["gone"]).wait_for()
    assert_accessible(later)
    assert not CounsellingRequest.objects.exists()
    page.goto("/q/talk/")
    assert page.get_by_text(words["arrived"]).count() == 0


def test_the_office_appoints_and_the_counsellor_works(new_page: Callable[..., Any], site: Any, sign_in: Callable[..., None]) -> None:
    somebody = person(Role.COUNSELLOR, demo=True, second_step=False, name="문상담", email="counsellor@demo.jikim.test")
    office = new_page(DESKTOP)
    sign_in(office, person(Role.OFFICE, demo=True, second_step=False, name="김본부", email="office@demo.jikim.test"))
    office.goto("/counsellors/")
    assert_accessible(office)
    office.get_by_role("link", name="상담자 지정").click()
    assert_accessible(office)
    assert_reflows(office)
    picture(office, "counsellor-new-ko")
    office.get_by_label("사람").select_option(str(somebody.pk))
    office.get_by_label("간호사").check(force=True)
    office.get_by_label("상담자의 보수를 지급하는 곳(한국어)").fill("한국산업안전보건공단")
    office.get_by_role("button", name="지정").click()
    office.wait_for_url("**/counsellors/")
    assert "열쇠 없음" in office.locator("main").inner_text()
    assert_accessible(office)
    assert_reflows(office)
    picture(office, "counsellors-ko")

    desk = new_page(DESKTOP)
    sign_in(desk, somebody)
    desk.goto("/counselling/")
    desk.wait_for_url("**/counselling/key/")
    assert_accessible(desk)
    picture(desk, "desk-key-ko")
    desk.get_by_label("새 암호 문구", exact=True).fill(PHRASE)
    desk.get_by_label("새 암호 문구 한 번 더").fill(PHRASE)
    desk.get_by_label("이 암호 문구를 잊으면").check(force=True)
    desk.get_by_role("button", name="내 열쇠 만들기").click()
    desk.wait_for_url("**/counselling/")
    assert CounsellorSeat.objects.get().public_key

    one, codes = open_round()
    worker = new_page(PHONE)
    hold(worker, site, finish(one, codes[0], LEVELS["seek_help_now"]))
    worker.goto(f"/q/talk/ask/{CounsellorSeat.objects.get().pk}/")
    worker.locator("#how").fill("010-2345-6789, 저녁에 문자 먼저")
    worker.locator("#name").fill("하늘")
    worker.get_by_label("나의 단계와 영역별 점수").check(force=True)
    worker.get_by_role("button", name="문상담 상담자에게 보내기").click()
    worker.wait_for_url("**/q/talk/")

    desk.goto("/counselling/")
    assert "급함" in desk.locator("table").inner_text()
    assert_accessible(desk)
    assert_reflows(desk)
    picture(desk, "desk-queue-ko")
    desk.get_by_role("button", name="책상 잠그기").click()
    desk.locator("table a").first.click()
    assert "010-2345" not in desk.content()
    assert_accessible(desk)
    picture(desk, "desk-unlock-ko")
    desk.get_by_label("열쇠의 암호 문구").fill(PHRASE)
    desk.get_by_role("button", name="열기").click()
    desk.get_by_text("010-2345-6789").wait_for()
    assert_accessible(desk)
    assert_reflows(desk)
    desk.get_by_role("button", name="이 신청 맡기").click()
    desk.get_by_label("상담 기록").fill("잠을 이루지 못함. 내일 다시 통화.")
    desk.get_by_role("button", name="기록 봉인하기").click()
    desk.get_by_text("내일 다시 통화").wait_for()
    desk.get_by_label("시간(분)").fill("35")
    desk.get_by_role("button", name="상담 일시 저장").click()
    desk.get_by_text("35분").wait_for()
    assert_accessible(desk)
    picture(desk, "desk-request-ko")

    worker.goto("/q/talk/")
    said = worker.locator("main").inner_text()
    assert "문상담 상담자가 신청을 맡았습니다" in said
    assert "넘겨준 결과" in said
    picture(worker, "talk-read-ko-390")
    desk.get_by_role("link", name="상담 종결").click()
    assert_accessible(desk)
    desk.get_by_label("상담을 마침").check(force=True)
    desk.get_by_role("button", name="저장").click()
    desk.wait_for_url("**/counselling/")
    worker.goto("/q/talk/")
    worker.get_by_text("마친 상담입니다.").wait_for()


def _until(page: Any, condition: str) -> None:
    """Wait in the page itself: playwright's own waiting evaluates text again and again, which our pages' policy forbids."""
    page.evaluate(f"""async () => {{
        for (let tries = 0; tries < 1200; tries += 1) {{
            if (await ({condition})) return;
            await new Promise((done) => setTimeout(done, 50));
        }}
        throw new Error("it did not come about within a minute");
    }}""")


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ko"), (DESKTOP, "en")])
def test_somebody_is_in_danger_without_a_line(
    new_page: Callable[..., Any], site: Any, sign_in: Callable[..., None], size: tuple[int, int], language: str
) -> None:
    lead = person(Role.CLINICAL, demo=True, second_step=False, name="신임상", email="clinical@demo.jikim.test")
    visitor = person(Role.CONSULTANT, organisation=agency(), demo=True, second_step=False, name="최방문", email="consultant@demo.jikim.test")
    page = new_page(size, language)
    sign_in(page, visitor)
    page.goto("/home/")
    assert_accessible(page, keyboard=True)
    assert_reflows(page)
    picture(page, f"emergency-closed-{language}-{size[0]}", whole=False)
    page.evaluate("navigator.serviceWorker.ready.then ? 1 : 0")
    _until(page, "localStorage.getItem('jikim.emergency.kept')")
    _until(page, "navigator.serviceWorker.getRegistration('/emergency/').then(one => !!(one && one.active))")

    page.context.set_offline(True)
    page.get_by_role("link", name="긴급" if language == "ko" else "Emergency").click()
    dialog = page.locator("dialog")
    assert dialog.locator("a[href='tel:119']").count() == 1
    assert_accessible(page)
    picture(page, f"emergency-{language}-{size[0]}", whole=False)
    dialog.locator("button[data-step=stay]").click()
    dialog.locator("[data-state=waiting]").wait_for()
    assert not EmergencyAlert.objects.exists()
    page.goto("/emergency/")
    assert page.locator("a[href='tel:119']").count() == 1, "the page itself opens without a line"
    assert page.locator("button[data-step=stay][aria-pressed=true]").count() == 1
    page.locator("button[data-step=call_119]").click()
    picture(page, f"emergency-offline-{language}-{size[0]}")

    page.context.set_offline(False)
    page.goto("/home/")
    _until(page, "JSON.parse(localStorage.getItem('jikim.emergency')).every(one => Object.keys(one.steps).length === one.sent.length)")
    alert = EmergencyAlert.objects.get()
    assert [step.step for step in alert.steps.all()] == ["stay", "call_119"]

    boss = new_page(DESKTOP, language)
    sign_in(boss, lead)
    boss.goto("/emergency/alerts/")
    assert_accessible(boss)
    boss.locator("table a").click()
    assert_accessible(boss)
    assert_reflows(boss)
    picture(boss, f"emergency-alert-{language}")
    boss.locator("main input[type=radio]").first.check(force=True)
    boss.locator("form[action$='/close/'] button[type=submit]").click()
    boss.wait_for_url("**/emergency/alerts/")
    alert.refresh_from_db()
    assert alert.status == "closed"
    assert_accessible(boss)
    picture(boss, f"emergency-alerts-{language}")
