"""What a counsellor does with a request: read, accept, write down talks and notes, close. Every read is logged for the worker."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jikim.areas.counselling import parts, sealing
from jikim.areas.counselling.actions.counts import count
from jikim.areas.counselling.models import (
    CounsellingNote,
    CounsellingRead,
    CounsellingRequest,
    CounsellingSession,
    CounsellorSeat,
)
from jikim.areas.counselling.queries.own import own_seat
from jikim.rules.access import Action, Actor
from jikim.rules.counselling import CHANNELS, CLOSINGS, REFERRALS
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Refused, require
from jikim.shared.clock import now, today
from jikim.shared.workflow import move

_NOT_APPOINTED = Text("상담자로 지정되어 있지 않습니다. 공단 본부에 문의해 주십시오.", "You have not been appointed as a counsellor. Please ask the programme office.")
_ACCEPT_FIRST = Text("먼저 상담을 맡아 주십시오.", "Please accept the request first.")
_LOST = Text(
    "이 내용은 지금 쓰시는 열쇠로 열 수 없습니다. 이전 열쇠나 다른 상담자에게만 봉인되어 있습니다.",
    "This cannot be opened with the key you have now. It was sealed to an earlier key, or to somebody else.",
)


@dataclass(frozen=True, slots=True, repr=False)
class NoteText:
    text: str
    written_at: dt.datetime


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """What the counsellor sees. No repr: it is what the worker said."""

    contact: Mapping[str, str]
    handover: Mapping[str, Any] | None
    notes: tuple[NoteText, ...]


def read_request(*, request_id: int, private: bytes, by: Actor) -> Opened:
    """Open everything sealed of one request. Each read is written down, for the worker and for the auditor."""
    with transaction.atomic():
        request, seat = _mine(request_id, by)
        try:
            opened = _opened(request, seat, private)
        except sealing.CannotOpen:
            raise Conflict(_LOST) from None
        read = ["contact"] + (["handover"] if opened.handover else []) + (["notes"] if opened.notes else [])
        at = now()
        CounsellingRead.objects.bulk_create([
            CounsellingRead(request=request, read_by=by.key, read_by_name=by.name[:120], profession=seat.profession, what=what, at=at)
            for what in read
        ])  # fmt: skip
        audit.record(by, "counselling.read", "counselling", request.pk, what=read)
    return opened


def accept(*, request_id: int, by: Actor) -> None:
    """Take the request on. From now on it is this counsellor's alone: what was sealed to the deputy too is taken away."""
    with transaction.atomic():
        request, seat = _mine(request_id, by)
        if not parts.can_open(request, seat):
            raise Conflict(_LOST)
        move(request, "accepted", by=by)
        request.counsellor, request.passed_to = seat, None
        for held in request.wraps.values():
            for key in [key for key in held if key != str(seat.pk)]:
                del held[key]
        request.save(update_fields=["counsellor", "passed_to", "wraps"])
        count(request.season_id, request.region, "accepted")


def add_session(*, request_id: int, on: dt.date, channel: str, minutes: int, by: Actor) -> None:
    """A talk took place: when, how, how long. Nothing of what was said."""
    if channel not in CHANNELS:
        raise ValueError(channel)
    with transaction.atomic():
        request, _seat = _accepted(request_id, by)
        talk = CounsellingSession.objects.create(request=request, on=on, channel=channel, minutes=minutes)
        audit.record(by, "counselling.session", "counselling", request.pk, session=talk.pk)
        count(request.season_id, request.region, "sessions")


def add_note(*, request_id: int, private: bytes, text: str, by: Actor) -> None:
    """Seal a note. Notes are never changed: a correction is one more note."""
    with transaction.atomic():
        request, seat = _accepted(request_id, by)
        try:
            key = parts.key_of(request, parts.NOTES, seat, private)
        except sealing.CannotOpen:
            raise Conflict(_LOST) from None
        CounsellingNote.objects.create(
            request=request, sealed=sealing.seal(key, text, parts.bound(request, parts.NOTES)), written_at=now()
        )
        audit.record(by, "counselling.note", "counselling", request.pk)


def close(*, request_id: int, closing: str, referral: str = "", by: Actor) -> None:
    """Close with one of the known reasons, and where the worker was referred to, if anywhere."""
    if closing not in CLOSINGS or (referral and referral not in REFERRALS):
        raise ValueError(closing)
    with transaction.atomic():
        request, _seat = _mine(request_id, by)
        move(request, "closed", by=by, reason=CLOSINGS[closing])
        request.closed_on, request.closing = today(), closing
        request.referral, request.passed_to = referral, None
        request.save(update_fields=["closed_on", "closing", "referral", "passed_to"])
        count(request.season_id, request.region, "closed", *(["referred"] if referral else []))


def _opened(request: CounsellingRequest, seat: CounsellorSeat, private: bytes) -> Opened:
    key = parts.key_of(request, parts.CONTACT, seat, private)
    contact = json.loads(sealing.open_sealed(key, request.contact, parts.bound(request, parts.CONTACT)))
    handover = None
    if request.handover:
        key = parts.key_of(request, parts.HANDOVER, seat, private)
        handover = json.loads(sealing.open_sealed(key, request.handover, parts.bound(request, parts.HANDOVER)))
        handover["on"] = dt.date.fromisoformat(handover["on"])
    rows = list(request.notes.all())
    notes: tuple[NoteText, ...] = ()
    if rows:
        key = parts.key_of(request, parts.NOTES, seat, private)
        bound = parts.bound(request, parts.NOTES)
        notes = tuple(NoteText(sealing.open_sealed(key, row.sealed, bound), row.written_at) for row in rows)
    return Opened(contact, handover, notes)


def _mine(request_id: int, by: Actor) -> tuple[CounsellingRequest, CounsellorSeat]:
    """The request, if it lies with the actor. Raises Refused otherwise, DoesNotExist when it is gone."""
    seat = own_seat(by)
    if seat is None:
        raise Refused(_NOT_APPOINTED)
    # locked: the worker may be changing what is handed over, or taking the request back
    CounsellingRequest.objects.select_for_update().get(pk=request_id)
    # read once it is held: rows joined while waiting would be those of whom it lay with before
    request = CounsellingRequest.objects.select_related("counsellor__person", "passed_to__person").get(pk=request_id)
    require(by, Action.counselling_desk, request.where())
    return request, seat


def _accepted(request_id: int, by: Actor) -> tuple[CounsellingRequest, CounsellorSeat]:
    request, seat = _mine(request_id, by)
    if request.status != "accepted":
        raise Conflict(_ACCEPT_FIRST)
    return request, seat
