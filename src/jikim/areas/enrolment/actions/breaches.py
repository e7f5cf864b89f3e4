"""Take a report that a participation agreement was broken, and write down what the regional office did about it.

A report has no name, no address and no time finer than the day: taking one writes no audit row and sends no mail,
for both would carry the time. Never shown to the employer.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from jikim.areas.enrolment.actions.errors import Invalid
from jikim.areas.enrolment.models import BreachReport, Workplace
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import today

#: What a worker can tick: each is one promise of the agreement.
MATTERS: dict[str, Text] = {
    "time": Text("설문이나 면담에 유급 시간을 주지 않았습니다.", "No paid time was given to answer or to talk."),
    "cards": Text("응답 카드를 내라고 하거나 거두었습니다.", "Cards were asked for or collected."),
    "results": Text("응답이나 결과를 보여 달라고 했습니다.", "Somebody asked to see answers or results."),
    "pressure": Text("참여하라고, 또는 참여하지 말라고 압력을 주었습니다.", "There was pressure to take part or not to."),
    "retaliation": Text("참여했다는 이유로 불이익이 있었습니다.", "Somebody was put at a disadvantage for taking part."),
    "other": Text("다른 일이 있었습니다.", "Something else happened."),
}
TEXT_LENGTH = 2000


def report_breach(*, workplace_id: int, matters: Sequence[str], text: str) -> None:
    """Keep one report with the day alone. Raises Invalid when it says nothing, Workplace.DoesNotExist."""
    ticked = [key for key in MATTERS if key in matters]
    written = text.strip()
    if not ticked and not written:
        raise Invalid({"matters": Text("무슨 일이 있었는지 하나 이상 고르거나 적어 주십시오.",
                                       "Please tick at least one point, or write what happened.")})  # fmt: skip
    workplace = Workplace.objects.only("pk").get(pk=workplace_id)
    BreachReport.objects.create(
        workplace=workplace, matters=ticked, text=written[:TEXT_LENGTH], reported_on=today()
    )


def handle_breach(*, breach_id: int, handling: str, by: Actor) -> BreachReport:
    """Close a report with what was done. Once closed it stays as it is."""
    with transaction.atomic():
        report = BreachReport.objects.select_for_update(of=("self",)).select_related("workplace").get(pk=breach_id)
        require(by, Action.breach_see, report.workplace.where())
        if report.handled_on is not None:
            raise Conflict(Text("이미 처리된 신고입니다.", "This report has already been dealt with."))
        if not handling.strip():
            raise Invalid({"handling": Text("무엇을 했는지 적어 주십시오.", "Please write what was done.")})
        report.handling, report.handled_on = handling.strip(), today()
        report.save(update_fields=["handling", "handled_on"])
        audit.record(by, "breach.handled", "breach", report.pk, workplace=report.workplace.number)
    return report
