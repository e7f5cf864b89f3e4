"""An agency names a visit its frozen statement lacks; the office answers once. What is granted is paid with the next statement, once."""

from __future__ import annotations

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse

from jikim.areas.visits.actions.notices import tell_of_answer
from jikim.areas.visits.actions.objecting import LARGEST
from jikim.areas.visits.actions.settling import hold_statements
from jikim.areas.visits.models import MissingVisit, Statement, Visit
from jikim.areas.visits.queries.missing import could_be_missing
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import now
from jikim.shared.workflow import move

_NOT_FROZEN = Text("확정된 명세서에만 이의를 신청할 수 있습니다. 정산이 끝난 명세서에는 신청할 수 없습니다.",
                   "Only a frozen statement can be objected to, and not once it is settled.")  # fmt: skip
_NOT_MISSING = Text("이 명세서의 달까지 한 방문 가운데 어느 명세서에도 없는 방문만 고를 수 있습니다.",
                    "Only a visit made by the end of this month that stands on no statement can be named.")  # fmt: skip
_AMOUNT = Text("1원부터 1억 원까지 적어 주십시오.", "Please enter an amount from 1 to 100,000,000 won.")
_PAID = Text("그사이 이 방문이 다른 명세서에 들어갔습니다. 인정하지 않음으로 답하고 그 사실을 알려 주십시오.",
             "This visit has meanwhile come onto a statement. Please refuse and say so.")  # fmt: skip


def name_missing(*, statement_id: int, visit_id: int, reason: Text, claimed: Decimal, by: Actor) -> MissingVisit:
    """Keep the objection. The same one sent twice is one. Raises Conflict or Invalid with the reason."""
    with transaction.atomic():
        one = Statement.objects.select_for_update(of=("self",)).select_related("agency").get(pk=statement_id)
        require(by, Action.line_object, one.where())
        if one.status != "frozen":
            raise Conflict(_NOT_FROZEN)
        there = MissingVisit.objects.filter(statement=one, visit_id=visit_id, status="raised").first()
        if there is not None and (there.reason_ko, there.reason_en, there.claimed) == (reason.ko, reason.en, claimed):
            return there
        if not 0 < claimed <= LARGEST:
            raise Invalid({"claimed": _AMOUNT})
        visit: Visit | None = could_be_missing(one).filter(pk=visit_id).first()
        if visit is None:
            raise Invalid({"visit": _NOT_MISSING})
        try:
            with transaction.atomic():
                made = MissingVisit.objects.create(
                    statement=one, visit=visit, status="raised", status_since=now(), reason_ko=reason.ko, reason_en=reason.en, claimed=claimed,
                    raised_by=by.name[:120], raised_at=now(),
                )  # fmt: skip
        except IntegrityError:  # a second person of the agency was faster
            raise Invalid({"visit": _NOT_MISSING}) from None
        audit.record(by, "objection.raised", "objection", made.workflow_key(), claimed=str(claimed), missing=visit.workflow_key())
    return made


def answer_missing(*, missing_id: int, granted: Decimal | None, reason: Text, by: Actor) -> MissingVisit:
    """Grant it with the amount to pay, or refuse it with None. Raises Conflict when answered, or when the visit has been paid meanwhile."""
    with transaction.atomic():
        # a statement frozen at this moment may pay the visit: before us or behind us
        hold_statements(MissingVisit.objects.values_list("statement__agency_id", flat=True).get(pk=missing_id))
        found = MissingVisit.objects.select_for_update(of=("self",)).select_related("statement__agency", "visit__appointment__workplace")
        one = found.get(pk=missing_id)
        require(by, Action.objection_answer, one.where())
        if one.status == "raised" and granted is not None:
            if not 0 < granted <= LARGEST:
                raise Invalid({"granted": _AMOUNT})
            if not could_be_missing(one.statement, but=one).filter(pk=one.visit_id).exists():
                raise Conflict(_PAID)
        move(one, "refused" if granted is None else "granted", by=by, reason=reason)
        one.answer_ko, one.answer_en, one.granted = reason.ko, reason.en, granted
        one.answered_by, one.answered_at = by.name[:120], now()
        one.save(update_fields=["answer_ko", "answer_en", "granted", "answered_by", "answered_at"])
        tell_of_answer(one.statement, number=one.visit.appointment.workplace.number, address=reverse("missing_visit", args=[one.pk]))
    return one
