"""A visit missing from a frozen statement: named by its agency, answered once, paid once with the next statement."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from jikim.areas.visits.actions.missing import answer_missing, name_missing
from jikim.areas.visits.actions.reviewing import accept_visit
from jikim.areas.visits.actions.settling import draw_up, settle_statement
from jikim.areas.visits.models import MissingVisit, Statement, StatementLine, Visit
from jikim.areas.visits.queries.missing import candidates, missing_lines
from jikim.areas.visits.queries.statements import lines_due
from jikim.rules.access import Role
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Invalid, Refused
from jikim.shared.clock import rehearsing
from jikim.shared.mail.models import MailMessage
from tests.areas.people.making import person, signed_in
from tests.areas.visits.made import closed, office, region, stranger
from tests.areas.visits.settled import IN_JUNE, IN_MAY, MAY, accepted, agency_of, frozen, terms

pytestmark = pytest.mark.django_db
WHY = Text("기록은 냈는데 명세서에 없습니다.", "The record was sent, the statement lacks it.")
D = Decimal


@pytest.fixture(autouse=True)
def in_may(settings):
    settings.JIKIM_TODAY = IN_MAY


def lacking() -> tuple[Statement, Visit]:
    """April is frozen with one accepted visit; another's record is closed and waits."""
    terms()
    accepted()
    waits, _ = closed(2)
    return frozen(), waits


def named(one: Statement, visit: Visit, won: int = 300000) -> MissingVisit:
    return name_missing(statement_id=one.pk, visit_id=visit.pk, reason=WHY, claimed=D(won), by=agency_of(visit))


def test_what_is_granted_is_paid_with_the_next_statement_and_never_again():
    one, visit = lacking()
    by = agency_of(visit)
    assert [found.visit_id for found in candidates(statement_id=one.pk, by=by)] == [visit.pk]
    made = named(one, visit)
    answer_missing(missing_id=made.pk, granted=D(280000), reason=WHY, by=office())
    with rehearsing(IN_JUNE):
        later = frozen(MAY, IN_JUNE)
    [line] = later.lines.all()
    assert (line.won, line.is_correction, line.workplace_number) == (D(280000), False, visit.appointment.workplace.number)
    with rehearsing(IN_JUNE):
        accept_visit(visit_id=visit.pk, by=office())
        assert {due.item for due in lines_due(season_id=one.season_id, agency_id=one.agency_id, month=dt.date(2017, 6, 1))} == {"travel"}
        assert [found.paid_in for found in missing_lines(season_id=one.season_id, by=by)] == [MAY]
    assert StatementLine.objects.filter(key=line.key).count() == 1


def test_granted_and_accepted_in_the_same_month_it_is_one_line_of_what_was_granted():
    one, visit = lacking()
    answer_missing(missing_id=named(one, visit).pk, granted=D(280000), reason=WHY, by=office())
    accept_visit(visit_id=visit.pk, by=office())
    with rehearsing(IN_JUNE):
        assert {line.item: line.won for line in frozen(MAY, IN_JUNE).lines.all()} == {"visit": D(280000), "travel": D(1250)}


def test_a_statement_with_nothing_else_is_drawn_up_for_it():
    one, visit = lacking()
    answer_missing(missing_id=named(one, visit).pk, granted=D(280000), reason=WHY, by=office())
    with rehearsing(IN_JUNE):
        assert draw_up(season_id=one.season_id, month=MAY, by=office()) == 1


def test_sent_twice_it_is_one_answered_once_and_after_a_refusal_it_may_be_named_again():
    one, visit = lacking()
    first = named(one, visit)
    assert named(one, visit).pk == first.pk
    with pytest.raises(Invalid):
        named(one, visit, 310000)
    with pytest.raises(Conflict):
        settle_statement(statement_id=one.pk, by=office())
    answer_missing(missing_id=first.pk, granted=None, reason=WHY, by=office())
    with pytest.raises(Conflict):
        answer_missing(missing_id=first.pk, granted=D(1), reason=WHY, by=office())
    assert named(one, visit, 310000).pk != first.pk


def test_neither_a_visit_that_stands_there_nor_a_wrong_amount_can_be_named():
    one, visit = lacking()
    there = Visit.objects.get(status="accepted")
    with pytest.raises(Invalid) as told:
        named(one, there)
    assert set(told.value.errors) == {"visit"}
    for won in (0, -5, 200_000_000):
        with pytest.raises(Invalid) as told:
            named(one, visit, won)
        assert set(told.value.errors) == {"claimed"}


def test_who_may_name_and_who_may_answer():
    one, visit = lacking()
    for somebody in (office(), region("seoul"), stranger(Role.AGENCY), stranger(Role.CONSULTANT)):
        with pytest.raises(Refused):
            name_missing(statement_id=one.pk, visit_id=visit.pk, reason=WHY, claimed=D(1), by=somebody)
    made = named(one, visit)
    for somebody in (agency_of(visit), region("seoul"), stranger(Role.AGENCY)):
        with pytest.raises(Refused):
            answer_missing(missing_id=made.pk, granted=None, reason=WHY, by=somebody)
    assert missing_lines(season_id=one.season_id, by=stranger(Role.AGENCY)) == []


def test_on_its_pages():
    one, visit = lacking()
    organisation = visit.appointment.consultant.agency.organisation
    agency = signed_in(Client(), person(Role.AGENCY, [str(organisation.pk)], organisation=organisation))
    main = signed_in(Client(), person(Role.OFFICE))
    assert f"/settlement/{one.pk}/missing/" in agency.get(f"/settlement/{one.pk}/").content.decode()
    said = {"visit": visit.pk, "claimed": "300000", "reason_ko": "명세서에 없습니다."}
    assert agency.post(f"/settlement/{one.pk}/missing/", said | {"visit": ""}).status_code == 200
    sent = agency.post(f"/settlement/{one.pk}/missing/", said)
    made = MissingVisit.objects.get()
    assert sent["Location"] == f"/settlement/missing/{made.pk}/"
    assert visit.appointment.workplace.name in main.get("/settlement/objections/").content.decode()
    assert "답할 정산 이의신청" in main.get("/home/").content.decode()
    main.post(f"/settlement/missing/{made.pk}/answer/", {"decision": "granted", "granted": "280000", "reason_ko": "확인했습니다."})
    assert "280,000" in agency.get(f"/settlement/missing/{made.pk}/").content.decode()
    assert agency.get("/settlement/objections/").status_code == 200
    other = signed_in(Client(), person(Role.AGENCY, ["999999"]))
    assert other.get(f"/settlement/missing/{made.pk}/").status_code == 404
    assert other.get(f"/settlement/{one.pk}/missing/").status_code == 404
    assert MailMessage.objects.filter(kind="settlement", to=person_email(organisation)).count() == 1


def person_email(organisation) -> str:
    from jikim.areas.people.models import Seat

    return Seat.objects.get(organisation=organisation, role=Role.AGENCY.value).person.email
