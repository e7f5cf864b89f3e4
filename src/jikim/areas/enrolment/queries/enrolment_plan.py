"""Who would get the season's places now, who would wait where and why. Decides nothing; `decide_enrolment` does."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from jikim.areas.enrolment.models import Application, Season
from jikim.areas.enrolment.queries.stale_verdicts import stale_verdicts
from jikim.rules.quotas import Bounds, Candidate, Cell, Terms, choose
from jikim.rules.words import Text, day_said
from jikim.shared import codes


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """One application, its new place (0: enrolled) and the reason its manager will read.

    The place is not in the reason, for it changes when somebody ahead leaves; `told` adds it, for the history.
    """

    id: int
    number: str
    name: str
    region: str
    sector: str
    place: int
    reason: Text

    @property
    def told(self) -> Text:
        if not self.place:
            return self.reason
        return Text(f"{self.reason.ko} 대기 {self.place}번입니다.", f"{self.reason.en} Its waiting place is {self.place}.")


@dataclass(frozen=True, slots=True)
class EnrolmentPlan:
    """`stale` verdicts no longer follow from the season's rules. `tied` workplaces share a day that decides in or out, or the order of waiting; they need lots drawn first."""

    target: int
    already: int
    enrolled: tuple[PlannedPlace, ...]
    waiting: tuple[PlannedPlace, ...]
    conflicts: tuple[Text, ...]
    lottery_needed: bool
    tied: int
    stale: int = 0


def plan_for(season: Season) -> EnrolmentPlan:
    """The choice in order: the waiting list as it stands first, then by day of application, ties by lottery."""
    terms, seats = terms_of(season), seats_of(season)
    line = in_order(Application.objects.filter(season=season, status__in=("eligible", "waiting")).select_related("workplace"))
    choice = choose([candidate(one) for one in line], terms, seats)
    already, stale = sum(seats.values()), len(stale_verdicts(season))
    if choice.conflicts:
        return EnrolmentPlan(season.target, already, (), (), choice.conflicts, False, 0, stale)
    enrolled = set(choice.enrolled)
    why = {refusal.key: refusal.reason for refusal in choice.refused}
    tied = _tied(line, enrolled)
    waiting = [one for one in line if one.pk not in enrolled]
    return EnrolmentPlan(
        target=season.target, already=already, conflicts=(), lottery_needed=tied > 0, tied=tied, stale=stale,
        enrolled=tuple(_planned(one, 0, _enrolled_reason(one, season)) for one in line if one.pk in enrolled),
        waiting=tuple(_planned(one, place, _waiting_reason(one, why[one.pk])) for place, one in enumerate(waiting, start=1)),
    )  # fmt: skip


def in_order(applications: Iterable[Application]) -> list[Application]:
    """The order of right to a place. Somebody told a waiting place is never overtaken by a later import."""
    return sorted(applications, key=lambda one: (
        one.status != "waiting", one.waiting_place or 0, *_day(one), one.lottery_position is None, one.lottery_position or 0,
        one.workplace.number,
    ))  # fmt: skip


def terms_of(season: Season) -> Terms:
    """The season's target and quotas, with the names reasons print."""
    by_kind: dict[str, dict[str, Bounds]] = {"region": {}, "sector": {}}
    for quota in season.quotas.all():
        by_kind[quota.kind][quota.key] = Bounds(quota.minimum, quota.maximum)
    return Terms(
        season.target, by_kind["region"], by_kind["sector"],
        {r.key: r.name_on(season.starts_on) for r in codes.regions()}, {s.key: s.name for s in codes.sectors()},
    )  # fmt: skip


def seats_of(season: Season) -> dict[Cell, int]:
    """Places taken, per region and sector."""
    rows = Application.objects.filter(season=season, status="enrolled").order_by()
    return dict(Counter(rows.values_list("workplace__region", "workplace__sector")))


def candidate(application: Application) -> Candidate:
    return Candidate(application.pk, application.workplace.region, application.workplace.sector)


def _day(one: Application) -> tuple[bool, dt.date]:
    day = one.workplace.applied_on
    return (day is None, day or dt.date.max)


def _tied(line: list[Application], enrolled: set[int]) -> int:
    """How many without a lot share their day with somebody, where at least one of that day must wait."""
    days: dict[tuple[bool, dt.date], list[Application]] = {}
    for one in line:
        if one.status == "eligible" and one.lottery_position is None:
            days.setdefault(_day(one), []).append(one)
    return sum(len(group) for group in days.values() if len(group) > 1 and any(one.pk not in enrolled for one in group))


def _planned(one: Application, place: int, reason: Text) -> PlannedPlace:
    workplace = one.workplace
    return PlannedPlace(one.pk, workplace.number, workplace.name, workplace.region, workplace.sector, place, reason)


def _enrolled_reason(one: Application, season: Season) -> Text:
    order = _order_said(one)
    name = Text(season.name_ko, season.name_en or season.name_ko)
    return Text(f"적격 사업장으로서 {order.ko} 순서에 따라 ‘{name.ko}’에 선정되었습니다.",
                f"Eligible, and enrolled in “{name.en}” in order of {order.en}.")  # fmt: skip


def _waiting_reason(one: Application, why: Text) -> Text:
    order = _order_said(one)
    return Text(f"적격이지만 {why.ko} {order.ko} 순서로 대기 명단에 올랐으며, 자리가 나면 순번대로 선정됩니다.",
                f"Eligible, but: {why.en} It is on the waiting list in order of {order.en}; places that come free go down the list.")  # fmt: skip


def _order_said(one: Application) -> Text:
    applied = one.workplace.applied_on
    day = day_said(applied) if applied else Text("미기재", "no date")
    if one.lottery_position is not None:
        return Text("신청일({day})과 추첨({place}번)", "application ({day}) and lot (no. {place})").fill(day=day, place=one.lottery_position)
    return Text("신청일({day})", "application ({day})").fill(day=day) if applied else Text("접수", "receipt")
