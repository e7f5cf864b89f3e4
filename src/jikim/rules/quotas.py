"""Fills the places of a season under minimums and maximums by region and sector: exactly, first come first served.

A workplace lies in one region and one sector, so a choice is a flow region → sector. Places are given in order: a workplace gets one
unless that would make a quota or the largest possible number of places unreachable. Never relaxes a minimum in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jikim.rules.quotas_flow import Flow
from jikim.rules.words import Text

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least `minimum`, at most `maximum` (None: no limit)."""

    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One workplace waiting for a place, in the order it is offered."""

    key: int
    region: str
    sector: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The season's target and quotas. A region or sector without an entry is unbounded."""

    target: int
    regions: Mapping[str, Bounds] = field(default_factory=dict)
    sectors: Mapping[str, Bounds] = field(default_factory=dict)
    region_names: Mapping[str, Text] = field(default_factory=dict)
    sector_names: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one candidate got no place: target, region, sector, or reserved (kept for a minimum elsewhere)."""

    key: int
    ground: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Choice:
    """Who gets a place, who does not and why. With conflicts nobody does: they are named instead."""

    enrolled: tuple[int, ...]
    refused: tuple[Refusal, ...]
    conflicts: tuple[Text, ...] = ()


def choose(candidates: Sequence[Candidate], terms: Terms, seated: Mapping[Cell, int] | None = None) -> Choice:
    """Give the places to the candidates in order.

    Args: candidates in order of right; `seated` counts places already given per (region, sector), which nobody loses.
    Returns: the lexicographically first choice among those of the largest size that keep every quota, or the conflicts.
    """
    seated = dict(seated or {})
    supply = Counter((c.region, c.sector) for c in candidates)
    conflicts = plain_conflicts(supply, terms, seated)
    if conflicts:
        return Choice((), (), conflicts)
    flow = Flow(supply, seated, terms.target, _pairs(terms.regions), _pairs(terms.sectors))
    short = flow.solve()
    if short:
        return Choice((), (), (_joint_conflict(short, flow.blocking(), terms),))
    enrolled: list[int] = []
    left_out: list[Candidate] = []
    for candidate in candidates:
        if flow.take((candidate.region, candidate.sector)):
            enrolled.append(candidate.key)
        else:
            left_out.append(candidate)
    seats = Counter(flow.taken)
    refused = tuple(_refusal(candidate, terms, seats) for candidate in left_out)
    return Choice(tuple(enrolled), refused)


def replacement(
    waiting: Sequence[Candidate], terms: Terms, seated: Mapping[Cell, int]
) -> tuple[Candidate | None, tuple[Text, ...]]:
    """Who takes a place that has come free: the first in line that no maximum forbids and, where the withdrawal left a minimum
    unmet, that mends it. Returns the candidate (or None) and the shortfalls nobody in line can mend.
    """
    seats = Counter(seated)
    if sum(seats.values()) >= terms.target:
        return None, ()
    fitting = [c for c in waiting if _fits(c, terms, seats)]
    gaps = _gaps(terms, seats)

    def mends(candidate: Candidate) -> int:
        return sum((kind, key) in gaps for kind, key in (("region", candidate.region), ("sector", candidate.sector)))

    best = max((mends(c) for c in fitting), default=0)
    chosen = next((c for c in fitting if mends(c) == best), None)
    if chosen:
        seats[(chosen.region, chosen.sector)] += 1
    return chosen, tuple(_shortfall(kind, key, gap, terms) for (kind, key), gap in _gaps(terms, seats).items())


def plain_conflicts(supply: Mapping[Cell, int], terms: Terms, seated: Mapping[Cell, int]) -> tuple[Text, ...]:
    """What cannot be met whatever is chosen: each minimum above what is there, and minimums that outgrow the target."""
    found: list[Text] = []
    have, sit = Counter(supply), Counter(seated)
    for kind, place, quotas in (("region", 0, terms.regions), ("sector", 1, terms.sectors)):
        for key, bounds in quotas.items():
            there = sum(n for cell, n in (have + sit).items() if cell[place] == key)
            taken = sum(n for cell, n in sit.items() if cell[place] == key)
            name = _name(kind, key, terms)
            if bounds.maximum is not None and bounds.minimum > bounds.maximum:
                found.append(Text(f"{name.ko}: 최소({bounds.minimum})가 최대({bounds.maximum})보다 큽니다.",
                                  f"{name.en}: the minimum ({bounds.minimum}) is above the maximum ({bounds.maximum})."))  # fmt: skip
            elif there < bounds.minimum:
                found.append(_shortfall(kind, key, bounds.minimum - there, terms))
            if bounds.maximum is not None and taken > bounds.maximum:
                found.append(Text(f"{name.ko}: 이미 선정된 {taken}개소가 최대({bounds.maximum})보다 많습니다.",
                                  f"{name.en}: {taken} are already enrolled, more than the maximum ({bounds.maximum})."))  # fmt: skip
        asked = sum(bounds.minimum for bounds in quotas.values())
        if asked > terms.target:
            over = asked - terms.target
            which = Text("지역", "regions") if kind == "region" else Text("업종", "sectors")
            found.append(Text(f"{which.ko}별 최소의 합({asked})이 목표({terms.target})보다 {over} 많습니다.",
                              f"The minimums by {which.en} add up to {asked}, {over} more than the target of {terms.target}."))  # fmt: skip
    return tuple(found)


def _pairs(quotas: Mapping[str, Bounds]) -> dict[str, tuple[int, int | None]]:
    return {key: (bounds.minimum, bounds.maximum) for key, bounds in quotas.items()}


def _count(seats: Mapping[Cell, int], kind: str, key: str) -> int:
    return sum(n for cell, n in seats.items() if cell[0 if kind == "region" else 1] == key)


def _quotas(terms: Terms, kind: str) -> Mapping[str, Bounds]:
    return terms.regions if kind == "region" else terms.sectors


def _full(kind: str, key: str, terms: Terms, seats: Mapping[Cell, int]) -> bool:
    bounds = _quotas(terms, kind).get(key)
    return bounds is not None and bounds.maximum is not None and _count(seats, kind, key) >= bounds.maximum


def _fits(candidate: Candidate, terms: Terms, seats: Mapping[Cell, int]) -> bool:
    return not _full("region", candidate.region, terms, seats) and not _full("sector", candidate.sector, terms, seats)


def _gaps(terms: Terms, seats: Mapping[Cell, int]) -> dict[tuple[str, str], int]:
    return {
        (kind, key): bounds.minimum - _count(seats, kind, key)
        for kind in ("region", "sector") for key, bounds in _quotas(terms, kind).items()
        if _count(seats, kind, key) < bounds.minimum
    }  # fmt: skip


def _refusal(candidate: Candidate, terms: Terms, seats: Mapping[Cell, int]) -> Refusal:
    for kind, key in (("region", candidate.region), ("sector", candidate.sector)):
        if _full(kind, key, terms, seats):
            name, most = _name(kind, key, terms), _quotas(terms, kind)[key].maximum
            return Refusal(candidate.key, kind, Text(
                f"{name.ko}에 배분된 {most}개소가 모두 찼습니다.", f"All {most} places for {name.en} are taken."))  # fmt: skip
    lowest = _tightest_minimum(candidate, terms, seats)
    if lowest:
        return Refusal(candidate.key, "reserved", Text(
            f"남은 자리는 최소 배분이 정해진 {lowest.ko}에 먼저 돌아갔습니다.",
            f"The remaining places went to {lowest.en}, for which a minimum is set."))  # fmt: skip
    return Refusal(candidate.key, "target", Text(
        f"목표 {terms.target:,}개소가 모두 찼습니다.", f"All {terms.target:,} places of the season are taken."))  # fmt: skip


def _tightest_minimum(candidate: Candidate, terms: Terms, seats: Mapping[Cell, int]) -> Text | None:
    """Groups elsewhere that sit exactly at their minimum: without it, places could have gone round in order."""
    held = [
        _name(kind, key, terms)
        for kind, own in (("region", candidate.region), ("sector", candidate.sector))
        for key, bounds in _quotas(terms, kind).items()
        if key != own and bounds.minimum and _count(seats, kind, key) == bounds.minimum
    ]
    if not held:
        return None
    return Text(", ".join(name.ko for name in held[:3]), ", ".join(name.en for name in held[:3]))


def _name(kind: str, key: str, terms: Terms) -> Text:
    names = terms.region_names if kind == "region" else terms.sector_names
    return names.get(key, Text(key, key))


def _shortfall(kind: str, key: str, gap: int, terms: Terms) -> Text:
    name, least = _name(kind, key, terms), _quotas(terms, kind)[key].minimum
    return Text(f"{name.ko}: 최소 {least}개소에 {gap}개소가 모자랍니다.",
                f"{name.en}: {gap} short of its minimum of {least}.")  # fmt: skip


def _joint_conflict(short: int, blocking: tuple[tuple[str, str], ...], terms: Terms) -> Text:
    names = [_name(kind, key, terms) for kind, key in blocking] or [Text("목표", "the target")]
    return Text(
        f"다음 배분을 함께 지킬 수 없습니다({short}개소 모자람): {', '.join(name.ko for name in names)}.",
        f"These quotas cannot all be kept together ({short} short): {', '.join(name.en for name in names)}.",
    )
