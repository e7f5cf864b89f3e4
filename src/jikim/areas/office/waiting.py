"""Asks every room, in season order, what is waiting for an actor. A room without the function has nothing to say."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from jikim.rules.access import Actor
from jikim.shared.ui.waiting import Figure, Standing, Waiting

ROOMS = (
    "people", "enrolment", "dispatch", "visits", "surveys", "statistics", "consulting", "training", "counselling",
    "selection", "casework", "casebook", "contest", "manuals", "campaigns",
)  # fmt: skip


def _publics() -> Iterator[ModuleType]:
    for room in ROOMS:
        name = f"jikim.areas.{room}.public"
        try:
            yield import_module(name)
        except ModuleNotFoundError as missing:
            if missing.name not in {name, name.removesuffix(".public")}:  # the room is there and broken: say so
                raise


def waiting_for(actor: Actor) -> list[Waiting]:
    """Everything this actor can act on now, what is empty left out."""
    found = [item for room in _publics() if hasattr(room, "waiting") for item in room.waiting(actor)]
    return sorted((item for item in found if item.count), key=lambda item: item.order)


def figures_for(actor: Actor) -> list[Figure]:
    """The season in numbers, as far as this seat may see it."""
    found = [figure for room in _publics() if hasattr(room, "figures") for figure in room.figures(actor)]
    return sorted(found, key=lambda figure: figure.order)


def standings_for(actor: Actor) -> list[Standing]:
    """How the actor's own things stand."""
    return [one for room in _publics() if hasattr(room, "standings") for one in room.standings(actor)]
