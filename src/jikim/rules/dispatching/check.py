"""Does a plan keep every hard rule (SCIENCE.md § 4)? Works from the model and the visits alone and shares no code with the solver."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from jikim.rules.dispatching.check_days import days as single_days
from jikim.rules.dispatching.check_days import large_sites
from jikim.rules.dispatching.checked import Breach, Known, breach, minutes
from jikim.rules.dispatching.model import Model
from jikim.rules.dispatching.result import Visit
from jikim.rules.words import Text


def check(model: Model, visits: Sequence[Visit], *, before: Sequence[Visit] = ()) -> tuple[Breach, ...]:
    """Every breach; an empty tuple means the plan keeps the rules.

    Of a pinned appointment no day, person or number is questioned, only that it stands as pinned; it counts towards every limit.
    `before`: the plan this one replaces; what a consultant held there is no breach of the fair share here,
    nor a visit of several days that stays as it was though a day between has become free, nor a day of two that stays as it was
    though one of them has named hours that would not have let them wait so long.
    """
    known = Known(model, before)
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
    for part in (_sequences, _months, single_days, large_sites, _shares):
        found += part(known, visits)
    return tuple(found)


def _pins(known: Known, visits: Sequence[Visit]) -> list[Breach]:
    kept = {(v.workplace, v.visit) for v in visits if known.stands(v)}
    missing = [
        pin for pin in known.model.pinned
        if pin.workplace in known.workplaces and pin.consultant in known.consultants and (pin.workplace, pin.visit) not in kept
    ]  # fmt: skip
    return [
        Breach("pinned", Text(f"{pin.workplace} {pin.visit}차: 확정된 약속이 바뀜", f"{pin.workplace} visit {pin.visit}: a confirmed appointment changed"))
        for pin in missing
    ]


def _who(known: Known, visits: Sequence[Visit]) -> list[Breach]:
    found = []
    for v in visits:
        workplace, consultant = known.workplaces[v.workplace], known.consultants[v.consultant]
        if workplace.region not in known.agencies[v.agency].regions:
            found.append(breach("region", v, "기관의 관할 지역이 아님", "the agency does not cover the region"))
        if consultant.agency != v.agency:
            found.append(breach("agency", v, "그 기관의 컨설턴트가 아님", "the consultant is of another agency"))
        if workplace.qualification and workplace.qualification != consultant.qualification:
            found.append(breach("qualification", v, "필요한 자격이 없음", "the consultant lacks the qualification"))
        if workplace.barred.keys() & {v.agency, v.consultant}:
            found.append(breach("conflict", v, "이해충돌 등으로 맡을 수 없음", "barred from serving it"))
        if workplace.languages - consultant.languages:
            found.append(breach("language", v, "필요한 언어를 하지 못함", "the consultant lacks the language"))
    return found


def _dates(known: Known, visits: Sequence[Visit]) -> list[Breach]:
    season, found = known.season, []
    for v in visits:
        if not season.starts_on <= v.on <= v.days[-1] <= season.ends_on:
            found.append(breach("season", v, "사업 기간 밖", "outside the season"))
        if known.model.not_before and v.on < known.model.not_before:
            found.append(breach("past", v, "이미 지난 날", "a day already past"))
        if v.visit == 1 and season.start_months and season.start_months.get(v.workplace, f"{v.on:%Y-%m}") != f"{v.on:%Y-%m}":
            found.append(breach("start_month", v, "추첨으로 정한 시작 월이 아님", "not the month drawn by lottery"))
        if any(on.isoweekday() > 5 or on in season.holidays for on in v.days):
            found.append(breach("working_day", v, "주말 또는 공휴일", "a weekend or public holiday"))
        if known.workplaces[v.workplace].closed.intersection(v.days):
            found.append(breach("closed", v, "사업장이 쉬는 날", "the workplace is closed"))
        if not all(known.consultants[v.consultant].works(on) for on in v.days):
            found.append(breach("day_off", v, "컨설턴트가 쉬는 날", "the consultant's day off"))
        place, begins = known.workplaces[v.workplace], minutes(v.start)
        if place.hours and not any(
            low <= at and at + season.minutes_at(place) <= high for low, high in place.hours for at in (begins, begins + 1440)
        ):  # after midnight it stands in the night that began the day before
            found.append(breach("hours", v, "사업장의 방문 가능 시간 밖", "outside the hours the workplace can be visited"))
        if v.visit == 1 and season.first_visits_by and v.days[-1] > season.first_visits_by:
            found.append(breach("first_visits_by", v, "1차 방문 기한이 지남", "after the date first visits must be made by"))
    return found


def _sequences(known: Known, visits: Sequence[Visit]) -> list[Breach]:
    season, found = known.season, []
    by_workplace: dict[str, list[Visit]] = defaultdict(list)
    for v in visits:
        by_workplace[v.workplace].append(v)
    for own in by_workplace.values():
        own.sort(key=lambda v: v.visit)
        # beside pinned ones a visit may be missing (it is listed apart), never double
        numbers = [v.visit for v in own]
        if numbers != [1, 2, 3] and (len(set(numbers)) < len(numbers) or not all(known.stands(v) for v in own)):
            found.append(breach("three_visits", own[0], "1·2·3차가 한 번씩이 아님", "not one visit each of 1, 2 and 3"))
            continue
        for one, other in pairwise(own):
            if known.stands(one) and known.stands(other):
                continue
            until = known.consultants[one.consultant].until
            if one.consultant != other.consultant and (until is None or other.on <= until):
                found.append(breach("same_consultant", other, "컨설턴트가 바뀜", "the consultant changes"))
            days = sum({2: season.days_to_second, 3: season.days_to_third}[n] for n in range(one.visit + 1, other.visit + 1))
            if (other.on - one.days[-1]).days < days:
                found.append(breach("second_visit" if other.visit == 2 else "third_visit", other, "앞 차수와 너무 가까움", "too soon after the visit before"))
    return found


def _months(known: Known, visits: Sequence[Visit]) -> list[Breach]:
    found = []
    days = Counter((name, on.year, on.month) for name, on in {(v.consultant, on) for v in visits for on in v.days})
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


def _shares(known: Known, visits: Sequence[Visit]) -> list[Breach]:
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
