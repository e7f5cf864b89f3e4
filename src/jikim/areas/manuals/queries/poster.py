"""A workplace's own channel and officer: by its poster's address for its people, by key for its manager."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment.public import workplace_of
from jikim.areas.manuals.models import PosterContact
from jikim.rules.access import Action, Actor, Role, Where
from jikim.shared.access import require


@dataclass(frozen=True, slots=True)
class Place:
    """What a poster's address shows; and where customers tell, which only notices before customers name."""

    workplace: str
    token: str
    officer: str
    officer_role: str
    phone: str
    channel: str
    break_room: str
    occupation: str
    changed_on: dt.date
    customer_channel: str = ""

    @property
    def dial(self) -> str:
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    @property
    def address(self) -> str:
        return settings.JIKIM_BASE_URL + reverse("now_place", kwargs={"language": "ko", "token": self.token})


def place_by(token: str) -> Place:
    """By the end of a poster's address. PosterContact.DoesNotExist where there is none (any more)."""
    return _place(PosterContact.objects.select_related("workplace").get(token=token))


def contact_of(*, workplace_id: int, by: Actor) -> Place | None:
    """None while nothing was written yet. Application.DoesNotExist for an unknown workplace."""
    line = workplace_of(workplace_id)
    require(by, Action.poster_contact_edit, Where(region=line.region, workplace=str(workplace_id)))
    found = PosterContact.objects.select_related("workplace").filter(workplace_id=workplace_id).first()
    return _place(found) if found else None


def poster_of(*, workplace_id: int, by: Actor) -> Place | None:
    """The same for whoever prints it: the manager, its consultant and agency, region and office. None while nothing was written."""
    require(by, Action.poster_see, dispatch.workplace_where(workplace_id))
    found = PosterContact.objects.select_related("workplace").filter(workplace_id=workplace_id).first()
    return _place(found) if found else None


def posters_of(workplace_ids: Iterable[int]) -> dict[int, Place]:
    """By workplace, only those with something written, in one query. Asks no actor: for documents made by the hundred."""
    found = PosterContact.objects.select_related("workplace").filter(workplace_id__in=list(workplace_ids))
    return {one.workplace_id: _place(one) for one in found}


def now_address(language: str = "ko") -> str:
    """The whole address of *It has just happened*, as a poster or a card without a workplace carries it."""
    return settings.JIKIM_BASE_URL + reverse("now", kwargs={"language": language})


def own_places(*, by: Actor) -> list[tuple[int, str]]:
    """(key, name) of the workplaces this manager looks after."""
    return [(int(key), workplace_of(int(key)).name) for key in sorted(by.keys(Role.MANAGER), key=int)]


def _place(one: PosterContact) -> Place:
    return Place(
        one.workplace.name, one.token, one.officer, one.officer_role, one.phone, one.channel, one.break_room, one.occupation,
        one.changed_on, one.customer_channel,
    )  # fmt: skip
