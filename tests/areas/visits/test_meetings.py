"""Two people at once, one let in after each statement of the other: a missing visit is granted, or it is paid by a statement; never both."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from jikim.areas.enrolment import public as enrolment
from jikim.areas.visits.actions.closing import close_visit
from jikim.areas.visits.actions.headcounts import decide_headcount
from jikim.areas.visits.actions.missing import answer_missing, name_missing
from jikim.areas.visits.actions.settling import draft_hash, draw_up, freeze_statement
from jikim.areas.visits.models import HeadcountCase, MissingVisit, Statement, StatementLine, Visit
from jikim.rules.visiting import Proposal
from jikim.rules.words import Text
from jikim.shared.access import Conflict
from tests.areas.enrolment.made import season
from tests.areas.visits.made import DAY, closed, office
from tests.areas.visits.settled import IN_JUNE, MAY, agency_of, frozen, terms
from tests.areas.visits.settled import accepted as accepted_record
from tests.areas.visits.test_following_up import FEW
from tests.meeting import meetings

pytestmark = pytest.mark.django_db(transaction=True, databases=["default"])
WHY = Text("빠졌습니다.", "It is missing.")


def test_a_missing_visit_is_granted_or_paid(settings: Any) -> None:
    settings.JIKIM_TODAY = DAY
    terms()
    accepted_record()
    waits, _ = closed(2)
    april, by = frozen(), agency_of(waits)
    settings.JIKIM_TODAY = IN_JUNE

    def named() -> tuple[int, int, str]:
        """The visit is named, and accepted in time for the statement of May."""
        MissingVisit.objects.all().delete()
        StatementLine.objects.filter(statement__month=MAY).delete()
        Statement.objects.filter(month=MAY).delete()
        claim = name_missing(statement_id=april.pk, visit_id=waits.pk, reason=WHY, claimed=Decimal(1000), by=by)
        Visit.objects.filter(pk=waits.pk).update(status="accepted")
        draw_up(season_id=season().pk, month=MAY, by=office())
        may = Statement.objects.get(month=MAY)
        return claim.pk, may.pk, draft_hash(statement_id=may.pk)

    for met in meetings(
        named, lambda one: answer_missing(missing_id=one[0], granted=Decimal(1000), reason=WHY, by=office()),
        lambda one: freeze_statement(statement_id=one[1], seen=one[2], by=office()),
    ):  # fmt: skip
        assert sum(isinstance(one, Conflict) for one in met.results) == 1, (met.statement, met.results)
        granted = MissingVisit.objects.get().status == "granted"
        assert granted != StatementLine.objects.filter(statement__month=MAY).exists(), (met.statement, met.results)


def test_a_case_is_decided_while_its_corrected_record_is_closed(settings: Any) -> None:
    """Both hold a row the other is about to want: nobody waits for ever."""
    settings.JIKIM_TODAY = DAY
    visit, by = closed(1, **FEW)
    case = HeadcountCase.objects.get(visit=visit)
    application = enrolment.application_of(visit.appointment.workplace_id)

    def returned() -> None:
        Visit.objects.filter(pk=visit.pk).update(status="returned")
        HeadcountCase.objects.filter(pk=case.pk).update(status="waiting")
        type(visit.appointment.workplace.application).objects.filter(pk=application).update(status="enrolled")

    for met in meetings(
        returned, lambda _: decide_headcount(case_id=case.pk, decision=Proposal.END, reason=WHY, settlement="", by=office()),
        lambda _: close_visit(visit_id=visit.pk, by=by),
    ):  # fmt: skip
        assert not [one for one in met.results if isinstance(one, Exception)], (met.statement, met.results)
        assert (HeadcountCase.objects.get().status, Visit.objects.get(pk=visit.pk).status) == ("ended", "closed")
