"""The nearest change that would let a workplace in, tried in the plan's own calendar before it is named; and making that change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from jikim.rules.calendar import add_working_days
from jikim.rules.dispatching.allot import Shares, admit, calendar_room
from jikim.rules.dispatching.book import Book
from jikim.rules.dispatching.capacity import availability, fair_caps, open_days
from jikim.rules.dispatching.distances import Bools, Distances, bar, suits
from jikim.rules.dispatching.insertion import has_room, open_stops
from jikim.rules.dispatching.model import Consultant, Model
from jikim.rules.dispatching.result import Lift
from jikim.rules.words import Text

PINNED_CHANGE = Text("확정된 차수의 날짜를 옮기거나, 컨설턴트의 활동 종료일을 적어 다른 컨설턴트가 이어받게 합니다.",
                     "Move a fixed appointment, or give the consultant a last day of service so that another takes over.")  # fmt: skip
_CHANGES = {
    "cover": Text("{agency}이(가) 관할에 {region}을(를) 더하면 {name}(거점 {km:.0f}km)에게 자리가 있습니다.",
                  "If {agency} also covered {region}, {name} (base {km:.0f} km away) has room."),
    "allow": Text("{agency} {name}(거점 {km:.0f}km)의 배정 한도를 {amount}곳으로 늘리면 됩니다.",
                  "Allow {name} of {agency} (base {km:.0f} km away) {amount} workplaces."),
    "days": Text("{agency} {name}(거점 {km:.0f}km)의 월 가용일수를 {amount}일로 늘리면 됩니다.",
                 "{amount} available days a month for {name} of {agency} (base {km:.0f} km away)."),
    "visits": Text("{agency}의 월 최대 방문 수를 {amount}회로 늘리면 됩니다({name}의 거점 {km:.0f}km).",
                   "A monthly maximum of {amount} for {agency} (base of {name}: {km:.0f} km away)."),
    "need": Text("{agency} {name}(거점 {km:.0f}km)이(가) 이 조건을 갖추면 됩니다.", "If {name} of {agency} (base {km:.0f} km away) met this need."),
    "unbar": Text("{agency} {name}(거점 {km:.0f}km)이(가) 맡지 못하는 사유가 없어지면 됩니다.", "If what bars {name} of {agency} (base {km:.0f} km away) ended."),
    "start": Text("추첨으로 정한 시작 월에 매이지 않으면 {agency} {name}에게 자리가 있습니다.", "Freed from the month drawn for its start, {name} of {agency} has room."),
    "open": Text("사업장이 쉬는 날을 줄이면 {agency} {name}에게 자리가 있습니다.", "With fewer closed days {name} of {agency} has room."),
    "hours": Text("사업장이 방문 가능 시간을 넓히면 {agency} {name}에게 자리가 있습니다.", "With wider hours for visits at the workplace {name} of {agency} has room."),
    "ends": Text("사업 마지막 날을 {on}로 늦추면 됩니다.", "A season that lasts until {on}."),
    "first_by": Text("1차 방문 기한을 {on}로 늦추면 됩니다.", "{on} as the last day for first visits."),
    "ordinary": Text("큰 사업장 규칙에서 이 사업장만 예외로 하여 하루에 방문을 마치면 {agency} {name}에게 자리가 있습니다.",
                     "If this site were excepted from the rule for large sites, so that a visit takes one day, {name} of {agency} has room."),
    "target": Text("목표를 {amount:,}곳으로 늘리면 들어갑니다.", "A target of {amount:,}."),
}  # fmt: skip
_BOTH = Text("{first} 아울러 {second}", "{first} Besides: {second}")
_NOBODY = Text("이 지역을 관할하며 조건을 갖춘 컨설턴트를 새로 등록해야 합니다.", "A consultant who meets the needs and covers the region must be added.")
#: consultants tried one by one in the calendar, nearest first
TRIED = 12
#: days and visits a month are raised by so many
MORE = (1, 3)
#: targets tried between this one and the most that can be served
TARGETS = 12


def lifted(model: Model, workplace: str, lifts: tuple[Lift, ...]) -> Model:
    """The model with these changes made for one workplace."""
    for lift in lifts:
        model = _made(model, workplace, lift)
    return model


def _made(model: Model, key: str, lift: Lift) -> Model:
    region = next(one.region for one in model.workplaces if one.key == key)
    if lift.kind == "target":
        return replace(model, target=lift.amount)
    if lift.kind == "ends":
        return replace(model, season=replace(model.season, ends_on=lift.on or model.season.ends_on))
    if lift.kind == "first_by":
        return replace(model, season=replace(model.season, first_visits_by=lift.on))
    if lift.kind == "start":
        months = {place: month for place, month in (model.season.start_months or {}).items() if place != key}
        return replace(model, season=replace(model.season, start_months=months))
    if lift.kind in ("cover", "visits"):
        more = {"visits_a_month": lift.amount, "visits_by_month": {}} if lift.kind == "visits" else {}
        add = frozenset({region}) if lift.kind == "cover" else frozenset[str]()
        agencies = (replace(one, regions=one.regions | add, **more) if one.name == lift.agency else one for one in model.agencies)  # type: ignore[arg-type]
        return replace(model, agencies=tuple(agencies))
    if lift.kind in ("open", "hours", "unbar", "ordinary"):
        gone = {lift.agency, lift.consultant}
        places = (
            replace(one, closed=frozenset() if lift.kind == "open" else one.closed, hours=() if lift.kind == "hours" else one.hours,
                    ordinary=one.ordinary or lift.kind == "ordinary",
                    barred={name: why for name, why in one.barred.items() if lift.kind != "unbar" or name not in gone}) if one.key == key else one
            for one in model.workplaces
        )  # fmt: skip
        return replace(model, workplaces=tuple(places))
    wanted = next(one for one in model.workplaces if one.key == key)
    people = []
    for one in model.consultants:
        if one.name == lift.consultant and lift.kind == "need":
            one = replace(one, qualification=wanted.qualification or one.qualification, languages=one.languages | wanted.languages)
        elif one.name == lift.consultant and lift.kind == "days":
            one = replace(one, days_a_month=lift.amount, days_by_month={})
        elif one.name == lift.consultant:
            one = replace(one, most_workplaces=lift.amount)
        people.append(one)
    return replace(model, consultants=tuple(people))


_Lacking = Literal["cover", "need", "unbar", "allow"]


@dataclass(frozen=True, slots=True)
class _Try:
    consultant: int
    lifts: tuple[Lift, ...]


class Lifting:
    """Looks for the nearest change in one plan."""

    def __init__(self, model: Model, road: Distances, book: Book) -> None:
        self.model, self.road, self.book = model, road, book
        self.days = open_days(model.season, model.not_before)
        caps = fair_caps(model, len({w for w, _ in book.at}) + 1)
        # somebody without days may have one workplace as soon as there are days; one the office allows none has none
        self.idle = [not days and one.most_workplaces is None for days, one in zip(availability(model), model.consultants, strict=True)]
        self.caps = [max(cap, len(held), int(idle)) for cap, held, idle in zip(caps, book.held, self.idle, strict=True)]
        self.targets: dict[int, int] | None = None
        self.may = road.may.copy()
        self.regions = {agency.name: agency.regions for agency in model.agencies}
        #: those of a known agency with any availability, and which of them have all they are allowed
        self.people = np.array([c for c, one in enumerate(model.consultants) if one.agency in self.regions and self.caps[c]], np.int64)
        self.resting = np.array([self.idle[c] for c in self.people], bool)
        self.full = np.array([len(book.held[c]) >= self.caps[c] for c in self.people], bool)
        self.known: dict[tuple[str, object], Bools] = {}

    def nearest(self, w: int, rule: str) -> tuple[Text, tuple[Lift, ...]]:
        """In words and as values; nothing is named that was not tried."""
        if rule == "season_dates":
            lift = self._dates(w)
            return _CHANGES[lift.kind].fill(on=lift.on), (lift,)
        if rule == "target_reached" and (target := self._target(w)):
            return _CHANGES["target"].fill(amount=target), (Lift("target", amount=target),)
        for number, one in enumerate(self._nearest_few(w)):
            for more in self._calendar(w, one, quick=number >= 2):
                lifts = (*one.lifts, *more)
                if self._holds(w, one.consultant, lifts):
                    return self._said(w, one.consultant, lifts), lifts
        return _NOBODY, ()

    def _nearest_few(self, w: int) -> Iterator[_Try]:
        """Whom to try, and what each lacks, calendar apart: who has days, then few changes, then near; of two as near, an exception to the fair share comes last."""
        place, km = self.model.workplaces[w], self.road.base[self.people, w]
        lacking: dict[_Lacking, Bools] = {
            "cover": self._those("cover", place.region, lambda one: place.region not in self.regions[one.agency]),
            "need": self._those("need", (place.qualification, place.languages), lambda one: not suits(one, place)),
            "unbar": self._those("unbar", place.key if place.barred else "", lambda one: bar(one, place) is not None),
            "allow": self.full,
        }
        order = np.lexsort((km, lacking["allow"], np.rint(km), np.sum(list(lacking.values()), axis=0), self.resting))
        for at in order[:TRIED]:
            c = int(self.people[at])
            one, kinds = self.model.consultants[c], [kind for kind, those in lacking.items() if those[at]]
            allowed = len(self.book.held[c]) + 1
            yield _Try(c, tuple(Lift(kind, one.agency, one.name, allowed if kind == "allow" else 0) for kind in kinds))

    def _those(self, kind: str, alike: object, lacks: Callable[[Consultant], bool]) -> Bools:
        """Who lacks it, asked once for all workplaces that are alike in this."""
        if (kind, alike) not in self.known:
            self.known[kind, alike] = np.array([lacks(self.model.consultants[c]) for c in self.people], bool)
        return self.known[kind, alike]

    def _calendar(self, w: int, one: _Try, *, quick: bool) -> Iterator[tuple[Lift, ...]]:
        """Nothing more; else, if little is lacking, more days or visits a month, an end of closed days, or visits of one day."""
        consultant = self.model.consultants[one.consultant]
        agency = self.model.agencies[self.book.agency_of[one.consultant]]
        yield ()
        if len(one.lifts) > 1 or quick:
            return
        yield (Lift("open", consultant.agency, consultant.name),)
        yield (Lift("hours", consultant.agency, consultant.name),)
        yield (Lift("start", consultant.agency, consultant.name),)
        for more in MORE:
            yield (Lift("days", consultant.agency, consultant.name, max([consultant.days_a_month, *consultant.days_by_month.values()]) + more),)
        for more in MORE:
            yield (Lift("visits", consultant.agency, consultant.name, max([agency.visits_a_month, *agency.visits_by_month.values()]) + more),)
        if self.road.alone[w]:
            yield (Lift("ordinary", consultant.agency, consultant.name),)

    def _holds(self, w: int, c: int, lifts: tuple[Lift, ...]) -> bool:
        kinds = {lift.kind for lift in lifts}
        place = self.model.workplaces[w]
        if ("open" in kinds and not place.closed) or ("hours" in kinds and not place.hours) or ("start" in kinds and not self.road.month[w]):
            return False
        model = lifted(self.model, self.model.workplaces[w].key, lifts)
        caps = [self.caps[at] if at != c else max(self.caps[c], len(self.book.held[c]) + any(lift.kind == "allow" for lift in lifts)) for at in range(len(self.caps))]
        road = replace(self.road, may=self.may)
        if "hours" in kinds:
            road = replace(road, hours=tuple(one.hours for one in model.workplaces))
        if "ordinary" in kinds:
            alone, days = self.road.alone.copy(), self.road.days.copy()
            alone[w], days[w] = False, 1.0
            road = replace(road, alone=alone, days=days)
        book = self.book.under(model, road, caps)
        self.may[c, w] = True
        held = has_room(book, open_stops(book, w), c, self.days)
        self.may[c, w] = self.road.may[c, w]
        return held

    def _said(self, w: int, c: int, lifts: tuple[Lift, ...]) -> Text:
        region, one = self.model.region_name(self.model.workplaces[w].region), self.model.consultants[c]
        said = []
        for lift in lifts:
            facts = {"agency": one.agency, "name": one.name, "km": float(self.road.base[c, w]), "amount": lift.amount}
            said.append(Text(_CHANGES[lift.kind].ko.format(region=region.ko, **facts), _CHANGES[lift.kind].en.format(region=region.en, **facts)))
        if not said:
            return _NOBODY
        told = said[0]
        for more in said[1:]:
            told = Text(_BOTH.ko.format(first=told.ko, second=more.ko), _BOTH.en.format(first=told.en, second=more.en))
        return told

    def _dates(self, w: int) -> Lift:
        """The first days three visits could have, and what they are too late for."""
        season, workplace = self.model.season, self.model.workplaces[w]
        first = self._open(max(season.starts_on, self.model.not_before or season.starts_on), season.days_at(workplace, 1))
        second = self._open(first + dt.timedelta(season.days_to_second), season.days_at(workplace, 2))
        last = self._open(second + dt.timedelta(season.days_to_third), season.days_at(workplace, 3))
        return Lift("ends", on=last) if last > season.ends_on else Lift("first_by", on=first)

    def _open(self, day: dt.date, many: int) -> dt.date:
        """The last of so many working days from this one on."""
        return add_working_days(day - dt.timedelta(1), many, self.model.season.holidays)

    def _target(self, w: int) -> int:
        """The smallest of a few targets at which this workplace is admitted; 0: at none."""
        if self.targets is None:
            self.targets = {}
            room, nothing = calendar_room(self.model), Shares(self.model, (0,) * len(self.model.consultants), 0)
            open_ = replace(self.model, target=None)
            most = len(admit(open_, self.road.may, room, frozenset(), nothing).served)
            now = self.model.target or 0
            for target in sorted({round(t) for t in np.linspace(now + 1, most, TARGETS)} if most > now else ()):
                for v in admit(replace(self.model, target=target), self.road.may, room, frozenset(), nothing).served:
                    self.targets.setdefault(v, target)
        return self.targets.get(w, 0)
