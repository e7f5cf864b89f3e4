"""Other appointments for one visit, for whoever moves it by hand: legal ones by cost, then those that break one named rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from jikim.rules.dispatching.book import Book
from jikim.rules.dispatching.booking import Booking, Stop
from jikim.rules.dispatching.capacity import fair_caps
from jikim.rules.dispatching.day import clock
from jikim.rules.dispatching.distances import bar, distances
from jikim.rules.dispatching.model import Model
from jikim.rules.dispatching.result import Alternative, Visit
from jikim.rules.words import Text

_RULES = {
    "day_off": Text("{name}이(가) 쉬는 날입니다.", "{name} does not work that day."),
    "closed": Text("사업장이 방문을 받을 수 없는 날입니다.", "The workplace cannot be visited that day."),
    "first_visits_by": Text("1차 방문 기한({by})을 넘깁니다.", "It is past the last day for first visits ({by})."),
    "start_month": Text("추첨으로 정한 시작 월이 아닙니다.", "It is not the month of start drawn by lottery."),
    "interval": Text("다른 차수와의 간격(1·2차 {second}일, 2·3차 {third}일)이 모자라 그 차수도 옮겨야 합니다.",
                     "Too near to another visit (at least {second} and {third} days), which would have to move as well."),
    "same_consultant": Text("다른 차수와 컨설턴트가 달라집니다.", "The consultant would differ from the other visits."),
    "monthly_days": Text("{name}의 그달 가용일이 찼습니다.", "{name} has no available day left that month."),
    "agency_month": Text("{agency}의 그달 최대 방문 수가 찼습니다.", "{agency} makes no more visits that month."),
    "fair_share": Text("{name}의 배정 한도가 찼습니다.", "{name} has all workplaces allowed."),
}
_LATER = Text("1차 방문이 {days}일 늦어집니다.", "The first visit is {days} days later.")
_COSTS = Text("이동거리가 {km:.1f}km 늘어납니다.", "Travel grows by {km:.1f} km.")
_SAVES = Text("이동거리가 {km:.1f}km 줄어듭니다.", "Travel shrinks by {km:.1f} km.")
_SHARES = Text("{other}와(과) 같은 날 방문합니다.", "It shares the day with {other}.")
_LASTS = Text("큰 사업장이라 {last}까지 {days}일 동안 이어서 방문합니다.", "A large site: the visit lasts {days} days, until {last}.")


def alternatives(model: Model, plan: Sequence[Visit], workplace: str, visit: int, *, most: int = 10) -> tuple[Alternative, ...]:
    """At most `most` other days, hours or consultants for this visit, all other appointments staying.

    Legal ones first, those that break no soft rule before those that do, then by km; a few that break one named hard rule come last.
    Raises KeyError on a workplace the model does not have.
    """
    road = distances(model)
    number = {w.key: at for at, w in enumerate(model.workplaces)}
    person = {c.name: at for at, c in enumerate(model.consultants)}
    stop: Stop = number[workplace], visit
    held = [len({v.workplace for v in plan if v.consultant == c.name}) for c in model.consultants]
    fair = fair_caps(model, len({v.workplace for v in plan}))
    book = Book(model, road, [max(pair) for pair in zip(fair, held, strict=True)])
    for v in plan:
        if v.workplace in number and v.consultant in person:
            book.add((number[v.workplace], v.visit), Booking(person[v.consultant], v.on, v.start.hour * 60 + v.start.minute, v.further_days))
    now = book.remove(stop) if stop in book.at else None
    saved = book.extra_km(stop, now.consultant, now.on, len(now.days)) if now else 0.0
    found: list[tuple[tuple[object, ...], Alternative]] = []
    for c, consultant in enumerate(model.consultants):
        if not road.may[c, stop[0]] or bar(consultant, model.workplaces[stop[0]]):
            continue
        for n in range((model.season.ends_on - model.season.starts_on).days + 1):
            on = model.season.starts_on + dt.timedelta(n)
            if (now and (now.consultant, now.on) == (c, on)) or (one := _one(book, stop, c, on, now, saved)) is None:
                continue
            away = abs((on - now.on).days) if now else n
            found.append(((bool(one.rule), bool(one.breaks), round(one.extra_km, 3), away, one.consultant), one))
    found.sort(key=lambda pair: pair[0])
    legal = [one for _, one in found if not one.rule]
    breaking = [one for _, one in found if one.rule]
    few = breaking[: max(most - len(legal), min(3, most // 3))]
    return (*legal[: most - len(few)], *few)


def _one(book: Book, stop: Stop, c: int, on: dt.date, now: Booking | None, saved: float) -> Alternative | None:
    """Breaking at most one hard rule, and none that cannot be lifted by hand."""
    rules: list[str] = []
    for rule in book.broken(stop, c, on):
        if rule not in _RULES or rules not in ([], [rule]):
            return None
        rules = [rule]
    booking = book.booking(stop, c, on)
    if booking is None:
        return None
    model = book.model
    season, consultant = model.season, model.consultants[c]
    facts = {"name": consultant.name, "agency": consultant.agency, "by": season.first_visits_by, "second": season.days_to_second, "third": season.days_to_third}
    breaks = [_RULES[rule].fill(**facts) for rule in rules]
    if stop[1] == 1 and now and on > now.on:
        breaks.append(_LATER.fill(days=(on - now.on).days))
    extra = book.extra_km(stop, c, on) - saved
    parts = [(_COSTS if extra >= 0 else _SAVES).fill(km=abs(extra))]
    if there := book.days.get((c, on)):
        parts.append(_SHARES.fill(other=model.workplaces[there[0][0]].key))
    if booking.further_days:
        parts.append(_LASTS.fill(days=len(booking.days), last=booking.days[-1]))
    reason = Text(" ".join(part.ko for part in parts), " ".join(part.en for part in parts))
    rule = rules[0] if rules else ""
    return Alternative(
        consultant.name, consultant.agency, on, clock(booking.minute), round(extra, 3), tuple(breaks), reason, rule, booking.further_days
    )
