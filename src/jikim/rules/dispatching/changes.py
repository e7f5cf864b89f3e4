"""What differs between two plans, appointment by appointment, and why, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from jikim.rules.dispatching.model import Model
from jikim.rules.dispatching.result import Change, Visit
from jikim.rules.words import Text

WHY = {
    "withdrawn": Text("사업장이 명단에서 빠졌습니다.", "The workplace is no longer in the list."),
    "consultant_gone": Text("맡은 컨설턴트가 더 이상 활동하지 않습니다.", "Its consultant no longer takes part."),
    "day_off": Text("맡은 컨설턴트가 그날 방문할 수 없습니다.", "Its consultant cannot visit that day."),
    "closed": Text("사업장이 그날 방문을 받을 수 없습니다.", "The workplace cannot be visited that day."),
    "hours": Text("방문 시각이 사업장이 정한 방문 가능 시간을 벗어납니다.", "It stands outside the hours in which the workplace can be visited."),
    "working_day": Text("그날은 주말이거나 공휴일입니다.", "That day is a weekend or public holiday."),
    "may": Text("그 컨설턴트가 이 사업장을 맡을 수 없게 되었습니다.", "Its consultant may no longer serve it."),
    "monthly_days": Text("그달에 컨설턴트가 방문할 수 있는 날이 줄었습니다.", "Its consultant has fewer days that month."),
    "agency_month": Text("그달 수행기관의 최대 방문 수가 줄었습니다.", "Its agency makes fewer visits that month."),
    "interval": Text("옮겨진 다른 차수와의 간격을 지켜야 합니다.", "The days between its visits must be kept now that another has moved."),
    "same_consultant": Text("세 차례 모두 같은 컨설턴트가 방문해야 합니다.", "The same consultant must make all three visits."),
    "follows": Text("같은 사업장의 다른 차수가 옮겨져 함께 옮깁니다.", "Moves along with another visit of the same workplace."),
    "makes_room": Text("다른 방문에 자리를 내주려고 옮깁니다.", "Moves to make room for another visit."),
    "confirmed": Text("확정된 약속으로 바뀌었습니다.", "An appointment was confirmed there."),
    "season": Text("사업 기간 밖입니다.", "It is outside the season."),
    "first_visits_by": Text("1차 방문 기한이 바뀌었습니다.", "The last day for first visits has changed."),
    "start_month": Text("추첨으로 정한 시작 월이 바뀌었습니다.", "The month of start drawn by lottery has changed."),
    "fair_share": Text("컨설턴트의 배정 한도를 넘습니다.", "Its consultant has more workplaces than allowed."),
    "large_site": Text("큰 사업장의 방문 일수가 바뀌었습니다.", "The number of days for large sites has changed."),
    "added": Text("새로 들어온 방문입니다.", "A new visit."),
}
_DROPPED = Text("{why} 다시 넣을 자리가 없습니다.", "{why} There is no place for it any more.")


def changes_between(model: Model, before: Sequence[Visit], after: Sequence[Visit], why: Mapping[tuple[str, int], str]) -> tuple[Change, ...]:
    """By workplace and visit. An appointment is changed when its days, hour or consultant are; its kilometres alone change nothing."""
    old = {(v.workplace, v.visit): v for v in before}
    new = {(v.workplace, v.visit): v for v in after}
    known = {workplace.key for workplace in model.workplaces}
    made = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was and now and appointment(was) == appointment(now):
            continue
        kind: Literal["moved", "dropped", "added"] = "added" if was is None else "dropped" if now is None else "moved"
        rule = "added" if was is None else "withdrawn" if key[0] not in known else why.get(key, "confirmed")
        reason = WHY[rule]
        if kind == "dropped" and rule != "withdrawn":
            reason = Text(_DROPPED.ko.format(why=reason.ko), _DROPPED.en.format(why=reason.en))
        made.append(Change(kind, *key, was, now, reason))
    return tuple(made)


def appointment(visit: Visit) -> tuple[object, ...]:
    return visit.days, visit.start, visit.consultant
