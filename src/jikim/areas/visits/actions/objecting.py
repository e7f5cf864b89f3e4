"""An agency objects to a frozen line with a reason; the office answers once with a reason. What is granted goes into the next statement."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from jikim.areas.visits.actions.notices import tell_of_answer
from jikim.areas.visits.models import Objection, Statement, StatementLine
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import now
from jikim.shared.workflow import move

LARGEST = Decimal(100_000_000)
_NOT_FROZEN = Text("확정된 명세서에만 이의를 신청할 수 있습니다. 정산이 끝난 명세서에는 신청할 수 없습니다.",
                   "Only a frozen statement can be objected to, and not once it is settled.")  # fmt: skip
_CORRECTION = Text("정정 줄에는 이의를 신청할 수 없습니다. 처음 명세서의 줄에 신청해 주십시오.", "A correction cannot be objected to: object to the line it corrects.")
_OPEN = Text("이 줄에는 이미 답을 기다리는 이의신청이 있습니다.", "An objection to this line is already waiting for an answer.")
_SAME = Text("지금 금액과 같습니다. 맞다고 보시는 금액을 적어 주십시오.", "This is the amount as it stands. Please enter what you hold to be right.")
_TOO_MUCH = Text("금액이 너무 큽니다.", "This amount is too large.")


def raise_objection(*, line_id: int, reason: Text, claimed: Decimal, by: Actor) -> Objection:
    """Keep the objection. The same one sent twice is one. Raises Conflict or Invalid with the reason."""
    with transaction.atomic():
        statement_id = StatementLine.objects.values_list("statement_id", flat=True).get(pk=line_id)
        statement = Statement.objects.select_for_update(of=("self",)).select_related("agency").get(pk=statement_id)
        line = StatementLine.objects.get(pk=line_id)
        require(by, Action.line_object, statement.where())
        if statement.status != "frozen":
            raise Conflict(_NOT_FROZEN)
        if line.is_correction:
            raise Conflict(_CORRECTION)
        if problem := _wrong(line, claimed):
            raise Invalid({"claimed": problem})
        there = Objection.objects.filter(line=line, status="raised").first()
        if there is not None:
            if (there.reason_ko, there.reason_en, there.claimed) == (reason.ko, reason.en, claimed):
                return there
            raise Conflict(_OPEN)
        made = Objection.objects.create(
            line=line, status="raised", status_since=now(), reason_ko=reason.ko, reason_en=reason.en, claimed=claimed,
            raised_by=by.name[:120], raised_at=now(),
        )  # fmt: skip
        audit.record(by, "objection.raised", "objection", made.workflow_key(), claimed=str(claimed))
    return made


def answer_objection(*, objection_id: int, granted: Decimal | None, reason: Text, by: Actor) -> Objection:
    """Grant it with the line's right amount, or refuse it with None; the agency reads the reason. Raises Conflict when it has been answered."""
    with transaction.atomic():
        one = Objection.objects.select_for_update(of=("self",)).select_related("line__statement__agency").get(pk=objection_id)
        require(by, Action.objection_answer, one.where())
        if one.status == "raised" and granted is not None and (problem := _wrong(one.line, granted)):
            raise Invalid({"granted": problem})
        move(one, "refused" if granted is None else "granted", by=by, reason=reason)
        one.answer_ko, one.answer_en, one.granted = reason.ko, reason.en, granted
        one.answered_by, one.answered_at = by.name[:120], now()
        one.save(update_fields=["answer_ko", "answer_en", "granted", "answered_by", "answered_at"])
        tell_of_answer(one.line.statement, number=one.line.workplace_number, address=reverse("objection", args=[one.pk]))
    return one


def _wrong(line: StatementLine, won: Decimal) -> Text | None:
    last = Objection.objects.filter(line=line, status="granted").order_by("answered_at", "pk").last()
    if won == (line.won if last is None else last.granted):
        return _SAME
    return _TOO_MUCH if abs(won) > LARGEST else None
