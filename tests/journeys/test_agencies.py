"""An agency's manager keeps the agency's people; the office looks at them and approves. On a phone, at a desk, in both languages."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from jikim.areas.dispatch.actions.conflicts import declare_conflict
from jikim.areas.dispatch.actions.consultants import keep_proof, record_consultant
from jikim.areas.dispatch.models import Consultant
from jikim.rules.access import Role
from jikim.shared.mail.models import MailMessage
from tests.areas.dispatch.making_agencies import (
    CONSOLE,
    PDF,
    PEOPLE_HEADING,
    made_agency,
    one_of,
    person_row,
    sheet,
)
from tests.areas.enrolment.made import applied, season
from tests.areas.people.making import person
from tests.journeys.checks import looking
from tests.journeys.conftest import DESKTOP, PHONE

look = looking("agencies")
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture(autouse=True)
def in_april(site, settings):
    settings.JIKIM_TODAY = dt.date(2017, 4, 3)


@pytest.fixture
def agency(site):
    """One with two consultants, one of whom will soon have to renew, beside another that must never be seen."""
    made = made_agency(season().pk, people=("가나다", "곧만료"))
    made_agency(season().pk, "누리산업보건", people=("숨은이",))
    Consultant.objects.filter(name="곧만료").update(qualified_until=dt.date(2017, 4, 30))
    return made


def press(page, words):
    page.get_by_role("button", name=re.compile(words)).first.click()


def follow(page, words):
    page.locator("main").get_by_role("link", name=re.compile(words)).first.click()


@SIZES
def test_an_agency_records_its_consultant_and_the_office_approves(new_page, sign_in, agency, size):
    """Given an agency under contract, when its manager records somebody with a proof, the office sends back once and then approves."""
    manager, office = new_page(size), new_page(size)
    sign_in(manager, person(Role.AGENCY, organisation=agency.organisation, demo=True))
    sign_in(office, person(Role.OFFICE, demo=True))
    manager.goto("/home/")
    follow(manager, "자격 유효기한이 지났거나")
    assert "곧만료" in manager.locator("table").inner_text()
    manager.goto("/consultants/")
    assert "숨은이" not in manager.content()
    look(manager, "consultants")
    follow(manager, "컨설턴트 등록")
    manager.locator("#id_name").fill("새로운")
    manager.locator("#id_qualification").select_option("산업간호")
    manager.locator("#id_qualified_until").fill("2018-12-31")
    look(manager, "consultant-new")
    press(manager, "저장")
    manager.wait_for_url(re.compile(r"/agencies/\d+/$"))
    look(manager, "agency")
    one = Consultant.objects.get(name="새로운")
    manager.goto(f"/consultants/{one.pk}/proof/")
    manager.locator("#id_proof").set_input_files({"name": "자격증.pdf", "mimeType": "application/pdf", "buffer": PDF})
    press(manager, "증빙 올리기")
    manager.wait_for_url(re.compile(r"/consultants/\d+/$"))
    look(manager, "consultant-waiting")

    office.goto("/home/")
    follow(office, "승인할 컨설턴트")
    office.locator("table").get_by_role("link", name="새로운").click()
    look(office, "consultant-to-approve")
    follow(office, "사유를 적어 보완 요청")
    office.locator("#id_reason_ko").fill("증빙의 유효기한이 보이지 않습니다.")
    look(office, "send-back")
    press(office, "보완 요청")
    office.wait_for_url(re.compile(r"/consultants/\d+/$"))

    manager.goto("/home/")
    follow(manager, "보완 요청을 받은 컨설턴트")
    manager.locator("table").get_by_role("link", name="새로운").click()
    assert "증빙의 유효기한이 보이지 않습니다." in manager.locator("main").inner_text()
    look(manager, "consultant-sent-back")
    with manager.expect_navigation():
        press(manager, "보완하였으니 다시 제출")

    office.reload()
    with office.expect_navigation():
        press(office, "^승인$")
    assert Consultant.objects.get(pk=one.pk).status == "approved"
    look(office, "consultant-approved")


@SIZES
def test_days_off_ties_and_an_account_are_kept_by_the_agency(new_page, sign_in, agency, size):
    page = new_page(size)
    sign_in(page, person(Role.AGENCY, organisation=agency.organisation, demo=True))
    one = one_of(agency)
    page.goto(f"/consultants/{one.pk}/days/")
    page.locator("#id_month_2017_08").fill("3")
    page.locator("#id_days_off").fill("2017-05-02, 2017-07-31 ~ 2017-08-02")
    look(page, "days")
    press(page, "저장")
    page.wait_for_url(re.compile(r"/consultants/\d+/$"))
    kept = one_of(agency)
    assert (kept.days_off, kept.days_by_month) == (["2017-05-02", "2017-07-31", "2017-08-01", "2017-08-02"], {"2017-08": 3})
    follow(page, "이해관계 신고")
    page.locator("#id_number").fill(applied().workplace.number)
    page.locator("#id_what").fill("2015년까지 근무")
    look(page, "tie")
    press(page, "신고하기")
    page.wait_for_url(re.compile(r"/consultants/\d+/$"))
    assert "2015년까지 근무" in page.locator("main").inner_text()
    follow(page, "계정 초대")
    page.locator("#id_email").fill("visitor@example.org")
    press(page, "초대 보내기")
    page.wait_for_url(re.compile(r"/consultants/\d+/$"))
    assert MailMessage.objects.latest("pk").to == "visitor@example.org"
    look(page, "consultant")


@SIZES
def test_a_list_is_looked_at_before_it_goes_in(new_page, sign_in, agency, size):
    page = new_page(size)
    sign_in(page, person(Role.AGENCY, organisation=agency.organisation, demo=True))
    page.goto("/consultants/import/")
    look(page, "import")
    data = sheet(PEOPLE_HEADING, person_row("갑"), person_row("을", agency="누리산업보건"), person_row("가나다", 월가용일수=4))
    page.locator("#id_sheet").set_input_files({"name": "명단.xlsx", "mimeType": "application/octet-stream", "buffer": data})
    press(page, "파일 검사")
    page.wait_for_url(re.compile(r"/consultants/import/\d+/$"))
    look(page, "import-preview")
    with page.expect_download() as waiting:
        follow(page, "1행|1건|내려받기")
    assert waiting.value.suggested_filename.endswith(".xlsx")
    page.locator("label[for=update]").click()
    with page.expect_navigation():
        press(page, "등록하기")
    assert (one_of(agency, "갑").status, one_of(agency).days_per_month) == ("proposed", 4)


@SIZES
def test_the_office_sees_agencies_and_what_they_declared(new_page, sign_in, agency, size):
    declare_conflict(agency_id=agency.pk, values={"number": applied().workplace.number, "what": "보건관리 위탁"}, by=CONSOLE)
    page = new_page(size)
    sign_in(page, person(Role.OFFICE, demo=True))
    for address, name in [("/agencies/", "agencies"), ("/agencies/new/", "agency-new"), ("/agencies/conflicts/", "conflicts"),
                          (f"/agencies/{agency.pk}/leave/", "leave"), ("/agencies/import/", "agencies-import")]:  # fmt: skip
        page.goto(address)
        look(page, name)
    page.goto("/agencies/new/")
    page.locator("#id_name").fill("새로운산업보건")
    page.locator("input[name=regions][value=busan]").check(force=True)
    page.locator("#id_visits_a_month").fill("40")
    press(page, "저장")
    page.wait_for_url(re.compile("/agencies/$"))
    page.locator("table").get_by_role("link", name="새로운산업보건").click()
    with page.expect_navigation():
        press(page, "계약 시작")
    assert page.locator("main").get_by_text("수행 중").count()


def test_in_english_on_a_phone(new_page, sign_in, agency):
    waits = record_consultant(agency_id=agency.pk, by=CONSOLE, values={
        "name": "New One", "qualification": "심리", "region": "seoul", "district": "", "days_a_month": 5, "languages": ["ko", "en"],
    })  # fmt: skip
    keep_proof(consultant_id=waits.pk, data=PDF, name="proof.pdf", by=CONSOLE)
    page = new_page(PHONE, "en")
    sign_in(page, person(Role.OFFICE, language="en", demo=True))
    page.goto(f"/consultants/{waits.pk}/")
    look(page, "consultant-to-approve")
    with page.expect_navigation():
        press(page, "^Approve$")
    assert Consultant.objects.get(pk=waits.pk).status == "approved"
    for address, name in [("/agencies/", "agencies"), (f"/agencies/{agency.pk}/", "agency"), ("/consultants/", "consultants"), (f"/consultants/{waits.pk}/days/", "days")]:
        page.goto(address)
        look(page, name)


def test_a_consultant_finds_the_own_entry_and_nobody_elses(new_page, sign_in, agency):
    somebody = person(Role.CONSULTANT, organisation=agency.organisation, demo=True)
    Consultant.objects.filter(agency=agency, name="가나다").update(person=somebody)
    page = new_page(PHONE)
    sign_in(page, somebody)
    page.goto("/consultants/me/")
    assert page.locator("h1").inner_text() == "가나다"
    look(page, "own")
    assert page.goto(f"/consultants/{one_of(agency, '곧만료').pk}/").status == 404
    assert page.goto("/consultants/").status == 403
