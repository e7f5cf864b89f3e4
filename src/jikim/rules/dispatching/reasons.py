"""Why this consultant and this date, in words: the rule that bound, and the next best choice with what it would cost."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from jikim.rules.dispatching.allot import Room
from jikim.rules.dispatching.distances import Distances
from jikim.rules.dispatching.model import Model
from jikim.rules.dispatching.schedule import Day
from jikim.rules.visit_hours import spoken
from jikim.rules.words import Text

_ALONE = Text("거점에서 {km:.1f}km 떨어진 곳을 하루에 한 곳만 방문합니다.", "A day of its own, {km:.1f} km from the base.")
_LARGE = Text("고객응대근로자 {many}명 이상인 큰 사업장이라 하루를 따로 씁니다(거점에서 {km:.1f}km).",
              "A large site of {many} customer service workers or more has the day to itself ({km:.1f} km from the base).")  # fmt: skip
_LASTS = Text("고객응대근로자 {many}명 이상인 큰 사업장이라 {days}일({dates}) 동안 이어서 방문하며, 그 사이 다른 곳은 방문하지 않습니다(거점에서 {km:.1f}km).",
              "A large site of {many} customer service workers or more is visited for {days} days in a row ({dates}), with no other visit between them ({km:.1f} km from the base).")  # fmt: skip
_SHARED = Text("{other}와(과) 같은 날 방문하여, 따로 갈 때보다 방문당 {saved:.1f}km 줄었습니다.",
               "Shares the day with {other}, which saves {saved:.1f} km a visit against two trips.")  # fmt: skip
_ONLY = Text("이 지역을 맡을 수 있는 다른 컨설턴트는 없습니다.", "No other consultant may serve it.")
_FULL = Text("{name}({agency})이(가) 방문당 {km:.1f}km 가깝지만 배정 한도 {cap}곳이 찼습니다.",
             "{name} ({agency}) is {km:.1f} km a visit nearer but has all {cap} workplaces allowed.")  # fmt: skip
_NEARER = Text("{name}({agency})이(가) 방문당 {km:.1f}km 가깝지만 그렇게 하면 전체 이동이 늘어납니다.",
               "{name} ({agency}) is {km:.1f} km a visit nearer, but the plan as a whole would travel more.")  # fmt: skip
_NEXT = Text("그다음 {name}({agency})은(는) 방문당 {km:.1f}km 더 멉니다.", "The next, {name} ({agency}), is {km:.1f} km a visit farther.")
_PINNED = Text("확정된 약속이므로 그대로 둡니다.", "A confirmed appointment: it stays as it is.")
_ALONE_LEFT = Text("{visit}차는 정해지지 않았습니다.", "Visit {visit} has no appointment.")
_FIRST = Text("1차는 이른 날부터 정했습니다.", "First visits go to the earliest days.")
_DRAWN = Text("추첨으로 정한 시작 월({month}) 안에서 이른 날부터 정했습니다.", "The earliest days of the month drawn for its start ({month}).")
_HOURS = Text("사업장이 정한 방문 가능 시간({hours}) 안에서 시작하고 마칩니다.", "Begins and ends within the hours the workplace named ({hours}).")
_BOUND = Text("{before}차({on}) 뒤 {gap}일을 채운 첫 방문 가능일입니다.", "The first possible day after {gap} days from visit {before} ({on}).")
_LATER = Text("{before}차({on}) 뒤 {gap}일이 지난 {from_day}부터 가능하며, 그 뒤 휴일·다른 방문·월 한도를 피한 첫날입니다.",
              "Possible from {from_day}, {gap} days after visit {before} ({on}); this is the first day past holidays, other visits and monthly limits.")  # fmt: skip


class Reasons:
    """Reasons for the visits of one plan."""

    def __init__(self, model: Model, road: Distances, room: Room, days: Sequence[Day]) -> None:
        self.model, self.road, self.room = model, road, room
        self.pinned = {(pin.workplace, pin.visit) for pin in model.pinned}
        self.days: dict[tuple[int, int], list[dt.date]] = defaultdict(list)
        for on, stop in sorted((day.on, stop) for day in days for stop in day.stops):
            self.days[stop].append(on)
        self.held = np.zeros(len(model.consultants), int)
        for c, _ in {(day.consultant, w) for day in days for w, _ in day.stops}:
            self.held[c] += 1

    def of(self, day: Day, w: int, visit: int) -> Text:
        """The reason of one visit."""
        if (self.model.workplaces[w].key, visit) in self.pinned:
            return _PINNED
        parts = [self._round(day, w, visit)]
        parts.append(self._instead(day, w) if visit == 1 else self._date(w, visit))
        month = (self.model.season.start_months or {}).get(self.model.workplaces[w].key)
        if visit == 1:
            parts.append(_DRAWN.fill(month=month) if month else _FIRST)
        if self.road.hours[w]:
            parts.append(_HOURS.fill(hours=spoken(self.road.hours[w])))
        return Text(" ".join(part.ko for part in parts), " ".join(part.en for part in parts))

    def _round(self, day: Day, w: int, visit: int) -> Text:
        c, base, days = day.consultant, self.road.base, self.days[w, visit]
        if len(days) > 1:
            return _LASTS.fill(km=base[c, w], many=self.model.season.large_site_from, days=len(days), dates=", ".join(map(str, days)))
        if len(day.stops) == 1 and self.road.alone[w]:
            return _LARGE.fill(km=base[c, w], many=self.model.season.large_site_from)
        if len(day.stops) == 1:
            return _ALONE.fill(km=base[c, w])
        other = next(v for v, _ in day.stops if v != w)
        saved = base[c, w] + base[c, other] - self.road.round_km(c, w, other) / 2
        return _SHARED.fill(other=self.model.workplaces[other].key, saved=saved)

    def _instead(self, day: Day, w: int) -> Text:
        """The best other consultant for this day's stops."""
        first, last = day.stops[0][0], day.stops[-1][0]
        base, c, many = self.road.base, day.consultant, len(day.stops) / len(self.days[day.stops[0]])
        extra = (base[:, first] + base[:, last] - base[c, first] - base[c, last]) / many
        extra = np.where(self.road.may[:, first] & self.road.may[:, last], extra, np.inf)
        extra[c] = np.inf
        best = int(extra.argmin())
        if not np.isfinite(extra[best]):
            return _ONLY
        other, cap = self.model.consultants[best], self.room.consultant[best]
        wording = _NEXT if extra[best] >= 0 else _FULL if self.held[best] >= cap else _NEARER
        return wording.fill(name=other.name, agency=other.agency, km=abs(extra[best]), cap=cap)

    def _date(self, w: int, visit: int) -> Text:
        season = self.model.season
        gap = season.days_to_second if visit == 2 else season.days_to_third
        on, visit_before = self.days[w, visit][0], self.days.get((w, visit - 1))
        if not visit_before:  # the visit before is listed apart as missing
            return _ALONE_LEFT.fill(visit=visit - 1)
        before = visit_before[-1]
        wording = _BOUND if on == before + dt.timedelta(gap) else _LATER
        return wording.fill(before=visit - 1, on=before, gap=gap, from_day=before + dt.timedelta(gap))
