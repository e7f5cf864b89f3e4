"""Staff pages by role and reach, lists under a literal count of statements, papers, steps tapped twice."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jikim.areas.people.models import Person
from jikim.areas.training.models import TrainingSession
from jikim.rules.access import Role
from jikim.shared.audit.models import AuditRow
from tests.areas.enrolment.made import enrolled
from tests.areas.people.making import person, signed_in
from tests.areas.training.made import DAY, announced, answered, closed, held, opened, planned
from tests.areas.visits.made import appointment, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.JIKIM_TODAY = DAY


def enters(role: Role, place=(), **more) -> Client:
    return signed_in(Client(), person(role, place, **more))


def trainer(one: TrainingSession) -> Client:
    return signed_in(Client(), Person.objects.get(pk=one.trainer_key.removeprefix("person:")))


def manager(one: TrainingSession) -> Client:
    return enters(Role.MANAGER, [str(one.workplace_id)])


def agency(one: TrainingSession) -> Client:
    found = one.workplace.appointments.first().consultant.agency.organisation
    return enters(Role.AGENCY, [str(found.pk)], organisation=found)


def test_who_reads_a_session_and_who_sees_its_code():
    one, _ = opened()
    where, code = reverse("training", args=[one.pk]), f"{one.join_code[:3]} {one.join_code[3:]}"
    assert code in trainer(one).get(where).content.decode()
    for client in (agency(one), manager(one), enters(Role.OFFICE), enters(Role.REGION, ["seoul"]), enters(Role.AUDITOR)):
        answer = client.get(where)
        assert answer.status_code == 200
        assert code not in answer.content.decode()
        assert client.get(reverse("training_screen", args=[one.pk])).status_code == 403
        assert client.get(reverse("training_qr", args=[one.pk])).status_code == 404
    for role, place in ((Role.MANAGER, ["999999"]), (Role.REGION, ["busan"]), (Role.AGENCY, ["999999"]), (Role.CONSULTANT, ["person:999999"]), (Role.EDITOR, ()), (Role.EXPERT, ["x"])):
        assert enters(role, place).get(where).status_code == 403, role
    assert Client().get(where).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_statements_for_one_as_for_three(count):
    one, _ = planned()
    for _ in range(count - 1):
        TrainingSession.objects.filter(pk=one.pk).update(version=one.version)
        TrainingSession.objects.create(**{
            field.name: getattr(one, field.name) for field in TrainingSession._meta.concrete_fields if field.name not in ("id", "appointment")
        })  # fmt: skip
    client = enters(Role.OFFICE)
    client.get(reverse("trainings"))
    with CaptureQueriesContext(connection, ) as seen:
        page = client.get(reverse("trainings")).content.decode()
    assert page.count(one.workplace.name) >= count
    asked = [query["sql"] for query in seen if "trainingsession" in query["sql"].lower()]
    assert len(asked) == 2, asked


def test_lists_hold_only_what_is_within_reach():
    one, _ = planned()
    public = announced()
    assert one.workplace.name in trainer(one).get(reverse("trainings")).content.decode()
    assert one.workplace.name in manager(one).get(reverse("trainings")).content.decode()
    for client in (enters(Role.MANAGER, ["999999"]), enters(Role.CONSULTANT, ["person:999999"])):
        page = client.get(reverse("trainings")).content.decode()
        assert one.workplace.name not in page
        assert public.title_ko not in page
    editor = enters(Role.EDITOR)
    page = editor.get(reverse("public_trainings")).content.decode()
    assert public.title_ko in page
    assert one.workplace.name not in page
    assert editor.get(reverse("trainings")).status_code == 403


def test_planning_from_a_visit_begins_with_its_day_and_comes_back_to_the_same_session():
    made = appointment(2)
    client = signed_in(Client(), Person.objects.get(pk=made.consultant.person_id))
    where = reverse("training_plan_visit", args=[made.pk])
    page = client.get(where).content.decode()
    assert f'value="{made.on.isoformat()}"' in page
    sent = {
        "course": "self-protection", "occupation": "call-centre", "language": "ko", "on": made.on.isoformat(), "start": "14:00", "minutes": "40", "place": "교육실",
        "trainer": "강하늘", "qualification": "", "with_names": "no",
    }  # fmt: skip
    wrong = client.post(where, sent | {"minutes": "5"})
    assert wrong.status_code == 422
    assert "분이 필요합니다" in wrong.content.decode()
    assert "교육실" in wrong.content.decode()
    answer = client.post(where, sent)
    one = TrainingSession.objects.get()
    assert answer["Location"] == client.post(where, sent)["Location"] == reverse("training", args=[one.pk])
    assert one.appointment_id == made.pk


def test_somebody_elses_workplace_cannot_be_planned_for():
    made = appointment(2)
    other = enrolled().workplace
    client = signed_in(Client(), Person.objects.get(pk=made.consultant.person_id))
    assert client.get(reverse("training_plan", args=[other.pk])).status_code == 403


def test_steps_tapped_twice_go_one_step():
    one, _ = planned()
    client = trainer(one)
    for to, status in (("open", "open"), ("held", "held"), ("reopen", "open"), ("held", "held")):
        for _ in range(2):
            assert client.post(reverse("training_step", args=[one.pk, to])).status_code == 302
        one.refresh_from_db()
        assert one.status == status
    assert client.post(reverse("training_close", args=[one.pk]), {"attended": ""}).status_code == 422
    for _ in range(2):
        assert client.post(reverse("training_close", args=[one.pk]), {"attended": "11"}).status_code == 302
    one.refresh_from_db()
    assert (one.status, one.attended) == ("closed", 11)


def test_small_groups_are_told_as_small_on_every_page():
    one, _ = held()
    answered(one, "after", times=3, right=4)
    for client in (manager(one), trainer(one)):
        page = client.get(reverse("training", args=[one.pk])).content.decode()
        assert "5명 미만" in page
        # what is read, without the hours of the history and the numbers in forms' tokens
        told = re.sub(r"<time.*?</time>|<[^>]*>", "", page.split("교육 결과")[1], flags=re.DOTALL)
        assert "5명 미만" in told
        assert "33" not in told


def test_a_list_of_names_is_opened_by_two_seats_and_stands_in_the_record():
    one, _ = held(with_names=True)
    where = reverse("training_names", args=[one.pk])
    assert trainer(one).post(where, {"names": "한가람\n윤슬기"}).status_code == 302
    assert "한가람" in manager(one).get(where).content.decode()
    assert AuditRow.objects.filter(verb="training.names_read").count() == 1
    for client in (agency(one), enters(Role.OFFICE), enters(Role.REGION, ["seoul"]), enters(Role.AUDITOR)):
        assert client.get(where).status_code == 403
        assert "한가람" not in client.get(reverse("training", args=[one.pk])).content.decode()
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = trainer(one)
    assert client.post(reverse("training_sheet", args=[one.pk]), {"file": SimpleUploadedFile("a.txt", b"x")}).status_code == 422
    assert client.post(reverse("training_sheet", args=[one.pk]), {"file": SimpleUploadedFile("서명부.png", picture("PNG"))}).status_code == 302
    one.refresh_from_db()
    fetched = manager(one).get(reverse("file", args=[one.sheet_id]))
    assert b"".join(fetched.streaming_content).startswith(b"\x89PNG")
    for client in (agency(one), enters(Role.OFFICE)):
        assert client.get(reverse("file", args=[one.sheet_id])).status_code == 403


def test_the_log_as_page_and_spreadsheet_for_whom_it_is_for():
    one, _ = closed(attended=14)
    where = reverse("training_log", args=[one.workplace_id, DAY.year])
    for client in (manager(one), trainer(one), enters(Role.OFFICE)):
        page = client.get(where).content.decode()
        assert "강하늘" in page
        assert "법정 기간별 시간" in page
        assert "아직 법령과 대조하지 않은" in page
    sheet = b"".join(manager(one).get(f"{where}?export=csv").streaming_content).decode()
    assert "산업전문간호사" in sheet
    assert ",14," in sheet
    assert enters(Role.MANAGER, ["999999"]).get(where).status_code == 403
    assert manager(one).get(reverse("training_logs")).status_code == 302
    assert one.workplace.name in enters(Role.OFFICE).get(reverse("training_logs")).content.decode()
    assert manager(one).get(reverse("training_log", args=[999999, DAY.year])).status_code in (403, 404)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ko", "en"])
def test_papers_are_tagged_and_hold_what_they_must(language):
    import io

    from pypdf import PdfReader

    one, _ = closed(attended=14)
    client = trainer(one)
    for what in ("slides", "handout", "attendance"):
        answer = client.get(reverse("training_paper", args=[one.pk, what, language]))
        reader = PdfReader(io.BytesIO(answer.content))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        if what == "slides":
            box = reader.pages[0].mediabox
            assert round(float(box.width) / float(box.height), 2) == 1.78
    for what in ("log", "certificate"):
        answer = client.get(reverse("training_log_paper", args=[one.workplace_id, DAY.year, what, language]))
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        assert one.workplace.name in text
        assert "14" in text
    assert client.get(reverse("training_paper", args=[one.pk, "secret", language])).status_code == 404


@pytest.mark.parametrize(("day", "mark"), [(dt.date(2018, 10, 17), "권고"), (dt.date(2018, 10, 18), "의무(위반 시 제재)"), (dt.date(2021, 10, 14), "제41조")])
def test_slides_on_paper_say_what_is_a_duty_and_a_slide_that_runs_on_is_named(day, mark):
    import io

    from pypdf import PdfReader

    from jikim.areas.training.queries.courses import deck
    from jikim.areas.training.queries.decks import set_out
    from jikim.shared.documents import compile_pdf

    told = set_out(deck("self-protection", "home-visit", on=day), "ko")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(compile_pdf("training/slides.typ", told | {"facts": []}, "ko", data_date=day))).pages]
    asked = next(one for one in told["slides"] if one["key"] == "what-you-can-ask")
    assert any(mark in block["mark"] for block in asked["blocks"])
    where = [text for text in pages if asked["title"] in text]
    assert mark in "".join(where)
    assert all("(이어서)" in text for text in where[1:])


@pytest.mark.slow
@pytest.mark.parametrize(("language", "more"), [("ko", "(이어서)"), ("en", "(continued)")])
@pytest.mark.parametrize("course", ["self-protection", "managers", "customers"])
def test_no_page_of_the_slides_is_without_a_heading(course, language, more):
    """The cover is one page, however long the title is in English."""
    import io

    from pypdf import PdfReader

    from jikim.areas.training.queries.courses import deck
    from jikim.areas.training.queries.decks import set_out
    from jikim.shared.documents import compile_pdf

    day = dt.date(2026, 11, 29)
    told = set_out(deck(course, "golf", on=day), language)
    facts = [["사업장 · Workplace", "새봄컨트리클럽 영등포구1지점"], ["강사 · Trainer", "최방문 산업전문간호사"]]
    reader = PdfReader(io.BytesIO(compile_pdf("training/slides.typ", told | {"facts": facts}, language, data_date=day)))
    going_on = sum(more in page.extract_text() for page in reader.pages)
    assert len(reader.pages) == 1 + len(told["slides"]) + going_on


def test_slides_open_for_whoever_may_see_the_session_with_notes_and_in_english():
    one, _ = planned()
    page = manager(one).get(reverse("training_slides", args=[one.pk]) + "?notes=1&lang=en").content.decode()
    assert 'lang="en"' in page
    assert page.count("data-slide") >= 9
    assert "deck-notes" in page


def test_what_counts_is_set_by_the_office_alone():
    client = enters(Role.OFFICE)
    where = reverse("training_credits")
    assert client.post(where, {"course": "self-protection", "category": "none", "most_minutes": "0"}).status_code == 302
    assert client.post(where, {"course": "self-protection", "category": "none", "most_minutes": "999"}).status_code == 422
    one, _ = closed(attended=3)
    assert "세지 않음" in client.get(reverse("training_log", args=[one.workplace_id, DAY.year])).content.decode()
    assert manager(one).get(where).status_code == 403


def test_registrations_are_seen_and_taken_along_by_whoever_announces():
    one = announced()
    from jikim.areas.training.actions.registering import confirm, register
    from jikim.areas.training.models import Registration

    register(session_id=one.pk, name="=표아름", email="a@example.org", organisation="모임", language="ko")
    confirm(token=Registration.objects.get().token)
    where = reverse("training_registrations", args=[one.pk])
    editor = enters(Role.EDITOR)
    assert "a@example.org" in editor.get(where).content.decode()
    sheet = b"".join(editor.get(f"{where}?export=csv").streaming_content).decode()
    assert "'=표아름" in sheet
    assert AuditRow.objects.filter(verb="export", thing_kind="public_training").count() == 1
    for client in (enters(Role.CONSULTANT, ["person:1"]), enters(Role.MANAGER, ["1"])):
        assert client.get(where).status_code == 403


def test_home_says_what_waits():
    one, _ = held()
    assert "마감할 교육" in trainer(one).get(reverse("home")).content.decode()
    other, _ = planned()
    assert "예정된 우리 사업장 교육" in manager(other).get(reverse("home")).content.decode()
