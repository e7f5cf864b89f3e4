"""What a check works from: the facts of a model by name, which appointments stand unquestioned, and a breach in words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from jikim.rules.dispatching.model import Model
from jikim.rules.dispatching.result import Visit
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule a plan breaks, and where."""

    rule: str
    where: Text


class Known:
    """The facts of a model, and the plan it replaces, if any."""

    def __init__(self, model: Model, before: Sequence[Visit]) -> None:
        self.model, self.season = model, model.season
        self.pins = {(pin.workplace, pin.visit): (pin.on, pin.start, pin.consultant, pin.further_days) for pin in model.pinned}
        self.before = Counter(name for name, _ in {(v.consultant, v.workplace) for v in before})
        self.plan_before = {(v.workplace, v.visit, v.consultant, v.days, v.start) for v in before}
        self.workplaces = {w.key: w for w in model.workplaces}
        self.agencies = {a.name: a for a in model.agencies}
        self.consultants = {c.name: c for c in model.consultants}

    def stands(self, v: Visit) -> bool:
        return self.pins.get((v.workplace, v.visit)) == (v.on, v.start, v.consultant, v.further_days)

    def stood(self, v: Visit) -> bool:
        """Is it as it was in the plan before?"""
        return (v.workplace, v.visit, v.consultant, v.days, v.start) in self.plan_before


def minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def breach(rule: str, visit: Visit, ko: str, en: str) -> Breach:
    return Breach(rule, Text(f"{visit.workplace} {visit.visit}차({visit.on}): {ko}", f"{visit.workplace} visit {visit.visit} ({visit.on}): {en}"))
