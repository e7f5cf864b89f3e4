"""Who takes part: verdicts corrected by a clerk, places given under quotas, withdrawals and who moves up. Every decision carries its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from jikim.areas.enrolment.actions.automatic import AUTOMATIC
from jikim.areas.enrolment.models import Application, Season
from jikim.areas.enrolment.queries.enrolment_plan import (
    EnrolmentPlan,
    candidate,
    plan_for,
    seats_of,
    terms_of,
)
from jikim.rules import quotas
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now
from jikim.shared.workflow import move, move_many

_STEP = 300


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal led to. `why` says who moved up and why, or why nobody did."""

    application_id: int
    replacement_id: int | None
    replacement_name: str
    why: Text


def judge(*, application_id: int, eligible: bool, reason: Text, by: Actor) -> Application:
    """A clerk overrides the verdict of the rules, with a reason the workplace can read."""
    with transaction.atomic():
        application = Application.objects.select_for_update(of=("self",)).select_related("workplace").get(pk=application_id)
        application.is_eligible, application.waiting_place = eligible, None
        application.reason_ko, application.reason_en, application.decided_at = reason.ko, reason.en, now()
        move(application, "eligible" if eligible else "not_eligible", by=by, reason=reason)
        application.save(update_fields=["is_eligible", "waiting_place", "reason_ko", "reason_en", "decided_at"])
        _recount(application.season_id)
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
    with transaction.atomic():
        season = Season.objects.select_for_update().get(pk=season_id)
        plan = plan_for(season)
        if plan.conflicts:
            raise Conflict(_lines([Text("배분을 지킬 수 없어 결정하지 않았습니다.", "Nothing was decided: quotas cannot be kept."),
                                   *plan.conflicts]))  # fmt: skip
        if plan.lottery_needed:
            raise Conflict(Text(
                f"신청일이 같은 {plan.tied}개 사업장의 순서를 추첨으로 정해야 합니다. 명단을 확정하고 추첨한 뒤 다시 결정해 주십시오.",
                f"{plan.tied} workplaces that applied on the same day must be ordered by lottery. Freeze the list, draw, then decide."))  # fmt: skip
        rows = {a.pk: a for a in Application.objects.filter(season=season, status__in=("eligible", "waiting")).select_related("workplace")}
        at = now()
        for start in range(0, len(plan.enrolled), _STEP):
            _enrol([(rows[one.id], one.reason) for one in plan.enrolled[start : start + _STEP]], at=at, by=by)
        for start in range(0, len(plan.waiting), _STEP):
            _queue([(rows[one.id], one.place, one.reason) for one in plan.waiting[start : start + _STEP]], at=at, by=by)
        audit.record(by, "enrolment.decided", "season", season.pk, enrolled=len(plan.enrolled), waiting=len(plan.waiting),
                     target=season.target)  # fmt: skip
    return plan


def withdraw_application(*, application_id: int, reason: Text, by: Actor) -> Withdrawal:
    """Take an application out. If it held a place, the next in line that the quotas allow moves up, both with the reason."""
    with transaction.atomic():
        season_id = Application.objects.values_list("season_id", flat=True).get(pk=application_id)
        season = Season.objects.select_for_update().get(pk=season_id)
        application = Application.objects.select_related("workplace", "season").get(pk=application_id)
        held, stood = application.status == "enrolled", application.status == "waiting"
        move(application, "withdrawn", by=by, reason=reason)
        application.waiting_place, application.decided_at = None, now()
        application.reason_ko, application.reason_en = reason.ko, reason.en
        application.save(update_fields=["waiting_place", "reason_ko", "reason_en", "decided_at"])
        chosen, why = _move_up(season, application) if held else (None, _NO_PLACE_FREE)
        if held or stood:
            _recount(season.pk)
    return Withdrawal(application.pk, chosen.pk if chosen else None, chosen.workplace.name if chosen else "", why)


_NO_PLACE_FREE = Text("선정된 사업장이 아니어서 다음 차례를 올리지 않았습니다.",
                      "It did not hold a place, so nobody moves up.")  # fmt: skip
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
    told = Text(f"다음 차례인 {chosen.workplace.number} {chosen.workplace.name}이(가) 선정되었습니다.",
                f"{chosen.workplace.number} {chosen.workplace.name}, the next in line, has been enrolled.")  # fmt: skip
    return chosen, _lines([told, *short])


def _recount(season_id: int) -> None:
    """Close the gaps of the waiting list; the order stays."""
    line = list(Application.objects.filter(season_id=season_id, status="waiting").order_by("waiting_place", "pk"))
    moved = []
    for place, application in enumerate(line, start=1):
        if application.waiting_place != place:
            application.waiting_place = place
            moved.append(application)
    Application.objects.bulk_update(moved, ["waiting_place"], batch_size=300)


def _enrol(rows: Sequence[tuple[Application, Text]], *, at, by: Actor) -> None:  # type: ignore[no-untyped-def]
    for application, reason in rows:
        application.waiting_place, application.decided_at = None, at
        application.reason_ko, application.reason_en = reason.ko, reason.en
    move_many([(a, "enrolled", reason) for a, reason in rows], by=by,
              extra_fields=["waiting_place", "decided_at", "reason_ko", "reason_en"])  # fmt: skip


def _queue(rows: Sequence[tuple[Application, int, Text]], *, at, by: Actor) -> None:  # type: ignore[no-untyped-def]
    """Put on the waiting list, or give those on it their new place and reason."""
    for application, place, reason in rows:
        if application.waiting_place is None or application.status != "waiting":
            application.decided_at = at
        application.waiting_place, application.reason_ko, application.reason_en = place, reason.ko, reason.en
    fields = ["waiting_place", "decided_at", "reason_ko", "reason_en"]
    fresh = [(a, "waiting", reason) for a, _, reason in rows if a.status == "eligible"]
    stood: Mapping[int, Application] = {a.pk: a for a, _, _ in rows if a.status == "waiting"}
    Application.objects.bulk_update(list(stood.values()), fields, batch_size=200)
    move_many(fresh, by=by, extra_fields=fields)


def _lines(parts: Sequence[Text]) -> Text:
    return Text(" ".join(part.ko for part in parts if part.ko), " ".join(part.en for part in parts if part.en))
