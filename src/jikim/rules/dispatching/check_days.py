"""The checker's look at single days: overlaps, lengths, kilometres, and the days a large site has to itself. No code of the solver."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from jikim.rules.dispatching.checked import Breach, Known, breach, minutes
from jikim.rules.dispatching.model import MOST_DAYS_APART, Consultant, Workplace
from jikim.rules.dispatching.result import Visit

#: travel in a plan file is written to the metre; sums of rounded numbers may differ by so much
TOLERANCE_KM = 0.01


def days(known: Known, visits: Sequence[Visit]) -> list[Breach]:
    """Every breach of the rules about a consultant's day."""
    season, found = known.season, []
    by_day: dict[tuple[str, dt.date], list[Visit]] = defaultdict(list)
    around: dict[tuple[str, int], float] = defaultdict(float)
    for v in visits:
        for on in v.days:
            by_day[v.consultant, on].append(v)
    for (name, _), own in by_day.items():
        own.sort(key=lambda v: v.start)
        if len(own) > season.visits_a_day:
            found.append(breach("visits_a_day", own[0], f"하루 {len(own)}회", f"{len(own)} visits that day"))
        large = [v for v in own if _is_large(known, v) or v.further_days]
        if large and len(own) > 1 and not all(known.stands(v) for v in own):
            found.append(breach("large_site", large[0], "큰 사업장은 하루를 따로 씀", "a large site has the day to itself"))
        for before, after in pairwise(own):
            one, other = known.workplaces[before.workplace], known.workplaces[after.workplace]
            needed = season.minutes_at(one) + 60 * _km(season.detour, one, other) / season.km_an_hour
            if minutes(after.start) - minutes(before.start) < needed - 1e-6:
                found.append(breach("overlap", after, f"{before.workplace} 방문과 겹침", f"overlaps the visit to {before.workplace}"))
        if len(own) > 1 and any(known.workplaces[v.workplace].hours for v in own) and not all(known.stands(v) or known.stood(v) for v in own):
            found += _too_long(known, own)
        legs: list[Workplace | Consultant] = [known.consultants[name], *(known.workplaces[v.workplace] for v in own), known.consultants[name]]
        for v in own:
            around[v.workplace, v.visit] += sum(_km(season.detour, a, b) for a, b in pairwise(legs)) / len(own)
    found += _rest(known, by_day)
    for v in visits:
        km = around[v.workplace, v.visit]
        if abs(v.travel_km - km) > TOLERANCE_KM:
            found.append(breach("travel_km", v, f"이동거리가 다름({km:.2f})", f"travel should be {km:.2f} km"))
    return found


def _rest(known: Known, by_day: Mapping[tuple[str, dt.date], Sequence[Visit]]) -> list[Breach]:
    """Between the last visit of a day and the first one of the next the consultant rests."""
    found = []
    for (name, on), own in by_day.items():
        after = by_day.get((name, on + dt.timedelta(1)), ())
        both = [*own, *after]
        if not after or all(known.stands(v) or known.stood(v) for v in both):
            continue
        ends = max(minutes(v.start) + known.season.minutes_at(known.workplaces[v.workplace]) for v in own)
        rest = min(minutes(v.start) for v in after) + 24 * 60 - ends
        if rest < known.season.rest_minutes - 1e-6:
            found.append(breach("rest", after[0], f"전날 방문이 끝난 뒤 {rest}분 만에 시작", f"begins {rest} minutes after the last visit of the day before"))
    return found


def large_sites(known: Known, visits: Sequence[Visit]) -> list[Breach]:
    """A visit lasts as many days as the season says, the consultant's next ones the site is open, and nobody else is visited between."""
    season, found = known.season, []
    for v in visits:
        if known.stands(v):
            continue
        many = season.large_site_days[v.visit - 1] if _is_large(known, v) else 1
        if len(v.days) != many or list(v.days) != sorted(set(v.days)):
            found.append(breach("large_site", v, f"{len(v.days)}일(정한 일수 {many}일)", f"{len(v.days)} days, {many} by the rule"))
        elif (v.days[-1] - v.on).days > MOST_DAYS_APART:
            found.append(breach("large_site", v, f"{v.days[-1]}까지로 너무 벌어짐", f"torn apart until {v.days[-1]}"))
        free = [on for on in _rests(v) if _could_be(known, v, on)]
        if free and not known.stood(v):
            found.append(breach("large_site", v, f"{free[0]}을(를) 건너뜀", f"skips {free[0]}"))
        others = [other for other in visits if other.consultant == v.consultant and set(other.days) & set(_rests(v))] if v.further_days else []
        if others:
            found.append(breach("large_site", v, f"그 사이 {others[0].workplace} 방문", f"a visit to {others[0].workplace} lies between"))
    return found


def _is_large(known: Known, v: Visit) -> bool:
    place, least = known.workplaces[v.workplace], known.season.large_site_from
    return least is not None and not place.ordinary and place.service_workers >= least


def _rests(v: Visit) -> list[dt.date]:
    """Days of the calendar inside the visit that are none of its own."""
    return [on for n in range(1, (v.days[-1] - v.on).days) if (on := v.on + dt.timedelta(n)) not in v.days]


def _could_be(known: Known, v: Visit, on: dt.date) -> bool:
    """Could the visit have stood there?"""
    working = on.isoweekday() <= 5 and on not in known.season.holidays
    return working and known.consultants[v.consultant].works(on) and on not in known.workplaces[v.workplace].closed


def _too_long(known: Known, own: Sequence[Visit]) -> list[Breach]:
    """Where hours of their own keep two visits of a day apart, the waiting between them counts towards the day's limits."""
    season, who = known.season, known.consultants[own[0].consultant]
    first, last = known.workplaces[own[0].workplace], known.workplaces[own[-1].workplace]
    visits = minutes(own[-1].start) + season.minutes_at(last) - minutes(own[0].start)
    way = 60 * (_km(season.detour, who, first) + _km(season.detour, last, who)) / season.km_an_hour
    if visits <= season.visits_minutes + 1e-6 and visits + way <= season.day_minutes + 1e-6:
        return []
    return [breach("day_length", own[-1], f"하루가 {visits}분(이동 {way:.0f}분)으로 너무 김", f"a day of {visits} minutes and {way:.0f} of travel is too long")]


def _km(detour: float, one: Workplace | Consultant, other: Workplace | Consultant) -> float:
    """Road kilometres by the spherical law of cosines in its stable form (Vincenty on a sphere)."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - one.longitude)
    across = math.hypot(math.cos(b) * math.sin(turn), math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(turn))
    along = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    return detour * 6371.0088 * math.atan2(across, along)
