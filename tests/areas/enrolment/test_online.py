"""The online form: link by mail, draft, one hand-in however often it is pressed, corrections until the decision."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jikim.areas.enrolment.actions import online
from jikim.areas.enrolment.actions.intake import correct_workplace
from jikim.areas.enrolment.actions.prospects import ProspectFacts, find_prospect
from jikim.areas.enrolment.models import Application, OnlineDraft, Season, Workplace
from jikim.areas.enrolment.queries.prospects import referral_code
from jikim.shared.mail.models import MailMessage
from tests.areas.enrolment.made import CONSOLE, applied, business_number, season

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """Throttles count in the cache, which outlives a test's transaction."""
    cache.clear()


FORM = {
    "name": "하늘마트 마포점", "business_number": "", "region": "seoul", "district": "마포구", "address": "월드컵로 1",
    "industry_code": "47112", "workers": "42", "service_workers": "31", "contact_name": "박민준",
    "contact_phone": "02-300-1234", "contact_email": "minjun@example.com", "employer_name": "하늘유통",
    "client_name": "", "shifts": "two", "closed_days": ["sun", "holidays"], "busy_1_from": "2017-09-25",
    "busy_1_to": "2017-10-02",
}  # fmt: skip


def filled(**values: object) -> dict[str, object]:
    return FORM | {"business_number": business_number(31), "version": 1, "do": "submit"} | values


def started(client: Client, email: str = "minjun@example.com", query: str = "") -> str:
    """The form's address out of the mail."""
    season()
    answer = client.post(reverse("apply_start") + query, {"email": email})
    assert answer.status_code == 302
    body = MailMessage.objects.latest("pk").body
    return re.findall(r"http://[^/]+(/apply/\S+)", body)[-1]


def test_a_stranger_applies_with_a_link_by_mail(client: Client) -> None:
    address = started(client)
    assert "하늘유통" not in client.get(address).content.decode()
    answer = client.post(address, filled(), follow=True)
    one = Application.objects.select_related("workplace").get()
    assert one.status == "eligible"
    assert one.workplace.source == "online"
    assert one.workplace.sector == "retail"
    assert one.workplace.particulars == {
        "shifts": "two", "closed_days": ["sun", "holidays"], "busy_periods": [{"from": "2017-09-25", "to": "2017-10-02"}],
    }  # fmt: skip
    assert one.workplace.number in answer.content.decode()
    confirmation = MailMessage.objects.latest("pk")
    assert one.workplace.number in confirmation.subject
    assert "31" in confirmation.body


def test_the_hours_that_suit_go_with_the_application(client: Client) -> None:
    address = started(client)
    refused = client.post(address, filled(hours_1_from="09:00", hours_1_to="10:00"), follow=True)
    assert "분이 걸립니다" in refused.content.decode()
    assert not Application.objects.exists()
    client.post(address, filled(version=2, hours_1_from="09:00", hours_1_to="11:30", hours_2_from="14:00", hours_2_to="18:00"))
    place = Application.objects.select_related("workplace").get().workplace
    assert place.particulars["visit_hours"] == [{"from": "09:00", "to": "11:30"}, {"from": "14:00", "to": "18:00"}]


def test_handing_in_twice_is_handing_in_once(client: Client) -> None:
    address = started(client)
    for _ in range(2):
        assert client.post(address, filled()).status_code in (200, 302)
    draft = OnlineDraft.objects.get(application__isnull=False)
    assert online.submit_online(draft_id=draft.pk).pk == draft.application_id
    assert Application.objects.count() == Workplace.objects.count() == 1
    assert MailMessage.objects.filter(subject__contains="접수했습니다").count() == 1


def test_a_draft_keeps_what_is_wrong_too_and_is_taken_up_again(client: Client) -> None:
    address = started(client)
    answer = client.post(address, {"name": "하늘마트 마포점", "workers": "마흔둘", "version": 1, "do": "save"})
    assert answer.status_code == 302
    shown = client.get(address).content.decode()
    assert "하늘마트 마포점" in shown
    assert "마흔둘" in shown
    assert Application.objects.count() == 0
    again = Client()
    assert "하늘마트 마포점" in again.get(started(again)).content.decode() or OnlineDraft.objects.count() == 2


def test_the_same_checks_as_an_import(client: Client) -> None:
    address = started(client)
    wrong = filled(business_number="123-45-67890", workers="10", service_workers="31")
    answer = client.post(address, wrong, follow=True)
    shown = answer.content.decode()
    assert answer.redirect_chain == [(address + "?check=1", 302)], "the browser's way back must not ask to send again"
    assert answer.status_code == 200
    assert Application.objects.count() == 0
    assert 'href="#id_business_number"' in shown
    assert 'href="#id_service_workers"' in shown
    assert "123-45-67890" in shown, "what was typed must come back"


def test_a_district_of_another_region_is_asked_about(client: Client) -> None:
    address = started(client)
    shown = client.post(address, filled(region="busan", district="종로구"), follow=True).content.decode()
    assert 'href="#id_district"' in shown
    assert "종로구: 서울특별시에 있는" in shown
    assert Application.objects.count() == 0
    assert client.post(address, filled(region="busan", district="새이름구", version=2)).headers["Location"] == address
    assert Application.objects.count() == 1, "a name that no list has is believed"


def test_a_refused_correction_is_kept_as_typed_and_changes_nothing(client: Client) -> None:
    address = started(client)
    client.post(address, filled())
    draft = OnlineDraft.objects.get()
    for version, wrong in ((draft.version, "서른"), (draft.version + 1, "99")):
        answer = client.post(address + "edit/", filled(service_workers=wrong, version=version), follow=True)
        assert answer.redirect_chain == [(address + "edit/?check=1", 302)]
        assert 'href="#id_service_workers"' in answer.content.decode()
        assert f'value="{wrong}"' in answer.content.decode()
    assert Workplace.objects.get().service_workers == 31


def test_papers_are_offered_when_there_is_something_to_sign(client: Client) -> None:
    address = started(client)
    client.post(address, filled())
    assert "agreement-ko.pdf" not in client.get(address).content.decode()
    from jikim.areas.enrolment.actions.decisions import decide_enrolment

    decide_enrolment(season_id=Application.objects.get().season_id, by=CONSOLE)
    assert "agreement-ko.pdf" in client.get(address).content.decode()


def test_two_windows_lose_nothing(client: Client) -> None:
    address = started(client)
    client.post(address, filled(do="save", name="첫째 창"))
    answer = client.post(address, filled(do="save", name="둘째 창"))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "첫째 창" in shown
    assert "둘째 창" in shown
    assert 'name="version" value="2"' in shown
    client.post(address, filled(do="save", name="둘째 창", version=2))
    assert OnlineDraft.objects.get().values["name"] == "둘째 창"


def test_a_workplace_that_is_in_already_is_told_so(client: Client) -> None:
    there = applied(name="하늘마트 마포점", business_number=business_number(31))
    answer = client.post(started(client), filled(), follow=True)
    assert there.workplace.number in answer.content.decode()
    assert Application.objects.count() == 1


def test_corrections_are_judged_anew_until_the_decision(client: Client) -> None:
    address = started(client)
    client.post(address, filled(service_workers="9"))
    one = Application.objects.get()
    assert one.status == "not_eligible"
    draft = OnlineDraft.objects.get()
    edit = address + "edit/"
    assert client.post(edit, filled(service_workers="12", employer_name="", version=draft.version)).status_code == 302
    one.refresh_from_db()
    assert one.status == "eligible"
    assert one.workplace.employer_name == ""
    from jikim.areas.enrolment.actions.decisions import decide_enrolment

    decide_enrolment(season_id=one.season_id, by=CONSOLE)
    assert client.get(edit).status_code == 302


def test_a_clerks_correction_is_not_undone_by_the_employers_next(client: Client) -> None:
    address = started(client)
    client.post(address, filled())
    one, before = Application.objects.get(), OnlineDraft.objects.get().version
    correct_workplace(application_id=one.pk, values={"contact_phone": "02-999-9999"}, by=CONSOLE, reason="전화로 확인")
    assert "02-999-9999" in client.get(address + "edit/").content.decode()
    client.post(address + "edit/", filled(service_workers="33", version=before))  # typed before the clerk's correction
    assert Workplace.objects.get().contact_phone == "02-999-9999"


def test_the_applicant_gets_letter_and_papers_and_can_withdraw(client: Client) -> None:
    address = started(client)
    client.post(address, filled())
    assert client.get(address + "letter-ko.pdf").content.startswith(b"%PDF")
    assert client.get(address + "agreement-en.pdf").content.startswith(b"%PDF")
    client.post(address + "withdraw/", {"reason": ""})
    assert Application.objects.get().status == "eligible"
    client.post(address + "withdraw/", {"reason": "사정이 생겼습니다."})
    assert Application.objects.get().status == "withdrawn"
    client.cookies["jikim_language"] = "en"
    shown = client.get(address).content.decode()
    assert "사정이 생겼습니다." in shown
    assert "Applicant (by link)" in shown
    assert "신청인(링크)" not in shown
    assert "대형 마트" not in shown


def test_a_link_opens_its_own_draft_and_a_forged_one_nothing(client: Client) -> None:
    address = started(client)
    token = address.strip("/").split("/")[-1]
    assert client.get(reverse("apply_form", args=[token[:-3] + "abc"])).status_code == 403
    other = started(Client(), email="other@example.com")
    client.post(other, filled(name="다른 사업장"))
    assert "다른 사업장" not in client.get(address).content.decode()


def test_the_link_is_not_cached_nor_referred(client: Client) -> None:
    answer = client.get(started(client))
    assert answer["Cache-Control"] == "no-store"


def test_the_start_is_throttled_by_address(client: Client) -> None:
    season()
    codes = [client.post(reverse("apply_start"), {"email": "a@example.com"}).status_code for _ in range(5)]
    assert codes == [302, 302, 302, 302, 429]


def test_a_closed_call_takes_no_application(client: Client) -> None:
    address = started(client)
    Season.objects.update(call_closes_on=dt.date(2017, 1, 1))
    answer = client.post(address, filled(), follow=True)
    assert 'id="error-summary"' in answer.content.decode()
    assert Application.objects.count() == 0
    assert answer.status_code == 200
    assert OnlineDraft.objects.get().values["name"] == FORM["name"]
    assert "마감" in client.get(reverse("apply_start")).content.decode()


def test_who_found_it_is_credited(client: Client) -> None:
    year = season()
    prospect = find_prospect(season_id=year.pk, facts=ProspectFacts("하늘마트", "seoul"), by=CONSOLE, agency_name="한빛안전보건")
    address = started(client, query=f"?from={referral_code(prospect.pk)}")
    client.post(address, filled())
    prospect.refresh_from_db()
    assert prospect.status == "applied"
    assert prospect.application == Application.objects.get()


def test_self_check_answers_without_keeping_anything(client: Client) -> None:
    season()
    shown = client.get(reverse("apply_start"), {"service_workers": 9, "region": "seoul", "industry_code": "47112"}).content.decode()
    assert "최소 10명에 미치지 못합니다" in shown
    assert OnlineDraft.objects.count() == 0


@pytest.mark.parametrize("number, words", [(business_number(5), "올바른 사업자등록번호입니다"), ("123-45-67890", "form-hint-invalid")])
def test_the_business_number_is_checked_while_typing(client: Client, number: str, words: str) -> None:
    season()
    assert words in client.get(reverse("check_number"), {"business_number": number}).content.decode()


def test_an_imported_workplace_gets_its_page_by_mail(client: Client) -> None:
    from jikim.rules.access import Role
    from tests.areas.people.making import person, signed_in

    one, silent = applied(), applied(contact_email="")
    office = signed_in(Client(), person(Role.OFFICE))
    for _ in range(2):
        office.post(reverse("application_link", args=[one.pk]))
    assert OnlineDraft.objects.filter(application=one).count() == 1
    body = MailMessage.objects.latest("pk").body
    address = re.findall(r"http://[^/]+(/apply/\S+)", body)[-1]
    shown = client.get(address).content.decode()
    assert one.workplace.name in shown
    assert "새봄주식회사" in client.get(address + "edit/").content.decode()
    assert office.post(reverse("application_link", args=[silent.pk])).status_code == 409


def test_a_file_too_large_is_said_in_words(settings: object) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from jikim.shared.ui.asking import ImportForm

    settings.JIKIM_FILE_LIMIT_BYTES = 10  # type: ignore[attr-defined]
    form = ImportForm({}, {"sheet": SimpleUploadedFile("a.xlsx", b"x" * 11)})
    assert not form.is_valid()
