"""Small made-up seasons to plan."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from jikim.rules.dispatching import Agency, Consultant, Model, Season, Workplace

SEASON = Season(dt.date(2017, 4, 3), dt.date(2017, 11, 30), frozenset({dt.date(2017, 5, 3), dt.date(2017, 5, 5), dt.date(2017, 6, 6)}))


def made(seed: int, workplaces: int, consultants: int, *, agencies: int = 1, spread: float = 0.5, days: tuple[int, int] = (6, 16), season: Season = SEASON) -> Model:
    """Points around (37.5, 127.0); regions "a" and "b", both covered unless an agency covers but one."""
    chance = random.Random(seed)

    def point() -> tuple[float, float]:
        return 37.5 + chance.uniform(-spread, spread), 127.0 + chance.uniform(-spread, spread)

    return Model(
        tuple(Workplace(f"W{at:03}", chance.choice("ab"), *point(), chance.randint(10, 400)) for at in range(workplaces)),
        tuple(Agency(f"기관{at}", frozenset("ab" if at == 0 else chance.choice(["a", "b", "ab"])), 300) for at in range(agencies)),
        tuple(Consultant(f"사람{at}", f"기관{at % agencies}", *point(), chance.randint(*days)) for at in range(consultants)),
        season,
    )  # fmt: skip


def with_target(model: Model, target: int) -> Model:
    return replace(model, target=target)
