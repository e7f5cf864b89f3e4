"""A workplace below the season's minimum on verification: put before the office with a proposal; the office decides, with a reason."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.visits.actions.automatic import AUTOMATIC
from jikim.areas.visits.actions.opening import locked
from jikim.areas.visits.models import HeadcountCase, Visit
from jikim.rules.access import Action, Actor
from jikim.rules.visiting import Proposal, headcount_proposal, headcount_verdict, three_visits_fit
from jikim.rules.words import Text
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.workflow import move

#: an agreement, a call and a date: what a workplace that moves up needs before its first visit
DAYS_TO_ARRANGE = 14
STATE_OF = {Proposal.CARRY_ON: "carried_on", Proposal.REPLACE: "replaced", Proposal.END: "ended"}

_CORRECTED = Text("돌려보낸 기록을 고친 결과 기준 인원을 채웠습니다.", "After the record was corrected the minimum is met.")
_TOO_LATE = Text(
    "남은 사업 기간에 새 사업장을 세 차례 방문할 수 없어 교체할 수 없습니다. ‘계속 진행’ 또는 ‘교체 없이 종료’를 골라 주십시오.",
    "Three visits no longer fit within the season, so it cannot be replaced. Choose to carry on or to end without a replacement.",
)


def look_at_headcount(visit: Visit) -> HeadcountCase | None:
    """After the first visit is closed: a case for the office when too few were found. Called inside the closing transaction."""
    season = visit.appointment.workplace.season
    verdict = headcount_verdict(visit.found_workers, season.minimum_service_workers)
    case = HeadcountCase.objects.select_for_update().filter(visit=visit).first()
    if verdict.enough:
        if case is not None and case.status == "waiting":
            _write(case, "carried_on", _CORRECTED, "", AUTOMATIC)
        return None
    if not verdict.known or (case is not None and case.status != "waiting"):
        return case
    found = visit.found_workers or 0
    proposal, why = headcount_proposal(
        found=found, minimum=season.minimum_service_workers, first_possible=first_possible(), season_ends=season.ends_on
    )
    said = {"found": found, "minimum": season.minimum_service_workers, "proposal": proposal.value, "proposal_ko": why.ko, "proposal_en": why.en}
    case, _ = HeadcountCase.objects.update_or_create(visit=visit, defaults=said, create_defaults=said | {"status": "waiting", "status_since": now()})
    return case


def first_possible() -> dt.date:
    """When a workplace that moves up now could have its first visit."""
    return today() + dt.timedelta(days=DAYS_TO_ARRANGE)


def decide_headcount(*, case_id: int, decision: Proposal, reason: Text, settlement: str, by: Actor) -> HeadcountCase:
    """Carry on, end and let the next in line move up, or end. The workplace reads the reason; `settlement` is for the agency's statement.

    Raises Conflict when somebody has decided, or when a replacement could no longer have three visits.
    """
    with transaction.atomic():
        # in the order of those who take a workplace out or close its record: else two wait for each other
        visit_id, season_id = HeadcountCase.objects.values_list("visit_id", "visit__appointment__season_id").get(pk=case_id)
        enrolment.lock_season(season_id)
        locked(visit_id)
        case = HeadcountCase.objects.select_for_update(of=("self",)).select_related("visit__appointment__workplace__season").get(pk=case_id)
        require(by, Action.headcount_decide, case.where())
        place = case.visit.appointment.workplace
        if decision is Proposal.REPLACE and not three_visits_fit(first_possible(), place.season.ends_on):
            raise Conflict(_TOO_LATE)
        _write(case, STATE_OF[decision], reason, settlement, by)
        if decision is not Proposal.CARRY_ON:
            gone = enrolment.withdraw_application(
                application_id=enrolment.application_of(place.pk), reason=reason, by=by, moves_up=decision is Proposal.REPLACE
            )
            dispatch.end_workplace(workplace_id=place.pk, reason=reason, by=AUTOMATIC)
            case.replacement = (gone.replacement_name or gone.why.ko)[:300]
            case.save(update_fields=["replacement"])
    return case


def _write(case: HeadcountCase, state: str, reason: Text, settlement: str, by: Actor) -> None:
    move(case, state, by=by, reason=reason)
    case.reason_ko, case.reason_en, case.settlement = reason.ko, reason.en, settlement
    case.decided_by, case.decided_at = by.name[:120], now()
    case.save(update_fields=["reason_ko", "reason_en", "settlement", "decided_by", "decided_at"])
