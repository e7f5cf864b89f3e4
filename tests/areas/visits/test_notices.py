"""Letters about records and settlement: to whoever's turn it is, and to nobody who refused them."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from jikim.areas.people.models import Person
from jikim.areas.visits.actions.closing import close_visit
from jikim.areas.visits.actions.objecting import answer_objection, raise_objection
from jikim.areas.visits.actions.reviewing import return_visit
from jikim.areas.visits.actions.sheets import (
    faulty_rows,
    keep_sheet,
    preview_sheet,
)
from jikim.rules.access import Role
from jikim.rules.words import Text
from jikim.shared.clock import rehearsing
from jikim.shared.mail.models import MailMessage, MailOptOut
from jikim.shared.mail.optout import address_hash
from jikim.shared.sheets import write_xlsx
from jikim.shared.sheets.form_sheet import fault_columns, form_columns
from tests.areas.people.making import actor, person
from tests.areas.visits.made import DAY, begun, closed, saves
from tests.areas.visits.settled import accepted, agency_of, first_line, frozen, terms
from tests.rules.visiting.filled import filled

pytestmark = pytest.mark.django_db
WHY = Text("서명이 빠졌습니다.", "The signature is missing.")


def letters(kind: str) -> list[tuple[str, str]]:
    return list(MailMessage.objects.filter(kind=kind).order_by("pk").values_list("to", "subject"))


def test_a_returned_record_goes_to_its_consultant_and_corrected_to_whoever_returned_it():
    visit, by = closed()
    main = person(Role.OFFICE)
    with rehearsing(DAY):
        return_visit(visit_id=visit.pk, reason=WHY, by=actor(main))
        [(to, subject)] = letters("visit_records")
        assert to == Person.objects.get(pk=visit.appointment.consultant.person_id).email
        assert visit.appointment.workplace.number in subject
        assert WHY.ko in MailMessage.objects.get().body
        saves(visit, by, filled(1))
        assert close_visit(visit_id=visit.pk, by=by) == ()
    assert [to for to, _ in letters("visit_records")][1:] == [main.email]


def test_a_record_closed_for_the_first_time_is_written_to_nobody():
    closed()
    assert letters("visit_records") == []


def test_a_frozen_statement_and_an_answer_go_to_the_agencys_managers_alone():
    terms()
    visit = accepted()
    agency = visit.appointment.consultant.agency
    mine, other = person(Role.AGENCY, [agency.key]), person(Role.AGENCY, ["999999"])
    one = frozen()
    raised = raise_objection(line_id=first_line(one).pk, reason=WHY, claimed=Decimal(300000), by=agency_of(visit))
    answer_objection(objection_id=raised.pk, granted=None, reason=WHY, by=actor(person(Role.OFFICE)))
    assert [to for to, _ in letters("settlement")] == [mine.email, mine.email]
    assert other.email not in {to for to, _ in letters("settlement")}
    assert "250" not in "".join(MailMessage.objects.values_list("body", flat=True)), "no amount leaves by mail"


def test_without_an_account_the_contracts_contact_is_written_to_and_who_refused_is_not():
    terms()
    visit = accepted()
    agency = visit.appointment.consultant.agency
    agency.contact_email = "bill@example.com"
    agency.save()
    one = frozen()
    assert [to for to, _ in letters("settlement")] == ["bill@example.com"]
    MailOptOut.objects.create(address_hash=address_hash("bill@example.com"), kind="settlement", since=one.frozen_at)
    raised = raise_objection(line_id=first_line(one).pk, reason=WHY, claimed=Decimal(300000), by=agency_of(visit))
    answer_objection(objection_id=raised.pk, granted=None, reason=WHY, by=actor(person(Role.OFFICE)))
    assert len(letters("settlement")) == 1


def test_rows_that_could_not_be_read_come_back_with_reasons_and_go_in_once_corrected():
    visit, by = begun()
    with rehearsing(DAY):
        marks = [["#record", "", "", str(visit.uuid), ""], ["#version", "", "", 0, ""]]
        sent = [*marks, ["workers_total", "", "", "쉰다섯", ""], ["next_step", "", "", "보고서 설명", ""], ["nonsense", "", "", "1", ""]]
        file_id = keep_sheet(visit_uuid=visit.uuid, content=b"".join(write_xlsx(form_columns("ko"), sent, "a", count_line=False)), file_name="a.xlsx", by=by)
        back = list(faulty_rows(visit_uuid=visit.uuid, file_id=file_id, language="ko", by=by))
        assert [row[0] for row in back] == ["#record", "#version", "workers_total", "nonsense"]
        assert back[2][3] == "쉰다섯"
        assert all(row[5] for row in back[2:])
        content = b"".join(write_xlsx(fault_columns("ko"), back, "rows", count_line=False))
        book = load_workbook(io.BytesIO(content))
        for row in book.active.iter_rows():
            if row[0].value == "workers_total":
                row[3].value = 55
        out = io.BytesIO()
        book.save(out)
        again = keep_sheet(visit_uuid=visit.uuid, content=out.getvalue(), file_name="rows.xlsx", by=by)
        preview = preview_sheet(visit_uuid=visit.uuid, file_id=again, by=by)
    assert [fault.code for fault in preview.faults] == ["nonsense"]
    assert len(preview.changes) == 1
