"""Enrolled workplaces that have no first round yet, and what stands in the way of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jikim.areas.enrolment import public as enrolment
from jikim.areas.surveys.models import Round
from jikim.rules.access import Action, Actor, may
from jikim.rules.words import Text
from jikim.shared.access import require
from jikim.shared.ui.tables import Asked

IN_FORCE, NOT_YET = Text("체결", "In force"), Text("체결 전", "Not yet in force")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An enrolled workplace without a first round."""

    id: int
    number: str
    name: str
    region: str
    region_name: Text
    service_workers: int
    agreement: Text
    in_force: bool


def candidates(*, by: Actor, season_id: int, asked: Asked) -> tuple[list[Candidate], int]:
    """Within reach, narrowed and cut as asked. The season's workplaces are few enough to be gone through."""
    require(by, Action.round_manage)
    found = [one for one in _all(by, season_id) if _fits(one, asked)]
    keys: dict[str, Callable[[Candidate], Any]] = {
        "number": lambda one: one.number, "name": lambda one: one.name, "service_workers": lambda one: (one.service_workers, one.number),
    }  # fmt: skip
    found.sort(key=keys.get(asked.sort, keys["number"]), reverse=asked.descending)
    return found[asked.slice], len(found)


def ready_count(*, by: Actor, season_id: int) -> int:
    """How many of them have their agreement in force: what preparing in bulk would make."""
    return sum(one.in_force for one in _all(by, season_id))


def _all(by: Actor, season_id: int) -> list[Candidate]:
    there = set(Round.objects.filter(season_id=season_id, kind=Round.Kind.FIRST).values_list("workplace_id", flat=True))
    in_force = enrolment.workplaces_in_force(season_id=season_id)
    return [
        Candidate(
            one.id, one.number, one.name, one.region, one.region_name, one.service_workers,
            IN_FORCE if one.id in in_force else NOT_YET, one.id in in_force,
        )
        for one in enrolment.workplaces(season_id=season_id, statuses=("enrolled",))
        if one.id not in there and may(by, Action.round_manage, one.where)
    ]  # fmt: skip


def _fits(one: Candidate, asked: Asked) -> bool:
    words = f"{one.number} {one.name}".lower()
    if any(word.lower() not in words for word in asked.search.split()):
        return False
    if asked.filters.get("region") not in (None, one.region):
        return False
    return asked.filters.get("agreement") in (None, "yes" if one.in_force else "no")
