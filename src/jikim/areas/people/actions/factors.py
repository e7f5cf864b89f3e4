"""Take away a lost second step, so that its owner can set up a new one. Never tells anybody the old secret."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from jikim.areas.people import letters
from jikim.areas.people.models import Person
from jikim.rules.access import Action, Actor, Role
from jikim.rules.seats import may_appoint
from jikim.rules.words import Text
from jikim.shared import audit, mail
from jikim.shared.access import Conflict, Refused, require

_NOT_ALL = Text(
    "이분이 맡은 역할 가운데 귀하의 권한 밖에 있는 것이 있습니다. 공단 본부에 요청해 주십시오.",
    "This person also holds a seat you may not appoint. Please ask the programme office.",
)
_OWN = Text(
    "본인의 2단계 인증은 ‘내 계정’에서 관리하십시오.", "Look after your own second step under “My account”."
)
_NONE = Text("등록된 2단계 인증이 없습니다.", "No second step is set up.")
_WHY = Text("사유를 적어 주십시오.", "Please say why.")


def reset_second_step(*, person_id: int, reason: str, by: Actor) -> None:
    """Remove every factor of somebody who lost theirs, sign them out everywhere, and tell them by mail.

    Only who may appoint *every* seat the person holds: else a small seat would open a big one.
    """
    require(by, Action.seat_end)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        if person.key == by.key:
            raise Conflict(_OWN)
        for seat in person.seats.filter(ended_at=None):
            if not may_appoint(by, Role(seat.role), seat.where()):
                raise Refused(_NOT_ALL)
        if not reason.strip():
            raise Conflict(_WHY)
        removed, _ = Authenticator.objects.filter(user=person).delete()
        if not removed:
            raise Conflict(_NONE)
        for session in UserSession.objects.filter(user=person):
            session.end()
        audit.record(by, "second_factor.reset", "person", person.key, reason=reason.strip())
        letter = letters.account_letter("people/second_step_reset", person.language, {})
        assert letter is not None
        mail.send(person.email, letter[0], letter[1], kind="account", language=person.language)
