"""Rooms register here what their people fill without a network: how to bring it to the device, take it back and keep what hangs on it.

Never stores and never decides: the room's own functions ask `may()` and keep the values.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from jikim.rules.access import Action, Actor
from jikim.rules.words import NOTHING, Text

#: received: kept, nothing to do · needs_you: kept beside another's version, somebody has to choose · refused: not kept, the reason says why
State = Literal["received", "needs_you", "refused"]
#: a filled form: field key → value
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line to read beside the form. `kind` lets a telephone number be dialled: text, tel or mail."""

    label: Text
    value: Text | str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Facts:
    """Lines under one heading: the place, the contact, what the first visit found."""

    title: Text
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """One record as it travels to a device.

    `form` is the JSON form definition; `number` says which of its sections apply (a section's `visits` holds it; 0: all).
    `version` is what an edit names as its base. A `closed` record is shown and not changed; `status` says in words where it stands.
    """

    uuid: uuid.UUID
    title: Text
    subtitle: Text
    form: Mapping[str, Any]
    values: Values
    version: int
    context: tuple[Facts, ...] = ()
    on: dt.date | None = None
    start: dt.time | None = None
    number: int = 0
    closed: bool = False
    status: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Clash:
    """A place both sides changed since the base: both versions, so that they can be shown side by side.

    `path` is the field, then a table's row and column, or a record's id and its question. `by`: who made theirs.
    """

    path: tuple[str, ...]
    mine: Any
    theirs: Any
    base: Any = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A place that keeps the record from being closed (or was refused): where, and why. `row`, `part` as in a Clash's path."""

    field: str
    reason: Text
    row: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """The room's answer to an edit: the record as it now is (values, version), what clashed, what is missing."""

    state: State
    version: int
    values: Values
    conflicts: Sequence[Clash] = ()
    reason: Text = NOTHING
    missing: Sequence[Missing] = ()
    closed: bool = False


class Bring(Protocol):
    def __call__(self, by: Actor, since: dt.date, until: dt.date) -> Sequence[Packet]: ...


class Take(Protocol):
    """`made_on_device_at` is what a device's clock said: shown, never used to order or decide. `closing`: the person asks to close.
    `settled`: paths of conflicts in which the person has chosen; `values` hold the choice."""

    def __call__(
        self, *, record_uuid: uuid.UUID, base_version: int, values: Values, made_on_device_at: dt.datetime | None,
        by: Actor, edit_uuid: uuid.UUID, closing: bool, settled: Sequence[tuple[str, ...]],
    ) -> Taken: ...  # fmt: skip


class Attach(Protocol):
    """Raises Refused or NotKept with a reason for people."""

    def __call__(
        self, *, record_uuid: uuid.UUID, attachment_uuid: uuid.UUID, content: bytes, media_type: str, by: Actor
    ) -> None: ...


class Again(Protocol):
    """The record's values for an edit that had been taken before: what the device may hold without having been handed the record anew."""

    def __call__(self, *, record_uuid: uuid.UUID, edit_uuid: uuid.UUID) -> Values: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """What a room lets be filled off line. `take` is called once per edit, inside a transaction, one at a time for a record.

    `again` only where a packet's values say more than the record's (from which state its form was made).
    """

    name: str
    action: Action
    bring: Bring
    take: Take
    attach: Attach
    again: Again | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Called once by a room's urls.py. The same name twice replaces the kind."""
    _kinds[kind.name] = kind


def forget(name: str) -> None:
    """For tests that registered a kind of their own."""
    _kinds.pop(name, None)


def kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


def kind_named(name: str) -> Kind | None:
    return _kinds.get(name)
