"""The settlement's pages: who reads which amounts, planted leaks, files, clicks that come twice, a review with the record beside it."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from jikim.areas.people.models import Person
from jikim.areas.visits.actions.quality import look_after_season
from jikim.areas.visits.actions.settling import draft_hash
from jikim.areas.visits.models import Objection, Statement, Visit, VisitTerms
from jikim.rules.access import Role
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import rehearsing
from tests.areas.enrolment.made import season
from tests.areas.people.making import person, signed_in
from tests.areas.visits.made import DAY, appointment, closed
from tests.areas.visits.settled import IN_MAY, accepted, drawn_up, first_line, frozen, terms

pytestmark = pytest.mark.django_db
LEAK = "SECRET-PLANTED"


@pytest.fixture(autouse=True)
def in_may(settings):
    settings.JIKIM_TODAY = IN_MAY


def enters(role: Role, keys=(), **more) -> Client:
    return signed_in(Client(), person(role, keys, **more))


def its_agency(visit: Visit) -> Client:
    agency = visit.appointment.consultant.agency.organisation
    return enters(Role.AGENCY, [str(agency.pk)], organisation=agency)


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode() if not answer.streaming else ""


def settled_visit() -> tuple[Visit, Statement]:
    terms()
    visit = accepted(private_note=LEAK, incidents={"verbal": {"happened": 913}})
    return visit, frozen()


def test_each_seat_reads_its_own_amounts_and_no_others():
    visit, one = settled_visit()
    for who, client in {"office": enters(Role.OFFICE), "region": enters(Role.REGION, ["seoul"]), "agency": its_agency(visit), "auditor": enters(Role.AUDITOR)}.items():
        text = page(client, f"/settlement/{one.pk}/")
        assert "250,000" in text, who
        assert LEAK not in text, who
        assert "913" not in text, who
        assert "251,250" in page(client, "/settlement/"), who
    for who, client in {"other agency": enters(Role.AGENCY, ["999999"]), "other region": enters(Role.REGION, ["jeju"])}.items():
        assert page(client, f"/settlement/{one.pk}/", 404), who
        assert "251,250" not in page(client, "/settlement/"), who
        assert page(client, f"/settlement/{one.pk}/paper/ko/", 404), who
    for client in (signed_in(Client(), Person.objects.get(pk=visit.appointment.consultant.person_id)), enters(Role.MANAGER, [str(visit.appointment.workplace_id)])):
        for path in ("/settlement/", f"/settlement/{one.pk}/", "/settlement/objections/", f"/settlement/{one.pk}/paper/ko/"):
            assert page(client, path, 403)


def test_a_draft_is_not_the_agencys_to_read():
    terms()
    visit = accepted()
    one = drawn_up()
    assert page(its_agency(visit), f"/settlement/{one.pk}/", 404)
    assert "250,000" in page(enters(Role.OFFICE), f"/settlement/{one.pk}/")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_lines_go_out_as_a_file_that_says_how_many_rows(form):
    visit, one = settled_visit()
    answer = its_agency(visit).get(f"/settlement/{one.pk}/?export={form}")
    body = b"".join(answer.streaming_content)
    assert answer["X-Rows"] == "2"
    text = body.decode("utf-8-sig") if form == "csv" else str([[cell.value for cell in row] for row in load_workbook(io.BytesIO(body)).active.iter_rows()])
    assert visit.appointment.workplace.name in text
    assert LEAK not in text
    assert "913" not in text
    assert AuditRow.objects.filter(verb="export", thing_kind="statement").exists()


@pytest.mark.parametrize("language, title", [("ko", "정산 명세서"), ("en", "Settlement statement")])
def test_the_paper_has_the_sum_and_the_hash_and_nothing_of_a_worker(language, title):
    visit, one = settled_visit()
    answer = its_agency(visit).get(f"/settlement/{one.pk}/paper/{language}/")
    text = "".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(answer.content)).pages)
    assert title in text
    assert "251,250" in text
    assert one.hash in text.replace("\n", "")
    assert IN_MAY.isoformat() in text
    assert LEAK not in text


def test_the_second_click_on_freeze_is_told_and_changes_nothing():
    terms()
    accepted()
    one, office = drawn_up(), enters(Role.OFFICE)
    seen = draft_hash(statement_id=one.pk)
    assert f'value="{seen}"' in page(office, f"/settlement/{one.pk}/")
    assert office.post(f"/settlement/{one.pk}/freeze/", {"seen": seen}).status_code == 302
    assert office.post(f"/settlement/{one.pk}/freeze/", {"seen": seen}).status_code == 409
    assert one.lines.count() == 2


def test_a_page_opened_before_the_draft_changed_freezes_nothing():
    terms()
    accepted()
    one = drawn_up()
    assert enters(Role.OFFICE).post(f"/settlement/{one.pk}/freeze/", {"seen": "0" * 64}).status_code == 409
    one.refresh_from_db()
    assert one.status == "draft"


def test_the_agency_objects_and_the_office_answers_on_their_pages():
    visit, one = settled_visit()
    agency, office, line = its_agency(visit), enters(Role.OFFICE), first_line(one)
    path = f"/settlement/lines/{line.pk}/object/"
    assert path in page(agency, f"/settlement/{one.pk}/")
    assert agency.post(path, {"claimed": "250000", "reason_ko": "같음"}).status_code == 200
    assert agency.post(path, {"claimed": "300000"}).status_code == 200
    assert not Objection.objects.exists()
    agency.post(path, {"claimed": "300000", "reason_ko": "두 차례 방문하였습니다."})
    made = Objection.objects.get()
    assert agency.post(path, {"claimed": "300000", "reason_ko": "두 차례 방문하였습니다."}).status_code == 302
    assert Objection.objects.count() == 1
    assert agency.post(f"/settlement/objections/{made.pk}/answer/", {"decision": "granted", "granted": "300000", "reason_ko": "예"}).status_code == 403
    assert "두 차례 방문하였습니다." in page(office, f"/settlement/objections/{made.pk}/")
    answer = {"decision": "granted", "granted": "280000", "reason_ko": "기록을 확인하였습니다."}
    assert office.post(f"/settlement/objections/{made.pk}/answer/", answer).status_code == 302
    assert office.post(f"/settlement/objections/{made.pk}/answer/", answer).status_code == 409
    assert "기록을 확인하였습니다." in page(agency, f"/settlement/objections/{made.pk}/")
    assert page(enters(Role.AGENCY, ["999999"]), f"/settlement/objections/{made.pk}/", 404)
    assert page(enters(Role.AGENCY, ["999999"]), path, 404)


def test_without_a_tariff_the_page_leads_to_it():
    accepted()
    one = drawn_up()
    answer = enters(Role.OFFICE).get(f"/settlement/{one.pk}/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/settlement/terms/")


def said(**more) -> dict[str, str]:
    return {
        "version": "0", "applies_from": "2017-04-01", "visit_1": "0:250000, 50:300000", "visit_2": "0:1", "visit_3": "0:1", "travel_km": "150.5", "missed": "0",
        "withdrawn_1": "0", "withdrawn_2": "0", "below": "0", "returned": "0", "review_percent": "10", "accept_after_days": "14", "reason_ko": "계약",
    } | more  # fmt: skip


def test_the_tariff_is_kept_in_versions_and_the_slower_of_two_is_told():
    season()
    office = enters(Role.OFFICE)
    assert office.post("/settlement/terms/change/", said()).status_code == 302
    slower = office.post("/settlement/terms/change/", said(visit_2="0:777"))
    assert slower.status_code == 409
    assert "0:777" in slower.content.decode()
    assert office.post("/settlement/terms/change/", said(version="1", visit_2="0:777")).status_code == 302
    assert list(VisitTerms.objects.values_list("version", flat=True)) == [1, 2]
    assert "300,000" in page(office, "/settlement/terms/")


@pytest.mark.parametrize("bad", [{"visit_1": "10:5"}, {"visit_1": "0:x"}, {"visit_1": "0:1,5"}, {"visit_1": "0:NaN"}, {"review_percent": "101"}, {"missed": "-1"}, {"reason_ko": ""}])
def test_a_tariff_that_cannot_be_is_refused_at_its_field(bad):
    season()
    answer = enters(Role.OFFICE).post("/settlement/terms/change/", said(**bad))
    assert answer.status_code == 200
    assert "is-error" in answer.content.decode() or "notice" in answer.content.decode()
    assert not VisitTerms.objects.exists()


def test_a_review_shows_the_record_beside_and_goes_on_to_the_next():
    terms(percent=100)
    visit, _by = closed(observations=[{"id": "o1", "place": "창구", "seen": LEAK, "readers": "programme"}])
    appointment(2, place=visit.appointment.workplace, who=visit.appointment.consultant)
    with rehearsing(DAY):
        look_after_season(season_id=season().pk)
    office = enters(Role.OFFICE)
    path = f"/visit-records/{visit.uuid}/review/"
    text = page(office, path)
    assert LEAK in text
    assert "120" in text
    assert "2차 방문에서 보고서를 설명한다" in text
    assert office.post(path, {"decision": "return"}).status_code == 200
    assert office.post(path, {"decision": "return", "reason_ko": "인원 합계"}).status_code == 302
    visit.refresh_from_db()
    assert visit.status == "returned"
    assert office.post(path, {"decision": "accept"}).status_code == 409
    assert page(its_agency(visit), path, 403)
    assert page(enters(Role.REGION, ["jeju"]), path, 403)


def test_what_waits_for_whom():
    visit, one = settled_visit()
    assert "확인할 정산 명세서" in page(its_agency(visit), "/home/")
    its_agency(visit).post(f"/settlement/lines/{first_line(one).pk}/object/", {"claimed": "1", "reason_ko": "예"})
    assert "답할 정산 이의신청" in page(enters(Role.OFFICE), "/home/")


def test_the_list_asks_as_often_for_three_as_for_one(django_assert_max_num_queries):
    visit, _one = settled_visit()
    client = its_agency(visit)
    with django_assert_max_num_queries(22):
        client.get("/settlement/")
