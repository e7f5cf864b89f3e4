"""A workplace's manuals: the edition as it would be made today, what it holds, what has changed since."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from jikim.areas.dispatch import public as dispatch
from jikim.areas.manuals.models import ManualHandout
from jikim.areas.manuals.queries.poster import Place, poster_of
from jikim.areas.manuals.queries.sources import edition_of, place_of
from jikim.rules.access import Action, Actor, Role
from jikim.rules.library.compose import Entry
from jikim.rules.manuals import Change, Kind, changes_between
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.library.holders import versions_of
from jikim.shared.library.overlay import current


@dataclass(frozen=True, slots=True)
class Held:
    """The edition last taken."""

    number: int
    on: dt.date
    language: str


@dataclass(frozen=True, slots=True)
class OwnManual:
    """One kind of manual for a workplace. changes: entries changed since the edition held; empty while none is held or none has."""

    kind: Kind
    occupation: Text
    held: Held | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class OwnManuals:
    workplace_id: int
    number: str
    name: str
    manuals: tuple[OwnManual, ...]
    #: whom the poster names; None while nobody is written down
    poster: Place | None


def own_manuals(*, workplace_id: int, by: Actor) -> OwnManuals:
    """Both manuals of one workplace. Refused out of reach; Application.DoesNotExist if there is none."""
    place = place_of(workplace_id)
    require(by, Action.manual_see, dispatch.workplace_where(place.id))
    library = current()
    found = []
    for kind in Kind:
        edition, _ = edition_of(place, kind)
        latest = _latest(workplace_id, kind)
        held = Held(latest.edition.number, latest.on, latest.language) if latest else None
        found.append(OwnManual(kind, library.occupations[edition.occupation].title, held, changed_since(latest)))
    return OwnManuals(place.id, place.number, place.name, tuple(found), poster_of(workplace_id=place.id, by=by))


def workplaces_of(by: Actor) -> list[int]:
    """Those this manager's seats name."""
    return sorted(int(key) for key in by.keys(Role.MANAGER) if key.isdigit())


def changed_since(held: ManualHandout | None) -> tuple[Change, ...]:
    """Entries of that edition the library has in another version now."""
    if held is None:
        return ()
    before: dict[Entry, int] = {}
    for name, number in held.edition.entries.items():
        kind, _, key = name.partition(":")
        before[kind, key] = int(number)
    library = current()
    after = versions_of(library, before)
    return tuple(one for one in changes_between(before, {**before, **after}, library) if one.title.ko)


def newer_for(by: Actor) -> int:
    """Manuals of this manager's workplaces with changes since they were taken."""
    return sum(bool(changed_since(_latest(place, kind))) for place in workplaces_of(by) for kind in Kind)


def _latest(workplace_id: int, kind: Kind) -> ManualHandout | None:
    return (
        ManualHandout.objects.select_related("edition").filter(workplace_id=workplace_id, edition__kind=kind.value).order_by("-on", "-pk").first()
    )
