"""Why a workplace is not in the plan: the rule that blocks it and the nearest change that would let it in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import numpy as np

from jikim.rules.calendar import add_working_days
from jikim.rules.dispatching.allot import Admitted
from jikim.rules.dispatching.book import Book
from jikim.rules.dispatching.capacity import availability, windows
from jikim.rules.dispatching.distances import Distances, bar, hold_a_visit, suits
from jikim.rules.dispatching.lifting import PINNED_CHANGE, Lifting
from jikim.rules.dispatching.model import VISITS, Model, Workplace
from jikim.rules.dispatching.result import Left
from jikim.rules.visit_hours import spoken
from jikim.rules.words import Text

#: rules by name, as they stand in unassigned.csv
NOT_COVERED, QUALIFICATION, LANGUAGE = "region_not_covered", "qualification", "language"
CONFLICT = "conflict"
FAIR_SHARE, MONTHLY_DAYS, AGENCY_MONTH = "fair_share", "monthly_days", "agency_month"
CLOSED, HOURS, DATES, TARGET, PINNED, START_MONTH = "closed", "visit_hours", "season_dates", "target_reached", "appointments_fixed", "start_month"
LARGE = "large_site"

_WHY = {
    NOT_COVERED: Text("{region}을(를) 관할하는 수행기관이 없습니다.", "No agency covers {region}."),
    QUALIFICATION: Text("{region}을(를) 관할하는 기관에 자격 ‘{need}’을(를) 갖춘 컨설턴트가 없습니다.", "No consultant of an agency covering {region} has the qualification “{need}”."),
    LANGUAGE: Text("{region}을(를) 관할하는 기관에 언어 ‘{need}’을(를) 하는 컨설턴트가 없습니다.", "No consultant of an agency covering {region} speaks “{need}”."),
    CONFLICT: Text("{region}을(를) 관할하는 기관과 컨설턴트가 모두 이 사업장을 맡을 수 없습니다: {need}",
                   "None of the agencies and consultants covering {region} may serve this workplace: {need}"),
    FAIR_SHARE: Text("{region}을(를) 맡을 수 있는 컨설턴트 {many}명이 모두 배정 한도(가용일수에 따른 공정한 몫의 {times}배)까지 다른 사업장을 맡았습니다.",
                     "All {many} consultants who may serve {region} have as many workplaces as allowed ({times} times the fair share by availability)."),
    MONTHLY_DAYS: Text("{region}을(를) 맡을 수 있는 컨설턴트 {many}명의 월 가용일이 남아 있지 않습니다.", "None of the {many} consultants who may serve {region} has available days left."),
    AGENCY_MONTH: Text("{region}을(를) 관할하는 기관의 월 최대 방문 수가 모두 찼습니다.", "Every agency covering {region} has reached its monthly maximum of visits."),
    CLOSED: Text("사업장이 방문을 받는 날에 세 차례 방문을 모두 넣을 수 없습니다.", "Three visits do not fit the days the workplace can be visited."),
    HOURS: Text("사업장이 정한 방문 가능 시간({hours})이 방문 한 번에 걸리는 {minutes}분보다 짧습니다.",
                "No window of the hours in which it can be visited ({hours}) holds the {minutes} minutes of a visit."),
    DATES: Text("사업 기간 안에 간격을 지켜 세 차례 방문을 마칠 날짜가 없습니다.", "The season leaves no dates for three visits with their intervals."),
    START_MONTH: Text("추첨으로 정한 시작 월에 시작하면 세 차례 방문이 사업 기간에 들어가지 않습니다.", "Starting in the month drawn, three visits do not fit the season."),
    LARGE: Text("고객응대근로자 {large}명 이상인 큰 사업장이라 1·2·3차 방문에 각각 {lasts}일이 이어서 필요한데, 그만큼 비어 있는 컨설턴트가 없습니다.",
                "A large site of {large} customer service workers or more needs {lasts} days in a row for its first, second and third visit, and no consultant has them free."),
    PINNED: Text("확정된 다른 차수와 간격을 지키며 같은 컨설턴트가 {visit}차를 방문할 날이 없습니다.",
                 "The same consultant has no day for visit {visit} at its distance from the appointments already fixed."),
    TARGET: Text("앞선 신청으로 목표 {target:,}곳이 찼습니다.", "Earlier applications fill the target of {target:,}."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Situation:
    """A plan as it stands, for asking why somebody is not in it."""

    model: Model
    road: Distances
    admitted: Admitted
    book: Book


def explain_left(situation: Situation) -> tuple[Left, ...]:
    """One entry per workplace without a plan, and one per visit missing beside pinned ones, in order of application."""
    asked, at = _Why(situation), situation.book.at
    listed: list[Left] = []
    for w, workplace in enumerate(situation.model.workplaces):
        missing = [visit for visit in VISITS if (w, visit) not in at]
        if len(missing) == len(VISITS):
            listed.append(asked.left(w))
        else:
            listed += [Left(workplace.key, PINNED, _WHY[PINNED].fill(visit=visit), PINNED_CHANGE, visit) for visit in missing]
    return tuple(listed)


class _Why:
    def __init__(self, situation: Situation) -> None:
        self.model, self.road, book = situation.model, situation.road, situation.book
        self.room, self.fair, self.available = situation.admitted.room, situation.admitted.fair, availability(situation.model)
        served = len({w for w, _ in book.at})
        self.target_met = self.model.target is not None and served >= self.model.target
        self.last = max(situation.admitted.served, default=-1)
        agency_held = Counter[int]()
        for c, held in enumerate(book.held):
            agency_held[self.room.agency_of[c]] += len(held)
        self.agency_full = [agency_held[a] >= most for a, most in enumerate(self.room.agency)]
        self.has_room = np.array([
            a >= 0 and len(book.held[c]) < self.room.consultant[c] and not self.agency_full[a] for c, a in enumerate(self.room.agency_of)
        ], dtype=bool)  # fmt: skip
        self.lifting = Lifting(self.model, self.road, book)

    def left(self, w: int) -> Left:
        workplace, rule = self.model.workplaces[w], self._rule(w)
        region = self.model.region_name(workplace.region)
        need = workplace.qualification if rule == QUALIFICATION else ", ".join(sorted(workplace.languages))
        barred = sorted({(why.ko, why.en) for c in self.model.consultants if suits(c, workplace) and (why := bar(c, workplace))})
        needs = [" ".join(words) for words in zip(*barred, strict=True)] if rule == CONFLICT else [need, need]
        facts = {"many": int(self.road.may[:, w].sum()), "times": self.model.season.fair_share_times, "target": self.model.target,
                 "hours": spoken(workplace.hours), "minutes": self.model.season.minutes_at(workplace),
                 "large": self.model.season.large_site_from, "lasts": "·".join(map(str, self.model.season.large_site_days))}
        why = Text(_WHY[rule].ko.format(region=region.ko, need=needs[0], **facts), _WHY[rule].en.format(region=region.en, need=needs[1], **facts))
        change, lifts = self.lifting.nearest(w, rule)
        return Left(workplace.key, rule, why, change, None, lifts)

    def _rule(self, w: int) -> str:
        workplace = self.model.workplaces[w]
        covering = {agency.name for agency in self.model.agencies if workplace.region in agency.regions}
        if not covering:
            return NOT_COVERED
        if not hold_a_visit(self.model.season, workplace):
            return HOURS
        able = np.flatnonzero(self.road.may[:, w])
        if not len(able):
            near = [c for c in self.model.consultants if c.agency in covering]
            if any(suits(c, workplace) for c in near):
                return CONFLICT
            qualified = any(not workplace.qualification or c.qualification == workplace.qualification for c in near)
            return LANGUAGE if qualified and workplace.languages else QUALIFICATION
        low, high = windows(self.model.season)[0]
        if low > high or (self.road.days[w] > 1 and self._too_late(workplace)):
            return DATES
        month = (self.model.season.start_months or {}).get(workplace.key)
        if month is not None and not f"{low:%Y-%m}" <= month <= f"{high:%Y-%m}":
            return START_MONTH
        if self.target_met and w > self.last:
            return TARGET
        if workplace.closed and self.has_room[able].any():
            return CLOSED
        if self.road.days[w] > 1 and self.has_room[able].any():
            return LARGE
        return Counter(self._limit(int(c)) for c in able).most_common(1)[0][0]

    def _too_late(self, workplace: Workplace) -> bool:
        """Has the season no days for its visits, whoever makes them?"""
        season, day = self.model.season, max(self.model.season.starts_on, self.model.not_before or self.model.season.starts_on)
        for visit, gap in zip(VISITS, (0, season.days_to_second, season.days_to_third), strict=True):
            last = add_working_days(day + dt.timedelta(gap - 1), season.days_at(workplace, visit), season.holidays)
            if visit == 1 and season.first_visits_by and last > season.first_visits_by:
                return True
            day = last
        return day > season.ends_on

    def _limit(self, c: int) -> str:
        if self.agency_full[self.room.agency_of[c]]:
            return AGENCY_MONTH
        # of no days the fair share is none either, but it is the days that are lacking
        return FAIR_SHARE if self.available[c] and self.fair[c] <= self.room.consultant[c] else MONTHLY_DAYS
