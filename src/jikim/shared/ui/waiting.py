"""What a room hands to the home page: things waiting for somebody, and figures. Filled by rooms, drawn by office."""

from __future__ import annotations

from dataclasses import dataclass

from jikim.rules.words import NOTHING, Text

AGAINST_TARGET = Text("목표 대비", "Against the target")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something this actor can act on now, how many there are, and where to do it."""

    text: Text
    count: int
    url: str
    order: int = 50
    hint: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Standing:
    """Something of this actor's own and how it stands: what has been decided, and what comes next."""

    name: str
    kind: str
    status: str
    next: Text
    url: str
    facts: tuple[tuple[Text, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the season; with a target it is drawn against it."""

    text: Text
    value: int
    target: int | None = None
    url: str = ""
    hint: Text = NOTHING
    order: int = 50
    #: what the target is, said above the bar
    against: Text = AGAINST_TARGET
