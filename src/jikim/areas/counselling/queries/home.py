"""What counselling says on the home page: requests that wait, alerts that are open."""

from __future__ import annotations

from django.urls import reverse

from jikim.areas.counselling.models import CounsellorSeat
from jikim.areas.counselling.queries.desk import waiting_count
from jikim.areas.counselling.queries.emergency import open_alerts
from jikim.areas.counselling.queries.own import own_seat
from jikim.areas.people.public import holders_of
from jikim.rules.access import GRANTED, Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.ui.waiting import Waiting

_NO_LEAD = Text("긴급 알림을 받을 임상 책임자가 없습니다", "Nobody receives emergency alerts: invite a clinical lead")


def waiting(actor: Actor) -> list[Waiting]:
    """Only what this actor can act on."""
    found: list[Waiting] = []
    if may(actor, Action.emergency_see):
        count, overdue = open_alerts(by=actor)
        if overdue:
            found.append(Waiting(Text("24시간이 지난 긴급 알림", "Emergency alerts overdue"), overdue, reverse("emergency_alerts"), 1))
        found.append(Waiting(Text("마무리할 긴급 알림", "Emergency alerts to close"), count, reverse("emergency_alerts"), 2))
    if may(actor, Action.counselling_desk):
        found += _desk(actor)
    if may(actor, Action.counsellors_appoint):
        if not holders_of(Role.CLINICAL) and any(holders_of(role) for role in GRANTED[Action.emergency_raise]):
            found.append(Waiting(_NO_LEAD, 1, reverse("invite"), 4))
        keyless = CounsellorSeat.objects.filter(is_active=True, public_key=None).count()
        found.append(Waiting(Text("아직 열쇠를 만들지 않은 상담자", "Counsellors without a key"), keyless, reverse("counsellors"), 60))
    return found


def _desk(actor: Actor) -> list[Waiting]:
    seat = own_seat(actor)
    if seat is None:
        return []
    if not seat.public_key:
        return [Waiting(Text("상담 열쇠 만들기", "Make your counselling key"), 1, reverse("desk_key"), 3)]
    count, urgent = waiting_count(by=actor)
    return [
        Waiting(Text("급한 상담 신청", "Urgent requests for counselling"), urgent, reverse("desk"), 3),
        Waiting(Text("기다리는 상담 신청", "Requests for counselling"), count - urgent, reverse("desk"), 20),
    ]
