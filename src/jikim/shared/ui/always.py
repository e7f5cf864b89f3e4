"""What stands in the header of every page of a seat, such as the emergency button. Rooms put it there; shared never asks a room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from jikim.rules.access import GRANTED, NOBODY, Action, Actor, Role, may


@dataclass(frozen=True, slots=True)
class _Part:
    action: Action
    template: str
    context: Callable[[Actor], Mapping[str, Any]]


_parts: dict[str, _Part] = {}


def register(action: Action, template: str, context: Callable[[Actor], Mapping[str, Any]]) -> None:
    """Called once by a room's urls.py. The same template twice replaces the entry."""
    _parts[template] = _Part(action, template, context)


def parts_for(actor: Actor) -> list[SafeString]:
    """Drawn for whoever may do the act, in the page's language."""
    if not actor.key:
        return []
    return [
        render_to_string(part.template, {"actor": actor, **part.context(actor)})
        for part in _parts.values() if may(actor, part.action)
    ]  # fmt: skip


def parts_kept(role: Role) -> list[SafeString]:
    """The same for a page kept on a device: drawn for nobody, as whoever holds the role would see it."""
    return [
        render_to_string(part.template, {"actor": NOBODY, **part.context(NOBODY)})
        for part in _parts.values() if role in GRANTED[part.action]
    ]  # fmt: skip
