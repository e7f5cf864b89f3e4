"""Does a plan keep every hard rule (SCIENCE.md § 4)? Works from the model and the visits alone and shares no code with the solver."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jikim.rules.dispatching.model import Consultant, Model, Visit, Workplace
from jikim.rules.words import Text

#: travel in a plan file is written to the metre; sums of rounded numbers may differ by so much
TOLERANCE_KM = 0.01


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule a plan breaks, and where."""

    rule: str
    where: Text


def check(model: Model, visits: Sequence[Visit], *, before: Sequence[Visit] = ()) -> tuple[Breach, ...]:
    """Every breach; an empty tuple means the plan keeps the rules.

    Of a pinned appointment no day, person or number is questioned, only that it stands as pinned; it counts towards every limit.
    `before`: the plan this one replaces; what a consultant held there is no breach of the fair share here.
    """
    known = _Known(model, before)
    strangers = [
        Breach("unknown", Text(f"{v.workplace} {v.visit}차: 명단에 없는 이름", f"{v.workplace} visit {v.visit}: a name not in the lists"))
        for v in visits
        if v.workplace not in known.workplaces or v.consultant not in known.consultants or v.agency not in known.agencies
    ]
    if strangers:
        return tuple(strangers)
    found: list[Breach] = []
    free = [v for v in visits if not known.stands(v)]
    found += [*_pins(known, visits), *_who(known, free), *_dates(known, free)]
    for part in (_sequences, _months, _days, _shares):
        found += part(known, visits)
    return tuple(found)


class _Known:
    def __init__(self, model: Model, before: Sequence[Visit]) -> None:
        self.model, self.season = model, model.season
        self.pins = {(pin.workplace, pin.visit): (pin.on, pin.start, pin.consultant) for pin in model.pinned}
        self.before = Counter(name for name, _ in {(v.consultant, v.workplace) for v in before})
        self.workplaces = {w.key: w for w in model.workplaces}
        self.agencies = {a.name: a for a in model.agencies}
        self.consultants = {c.name: c for c in model.consultants}


    def stands(self, v: Visit) -> bool:
        return self.pins.get((v.workplace, v.visit)) == (v.on, v.start, v.consultant)


def _breach(rule: str, visit: Visit, ko: str, en: str) -> Breach:
    return Breach(rule, Text(f"{visit.workplace} {visit.visit}차({visit.on}): {ko}", f"{visit.workplace} visit {visit.visit} ({visit.on}): {en}"))


def _pins(known: _Known, visits: Sequence[Visit]) -> list[Breach]:
    kept = {(v.workplace, v.visit) for v in visits if known.stands(v)}
    missing = [
        pin for pin in known.model.pinned
        if pin.workplace in known.workplaces and pin.consultant in known.consultants and (pin.workplace, pin.visit) not in kept
    ]  # fmt: skip
    return [
        Breach("pinned", Text(f"{pin.workplace} {pin.visit}차: 확정된 약속이 바뀜", f"{pin.workplace} visit {pin.visit}: a confirmed appointment changed"))
        for pin in missing
    ]


def _who(known: _Known, visits: Sequence[Visit]) -> list[Breach]:
    found = []
    for v in visits:
        workplace, consultant = known.workplaces[v.workplace], known.consultants[v.consultant]
        if workplace.region not in known.agencies[v.agency].regions:
            found.append(_breach("region", v, "기관의 관할 지역이 아님", "the agency does not cover the region"))
        if consultant.agency != v.agency:
            found.append(_breach("agency", v, "그 기관의 컨설턴트가 아님", "the consultant is of another agency"))
        if workplace.qualification and workplace.qualification != consultant.qualification:
            found.append(_breach("qualification", v, "필요한 자격이 없음", "the consultant lacks the qualification"))
        if workplace.barred.keys() & {v.agency, v.consultant}:
            found.append(_breach("conflict", v, "이해충돌 등으로 맡을 수 없음", "barred from serving it"))
        if workplace.languages - consultant.languages:
            found.append(_breach("language", v, "필요한 언어를 하지 못함", "the consultant lacks the language"))
    return found


def _dates(known: _Known, visits: Sequence[Visit]) -> list[Breach]:
    season, found = known.season, []
    for v in visits:
        if not season.starts_on <= v.on <= season.ends_on:
            found.append(_breach("season", v, "사업 기간 밖", "outside the season"))
        if known.model.not_before and v.on < known.model.not_before:
            found.append(_breach("past", v, "이미 지난 날", "a day already past"))
        if v.visit == 1 and season.start_months and season.start_months.get(v.workplace, f"{v.on:%Y-%m}") != f"{v.on:%Y-%m}":
            found.append(_breach("start_month", v, "추첨으로 정한 시작 월이 아님", "not the month drawn by lottery"))
        if v.on.isoweekday() > 5 or v.on in season.holidays:
            found.append(_breach("working_day", v, "주말 또는 공휴일", "a weekend or public holiday"))
        if v.on in known.workplaces[v.workplace].closed:
            found.append(_breach("closed", v, "사업장이 쉬는 날", "the workplace is closed"))
        if not known.consultants[v.consultant].works(v.on):
            found.append(_breach("day_off", v, "컨설턴트가 쉬는 날", "the consultant's day off"))
        place, begins = known.workplaces[v.workplace], _minutes(v.start)
        if place.hours and not any(
            low <= at and at + season.minutes_at(place) <= high for low, high in place.hours for at in (begins, begins + 1440)
        ):  # after midnight it stands in the night that began the day before
            found.append(_breach("hours", v, "사업장의 방문 가능 시간 밖", "outside the hours the workplace can be visited"))
        if v.visit == 1 and season.first_visits_by and v.on > season.first_visits_by:
            found.append(_breach("first_visits_by", v, "1차 방문 기한이 지남", "after the date first visits must be made by"))
    return found


def _sequences(known: _Known, visits: Sequence[Visit]) -> list[Breach]:
    season, found = known.season, []
    by_workplace: dict[str, list[Visit]] = defaultdict(list)
    for v in visits:
        by_workplace[v.workplace].append(v)
    for own in by_workplace.values():
        own.sort(key=lambda v: v.visit)
        # beside pinned ones a visit may be missing (it is listed apart), never double
        numbers = [v.visit for v in own]
        if numbers != [1, 2, 3] and (len(set(numbers)) < len(numbers) or not all(known.stands(v) for v in own)):
            found.append(_breach("three_visits", own[0], "1·2·3차가 한 번씩이 아님", "not one visit each of 1, 2 and 3"))
            continue
        for one, other in pairwise(own):
            if known.stands(one) and known.stands(other):
                continue
            until = known.consultants[one.consultant].until
            if one.consultant != other.consultant and (until is None or other.on <= until):
                found.append(_breach("same_consultant", other, "컨설턴트가 바뀜", "the consultant changes"))
            days = sum({2: season.days_to_second, 3: season.days_to_third}[n] for n in range(one.visit + 1, other.visit + 1))
            if (other.on - one.on).days < days:
                found.append(_breach("second_visit" if other.visit == 2 else "third_visit", other, "앞 차수와 너무 가까움", "too soon after the visit before"))
    return found


def _months(known: _Known, visits: Sequence[Visit]) -> list[Breach]:
    found = []
    days = Counter((name, on.year, on.month) for name, on in {(v.consultant, v.on) for v in visits})
    made = Counter((v.agency, v.on.year, v.on.month) for v in visits)
    for (name, year, month), many in sorted(days.items()):
        most = known.consultants[name].days_in(f"{year}-{month:02}")
        if many > most:
            found.append(Breach("monthly_days", Text(f"{name} {year}-{month:02}: {many}일(최대 {most}일)", f"{name} {year}-{month:02}: {many} days (at most {most})")))
    for (name, year, month), many in sorted(made.items()):
        most = known.agencies[name].visits_in(f"{year}-{month:02}")
        if many > most:
            found.append(Breach("agency_month", Text(f"{name} {year}-{month:02}: {many}회(최대 {most}회)", f"{name} {year}-{month:02}: {many} visits (at most {most})")))
    return found


def _days(known: _Known, visits: Sequence[Visit]) -> list[Breach]:
    season, found = known.season, []
    by_day: dict[tuple[str, dt.date], list[Visit]] = defaultdict(list)
    for v in visits:
        by_day[v.consultant, v.on].append(v)
    for (name, _), own in by_day.items():
        own.sort(key=lambda v: v.start)
        if len(own) > season.visits_a_day:
            found.append(_breach("visits_a_day", own[0], f"하루 {len(own)}회", f"{len(own)} visits that day"))
        large = [v for v in own if season.large_site_from is not None and known.workplaces[v.workplace].service_workers >= season.large_site_from]
        if large and len(own) > 1 and not all(known.stands(v) for v in own):
            found.append(_breach("large_site", large[0], "큰 사업장은 하루를 따로 씀", "a large site has the day to itself"))
        for before, after in pairwise(own):
            one, other = known.workplaces[before.workplace], known.workplaces[after.workplace]
            needed = season.minutes_at(one) + 60 * _km(season.detour, one, other) / season.km_an_hour
            if _minutes(after.start) - _minutes(before.start) < needed - 1e-6:
                found.append(_breach("overlap", after, f"{before.workplace} 방문과 겹침", f"overlaps the visit to {before.workplace}"))
        if len(own) > 1 and any(known.workplaces[v.workplace].hours for v in own) and not all(known.stands(v) for v in own):
            found += _too_long(known, own)
        legs: list[Workplace | Consultant] = [known.consultants[name], *(known.workplaces[v.workplace] for v in own), known.consultants[name]]
        around = sum(_km(season.detour, a, b) for a, b in pairwise(legs))
        for v in own:
            if abs(v.travel_km - around / len(own)) > TOLERANCE_KM:
                found.append(_breach("travel_km", v, f"이동거리가 다름({around / len(own):.2f})", f"travel should be {around / len(own):.2f} km"))
    return found


def _too_long(known: _Known, own: Sequence[Visit]) -> list[Breach]:
    """Where hours of their own keep two visits of a day apart, the waiting between them counts towards the day's limits."""
    season, who = known.season, known.consultants[own[0].consultant]
    first, last = known.workplaces[own[0].workplace], known.workplaces[own[-1].workplace]
    visits = _minutes(own[-1].start) + season.minutes_at(last) - _minutes(own[0].start)
    way = 60 * (_km(season.detour, who, first) + _km(season.detour, last, who)) / season.km_an_hour
    if visits <= season.visits_minutes + 1e-6 and visits + way <= season.day_minutes + 1e-6:
        return []
    return [_breach("day_length", own[-1], f"하루가 {visits}분(이동 {way:.0f}분)으로 너무 김", f"a day of {visits} minutes and {way:.0f} of travel is too long")]


def _shares(known: _Known, visits: Sequence[Visit]) -> list[Breach]:
    """Twice the fair share by availability of the workplaces this plan serves, and never fewer than one."""
    months = {f"{known.season.starts_on + dt.timedelta(n):%Y-%m}" for n in range((known.season.ends_on - known.season.starts_on).days + 1)}
    available = {c.name: sum(c.days_in(month) for month in months) for c in known.model.consultants}
    total = sum(available.values())
    served = len({v.workplace for v in visits})
    found = []
    for name, many in sorted(Counter(name for name, _ in {(v.consultant, v.workplace) for v in visits}).items()):
        allowed = known.consultants[name].most_workplaces
        if allowed is not None:
            if many > max(allowed, known.before[name]):
                found.append(Breach("fair_share", Text(f"{name}: {many}곳(허용 {allowed}곳)", f"{name}: {many} workplaces, {allowed} allowed")))
        elif many > max(1, known.before[name]) and many * total > known.season.fair_share_times * served * available[name]:
            found.append(Breach("fair_share", Text(f"{name}: {many}곳(공정한 몫의 2배 초과)", f"{name}: {many} workplaces, more than twice the fair share")))
    return found


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _km(detour: float, one: Workplace | Consultant, other: Workplace | Consultant) -> float:
    """Road kilometres by the spherical law of cosines in its stable form (Vincenty on a sphere)."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - one.longitude)
    across = math.hypot(math.cos(b) * math.sin(turn), math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(turn))
    along = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    return detour * 6371.0088 * math.atan2(across, along)
