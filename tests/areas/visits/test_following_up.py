"""Below the minimum on verification, and the workplace's own word on whether and how a visit was."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import signing

from jikim.areas.dispatch.models import Appointment
from jikim.areas.enrolment.models import Application
from jikim.areas.visits.actions import checks
from jikim.areas.visits.actions.headcounts import decide_headcount
from jikim.areas.visits.actions.reviewing import return_visit
from jikim.areas.visits.models import HeadcountCase, VisitCheck
from jikim.rules.access import Role
from jikim.rules.visiting import Proposal
from jikim.rules.words import Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.clock import now, rehearsing
from jikim.shared.mail.models import MailMessage
from tests.areas.dispatch.planned import appointment as planned
from tests.areas.dispatch.planned import manager_of
from tests.areas.enrolment.made import applied
from tests.areas.visits.made import DAY, closed, office, region, saves, stranger
from tests.rules.visiting.filled import filled

pytestmark = pytest.mark.django_db
WHY = Text("고객응대 인원이 줄었습니다", "Fewer people serve customers now")
FEW = {"headcounts": {"call": {"own_women": 5, "own_men": 1}}}
ANSWER = {"happened": "yes", "length": "middle", "explained": "yes", "satisfaction": "4", "comment": "도움이 되었습니다"}


def below():
    visit, by = closed(**FEW)
    return HeadcountCase.objects.get(), visit, by


def test_enough_people_make_no_case():
    closed()
    assert not HeadcountCase.objects.exists()


def test_too_few_go_to_the_office_with_a_proposal_and_its_reason():
    case, _, _ = below()
    assert (case.found, case.minimum, case.proposal, case.status) == (6, 10, "replace", "waiting")
    assert "6" in case.proposal_reason.ko


def test_carrying_on_leaves_everything_as_it_was():
    case, visit, _ = below()
    decide_headcount(case_id=case.pk, decision=Proposal.CARRY_ON, reason=WHY, settlement="1차 인정", by=office())
    case.refresh_from_db()
    assert (case.status, case.settlement, case.reason_ko) == ("carried_on", "1차 인정", WHY.ko)
    assert Application.objects.get(workplace=visit.appointment.workplace).status == "enrolled"


def test_replacing_ends_the_visits_to_come_and_the_next_in_line_moves_up():
    case, visit, _ = below()
    place = visit.appointment.workplace
    second = planned(2, on=dt.date(2017, 5, 8), place=place, who=visit.appointment.consultant)
    other = applied()
    Application.objects.filter(pk=other.pk).update(status="waiting", waiting_place=1)
    with rehearsing(DAY):
        decide_headcount(case_id=case.pk, decision=Proposal.REPLACE, reason=WHY, settlement="", by=office())
    case.refresh_from_db()
    assert (case.status, case.replacement) == ("replaced", other.workplace.name)
    assert Application.objects.get(workplace=place).status == "withdrawn"
    assert Application.objects.get(pk=other.pk).status == "enrolled"
    assert Appointment.objects.get(pk=second.pk).status == "cancelled"
    assert Appointment.objects.get(pk=visit.appointment_id).status == "held"


def test_nobody_moves_up_when_three_visits_no_longer_fit():
    case, visit, _ = below()
    other = applied()
    Application.objects.filter(pk=other.pk).update(status="waiting", waiting_place=1)
    with rehearsing(dt.date(2017, 9, 20)):
        with pytest.raises(Conflict):
            decide_headcount(case_id=case.pk, decision=Proposal.REPLACE, reason=WHY, settlement="", by=office())
        case.refresh_from_db()
        assert case.status == "waiting"
        decide_headcount(case_id=case.pk, decision=Proposal.END, reason=WHY, settlement="", by=office())
    assert Application.objects.get(workplace=visit.appointment.workplace).status == "withdrawn"
    assert Application.objects.get(pk=other.pk).status == "waiting"


def test_it_is_decided_once_by_the_office_with_a_reason():
    case, _, by = below()
    for who in (by, region("seoul"), stranger(Role.AGENCY)):
        with pytest.raises(Refused):
            decide_headcount(case_id=case.pk, decision=Proposal.CARRY_ON, reason=WHY, settlement="", by=who)
    with pytest.raises(Conflict):
        decide_headcount(case_id=case.pk, decision=Proposal.CARRY_ON, reason=Text("", ""), settlement="", by=office())
    decide_headcount(case_id=case.pk, decision=Proposal.CARRY_ON, reason=WHY, settlement="", by=office())
    with pytest.raises(Conflict):
        decide_headcount(case_id=case.pk, decision=Proposal.END, reason=WHY, settlement="", by=office())


def test_a_corrected_count_settles_the_case_by_itself():
    case, visit, by = below()
    return_visit(visit_id=visit.pk, reason=WHY, by=office())
    from jikim.areas.visits.actions.closing import close_visit

    with rehearsing(DAY):
        saves(visit, by, filled(1))
        close_visit(visit_id=visit.pk, by=by)
    case.refresh_from_db()
    assert (case.status, case.decided_by) == ("carried_on", "사업 규칙(자동)")


def asked() -> VisitCheck:
    closed(2)
    return VisitCheck.objects.get()


def test_after_the_first_visit_nobody_is_asked_and_after_the_second_the_workplace_is():
    closed(1)
    assert not VisitCheck.objects.exists()
    check = asked()
    assert check.mailed_at
    letter = MailMessage.objects.get(kind="visit_check")
    assert checks.link_of(check) in letter.body


def test_a_signed_link_answers_once_and_the_same_answer_again_is_harmless():
    check = asked()
    token = checks.link_of(check).rstrip("/").rpartition("/")[2]
    with pytest.raises(Refused):
        checks.check_of(token)  # sixty days are over long since
    with rehearsing(DAY):
        opened = checks.check_of(token)
    assert opened == check
    for _ in range(2):
        checks.answer_check(check_id=check.pk, answer=ANSWER, how="link", by=checks.holder(opened))
    check.refresh_from_db()
    assert (check.satisfaction, check.how, check.keyed_by) == (4, "link", "")
    with pytest.raises(Conflict):
        checks.answer_check(check_id=check.pk, answer=ANSWER | {"satisfaction": "1"}, how="link", by=checks.holder(opened))


def test_a_link_opens_its_own_check_only():
    check = asked()
    with pytest.raises(Refused):
        checks.check_of("forged")
    with pytest.raises(Refused):
        checks.check_of(signing.dumps({"k": str(check.pk), "v": 1, "e": 9999999999}, salt="jikim.link.online"))
    holder = checks.holder(check)
    other = asked_other()
    with pytest.raises(Refused):
        checks.answer_check(check_id=other.pk, answer=ANSWER, how="link", by=holder)


def asked_other() -> VisitCheck:
    closed(2)
    return VisitCheck.objects.order_by("-pk").first()


def test_neither_agency_nor_consultant_answers_for_the_workplace():
    check = asked()
    with pytest.raises(Refused):
        checks.answer_check(check_id=check.pk, answer=ANSWER, how="page", by=stranger(Role.AGENCY))
    with pytest.raises(Refused):
        checks.answer_check(check_id=check.pk, answer=ANSWER, how="page", by=stranger(Role.MANAGER))
    checks.answer_check(check_id=check.pk, answer=ANSWER, how="page", by=manager_of(check.visit.appointment.workplace))


def test_the_office_keys_what_was_said_on_the_phone():
    check = asked()
    checks.answer_check(check_id=check.pk, answer={"happened": "no"}, how="phone", by=office())
    check.refresh_from_db()
    assert (check.happened, check.satisfaction, check.keyed_by) == ("no", None, office().name)


def test_one_reminder_after_five_days_and_none_after_an_answer():
    check = asked()
    assert checks.remind_checks() == 0
    VisitCheck.objects.update(mailed_at=now() - dt.timedelta(days=6), asked_at=now() - dt.timedelta(days=6))
    assert (checks.remind_checks(), checks.remind_checks()) == (1, 0)
    VisitCheck.objects.update(reminded_at=None, answered_at=now())
    assert checks.remind_checks() == 0
    assert MailMessage.objects.filter(kind="visit_check").count() == 2
    assert check.visit.appointment.number == 2
