"""The counsellor's queue: urgent first, then the longest waiting. Names no worker: the list itself is not sealed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from jikim.areas.counselling.models import CounsellingRequest, CounsellorSeat
from jikim.areas.counselling.parts import can_open
from jikim.areas.counselling.queries.own import own_seat
from jikim.areas.enrolment.public import days_off
from jikim.rules.access import Action, Actor, Verdict
from jikim.rules.counselling import (
    CHANNELS,
    CLOSINGS,
    DEPUTY_AFTER,
    PROGRAMME_HOURS,
    REFERRALS,
    WorkingTime,
    destroyed_on,
    working_time,
)
from jikim.rules.words import NOTHING, Text
from jikim.shared import codes
from jikim.shared.access import require
from jikim.shared.clock import now, today

_LANGUAGES = {"ko": Text("한국어", "Korean"), "en": Text("영어", "English")}
_HANDED = {
    "nothing": Text("없음", "Nothing"),
    "level": Text("단계", "The level"),
    "scores": Text("단계와 점수", "Level and scores"),
}
_LOST = Text("이전 열쇠로 봉인되어 열 수 없습니다.", "Sealed to an earlier key; it cannot be opened.")


@dataclass(frozen=True, slots=True)
class Line:
    """One request in the queue."""

    request_id: int
    number: str
    status: str
    is_urgent: bool
    region: Text
    language: Text
    handed_over: Text
    asked_on: dt.date
    waited: Text
    is_late: bool
    passed_from: str
    opening: Verdict


@dataclass(frozen=True, slots=True)
class Talk:
    on: dt.date
    channel: Text
    minutes: int


@dataclass(frozen=True, slots=True)
class RequestPage:
    line: Line
    talks: tuple[Talk, ...]
    notes: int
    closing: Text
    referral: Text
    destroyed_on: dt.date | None


def queue(*, by: Actor) -> list[Line]:
    """Everything that lies with this counsellor and is not closed, and what was closed lately at the end."""
    seat = own_seat(by)
    if seat is None:
        return []
    found = (
        CounsellingRequest.objects.filter(Q(counsellor=seat) | Q(passed_to=seat))
        .select_related("counsellor__person", "passed_to__person")
    )  # fmt: skip
    holidays = days_off()
    lines = [_line(one, seat, holidays) for one in found]
    order = {"asked": 0, "passed": 0, "accepted": 1, "closed": 2}
    return sorted(lines, key=lambda line: (order[line.status], not line.is_urgent, line.asked_on, line.number))


def request_page(*, request_id: int, by: Actor) -> RequestPage:
    """One request without anything sealed. Raises Refused for whoever it does not lie with."""
    require(by, Action.counselling_desk)
    one = CounsellingRequest.objects.select_related("counsellor__person", "passed_to__person").get(pk=request_id)
    require(by, Action.counselling_desk, one.where())
    seat = own_seat(by)
    assert seat is not None
    return RequestPage(
        _line(one, seat, days_off()),
        tuple(Talk(talk.on, CHANNELS.get(talk.channel, Text(talk.channel)), talk.minutes) for talk in one.sessions.all()),
        one.notes.count(), CLOSINGS.get(one.closing, NOTHING), REFERRALS.get(one.referral, NOTHING),
        destroyed_on(one.closed_on) if one.closed_on else None,
    )  # fmt: skip


def waiting_count(*, by: Actor) -> tuple[int, int]:
    """How many requests nobody has taken on, and how many of them are urgent."""
    seat = own_seat(by)
    if seat is None:
        return 0, 0
    found = CounsellingRequest.objects.filter(Q(counsellor=seat, status__in=("asked", "passed")) | Q(passed_to=seat, status="passed"))
    return found.count(), found.filter(is_urgent=True).count()


def short_number(request_id: int) -> str:
    """Six characters to speak of a request by; says nothing."""
    return f"{request_id % 0xFFFFFF:06X}"


def _line(one: CounsellingRequest, seat: CounsellorSeat, holidays: frozenset[dt.date]) -> Line:
    waited, late = _waited(one, holidays)
    lying_elsewhere = one.passed_to is not None and one.counsellor_id != seat.pk
    return Line(
        one.pk, short_number(one.pk), one.status, one.is_urgent, codes.region_name(one.region),
        _LANGUAGES.get(one.language, Text(one.language)), _HANDED[one.handed_over], one.asked_on, waited, late,
        one.counsellor.person.name if lying_elsewhere else "",
        Verdict(True) if can_open(one, seat) else Verdict(False, _LOST),
    )  # fmt: skip


def _waited(one: CounsellingRequest, holidays: frozenset[dt.date]) -> tuple[Text, bool]:
    """Hours of the programme's working time for urgent ones, whole days for the others: no finer time is known."""
    if one.status not in ("asked", "passed"):
        return NOTHING, False
    at = timezone.localtime(now())
    asked = dt.datetime.combine(one.asked_on, dt.time(one.asked_hour or 0), at.tzinfo)
    programme = WorkingTime(PROGRAMME_HOURS, holidays)
    if one.is_urgent:
        spent = working_time(asked, at, programme)
        hours = int(spent.total_seconds() // 3600)
        return Text(f"근무시간 {hours}시간", f"{hours} working hours" if hours != 1 else "1 working hour"), spent >= DEPUTY_AFTER
    days = sum(
        1 for n in range(1, (today() - one.asked_on).days + 1)
        if programme.on(one.asked_on + dt.timedelta(days=n), at.tzinfo)
    )  # fmt: skip
    if not days:
        return Text("오늘 접수", "Today"), False
    return Text(f"근무일 {days}일", f"{days} working days" if days != 1 else "1 working day"), days > 2
