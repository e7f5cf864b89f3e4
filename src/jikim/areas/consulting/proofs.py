"""What a later room knows that shows a measure is done: a training given, its certificate. Consulting may not ask a later room; it is told.

`config/wiring.py` fills `proofs` with training's answer; without it only files are evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing to choose. key finds it again; words say what it is, without a person's name; path: its page, open: for anybody."""

    key: str
    on: dt.date
    words: Text
    path: str
    is_open: bool = False


@dataclass(slots=True)
class Proofs:
    """found: what there is of one workplace, newest first. Asks no actor: whoever reaches the workplace's plan is told of it."""

    found: Callable[[int], tuple[Proof, ...]] | None = None

    def of(self, workplace_id: int) -> tuple[Proof, ...]:
        return self.found(workplace_id) if self.found else ()


proofs = Proofs()
