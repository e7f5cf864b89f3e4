"""From the call to the signed agreement, as the people of a season walk it. Every page on the way is checked and pictured."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from openpyxl import Workbook

from jikim.areas.enrolment import public as enrolment
from jikim.areas.enrolment.models import Application, BreachReport, Season
from jikim.rules.access import Role
from jikim.shared.mail.models import MailMessage
from tests.areas.enrolment.made import CONSOLE, applied, business_number, enrolled, season
from tests.areas.people.making import agency, person
from tests.journeys.checks import looking
from tests.journeys.conftest import DESKTOP, PHONE

look = looking("enrolment")
SIZES = {"phone": PHONE, "desktop": DESKTOP}


@pytest.fixture(autouse=True)
def in_february(site, settings):
    settings.JIKIM_TODAY = dt.date(2017, 2, 27)


def link_in_mail():
    return re.findall(r"http://\S+/apply/\S+", MailMessage.objects.latest("pk").body)[-1]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_employer_applies_on_the_phone(new_page, language):
    season()
    page = new_page(PHONE, language)
    page.goto("/apply/")
    page.get_by_label(re.compile("사업장의 고객응대근로자 수|Customer service workers at the site")).fill("9")
    page.locator("#check_region").select_option("seoul")
    page.locator("#check_industry_code").select_option("47112")
    page.locator("form[method=get] button").click()
    look(page, "call")
    page.locator("#id_email").fill("minjun@example.com")
    page.get_by_role("button", name=re.compile("링크 받기|Send me the link")).click()
    page.wait_for_url(re.compile("/apply/sent/"))
    look(page, "link-sent")

    page.goto(link_in_mail())
    page.locator("#id_name").fill("하늘마트 마포점")
    page.locator("#id_business_number").fill("123-45-67890")
    page.locator("#id_business_number").press("Tab")
    page.locator("#number-check .form-hint-invalid").wait_for()
    page.locator("button[value=save]").click()
    page.wait_for_load_state("networkidle")
    look(page, "form")
    assert page.locator("#id_business_number").input_value() == "123-45-67890"
    page.locator("button[value=submit]").click()
    page.locator("#error-summary").wait_for()
    look(page, "form-errors")

    page.locator("#id_business_number").fill(business_number(31))
    for name, value in {"region": "seoul", "industry_code": "47112"}.items():
        page.locator(f"#id_{name}").select_option(value)
    answers = {"district": "마포구", "workers": "42", "service_workers": "31", "contact_name": "박민준",
               "contact_phone": "02-300-1234", "employer_name": "하늘유통"}  # fmt: skip
    for name, value in answers.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("button[value=submit]").dblclick()
    page.locator(".timeline").wait_for()
    look(page, "received")
    assert Application.objects.get().status == "eligible"


@pytest.mark.parametrize("size, language", [("phone", "ko"), ("desktop", "en")])
def test_the_office_reads_every_page(new_page, sign_in, size, language):
    for n in range(4):
        applied(region=["서울", "부산"][n % 2])
    few = applied(service_workers=4)
    one = enrolled()
    Season.objects.update(call_opens_on=dt.date(2017, 2, 20), call_closes_on=dt.date(2017, 3, 24))
    enrolment.set_quotas(season_id=one.season_id, version=Season.objects.get().version, by=CONSOLE, quotas=[
        enrolment.QuotaValue("region", "seoul", 1, 3), enrolment.QuotaValue("sector", "callcentre", 2, None),
    ])  # fmt: skip
    enrolment.conclude_agreement(
        workplace_id=one.workplace_id, employer_name="김사장", workers_name="박대표", signed_on=dt.date(2017, 2, 25), by=CONSOLE
    )
    page = new_page(SIZES[size], language)
    sign_in(page, person(Role.OFFICE, demo=True, language=language))
    year = one.season_id
    pages = {
        "season": f"/seasons/{year}/", "season-edit": f"/seasons/{year}/edit/", "quotas": f"/seasons/{year}/quotas/",
        "milestones": f"/seasons/{year}/milestones/", "history": f"/seasons/{year}/history/", "state": f"/seasons/{year}/state/",
        "applications": "/applications/", "import": "/applications/import/", "application": f"/applications/{one.pk}/",
        "not-eligible": f"/applications/{few.pk}/", "verdict": f"/applications/{few.pk}/verdict/",
        "withdraw": f"/applications/{one.pk}/withdraw/", "decide": f"/seasons/{year}/enrolment/",
        "lottery-desk": f"/seasons/{year}/lottery/", "agreements": "/agreements/", "agreement": f"/agreements/{one.workplace_id}/",
        "sign": f"/agreements/{one.workplace_id}/sign/", "breaches": "/breaches/", "prospects": "/prospects/", "home": "/home/",
    }  # fmt: skip
    for name, address in pages.items():
        page.goto(address)
        look(page, name)


def sheet():
    book = Workbook()
    book.active.append(["2017년 신청 사업장 명단"])
    book.active.append(["관리번호", "사업장명", "사업자등록번호", "업종코드", "시도", "상시근로자수", "고객응대근로자수", "신청일"])
    for n in range(1, 4):
        book.active.append([None, f"새봄마트 {n}호점", business_number(n), "47112", "서울", "1,200명", "３０", f"2017.2.{n}"])
    book.active.append([None, "새봄마트 서초점", "123-45-67890", "47112", "서울", 50, 30, "2017.3.2"])
    book.active.append([None, "", business_number(9), "47112", "한양", 50, 70, "2017.3.2"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_clerk_imports_a_sheet_and_decides(desktop, sign_in):
    season()
    sign_in(desktop, person(Role.OFFICE, demo=True))
    desktop.goto("/applications/import/")
    desktop.locator("#id_sheet").set_input_files({"name": "신청.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": sheet()})
    desktop.get_by_role("button", name="파일 검사").click()
    desktop.get_by_role("heading", name="미리보기").wait_for()
    assert Application.objects.count() == 0
    look(desktop, "import-preview")
    with desktop.expect_download() as download:
        desktop.get_by_role("link", name="반영하지 못한 2행 내려받기").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    desktop.get_by_role("button", name="신청 3건 반영").dblclick()
    desktop.get_by_role("heading", name="파일을 반영하였습니다").wait_for()
    assert Application.objects.count() == 3
    look(desktop, "import-done")
    desktop.goto("/seasons/")
    desktop.get_by_role("link", name="선정 결정").click()
    look(desktop, "decide-import")
    desktop.get_by_role("button", name="이대로 결정").click()
    desktop.get_by_text("선정 3개소").wait_for()
    assert Application.objects.filter(status="enrolled").count() == 3
    desktop.goto("/applications/?status=enrolled")
    assert desktop.locator("tbody tr").count() == 3


def test_a_worker_reports_a_breach_and_the_region_deals_with_it(phone, desktop, sign_in):
    one = enrolled()
    phone.goto(enrolment.breach_address(one.workplace_id))
    look(phone, "breach-report")
    phone.get_by_text("응답 카드를 내라고 하거나 거두었습니다.").click()
    phone.get_by_role("button", name="이름 없이 보내기").click()
    phone.get_by_role("heading", name="고맙습니다").wait_for()
    look(phone, "breach-thanks")
    sign_in(desktop, person(Role.REGION, ["seoul"], demo=True))
    desktop.goto("/breaches/?state=open")
    desktop.locator("tbody a").first.click()
    look(desktop, "breach")
    desktop.get_by_label("처리 내용").fill("사업주에게 협약 전체를 다시 안내하였습니다.")
    desktop.get_by_role("button", name="신고 처리 완료").click()
    desktop.wait_for_url("**/breaches/")
    assert BreachReport.objects.get().handled_on is not None


def test_an_agency_brings_a_workplace(desktop, sign_in):
    season()
    sign_in(desktop, person(Role.AGENCY, organisation=agency(), demo=True))
    desktop.goto("/prospects/")
    look(desktop, "prospects-empty")
    desktop.get_by_role("link", name="발굴 대상 등록").first.click()
    desktop.get_by_label("사업장명").fill("새봄고객센터")
    desktop.get_by_label("지역").select_option("seoul")
    desktop.get_by_role("button", name="저장").click()
    desktop.get_by_label("방법").select_option("phone")
    desktop.get_by_label("결과").fill("다음 주에 다시 연락하기로 하였습니다.")
    desktop.get_by_role("button", name="저장").click()
    desktop.get_by_text("연락 기록을 저장하였습니다.").wait_for()
    look(desktop, "prospect")


def test_a_manager_sees_what_to_do_next(phone, sign_in):
    one = enrolled()
    sign_in(phone, person(Role.MANAGER, [one.workplace.key], region="seoul", demo=True))
    phone.goto("/my-workplace/")
    look(phone, "my-workplace")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="협약서 한국어(PDF)").click()
    assert download.value.suggested_filename.startswith("agreement-")


def test_everybody_can_check_the_lottery(desktop, settings):
    for _ in range(3):
        applied()
    card = enrolment.freeze_list(season_id=season().pk, draw_source="로또 744회 당첨번호(오름차순)", draw_on=dt.date(2017, 3, 4), by=CONSOLE)
    settings.JIKIM_TODAY = dt.date(2017, 3, 5)
    enrolment.draw(lottery_id=card.id, seed="10 15 18 21 34 41", by=CONSOLE)
    desktop.goto("/lottery/")
    look(desktop, "lottery")
    with desktop.expect_download() as download:
        desktop.get_by_role("link", name="확정 명단 내려받기").click()
    assert download.value.suggested_filename.endswith("list.txt")
