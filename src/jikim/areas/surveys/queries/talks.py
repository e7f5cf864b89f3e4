"""The ten-minute talks of visits: the list, one visit's page, which slots are taken. Never whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from jikim.areas.dispatch import public as dispatch
from jikim.areas.surveys.models import Round, TalkDay, TalkSlot
from jikim.areas.surveys.queries.codes import open_round_of
from jikim.rules import talking as rules
from jikim.rules.access import Action, Actor, Where, may
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.clock import is_rehearsed, now, today
from jikim.shared.ui.tables import Asked

#: a visit in one of these states can still have talks, or has had them
STANDS = ("planned", "proposed", "confirmed", "held")


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One visit in the list. `unmet`: workers without a turn of their own; `talks` in steps of five, once the day is over."""

    visit: dispatch.AppointmentLine
    mode: Text
    workers: int
    slots: int
    unmet: int
    talks: Text | None


@dataclass(frozen=True, slots=True)
class SlotLine:
    slot: rules.Slot
    taken: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """What the consultant wrote down, for the consultant alone."""

    version: int
    talks: int | None
    advice: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """The same for everybody else: in steps of five, by kind of advice."""

    talks: Text
    advice: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class TalkPage:
    """One visit's talks. `slots` (taken or free) only for the visit's own consultant, on the day, where turns are booked."""

    visit: dispatch.AppointmentLine
    arranged: rules.Arrangement
    #: when the consultant leaves
    until: dt.time
    is_set: bool
    version: int
    turns: tuple[rules.Turn, ...]
    unmet: int
    is_own: bool
    is_today: bool
    stands: bool
    slots: tuple[SlotLine, ...]
    tally: Tally | None
    told: Told | None
    round_id: int | None

    @property
    def is_free(self) -> bool:
        return self.arranged.mode is rules.Mode.FREE

    @property
    def mode_name(self) -> Text:
        return rules.MODE_NAMES[self.arranged.mode]

    @property
    def mode_means(self) -> Text:
        return rules.MODE_MEANS[self.arranged.mode]

    @property
    def first(self) -> rules.Slot | None:
        return self.turns[0].slot if self.turns else None

    @property
    def last(self) -> rules.Slot | None:
        return self.turns[-1].slot if self.turns else None

    @property
    def most_a_turn(self) -> int:
        return max((turn.total for turn in self.turns), default=0)


def where_of(visit: dispatch.AppointmentLine) -> Where:
    """Where a visit lies, as its appointment says."""
    persons = frozenset({visit.consultant_key}) if visit.consultant_key else frozenset()
    return Where(region=visit.region, agency=visit.agency_key, workplace=str(visit.workplace_id), persons=persons)


def arranged_of(visit: dispatch.AppointmentLine, day: TalkDay | None, left: int = 0) -> rules.Arrangement:
    """As the consultant set it, else the default in the minutes left after the visit. Of each of its days: workers share them."""
    if day is None:
        return rules.by_default(minutes=visit.minutes, left=left, workers=workers_a_day(visit))
    return rules.Arrangement(rules.Mode(day.mode), day.after_minutes, day.slots, day.groups, day.workers)


def workers_a_day(visit: dispatch.AppointmentLine) -> int:
    """Of a visit that lasts several days each worker has a turn on one of them."""
    return -(-visit.service_workers // len(visit.days))


def _workers(visit: dispatch.AppointmentLine, day: TalkDay | None) -> int:
    """Over all its days."""
    return day.workers * len(visit.days) if day else max(1, visit.service_workers)


def minutes_left(visit: dispatch.AppointmentLine) -> int:
    """Minutes the consultant can stay after the visit's own work."""
    return dispatch.minutes_left([visit]).get(visit.id, 0)


def talk_lines(*, season_id: int, asked: Asked, by: Actor) -> tuple[list[TalkLine], int]:
    """Visits within reach with their talks; a few statements more than the appointments alone, however many."""
    require(by, Action.talks_see)
    rows, total = dispatch.appointment_rows(season_id=season_id, asked=asked, by=by)
    return _lines([row.line for row in rows]), total


def season_unmet(*, season_id: int, by: Actor) -> tuple[int, int, Told]:
    """Over every visit that stands, within reach: workers without a turn, of how many; and the talks so far, in steps."""
    require(by, Action.season_see)
    rows, _ = dispatch.appointment_rows(season_id=season_id, asked=Asked(page_size=None), by=by)
    visits = [row.line for row in rows if row.line.status in STANDS]
    days, lines = _days(visits), _lines(visits)
    over = [days[visit.id] for visit in visits if visit.last < today() and visit.id in days]
    counts = {kind: sum(day.advice.get(kind, 0) for day in over) for kind in rules.ADVICE}
    return sum(line.unmet for line in lines), sum(line.workers for line in lines), _told(sum(day.talks or 0 for day in over), counts)


def talk_page(*, appointment_id: int, by: Actor) -> TalkPage:
    """Raises Refused out of reach."""
    visit = dispatch.appointment(appointment_id=appointment_id)
    place = where_of(visit)
    require(by, Action.talks_see, place)
    day = TalkDay.objects.filter(appointment_id=appointment_id).first()
    left = minutes_left(visit)
    arranged, own = arranged_of(visit, day, left), bool(may(by, Action.talk_arrange, place))
    slots = rules.slots_of(visit.start, arranged)
    stands, is_today = visit.status in STANDS, today() in visit.days
    seen = own and is_today and stands and arranged.mode is rules.Mode.FREE and day is not None
    noted = day is not None and day.talks is not None
    return TalkPage(
        visit, arranged, _until(visit, left), day is not None, day.version if day else 0, rules.rota(slots, rules.even_groups(arranged.workers, arranged.groups)),
        rules.unmet(workers=_workers(visit, day), slots=len(slots) * len(visit.days)), own, is_today, stands,
        slot_lines(day.pk, slots) if seen and day else (),
        Tally(day.tally_version if day else 0, day.talks if day else None, day.advice if day else {}) if own else None,
        _told(day.talks or 0, day.advice) if day and noted and not own and visit.last < today() else None,
        _round_of(visit.workplace_id),
    )


def slot_lines(day_id: int, slots: tuple[rules.Slot, ...]) -> tuple[SlotLine, ...]:
    """Each turn of today: taken or free, over or to come."""
    taken = set(TalkSlot.objects.filter(day_id=day_id, on=today(), tag__isnull=False).values_list("number", flat=True))
    clock = timezone.localtime(now()).time()
    return tuple(SlotLine(slot, slot.number in taken, not is_rehearsed() and slot.start <= clock) for slot in slots)


def bookable_today(*, season_id: int, workplace_id: int) -> tuple[TalkDay, dispatch.AppointmentLine] | None:
    """The visit of today at this workplace whose turns are booked by code, if there is one. Asks no actor."""
    day = today()
    visits = dispatch.appointments(season_id=season_id, workplace_id=workplace_id, since=day, until=day, statuses=STANDS)
    days = {one.appointment_id: one for one in TalkDay.objects.filter(appointment_id__in=[v.id for v in visits], mode=rules.Mode.FREE.value)}
    return next(((days[visit.id], visit) for visit in visits if visit.id in days and day in visit.days), None)


def _until(visit: dispatch.AppointmentLine, left: int) -> dt.time:
    minute = visit.start.hour * 60 + visit.start.minute + visit.minutes + left
    return dt.time(minute // 60, minute % 60) if minute < 24 * 60 else dt.time(23, 59)


def _days(visits: list[dispatch.AppointmentLine]) -> dict[int, TalkDay]:
    return {day.appointment_id: day for day in TalkDay.objects.filter(appointment_id__in=[visit.id for visit in visits])}


def _lines(visits: list[dispatch.AppointmentLine]) -> list[TalkLine]:
    days, left = _days(visits), dispatch.minutes_left(visits)
    return [_line(visit, days.get(visit.id), left.get(visit.id, 0)) for visit in visits]


def _line(visit: dispatch.AppointmentLine, day: TalkDay | None, left: int) -> TalkLine:
    arranged = arranged_of(visit, day, left)
    over, days = day is not None and day.talks is not None and visit.last < today(), len(visit.days)
    return TalkLine(
        visit, rules.MODE_NAMES[arranged.mode], _workers(visit, day), arranged.slots * days,
        rules.unmet(workers=_workers(visit, day), slots=arranged.slots * days), rules.told(day.talks or 0) if day and over else None,
    )  # fmt: skip


def _told(talks: int, advice: Mapping[str, int]) -> Told:
    return Told(rules.told(talks), tuple((name, rules.told(advice.get(kind, 0))) for kind, name in rules.ADVICE.items()))


def _round_of(workplace_id: int) -> int | None:
    """Where paper forms with the self-scoring sheet come from, for a place without a network."""
    found: Round | None = open_round_of(workplace_id)
    return found.pk if found else None
