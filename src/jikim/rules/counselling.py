"""When a counsellor can really call, when an urgent request goes to the deputy, and which counts may be shown.

Pure: gets instants, weekly hours, holidays. Never sees a contact, a score or a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jikim.rules.field_counts import STEP, in_steps
from jikim.rules.words import Text

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_NAMES: dict[str, Text] = {
    "mon": Text("월요일", "Monday"), "tue": Text("화요일", "Tuesday"), "wed": Text("수요일", "Wednesday"),
    "thu": Text("목요일", "Thursday"), "fri": Text("금요일", "Friday"), "sat": Text("토요일", "Saturday"),
    "sun": Text("일요일", "Sunday"),
}  # fmt: skip
#: an urgent request nobody has touched goes to the deputy after this much of the programme's working time
DEPUTY_AFTER = dt.timedelta(hours=4)
#: everything about a request is destroyed this long after it was closed
KEPT_AFTER_CLOSING = dt.timedelta(days=30)
#: a call cannot begin in the last minutes of a counsellor's hours
LAST_CALL_BEFORE_END = dt.timedelta(minutes=30)
#: the level at which a handed-over result makes a request urgent by itself (packs/instruments/personal-level)
URGENT_LEVEL = "seek_help_now"
#: no count below this is shown
SHOWN_FROM = 5
#: how far ahead a first call is looked for
HORIZON_DAYS = 120

PROFESSIONS: dict[str, Text] = {
    "nurse": Text("간호사", "Nurse"),
    "psychologist": Text("심리상담 전문가", "Psychologist"),
    "physician": Text("의사", "Physician"),
}
CHANNELS: dict[str, Text] = {
    "telephone": Text("전화", "Telephone"),
    "message": Text("문자·메신저", "Text message or messenger"),
    "email": Text("전자우편", "E-mail"),
    "video": Text("화상", "Video"),
    "in_person": Text("대면", "In person"),
}
#: why a request is closed: chosen, never written, so that no history tells what was said
CLOSINGS: dict[str, Text] = {
    "finished": Text("상담을 마침", "The counselling is finished"),
    "referred": Text("다른 기관에 연결함", "Referred to another place"),
    "worker_wished": Text("근로자가 그만두기를 원함", "The worker wished to stop"),
    "not_reached": Text("여러 번 연락했으나 닿지 않음", "Could not be reached after several tries"),
    "cannot_open": Text("열쇠를 잃어 내용을 열 수 없음", "Cannot be opened: the key is lost"),
}
REFERRALS: dict[str, Text] = {
    "health_centre": Text("근로자건강센터", "Workers' health centre"),
    "trauma_centre": Text("직업트라우마센터", "Occupational trauma centre"),
    "mental_health_centre": Text("정신건강복지센터", "Mental health welfare centre"),
    "hospital": Text("병원", "Hospital"),
    "compensation": Text("산재 상담", "Advice on workers' compensation"),
    "labour_office": Text("노동 상담", "Advice on labour rights"),
    "other": Text("그 밖의 기관", "Another place"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """One opening, from … to, in local time of one day."""

    starts: dt.datetime
    ends: dt.datetime


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When somebody works: hours of each weekday, less holidays and absence. Instants are aware and in one time zone."""

    hours: Mapping[str, Sequence[str]]
    holidays: Collection[dt.date] = ()
    away_from: dt.date | None = None
    away_to: dt.date | None = None

    def is_away(self, day: dt.date) -> bool:
        """An absence with one open end lasts from its first day on, or up to its last."""
        if self.away_from is None and self.away_to is None:
            return False
        return (self.away_from or day) <= day <= (self.away_to or day)

    def on(self, day: dt.date, zone: dt.tzinfo | None) -> Span | None:
        """The opening of one day, if any."""
        found = self.hours.get(WEEKDAYS[day.weekday()])
        if not found or day in self.holidays or self.is_away(day):
            return None
        first, last = (dt.time.fromisoformat(part) for part in found)
        return Span(dt.datetime.combine(day, first, zone), dt.datetime.combine(day, last, zone))


#: the programme's own working hours: what "four working hours" means, whoever the counsellor is
PROGRAMME_HOURS: Mapping[str, Sequence[str]] = dict.fromkeys(WEEKDAYS[:5], ("09:00", "18:00"))


def fault_in_hours(hours: Mapping[str, Sequence[str]]) -> Text | None:
    """What is wrong with weekly hours, or None. No day at all is wrong too: nobody could ever be called."""
    if not any(hours.values()):
        return Text("상담 시간을 하루 이상 정해 주십시오.", "Please give hours on one day at least.")
    for key, found in hours.items():
        if not found:
            continue
        name = WEEKDAY_NAMES[key]
        try:
            first, last = (dt.time.fromisoformat(part) for part in found)
        except ValueError:
            return Text(f"{name.ko}의 시작과 끝 시각을 모두 적어 주십시오.", f"{name.en}: give both a beginning and an end.")
        if _minutes(last) - _minutes(first) < 60:
            return Text(f"{name.ko}: 끝 시각은 시작보다 한 시간 이상 늦어야 합니다.", f"{name.en}: the end must be an hour or more after the beginning.")
    return None


def next_call(at: dt.datetime, time: WorkingTime) -> dt.datetime | None:
    """The earliest instant at which a call can come: now within the hours, else the next opening. None within the horizon."""
    for span in _spans(at, time, HORIZON_DAYS):
        if at <= span.starts:
            return span.starts
        if at <= span.ends - LAST_CALL_BEFORE_END:
            return at
    return None


def working_time(first: dt.datetime, last: dt.datetime, time: WorkingTime) -> dt.timedelta:
    """How much working time lies between two instants; zero when they are the wrong way round."""
    total = dt.timedelta()
    if last <= first:
        return total
    for span in _spans(first, time, (last.date() - first.date()).days + 1):
        total += max(dt.timedelta(), min(last, span.ends) - max(first, span.starts))
    return total


def goes_to_deputy(asked: dt.datetime, now: dt.datetime, *, own: WorkingTime, programme: WorkingTime) -> bool:
    """An urgent request nobody has touched: after four of the programme's working hours, at once when the counsellor is away."""
    if own.is_away(now.date()):
        return True
    return working_time(asked, now, programme) >= DEPUTY_AFTER


def is_urgent(*, own_tick: bool, level_handed_over: str) -> bool:
    """By the worker's own tick, or by a level handed over. A level that stays with the worker never counts."""
    return own_tick or level_handed_over == URGENT_LEVEL


def destroyed_on(closed_on: dt.date) -> dt.date:
    """From this day on nothing of a closed request is left."""
    return closed_on + KEPT_AFTER_CLOSING


@dataclass(frozen=True, slots=True)
class ShownCounts:
    """Counts that may be shown. `together` pools regions too small to stand alone; None where even that would tell."""

    regions: tuple[tuple[str, int], ...]
    together: int | None
    total: int | None


def shown_counts(counts: Mapping[str, int], *, minimum: int = SHOWN_FROM) -> ShownCounts:
    """Regions of at least `minimum`; all others pooled, and the pool joined by the smallest region until it is big enough.

    The total always is the sum of what is shown, so that nothing comes back by subtraction.
    """
    large = sorted(((key, n) for key, n in counts.items() if n >= minimum), key=lambda pair: (-pair[1], pair[0]))
    pool = sum(n for n in counts.values() if n < minimum)
    while 0 < pool < minimum and large:
        pool += large.pop()[1]
    if 0 < pool < minimum:
        return ShownCounts((), None, None)
    return ShownCounts(tuple(large), pool or None, sum(n for _, n in large) + pool)


def told_count(count: int) -> Text:
    """A count of the season as its step of five: whoever keeps last month's page and subtracts finds no single request. Nought
    is told like one to four."""
    low = in_steps(count)
    return Text(f"{low}~{low + STEP - 1}", f"{low}–{low + STEP - 1}") if low else Text("5 미만", "fewer than 5")


@dataclass(frozen=True, slots=True)
class Offered:
    """As much of a counsellor as decides about the order in which a worker reads them."""

    key: int
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    first_call: dt.datetime | None


def in_order(offers: Iterable[Offered], *, region: str, language: str) -> tuple[Offered, ...]:
    """Who speaks the worker's language first; then the own region, the nation, other regions; then who can call soonest."""

    def rank(one: Offered) -> tuple[bool, int, bool, float, int]:
        near = 0 if region in one.regions else 1 if not one.regions else 2
        soon = one.first_call.timestamp() if one.first_call else 0.0
        return language not in one.languages, near, one.first_call is None, soon, one.key

    return tuple(sorted(offers, key=rank))


def _spans(at: dt.datetime, time: WorkingTime, days: int) -> Iterator[Span]:
    for n in range(days + 1):
        span = time.on(at.date() + dt.timedelta(days=n), at.tzinfo)
        if span is not None:
            yield span


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute
