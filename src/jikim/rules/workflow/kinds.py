"""What a lifecycle is made of: states, arrows, whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass

from jikim.rules.access import Action, Role
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class State:
    """A place in a lifecycle. `turn` is who is waited for; empty means nobody."""

    key: str
    name: Text
    turn: frozenset[Role] = frozenset()
    final: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A permitted change. `reason_required` arrows refuse an empty reason."""

    source: str
    target: str
    action: Action
    reason_required: bool = False


@dataclass(frozen=True, slots=True)
class Lifecycle:
    kind: str
    name: Text
    initial: str
    states: tuple[State, ...]
    arrows: tuple[Arrow, ...]

    def state(self, key: str) -> State:
        return next(state for state in self.states if state.key == key)

    def arrow(self, source: str, target: str) -> Arrow | None:
        return next((a for a in self.arrows if a.source == source and a.target == target), None)

    def next_states(self, source: str) -> tuple[State, ...]:
        return tuple(self.state(a.target) for a in self.arrows if a.source == source)


def state(key: str, ko: str, en: str, *turn: Role, final: bool = False) -> State:
    return State(key, Text(ko, en), frozenset(turn), final)
