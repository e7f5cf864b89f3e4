"""Who has registered for a public session, for whoever announced it. Personal data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jikim.areas.training.models import Registration
from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.ui.tables import Asked, narrow

STATES = {
    "seat": Text("자리 있음", "Has a seat"), "waiting": Text("대기", "Waiting"), "asked": Text("메일 확인 전", "Mail not confirmed"), "cancelled": Text("취소", "Cancelled"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegistrationLine:
    name: str
    organisation: str
    email: str
    language: str
    state: str
    confirmed_at: dt.datetime | None


def registration_lines(*, session_id: int, asked: Asked, by: Actor) -> tuple[list[RegistrationLine], int]:
    require(by, Action.training_announce)
    found, total = narrow(
        Registration.objects.filter(session_id=session_id), asked,
        sort={"name": "name", "organisation": "organisation", "confirmed_at": "confirmed_at"}, search=("name", "organisation", "email"), filters={"state": _state},
    )  # fmt: skip
    return [RegistrationLine(one.name, one.organisation, one.email, one.language, state_of(one), one.confirmed_at) for one in found], total


def state_of(one: Registration) -> str:
    if one.cancelled_at is not None:
        return "cancelled"
    if one.confirmed_at is None:
        return "asked"
    return "seat" if one.has_seat else "waiting"


def _state(rows: Any, value: str) -> Any:
    match value:
        case "cancelled":
            return rows.filter(cancelled_at__isnull=False)
        case "asked":
            return rows.filter(cancelled_at=None, confirmed_at=None)
    return rows.filter(cancelled_at=None, confirmed_at__isnull=False, has_seat=value == "seat")


def token_of(*, session_id: int, email: str) -> str:
    """The token that went out by mail: for commands that play a person, never for a page. Registration.DoesNotExist if there is none."""
    return Registration.objects.get(session_id=session_id, email=email.lower(), cancelled_at=None).token
