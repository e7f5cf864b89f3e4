"""A plan in figures: served, kilometres, the proven bound, the spread of load. Computed from the rules' result, never from a page."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.rules import dispatching as rules
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class Figures:
    """What an office looks at first. Kilometres are per season, `load_*` visits per available day of a consultant."""

    workplaces: int
    served: int
    most_possible: int
    left: int
    visits: int
    total_km: float
    mean_km: float
    bound_km: float
    gap: float
    load_min: float
    load_median: float
    load_max: float
    consultants: int
    first_visits_done: str
    seconds: float

    @staticmethod
    def read(kept: Mapping[str, Any]) -> Figures | None:
        """As kept with a plan; None for a plan that has no figures yet."""
        return Figures(**{key: kept[key] for key in Figures.__dataclass_fields__}) if kept else None


def figures(model: rules.Model, result: rules.Result, *, seconds: float, left: int) -> dict[str, Any]:
    """The figures of one result, as JSON values."""
    loads = sorted(result.load.values()) or [0.0]
    firsts = [visit.on for visit in result.visits if visit.visit == 1]
    many = len(result.visits)
    return {
        "workplaces": len(model.workplaces), "served": result.served, "most_possible": result.most_possible, "left": left,
        "visits": many, "total_km": round(result.total_km, 1), "mean_km": round(result.total_km / many, 2) if many else 0.0,
        "bound_km": round(result.lower_bound_km, 1), "gap": round(result.gap, 4), "load_min": round(loads[0], 3),
        "load_median": round(statistics.median(loads), 3), "load_max": round(loads[-1], 3),
        "consultants": len({visit.consultant for visit in result.visits}),
        "first_visits_done": max(firsts).isoformat() if firsts else "", "seconds": round(seconds, 1),
    }  # fmt: skip


def talk_demand(model: rules.Model, visits: Sequence[rules.Visit]) -> dict[str, int]:
    """Customer service workers of the planned workplaces, and how many more they are than the ten-minute talks their visits leave time for."""
    reach = rules.talk_reach(model, visits).values()
    return {"workers": sum(one.workers for one in reach), "unmet": sum(one.unmet for one in reach)}


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of a draft beside that of a what-if. `better`: 1 better, −1 worse, 0 the same or neither."""

    name: Text
    before: float
    after: float
    digits: int
    better: int

    @property
    def difference(self) -> float:
        return round(self.after - self.before, self.digits)


#: figure, its name, digits, and whether more is better (1), less is (−1) or neither (0)
_COMPARED = (
    ("served", Text("방문하는 사업장", "Workplaces served"), 0, 1), ("left", Text("제외된 사업장", "Left out"), 0, -1),
    ("visits", Text("방문 횟수", "Visits"), 0, 0), ("total_km", Text("총 이동거리(km)", "Travel in all (km)"), 0, -1),
    ("mean_km", Text("방문당 이동거리(km)", "Travel per visit (km)"), 1, -1),
    ("load_min", Text("부담이 가장 적은 컨설턴트(가용일당 방문)", "Least loaded consultant (visits per available day)"), 2, 1),
    ("load_max", Text("부담이 가장 큰 컨설턴트(가용일당 방문)", "Most loaded consultant (visits per available day)"), 2, -1),
)  # fmt: skip


def compared(before: Figures, after: Figures) -> list[Compared]:
    """The figures side by side."""
    found = []
    for key, name, digits, more in _COMPARED:
        was, now = getattr(before, key), getattr(after, key)
        sign = 0 if round(now - was, digits) == 0 else 1 if now > was else -1
        found.append(Compared(name, was, now, digits, sign * more))
    return found
