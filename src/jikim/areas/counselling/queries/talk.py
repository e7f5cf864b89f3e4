"""A worker's own request, by code: where it stands, what is handed over, who read what and when. Opens nothing sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from jikim.areas.counselling.models import CounsellingRequest, CounsellorSeat
from jikim.areas.counselling.parts import can_open
from jikim.areas.counselling.queries.own import sitting, working
from jikim.areas.counselling.queries.seats import hour_words, instant_words
from jikim.areas.enrolment.public import days_off
from jikim.rules.counselling import CHANNELS, PROFESSIONS, destroyed_on, next_call
from jikim.rules.words import Text
from jikim.shared.clock import now

_WHAT = {
    "contact": Text("연락처", "Your contact"),
    "handover": Text("넘겨준 결과", "What you handed over"),
    "notes": Text("상담 기록", "The counsellor's notes"),
}


@dataclass(frozen=True, slots=True)
class Read:
    who: str
    profession: Text
    what: tuple[Text, ...]
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Talk:
    on: dt.date
    channel: Text
    minutes: int


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """Everything a worker may see of their own request."""

    status: str
    name: str
    profession: Text
    payer: Text
    deputy: str
    asked_on: dt.date
    is_urgent: bool
    handed_over: str
    when: Text
    calls_now: bool
    hours: tuple[Text, ...]
    key_lost: bool
    reads: tuple[Read, ...]
    talks: tuple[Talk, ...]
    notes: int
    has_word: bool
    destroyed_on: dt.date | None


def own_request(names: Sequence[bytes]) -> OwnRequest | None:
    """The request of this code, or None."""
    if not names:
        return None
    one = (
        CounsellingRequest.objects.filter(tag__in=list(names))
        .select_related("counsellor__person", "passed_to__person").first()
    )  # fmt: skip
    if one is None:
        return None
    seat = one.passed_to or one.counsellor
    at = timezone.localtime(now())
    call = next_call(at, working(seat, days_off()))
    return OwnRequest(
        one.status, one.counsellor.person.name, PROFESSIONS[one.counsellor.profession],
        Text(one.counsellor.payer_ko, one.counsellor.payer_en or one.counsellor.payer_ko),
        one.passed_to.person.name if one.passed_to else "", one.asked_on, one.is_urgent, one.handed_over,
        instant_words(call), call == at, hour_words(seat.hours), not _anybody_can_open(one, seat),
        _reads(one),
        tuple(Talk(talk.on, CHANNELS.get(talk.channel, Text(talk.channel)), talk.minutes) for talk in one.sessions.all()),
        one.notes.count(), bool(one.secret_hash), destroyed_on(one.closed_on) if one.closed_on else None,
    )  # fmt: skip


def _anybody_can_open(one: CounsellingRequest, seat: CounsellorSeat) -> bool:
    """Neither the key is lost nor has the seat ended."""
    sits = sitting()
    return any(can_open(one, who) and who.person_id in sits for who in (seat, one.counsellor))


def _reads(one: CounsellingRequest) -> tuple[Read, ...]:
    """One line for each time somebody opened the request; what was opened together has one instant."""
    opened = groupby(one.reads.all(), key=lambda read: (read.at, read.read_by_name, read.profession))
    return tuple(
        Read(name, PROFESSIONS.get(profession, Text(profession)), tuple(_WHAT.get(read.what, Text(read.what)) for read in reads), at)
        for (at, name, profession), reads in opened
    )
