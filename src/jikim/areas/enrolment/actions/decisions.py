"""Who takes part: verdicts corrected by a clerk, places given under quotas, withdrawals and who moves up. Every decision carries its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from jikim.areas.enrolment.actions.automatic import AUTOMATIC
from jikim.areas.enrolment.actions.intake_batches import rejudge
from jikim.areas.enrolment.actions.seasons import lock_season
from jikim.areas.enrolment.actions.waiting_line import close_gap
from jikim.areas.enrolment.models import Application, Season
from jikim.areas.enrolment.queries.enrolment_plan import (
    EnrolmentPlan,
    PlannedPlace,
    candidate,
    plan_for,
    seats_of,
    terms_of,
)
from jikim.areas.enrolment.queries.intake import bare_ground
from jikim.areas.enrolment.queries.stale_verdicts import stale_verdicts
from jikim.rules import quotas
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now
from jikim.shared.imports import batches
from jikim.shared.workflow import move, move_many
from jikim.shared.workflow.bulk import write_fields


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal led to. `why` says who moved up and why, or why nobody did."""

    application_id: int
    replacement_id: int | None
    replacement_name: str
    why: Text


def judge(*, application_id: int, eligible: bool, reason: Text, by: Actor) -> Application:
    """A clerk overrides the verdict of the rules, with a reason the workplace can read."""
    season_id = Application.objects.values_list("season_id", flat=True).get(pk=application_id)
    with transaction.atomic():
        lock_season(season_id)
        application = Application.objects.select_for_update(of=("self",)).select_related("workplace").get(pk=application_id)
        place = application.waiting_place
        application.is_eligible, application.waiting_place = eligible, None
        application.reason_ko, application.reason_en, application.decided_at = reason.ko, reason.en, now()
        move(application, "eligible" if eligible else "not_eligible", by=by, reason=reason)
        application.save(update_fields=["is_eligible", "waiting_place", "reason_ko", "reason_en", "decided_at"])
        close_gap(application.season_id, place)
    return application


def plan_enrolment(*, season_id: int, by: Actor) -> EnrolmentPlan:
    """What `decide_enrolment` would decide now: who, who waits and why, which quotas clash, whether lots must be drawn."""
    require(by, Action.application_decide)
    return plan_for(Season.objects.get(pk=season_id))


def decide_enrolment(*, season_id: int, by: Actor) -> EnrolmentPlan:
    """Give the season's places: in order of application, ties by lottery, every quota kept. Those enrolled stay.

    Raises Conflict when quotas clash (naming them) or when a tie needs a lottery that has not been drawn.
    """
    require(by, Action.application_decide)
    season = Season.objects.get(pk=season_id)
    plan = plan_for(season)
    if plan.stale:
        raise Conflict(_STALE.fill(n=f"{plan.stale:,}"))
    if plan.conflicts:
        raise Conflict(_lines([Text("배분을 지킬 수 없어 결정하지 않았습니다.", "Nothing was decided: quotas cannot be kept."),
                               *plan.conflicts]))  # fmt: skip
    if plan.lottery_needed:
        raise Conflict(Text(
            f"신청일이 같은 {plan.tied}개 사업장의 순서를 추첨으로 정해야 합니다. 명단을 확정하고 추첨한 뒤 다시 결정해 주십시오.",
            f"{plan.tied} workplaces that applied on the same day must be ordered by lottery. Freeze the list, draw, then decide."))  # fmt: skip
    seated = plan.already
    for batch in batches([*plan.enrolled, *plan.waiting]):
        seated += _give(season, batch, seated, by)
    audit.record(by, "enrolment.decided", "season", season.pk, enrolled=len(plan.enrolled), waiting=len(plan.waiting),
                 target=season.target)  # fmt: skip
    return plan


_FASTER = Text(
    "결정하는 동안 다른 사람이 신청의 상태를 바꾸었습니다. 이미 결정된 것은 그대로 두었으니 다시 결정해 주십시오.",
    "Somebody changed an application while this was being decided. What was decided stays: please decide again.",
)


def _give(season: Season, batch: Sequence[PlannedPlace], seated: int, by: Actor) -> int:
    """Write a part of the plan in one short transaction; returns how many places it gave. Run again after a stop, the rest
    comes out the same: places are given in order, and those given count as seated.

    `seated` is what the plan counts as taken so far: where somebody else has given or freed a place since, nothing is written.
    """
    with transaction.atomic():
        lock_season(season.pk)
        if Application.objects.filter(season=season, status="enrolled").count() != seated:
            raise Conflict(_FASTER)
        rows = {
            a.pk: a for a in Application.objects.filter(pk__in=[one.id for one in batch]).select_related("workplace")
        }  # fmt: skip
        if any(rows[one.id].status not in ("eligible", "waiting") for one in batch):
            raise Conflict(_FASTER)
        at = now()
        steps: list[tuple[Application, str, Text]] = []
        stood: list[Application] = []
        for one in batch:
            application = rows[one.id]
            application.waiting_place = one.place or None
            application.reason_ko, application.reason_en = one.reason.ko, one.reason.en
            if one.place and application.status == "waiting":
                stood.append(application)
            else:
                application.decided_at = at
                steps.append((application, "waiting" if one.place else "enrolled", one.told))
        write_fields(stood, ["waiting_place", "reason_ko", "reason_en"])
        move_many(steps, by=by, extra_fields=["waiting_place", "decided_at", "reason_ko", "reason_en"])
    return sum(not one.place for one in batch)


_STALE = Text(
    "사업 기준이 바뀌어 {n}개 신청의 판정이 지금 기준과 다릅니다. 먼저 다시 판정해 주십시오.",
    "The season's rules have changed, and {n} verdicts no longer follow from them. Judge again first.",
)


def judge_again(*, season_id: int, by: Actor) -> int:
    """Give the verdicts that an edit of the season's rules has made stale anew, each with its reason. Returns how many.

    What a clerk decided by hand stays; so does every place already given.
    """
    require(by, Action.application_decide)
    season = Season.objects.get(pk=season_id)
    stale, judged = stale_verdicts(season), 0
    for batch in batches(stale):
        with transaction.atomic():
            season = lock_season(season_id)
            ground = bare_ground(season)
            # asked again: a clerk may have decided one of them by hand since
            still = stale_verdicts(season, among=batch)
            rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=still).order_by("pk")
            for application in rows.select_related("workplace"):
                rejudge(application, ground)
            if still:
                audit.record(by, "season.judged_again", "season", season.pk, applications=len(still))
            judged += len(still)
    return judged


def withdraw_application(*, application_id: int, reason: Text, by: Actor, moves_up: bool = True) -> Withdrawal:
    """Take an application out. If it held a place, the next in line that the quotas allow moves up, both with the reason.

    `moves_up` is False late in a season, when whoever moved up could no longer have its visits: then the place stays free.
    """
    with transaction.atomic():
        season_id = Application.objects.values_list("season_id", flat=True).get(pk=application_id)
        season = lock_season(season_id)
        application = Application.objects.select_related("workplace", "season").get(pk=application_id)
        held, place = application.status == "enrolled", application.waiting_place
        move(application, "withdrawn", by=by, reason=reason)
        application.waiting_place, application.decided_at = None, now()
        application.reason_ko, application.reason_en = reason.ko, reason.en
        application.save(update_fields=["waiting_place", "reason_ko", "reason_en", "decided_at"])
        close_gap(season.pk, place)
        chosen, why = _move_up(season, application) if held and moves_up else (None, _TOO_LATE if held else _NO_PLACE_FREE)
        if held:
            audit.record(by, "place.passed_on", "application", application.workflow_key(), reason=why.ko,
                         to=chosen.workflow_key() if chosen else "")  # fmt: skip
    return Withdrawal(application.pk, chosen.pk if chosen else None, chosen.workplace.name if chosen else "", why)


_NO_PLACE_FREE = Text("선정된 사업장이 아니어서 다음 차례를 올리지 않았습니다.",
                      "It did not hold a place, so nobody moves up.")  # fmt: skip
_TOO_LATE = Text("남은 기간에 세 차례 방문할 수 없어 다음 차례를 올리지 않았습니다. 자리가 비어 있습니다.",
                 "Three visits no longer fit, so nobody moves up; the place stays free.")  # fmt: skip
_NOBODY = Text("대기 중인 사업장이 없어 자리가 비어 있습니다.", "Nobody is on the waiting list; the place stays free.")
_NONE_FITS = Text("대기 중인 사업장이 모두 배분 한도에 걸려 자리가 비어 있습니다.",
                  "Every workplace on the waiting list is held back by a quota; the place stays free.")  # fmt: skip


def _move_up(season: Season, left: Application) -> tuple[Application | None, Text]:
    terms = terms_of(season)
    line = list(Application.objects.filter(season=season, status="waiting").select_related("workplace").order_by("waiting_place", "pk"))
    if not line:
        return None, _NOBODY
    seats = seats_of(season)
    found, short = quotas.replacement([candidate(a) for a in line], terms, seats)
    if found is None:
        full = sum(seats.values()) >= terms.target
        return None, Text(f"목표 {terms.target:,}개소가 차 있습니다.", f"All {terms.target:,} places are taken.") if full else _NONE_FITS
    chosen = next(a for a in line if a.pk == found.key)
    place, skipped = chosen.waiting_place, chosen is not line[0]
    why = Text(
        f"{left.workplace.number} 사업장의 철회로 난 자리에 대기 {place}번으로 선정되었습니다.",
        f"Enrolled from waiting place {place} in the place that {left.workplace.number} gave up.",
    )
    if skipped:
        why = _lines([why, Text("앞 순번은 지역·업종 배분을 지키기 위해 건너뛰었습니다.",
                                "Those ahead were passed over to keep the quotas by region and sector.")])  # fmt: skip
    chosen.replaces, chosen.waiting_place, chosen.decided_at = left, None, now()
    chosen.reason_ko, chosen.reason_en = why.ko, why.en
    move(chosen, "enrolled", by=AUTOMATIC, reason=why)
    chosen.save(update_fields=["replaces", "waiting_place", "reason_ko", "reason_en", "decided_at"])
    close_gap(season.pk, place)
    told = Text(f"다음 차례인 {chosen.workplace.number} {chosen.workplace.name}이(가) 선정되었습니다.",
                f"{chosen.workplace.number} {chosen.workplace.name}, the next in line, has been enrolled.")  # fmt: skip
    return chosen, _lines([told, *short])


def _lines(parts: Sequence[Text]) -> Text:
    return Text(" ".join(part.ko for part in parts if part.ko), " ".join(part.en for part in parts if part.en))
