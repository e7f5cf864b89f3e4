"""Statements: what is on them, frozen once and for ever, objections answered once, corrections in the next month."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal

import pytest

from jikim.areas.enrolment.public import application_of, withdraw_application
from jikim.areas.visits.actions.closing import close_visit, mark_not_held
from jikim.areas.visits.actions.headcounts import decide_headcount
from jikim.areas.visits.actions.objecting import answer_objection, raise_objection
from jikim.areas.visits.actions.reviewing import accept_visit, return_visit
from jikim.areas.visits.actions.settling import draft_hash, draw_up, freeze_statement, settle_statement
from jikim.areas.visits.actions.terms import set_terms
from jikim.areas.visits.models import HeadcountCase, Objection, Statement, StatementLine, VisitTerms
from jikim.areas.visits.queries.statements import lines_due, statement_page
from jikim.rules.access import Actor, Grant, Role
from jikim.rules.settling import Rate, Tariff
from jikim.rules.visiting import Proposal
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Invalid, Refused
from jikim.shared.clock import rehearsing
from tests.areas.enrolment.made import CONSOLE, season
from tests.areas.visits.made import DAY, appointment, closed, consultant, office, region, saves, stranger
from tests.areas.visits.settled import (
    APRIL,
    IN_JUNE,
    IN_MAY,
    MAY,
    TARIFF,
    accepted,
    agency_of,
    drawn_up,
    first_line,
    frozen,
    terms,
)
from tests.rules.visiting.filled import filled

pytestmark = pytest.mark.django_db
WHY = Text("이동 거리가 다릅니다.", "The distance is another.")
D = Decimal


def amounts(one: Statement) -> dict[str, Decimal]:
    with rehearsing(IN_JUNE):
        return {line.item + ("!" if line.is_correction else ""): line.won for line in statement_page(statement_id=one.pk, by=office(), today=IN_JUNE).lines}


def test_an_accepted_visit_and_its_journey_are_on_the_statement_of_the_month():
    terms()
    accepted()
    assert amounts(drawn_up()) == {"visit": D(250000), "travel": D(1250)}


def test_what_was_returned_missed_or_not_accepted_yet():
    terms()
    visit, by = closed()
    with rehearsing(DAY):
        return_visit(visit_id=visit.pk, reason=WHY, by=office())
        saves(visit, by, filled(1))
        assert close_visit(visit_id=visit.pk, by=by) == ()
        shut = appointment(2, place=visit.appointment.workplace)
        mark_not_held(appointment_id=shut.pk, reason=WHY, by=consultant(shut))
    one = drawn_up()
    assert amounts(one) == {"missed": D(80000)}
    with rehearsing(DAY):
        accept_visit(visit_id=visit.pk, by=office())
    assert amounts(one) == {"missed": D(80000), "visit": D(250000), "travel": D(1250), "returned": D(-20000)}


def test_a_workplace_ended_below_the_minimum_has_its_own_line_instead_of_a_withdrawal():
    terms()
    visit, _by = closed(1, headcounts={"call": {"own_women": 5, "own_men": 1}})
    case = HeadcountCase.objects.get()
    with rehearsing(DAY):
        accept_visit(visit_id=visit.pk, by=office())
        decide_headcount(case_id=case.pk, decision=Proposal.END, reason=WHY, settlement="1차만 지급", by=office())
    assert amounts(drawn_up())["below"] == 40000
    assert "withdrawn" not in amounts(Statement.objects.get())


def test_a_workplace_that_withdraws_after_its_first_visit():
    terms()
    visit = accepted()
    with rehearsing(DAY):
        withdraw_application(application_id=application_of(visit.appointment.workplace_id), reason=WHY, by=CONSOLE, moves_up=False)
    assert amounts(drawn_up())["withdrawn"] == 50000


def test_frozen_lines_stay_whatever_happens_to_the_tariff():
    terms()
    accepted()
    one = frozen()
    before = list(one.lines.values_list("key", "won"))
    terms(tariff=Tariff(tuple(Rate(n, 0, D(1)) for n in (1, 2, 3))))
    assert list(one.lines.values_list("key", "won")) == before
    assert amounts(one)["visit"] == 250000
    with pytest.raises(TypeError):
        first_line(one).save()
    with pytest.raises(TypeError):
        first_line(one).delete()


def test_the_hash_is_of_the_frozen_text_and_anybody_can_compute_it():
    terms()
    accepted()
    one = frozen()
    assert hashlib.sha256(one.snapshot.encode()).hexdigest() == one.hash
    assert D(json.loads(one.snapshot)["total"]) == one.total == sum(one.lines.values_list("won", flat=True))


def test_the_second_of_two_who_freeze_gets_a_conflict_and_nothing_twice():
    terms()
    accepted()
    one = frozen()
    with rehearsing(IN_MAY), pytest.raises(Conflict):
        freeze_statement(statement_id=one.pk, seen=one.hash, by=office())
    assert StatementLine.objects.filter(item="visit").count() == 1


def test_what_changed_since_the_page_was_opened_is_not_frozen():
    terms()
    accepted()
    one = drawn_up()
    seen = draft_hash(statement_id=one.pk)
    terms(tariff=Tariff(tuple(Rate(n, 0, D(1)) for n in (1, 2, 3))))
    with rehearsing(IN_MAY), pytest.raises(Conflict, match="changed"):
        freeze_statement(statement_id=one.pk, seen=seen, by=office())
    one.refresh_from_db()
    assert one.status == "draft"


def test_a_month_that_is_not_over_cannot_be_drawn_up():
    with rehearsing(dt.date(2017, 4, 30)), pytest.raises(Conflict, match="not over"):
        draw_up(season_id=season().pk, month=APRIL, by=office())


def test_months_are_frozen_in_their_order():
    terms()
    accepted()
    drawn_up()
    later = drawn_up(MAY, IN_JUNE)
    with rehearsing(IN_JUNE), pytest.raises(Conflict, match="earlier"):
        freeze_statement(statement_id=later.pk, seen=draft_hash(statement_id=later.pk), by=office())


def test_without_a_tariff_nothing_is_frozen_at_nothing():
    accepted()
    one = drawn_up()
    with rehearsing(IN_MAY), pytest.raises(Conflict, match="tariff"):
        freeze_statement(statement_id=one.pk, seen="", by=office())


def test_a_granted_objection_comes_back_as_the_difference_in_the_next_month():
    terms()
    visit = accepted()
    one, by = frozen(), agency_of(visit)
    with rehearsing(IN_MAY):
        raised = raise_objection(line_id=first_line(one).pk, reason=WHY, claimed=D(300000), by=by)
        answer_objection(objection_id=raised.pk, granted=D(280000), reason=WHY, by=office())
    later = frozen(MAY, IN_JUNE)
    [line] = later.lines.all()
    assert (line.is_correction, line.won, line.key, line.objection_id) == (True, D(30000), first_line(one).key, raised.pk)
    one.refresh_from_db()
    assert one.total == D(251250)
    with rehearsing(dt.date(2017, 7, 2)):
        assert lines_due(season_id=one.season_id, agency_id=one.agency_id, month=dt.date(2017, 6, 1)) == ()
        assert draw_up(season_id=one.season_id, month=dt.date(2017, 6, 1), by=office()) == 0


def test_an_objection_sent_twice_is_one_and_another_waits_for_the_answer():
    terms()
    visit = accepted()
    line, by = first_line(frozen()), agency_of(visit)
    first = raise_objection(line_id=line.pk, reason=WHY, claimed=D(300000), by=by)
    assert raise_objection(line_id=line.pk, reason=WHY, claimed=D(300000), by=by).pk == first.pk
    with pytest.raises(Conflict, match="already waiting"):
        raise_objection(line_id=line.pk, reason=WHY, claimed=D(310000), by=by)
    assert Objection.objects.count() == 1


def test_an_objection_is_answered_once_and_only_with_a_reason():
    terms()
    visit = accepted()
    raised = raise_objection(line_id=first_line(frozen()).pk, reason=WHY, claimed=D(300000), by=agency_of(visit))
    with pytest.raises(Conflict, match="reason"):
        answer_objection(objection_id=raised.pk, granted=None, reason=Text(""), by=office())
    answer_objection(objection_id=raised.pk, granted=None, reason=WHY, by=office())
    with pytest.raises(Conflict):
        answer_objection(objection_id=raised.pk, granted=D(300000), reason=WHY, by=office())
    raised.refresh_from_db()
    assert (raised.status, raised.granted) == ("refused", None)


def test_the_same_amount_is_no_objection():
    terms()
    visit = accepted()
    with pytest.raises(Invalid) as told:
        raise_objection(line_id=first_line(frozen()).pk, reason=WHY, claimed=D(250000), by=agency_of(visit))
    assert "claimed" in told.value.errors


def test_a_statement_is_settled_only_when_every_objection_is_answered_and_then_takes_no_more():
    terms()
    visit = accepted()
    one, by = frozen(), agency_of(visit)
    raised = raise_objection(line_id=first_line(one).pk, reason=WHY, claimed=D(1), by=by)
    with pytest.raises(Conflict, match="objection"):
        settle_statement(statement_id=one.pk, by=office())
    answer_objection(objection_id=raised.pk, granted=None, reason=WHY, by=office())
    settle_statement(statement_id=one.pk, by=office())
    with pytest.raises(Conflict, match="frozen"):
        raise_objection(line_id=first_line(one).pk, reason=WHY, claimed=D(2), by=by)


def test_who_may_do_what():
    terms()
    visit = accepted()
    one, by = frozen(), agency_of(visit)
    line = first_line(one)
    for somebody in (by, region("seoul"), stranger(Role.AGENCY), stranger(Role.CONSULTANT)):
        with pytest.raises(Refused):
            settle_statement(statement_id=one.pk, by=somebody)
        with pytest.raises(Refused):
            draw_up(season_id=one.season_id, month=APRIL, by=somebody)
    for somebody in (office(), region("seoul"), stranger(Role.AGENCY), consultant(visit.appointment)):
        with pytest.raises(Refused):
            raise_objection(line_id=line.pk, reason=WHY, claimed=D(1), by=somebody)
    raised = raise_objection(line_id=line.pk, reason=WHY, claimed=D(1), by=by)
    for somebody in (by, region("seoul"), consultant(visit.appointment)):
        with pytest.raises(Refused):
            answer_objection(objection_id=raised.pk, granted=None, reason=WHY, by=somebody)


def test_who_reads_which_lines():
    terms()
    visit = accepted()
    one = drawn_up()
    for hidden in (agency_of(visit), region("seoul"), stranger(Role.AGENCY), consultant(visit.appointment)):
        with pytest.raises(Statement.DoesNotExist):
            statement_page(statement_id=one.pk, by=hidden, today=IN_MAY)
    frozen()
    assert len(statement_page(statement_id=one.pk, by=agency_of(visit), today=IN_MAY).lines) == 2
    assert len(statement_page(statement_id=one.pk, by=region("seoul"), today=IN_MAY).lines) == 2
    for hidden in (region("busan"), stranger(Role.AGENCY), consultant(visit.appointment)):
        with pytest.raises(Statement.DoesNotExist):
            statement_page(statement_id=one.pk, by=hidden, today=IN_MAY)


def test_terms_keep_every_version_and_the_second_of_two_editors_is_told():
    first = terms(percent=10)
    second = terms(percent=20)
    assert second.review_seed == first.review_seed
    assert VisitTerms.objects.count() == 2
    with pytest.raises(Conflict):
        set_terms(season_id=first.season_id, version=1, applies_from=APRIL, review_percent=5, accept_after_days=1, tariff=TARIFF, reason=WHY, by=office())
    agency = Actor("person:5", "기관", (Grant(Role.AGENCY, frozenset({"1"})),))
    with pytest.raises(Refused):
        set_terms(season_id=first.season_id, version=2, applies_from=APRIL, review_percent=5, accept_after_days=1, tariff=TARIFF, reason=WHY, by=agency)
