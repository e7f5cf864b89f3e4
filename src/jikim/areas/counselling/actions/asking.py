"""What a worker does with their own request: ask, hand over, change, take back. By code; writes no record of who or when."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from jikim.areas.counselling import comeback, parts
from jikim.areas.counselling.actions.counts import count
from jikim.areas.counselling.models import CounsellingRequest, CounsellorSeat
from jikim.rules.counselling import is_urgent
from jikim.rules.own_secret import TRIES
from jikim.rules.words import Text
from jikim.shared import keyfiles
from jikim.shared.access import Conflict
from jikim.shared.clock import now, today
from jikim.shared.rowkey import new_row_key

_ASKED = Text("이미 상담을 신청하셨습니다.", "You have already asked for counselling.")
_GONE = Text("신청한 상담이 없습니다. 이미 취소되었거나 보관 기간이 끝나 지워졌습니다.",
             "There is no request. It was taken back, or its time was over and it was deleted.")  # fmt: skip
_SEAT = Text("지금은 이 상담자에게 신청하실 수 없습니다. 다른 상담자를 골라 주십시오.",
             "This counsellor cannot be asked at present. Please choose another.")  # fmt: skip
_CLOSED = Text("이미 마친 상담입니다.", "This counselling is closed.")
_KEY = Text("상담자가 열쇠를 바꾸어 바꾼 내용을 전할 수 없습니다. 신청을 취소한 뒤 다시 신청해 주십시오.",
            "The counsellor's key has changed, so nothing can be added. Please take the request back and ask again.")  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class Handed:
    """What the worker lets the counsellor see: copies, made now. `level` and `scores` are shown words, no vault id."""

    how: str = "nothing"
    level_key: str = ""
    facts: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A request as the worker made it. No repr: it holds a contact."""

    seat_id: int
    #: how to reach the worker, what to call them, when
    contact: Mapping[str, str]
    handed: Handed
    urgent: bool
    word: str


def ask(*, names: Sequence[bytes], season_id: int, region: str, language: str, asked: Asked) -> None:
    """Leave a contact, sealed to the counsellor (and the deputy). A second one of the same code is a Conflict."""
    hashed = comeback.hashed(asked.word) if asked.word else ""
    with transaction.atomic():
        seat = CounsellorSeat.objects.select_related("deputy", "person").filter(pk=asked.seat_id, is_active=True).first()
        if seat is None or not seat.public_key:
            raise Conflict(_SEAT)
        earlier = CounsellingRequest.objects.filter(tag__in=list(names)).first()
        if earlier is not None:
            if earlier.status != "closed":
                raise Conflict(_ASKED)
            earlier.delete()  # a new request after a closed one: nothing of the old one stays
        urgent = is_urgent(own_tick=asked.urgent, level_handed_over=asked.handed.level_key)
        request = _new(names, season_id, region, language, seat, urgent)
        seats = parts.readers(seat)
        request.contact = parts.sealed(request, parts.CONTACT, _text(asked.contact), seats)
        parts.new_part(request, parts.NOTES, seats)
        _hand_over(request, asked.handed, seats)
        request.secret_hash = hashed
        try:
            with transaction.atomic():
                request.save(force_insert=True)
        except IntegrityError:  # a double tap: the first one stands
            raise Conflict(_ASKED) from None
        count(season_id, region, "asked", *(["urgent"] if urgent else []))


def change_handed_over(*, names: Sequence[bytes], handed: Handed) -> None:
    """Hand over more, less or nothing. What was handed over before is gone at once."""
    with transaction.atomic():
        request = _open(names)
        seats = parts.readers_of(request)
        if not seats and handed.how != "nothing":
            raise Conflict(_KEY)
        _hand_over(request, handed, seats)
        if is_urgent(own_tick=False, level_handed_over=handed.level_key):
            _mark_urgent(request)
        request.save()


def change_contact(*, names: Sequence[bytes], contact: Mapping[str, str]) -> None:
    """Another way to be reached; the old one is gone at once."""
    with transaction.atomic():
        request = _open(names)
        seats = parts.readers_of(request)
        if not seats:
            raise Conflict(_KEY)
        request.contact = parts.sealed(request, parts.CONTACT, _text(contact), seats)
        request.save(update_fields=["contact", "wraps"])


def make_urgent(*, names: Sequence[bytes]) -> None:
    """The worker's own tick, later."""
    with transaction.atomic():
        request = _open(names)
        _mark_urgent(request)
        request.save(update_fields=["is_urgent", "asked_hour", "asked_on"])


def take_back(*, names: Sequence[bytes]) -> bool:
    """Delete the request with contact, hand-over, notes, sessions, reads and every sealed key. Only a count stays."""
    with transaction.atomic():
        request = CounsellingRequest.objects.select_for_update().filter(tag__in=list(names)).first()
        if request is None:
            return False
        season_id, region = request.season_id, request.region
        request.delete()
        count(season_id, region, "withdrawn")
    return True


def come_back(*, names: Sequence[bytes], word: str) -> bool:
    """Does this word open the request of this code? Wrong, none and closed look and take the same.

    The try is counted before the slow hash and outside its time: neither speed nor many at once gets around the count.
    """
    found = CounsellingRequest.objects.filter(tag__in=list(names))
    counted = found.filter(wrong_tries__lt=TRIES).update(wrong_tries=F("wrong_tries") + 1)
    stored = found.values_list("secret_hash", flat=True).first() if counted else ""
    good = comeback.fits(word, stored or "")
    if good:
        found.update(wrong_tries=0)
    return good


def carry_tags_on() -> int:
    """After a new key: names of older generations become names of the newest."""
    ring, moved = keyfiles.ring(keyfiles.COUNSEL), 0
    with transaction.atomic():
        for request in CounsellingRequest.objects.select_for_update().filter(generation__lt=ring.generation):
            request.tag = ring.renamed(bytes(request.tag), request.generation)
            request.generation = ring.generation
            request.save(update_fields=["tag", "generation"])
            moved += 1
    return moved


def _new(names: Sequence[bytes], season_id: int, region: str, language: str, seat: CounsellorSeat, urgent: bool) -> CounsellingRequest:
    # as many names as there were keys when they were made: a key added since is carried on from there
    request = CounsellingRequest(
        id=new_row_key(), tag=names[0], generation=len(names), season_id=season_id, region=region, language=language,
        counsellor=seat, status="asked", status_since=_coarse(None), asked_on=today(), wraps={},
    )  # fmt: skip
    if urgent:
        _mark_urgent(request)
        request.status_since = _coarse(request.asked_hour)
    return request


def _mark_urgent(request: CounsellingRequest) -> None:
    """From now on the four hours count. The hour is kept for urgent requests only."""
    if not request.is_urgent:
        request.is_urgent, request.asked_on, request.asked_hour = True, today(), timezone.localtime(now()).hour
        if not request._state.adding:
            count(request.season_id, request.region, "urgent")


def _hand_over(request: CounsellingRequest, handed: Handed, seats: Sequence[CounsellorSeat]) -> None:
    request.handed_over = handed.how
    if handed.how == "nothing" or not handed.facts:
        request.handed_over, request.handover = "nothing", None
        request.wraps.pop(parts.HANDOVER, None)
        return
    request.handover = parts.sealed(request, parts.HANDOVER, _text(handed.facts), seats)


def _open(names: Sequence[bytes]) -> CounsellingRequest:
    request = CounsellingRequest.objects.select_for_update().filter(tag__in=list(names)).first()
    if request is None:
        raise Conflict(_GONE)
    if request.status == "closed":
        raise Conflict(_CLOSED)
    return request


def _coarse(hour: int | None) -> dt.datetime:
    """The day, or the hour of an urgent request: no finer time of a worker's act is written anywhere."""
    return dt.datetime.combine(today(), dt.time(hour or 0), timezone.get_current_timezone())


def _text(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False)
