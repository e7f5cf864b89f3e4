"""What waits for the people who appoint: offers nobody took up in time."""

from __future__ import annotations

from django.urls import reverse

from jikim.areas.people.queries import invitations
from jikim.rules.access import Action, Actor, may
from jikim.rules.words import Text
from jikim.shared.ui.waiting import Waiting

_LATE = Text("기한이 지난 초대", "Invitations nobody took up in time")


def waiting(actor: Actor) -> list[Waiting]:
    """Late invitations this actor may send again or take back."""
    if not (may(actor, Action.seat_invite) and may(actor, Action.seats_see)):
        return []
    late = sum(1 for one in invitations(by=actor) if one.expired and one.appointing)
    return [Waiting(_LATE, count=late, url=reverse("invitations"), order=80)]
