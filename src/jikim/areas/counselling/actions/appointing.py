"""The office appoints a counsellor and keeps hours, regions and deputy. Makes no key and can read nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jikim.areas.counselling.models import CounsellorSeat
from jikim.areas.people.public import people_holding
from jikim.rules.access import Action, Actor, Role
from jikim.rules.counselling import fault_in_hours
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require

_NO_SEAT = Text("상담자 역할을 수락한 사람만 지정하실 수 있습니다. 먼저 ‘담당자’에서 초대해 주십시오.",
                "Only somebody who has taken up a counsellor's seat can be appointed. Invite them under “People” first.")  # fmt: skip
_TWICE = Text("이미 상담자로 지정된 분입니다.", "This person has been appointed already.")
_SELF = Text("자신을 대리자로 둘 수 없습니다.", "Nobody can be their own deputy.")


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything the office says of a counsellor."""

    profession: str
    payer_ko: str
    payer_en: str
    regions: Sequence[str]
    languages: Sequence[str]
    hours: Mapping[str, Sequence[str]]
    deputy_id: int | None = None
    is_active: bool = True
    away_from: dt.date | None = None
    away_to: dt.date | None = None


def appoint(*, person_id: int, terms: Terms, by: Actor) -> int:
    """A desk for somebody who holds a counsellor's seat. Raises Conflict when they hold none or have one."""
    require(by, Action.counsellors_appoint)
    if person_id not in {holder.person_id for holder in people_holding(Role.COUNSELLOR)}:
        raise Conflict(_NO_SEAT)
    seat = CounsellorSeat(person_id=person_id, appointed_by=by.key)
    try:
        with transaction.atomic():
            _fill(seat, terms)
            seat.save()
            audit.record(by, "counsellor.appointed", "counsellor", seat.pk, person=seat.person.key, profession=terms.profession)
    except IntegrityError:
        raise Conflict(_TWICE) from None
    return seat.pk


def change_terms(*, seat_id: int, terms: Terms, by: Actor) -> None:
    """Other hours, deputy, absence, or no more work. Requests already sealed stay with whom they were sealed to."""
    require(by, Action.counsellors_appoint)
    with transaction.atomic():
        seat = CounsellorSeat.objects.select_for_update().get(pk=seat_id)
        _fill(seat, terms)
        seat.save()
        audit.record(by, "counsellor.changed", "counsellor", seat.pk, active=terms.is_active, deputy=terms.deputy_id)


def _fill(seat: CounsellorSeat, terms: Terms) -> None:
    if fault := fault_in_hours(terms.hours):
        raise Conflict(fault)
    if terms.deputy_id is not None and terms.deputy_id == seat.pk:
        raise Conflict(_SELF)
    seat.profession, seat.payer_ko, seat.payer_en = terms.profession, terms.payer_ko, terms.payer_en
    seat.regions, seat.languages = list(terms.regions), list(terms.languages)
    seat.hours = {day: list(span) for day, span in terms.hours.items() if span}
    seat.deputy_id, seat.is_active = terms.deputy_id, terms.is_active
    seat.away_from, seat.away_to = terms.away_from, terms.away_to
