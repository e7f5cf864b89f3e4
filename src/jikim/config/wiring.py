"""The one table of what follows what across rooms: after this arrow, call that room's public function."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from jikim.shared.workflow import followers

#: (kind, state reached) → dotted functions taking (thing, *, by), run in the same transaction
WIRES: dict[tuple[str, str], list[str]] = {}


def connect() -> None:
    """Fill the workflow's followers; called once when the app is ready."""
    followers.clear()
    for arrow, names in WIRES.items():
        followers[arrow] = [_function(name) for name in names]


def _function(dotted: str) -> Callable[..., None]:
    def call(*args: object, **kwargs: object) -> None:
        module, name = dotted.rsplit(".", 1)
        getattr(import_module(module), name)(*args, **kwargs)

    return call
