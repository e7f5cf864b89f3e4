"""The records' pages: who reads what, what is kept from whom, and clicks that come twice."""

from __future__ import annotations

import io
import uuid

import pytest
from django.test import Client
from openpyxl import load_workbook

from jikim.areas.people.models import Person
from jikim.areas.visits.actions import checks
from jikim.areas.visits.actions.attaching import attach_photo
from jikim.areas.visits.models import HeadcountCase, Visit, VisitCheck, VisitConflict
from jikim.rules.access import Role
from jikim.shared.audit.models import AuditRow
from jikim.shared.clock import rehearsing
from tests.areas.people.making import person, signed_in
from tests.areas.visits.made import DAY, appointment, begun, closed, consultant, picture, saves
from tests.rules.visiting.filled import SIGNATURE, filled

pytestmark = pytest.mark.django_db
LEAK = "SECRET-PLANTED"


def enters(role: Role, keys=(), **more) -> Client:
    return signed_in(Client(), person(role, keys, **more))


def his(visit: Visit) -> Client:
    return signed_in(Client(), Person.objects.get(pk=visit.appointment.consultant.person_id))


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def planted() -> Visit:
    visit, by = closed(signed=True, private_note=LEAK, observations=[
        {"id": "o1", "place": "창구", "seen": LEAK, "readers": "programme"}, {"id": "o2", "place": "휴게실", "seen": "의자가 둘뿐", "readers": "workplace"},
    ], incidents={"verbal": {"happened": 913}})  # fmt: skip
    attach_photo(visit_id=visit.pk, attachment_uuid=uuid.uuid4(), content=picture(), by=by)
    return visit


def readers(visit: Visit) -> dict[str, Client]:
    agency = visit.appointment.consultant.agency.organisation
    return {
        "office": enters(Role.OFFICE), "region": enters(Role.REGION, ["seoul"]), "auditor": enters(Role.AUDITOR),
        "agency": enters(Role.AGENCY, [str(agency.pk)], organisation=agency), "consultant": his(visit),
    }  # fmt: skip


def test_those_of_the_programme_read_all_of_it():
    visit = planted()
    for who, client in readers(visit).items():
        assert visit.appointment.workplace.name in page(client, "/visit-records/"), who
        shown = page(client, f"/visit-records/{visit.uuid}/")
        assert LEAK in shown, who
        assert "913" in shown, who
    assert AuditRow.objects.filter(verb="visit.read").count() == 5


def test_the_workplace_reads_what_was_agreed_and_nothing_marked_internal():
    visit = planted()
    manager = enters(Role.MANAGER, [str(visit.appointment.workplace_id)])
    assert visit.appointment.workplace.name in page(manager, "/visit-records/")
    shown = page(manager, f"/visit-records/{visit.uuid}/")
    for there in ("사전 안내문을 붙인다", "김담당", "의자가 둘뿐"):
        assert there in shown
    for kept in (LEAK, "913", "컨설턴트의 메모"):
        assert kept not in shown
    for path in ("paper/ko/", "paper/en/"):
        answer = manager.get(f"/visit-records/{visit.uuid}/{path}")
        assert answer.status_code == 200
        assert text_of(answer.content).count(LEAK) == 0
    photo = visit.attachments.exclude(uuid=SIGNATURE["attachment"]).get()
    assert manager.get(f"/visit-records/{visit.uuid}/pictures/{photo.uuid}/").status_code == 403
    signature = manager.get(f"/visit-records/{visit.uuid}/pictures/{SIGNATURE['attachment']}/")
    assert (signature.status_code, signature["Content-Type"]) == (200, "image/png")
    assert manager.get(f"/files/{photo.file_id}/").status_code == 403


def test_an_open_record_shows_the_workplace_nothing_yet():
    visit, by = begun()
    saves(visit, by, filled(1))
    manager = enters(Role.MANAGER, [str(visit.appointment.workplace_id)])
    assert "사전 안내문을 붙인다" not in page(manager, f"/visit-records/{visit.uuid}/")


def test_seats_elsewhere_see_neither_line_nor_record():
    visit = planted()
    elsewhere = [enters(Role.REGION, ["jeju"]), enters(Role.MANAGER, ["999999"]), enters(Role.CONSULTANT)]
    for client in elsewhere:
        assert visit.appointment.workplace.name not in page(client, "/visit-records/")
        page(client, f"/visit-records/{visit.uuid}/", 403)
        page(client, f"/visit-records/{visit.uuid}/paper/ko/", 403)
    for role in (Role.COUNSELLOR, Role.KEYING, Role.EXPERT):
        page(enters(role), "/visit-records/", 403)


def text_of(pdf: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("language, said", [("ko", "방문 기록"), ("en", "Record of visit 1")])
def test_the_record_prints_tagged_in_both_languages(language, said):
    from pypdf import PdfReader

    visit = planted()
    answer = his(visit).get(f"/visit-records/{visit.uuid}/paper/{language}/")
    assert answer.status_code == 200
    assert said in text_of(answer.content)
    assert LEAK in text_of(answer.content)
    root = PdfReader(io.BytesIO(answer.content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert answer.content == his(visit).get(f"/visit-records/{visit.uuid}/paper/{language}/").content


def test_a_consultant_begins_fills_by_spreadsheet_and_closes():
    made = appointment()
    client = signed_in(Client(), Person.objects.get(pk=made.consultant.person_id))
    with rehearsing(DAY):
        assert made.workplace.name in page(client, "/visit-records/due/")
        for _ in range(2):
            assert client.post(f"/visit-records/begin/{made.pk}/").status_code == 302
        visit = Visit.objects.get()
        answer = client.post(f"/visit-records/{visit.uuid}/close/")
        assert answer.status_code == 409
        assert "고객응대근로자 수(직무" in answer.content.decode()
        book = load_workbook(io.BytesIO(b"".join(client.get(f"/visit-records/{visit.uuid}/sheet.xlsx").streaming_content)))
        sheet = book.active
        wanted = {"next_step": "보고서 설명", "workers_total": 55, "headcounts.call.own_women": 22, "walked_round": "모르겠음", "met_with.new1.name": "김담당"}
        for row in sheet.iter_rows(min_row=2):
            if row[0].value in wanted:
                row[3].value = wanted[row[0].value]
        out = io.BytesIO()
        book.save(out)
        sent = client.post(f"/visit-records/{visit.uuid}/sheet/", {"sheet": upload(out.getvalue())})
        assert sent.status_code == 302
        preview = page(client, sent["Location"])
        assert "보고서 설명" in preview
        assert "모르겠음" in preview
        visit.refresh_from_db()
        assert visit.values == {}, "looking changes nothing"
        for _ in range(2):
            assert client.post(sent["Location"]).status_code == 302
        visit.refresh_from_db()
        assert (visit.values["next_step"], visit.values["workers_total"], visit.version) == ("보고서 설명", 55, 1)
        assert visit.values["met_with"][0]["name"] == "김담당"
        saves(visit, consultant(made), filled(1))
        for _ in range(2):
            assert client.post(f"/visit-records/{visit.uuid}/close/").status_code == 302
    visit.refresh_from_db()
    assert visit.status == "closed"


def upload(content: bytes, name: str = "visit.xlsx"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


def test_a_csv_goes_round_too_and_another_visits_file_is_refused():
    visit, _ = begun()
    other, _ = begun(2)
    client = his(visit)
    content = b"".join(client.get(f"/visit-records/{visit.uuid}/sheet.csv").streaming_content)
    assert client.post(f"/visit-records/{visit.uuid}/sheet/", {"sheet": upload(content, "a.csv")}).status_code == 302
    refused = client.post(f"/visit-records/{other.uuid}/sheet/", {"sheet": upload(content, "a.csv")})
    assert refused.status_code == 200
    assert "이 방문의 기록 파일이 아닙니다" in refused.content.decode()
    assert client.post(f"/visit-records/{visit.uuid}/sheet/", {"sheet": upload(b"%PDF-1.7")}).status_code == 200


def test_a_formula_in_a_note_leaves_as_words():
    visit, by = begun()
    saves(visit, by, {"next_step": "=HYPERLINK(1)"})
    content = b"".join(his(visit).get(f"/visit-records/{visit.uuid}/sheet.csv").streaming_content).decode()
    assert "'=HYPERLINK(1)" in content
    again = his(visit).post(f"/visit-records/{visit.uuid}/sheet/", {"sheet": upload(content.encode(), "a.csv")})
    his(visit).post(again["Location"])
    visit.refresh_from_db()
    assert visit.values["next_step"] == "=HYPERLINK(1)"


def test_both_versions_are_shown_and_one_is_taken():
    visit, by = begun()
    saves(visit, by, {"next_step": "가나다"})
    saves(visit, by, {"next_step": "라마바"}, base=1)
    saves(visit, by, {"next_step": "사아자"}, base=1)
    client, conflict = his(visit), VisitConflict.objects.get()
    shown = page(client, f"/visit-records/{visit.uuid}/")
    assert "라마바" in shown
    assert "사아자" in shown
    assert page(client, "/visit-records/?open=both").count(str(visit.uuid))
    assert client.post(f"/visit-records/settle/{conflict.pk}/", {"choice": "x"}).status_code == 404
    assert client.post(f"/visit-records/settle/{conflict.pk}/", {"choice": "mine"}).status_code == 302
    after = page(client, f"/visit-records/{visit.uuid}/")
    assert "고르지 않은 내용" in after
    assert "라마바" in after


def test_cancelled_at_the_door_by_its_form():
    visit, _ = begun()
    client = his(visit)
    assert "사유" in page(client, f"/visit-records/{visit.uuid}/not-held/")
    assert client.post(f"/visit-records/{visit.uuid}/not-held/", {"reason_ko": ""}).status_code == 200
    for _ in range(2):
        assert client.post(f"/visit-records/{visit.uuid}/not-held/", {"reason_ko": "휴업"}).status_code == 302
    assert Visit.objects.get().status == "not_held"


def test_the_office_reviews_returns_and_accepts():
    visit, _ = closed()
    office = enters(Role.OFFICE)
    for _ in range(2):
        assert office.post(f"/visit-records/{visit.uuid}/review/take/").status_code == 302
    assert office.post(f"/visit-records/{visit.uuid}/review/return/", {"reason_ko": "인원 확인"}).status_code == 302
    assert Visit.objects.get().status == "returned"
    assert "인원 확인" in page(his(visit), f"/visit-records/{visit.uuid}/")
    assert his(visit).post(f"/visit-records/{visit.uuid}/review/accept/").status_code == 403


def test_below_the_minimum_is_decided_on_its_page():
    closed(headcounts={"call": {"own_women": 4}})
    case, office = HeadcountCase.objects.get(), enters(Role.OFFICE)
    assert "인원" in page(office, "/visit-records/headcounts/?status=waiting")
    assert "교체를 제안합니다" in page(office, f"/visit-records/headcounts/{case.pk}/")
    said = {"decision": "carry_on", "reason_ko": "성수기에는 열 명을 넘음", "settlement": "1차 인정"}
    assert office.post(f"/visit-records/headcounts/{case.pk}/", said).status_code == 302
    assert office.post(f"/visit-records/headcounts/{case.pk}/", said).status_code == 409
    assert "성수기에는 열 명을 넘음" in page(office, f"/visit-records/headcounts/{case.pk}/")
    assert page(his(case.visit), "/visit-records/headcounts/").count("성수기") == 0


def test_a_workplace_answers_by_link_without_an_account():
    visit, _ = closed(2)
    check, visitor = VisitCheck.objects.get(), Client()
    path = checks.link_of(check).partition("//")[2].partition("/")[2]
    said = {"happened": "yes", "length": "long", "explained": "partly", "satisfaction": "2", "comment": "짧았습니다"}
    with rehearsing(DAY):
        assert "방문은 어떠하였습니까" in page(visitor, f"/{path}")
        assert visitor.post(f"/{path}", {"happened": "yes"}).status_code == 200
        for _ in range(2):
            assert visitor.post(f"/{path}", said).status_code == 302
        visitor.post(f"/{path}", said | {"satisfaction": "5"})
        assert "답을 받았습니다" in page(visitor, f"/{path}")
        assert visitor.get("/visit-check/forged/").status_code == 403
    check.refresh_from_db()
    assert (check.satisfaction, check.how) == (2, "link")
    office = enters(Role.OFFICE)
    assert "짧았습니다" in page(office, f"/visit-records/checks/{check.pk}/")
    assert visit.appointment.workplace.name in page(office, "/visit-records/checks/?state=answered")
    for client in (his(visit), enters(Role.AGENCY, [str(visit.appointment.consultant.agency.organisation_id)])):
        assert client.get("/visit-records/checks/").status_code == 403
        assert client.get(f"/visit-records/checks/{check.pk}/").status_code == 403
        assert "짧았습니다" not in page(client, f"/visit-records/{visit.uuid}/")


def test_no_visit_answers_without_the_other_questions():
    closed(2)
    check, office = VisitCheck.objects.get(), enters(Role.OFFICE)
    assert office.post(f"/visit-records/checks/{check.pk}/", {"happened": "no"}).status_code == 302
    check.refresh_from_db()
    assert (check.happened, check.how) == ("no", "phone")


def test_home_says_what_waits():
    visit, _ = closed(2)
    closed(headcounts={"call": {"own_women": 4}})
    with rehearsing(DAY):
        manager = enters(Role.MANAGER, [str(visit.appointment.workplace_id)])
        shown = page(manager, "/home/")
        assert "2분" in shown
        assert "인원 미달 확인" in page(enters(Role.OFFICE), "/home/")
        made = appointment(3, place=visit.appointment.workplace)
        assert "오늘 방문" in page(signed_in(Client(), Person.objects.get(pk=made.consultant.person_id)), "/home/")
        own = VisitCheck.objects.get()
        assert f"/visit-records/checks/{own.pk}/own/" in shown
        assert manager.post(f"/visit-records/checks/{own.pk}/own/", {"happened": "no"}).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_as_often_whatever_its_length(count, django_assert_max_num_queries):
    for _ in range(count):
        closed(1)
    office = enters(Role.OFFICE)
    office.get("/visit-records/")
    with django_assert_max_num_queries(14):
        assert page(office, "/visit-records/").count("/paper/") == 0


def test_no_table_of_visits_knows_a_workers_answer():
    """The record has a form of its own; nothing in its room can even name the vault or a survey's rows."""
    from pathlib import Path

    import jikim.areas.visits as room

    sources = "\n".join(path.read_text() for path in Path(room.__file__).parent.rglob("*.py"))
    assert "vault" not in sources
    assert "areas.surveys" not in sources
    for field in (one for one in Visit._meta.get_fields() if one.is_relation):
        assert "vault" not in field.related_model._meta.app_label
