"""What disclosure control is told about a group: counts and sums, never a person's row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MeasureStatistics:
    """One subscale within one group.

    `scored` persons have a score; `total` and `squares` are the sums of their scores and of the squares, in the
    measure's own points. `classed` of them have a class and `at_risk` of those are at risk. `scored` and `classed`
    may be smaller than the group: answers are missing, sex is not given. `lowest` and `highest`, if known, are the
    sums of the c smallest and c largest scores with c = `coalition_size(scored)`; without them rule 6 uses the
    bound that `squares` gives, which hides a little more.
    """

    scored: int
    total: float
    squares: float
    classed: int
    at_risk: int
    lowest: float | None = None
    highest: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.at_risk <= self.classed <= self.scored:
            raise ValueError(
                f"at_risk {self.at_risk} ≤ classed {self.classed} ≤ scored {self.scored} is broken"
            )


@dataclass(frozen=True, slots=True)
class CountStatistics:
    """One yes/no item (abuse block): `asked` persons answered it, `yes` of them with yes."""

    asked: int
    yes: int

    def __post_init__(self) -> None:
        if not 0 <= self.yes <= self.asked:
            raise ValueError(f"yes {self.yes} is not between 0 and asked {self.asked}")


@dataclass(frozen=True, slots=True)
class GroupStatistics:
    """A workplace or a unit. `answered` persons; `offered` is the headcount offered a card, None if not known."""

    key: str
    answered: int
    measures: Mapping[str, MeasureStatistics] = field(default_factory=dict)
    counts: Mapping[str, CountStatistics] = field(default_factory=dict)
    offered: int | None = None


def pool(key: str, groups: Sequence[GroupStatistics]) -> GroupStatistics:
    """The groups as one; a measure that one of them lacks counts as not scored there."""
    measures = {m: _pool_measures([g.measures[m] for g in groups if m in g.measures])
                for m in dict.fromkeys(m for g in groups for m in g.measures)}  # fmt: skip
    counts = {c: _pool_counts([g.counts[c] for g in groups if c in g.counts])
              for c in dict.fromkeys(c for g in groups for c in g.counts)}  # fmt: skip
    known = [g.offered for g in groups if g.offered is not None]
    offered = sum(known) if len(known) == len(groups) else None
    return GroupStatistics(key, sum(g.answered for g in groups), measures, counts, offered)


def _pool_measures(parts: Sequence[MeasureStatistics]) -> MeasureStatistics:
    return parts[0] if len(parts) == 1 else MeasureStatistics(
        sum(p.scored for p in parts), sum(p.total for p in parts), sum(p.squares for p in parts),
        sum(p.classed for p in parts), sum(p.at_risk for p in parts))  # fmt: skip


def _pool_counts(parts: Sequence[CountStatistics]) -> CountStatistics:
    return CountStatistics(sum(p.asked for p in parts), sum(p.yes for p in parts))


def coalition_size(n: int) -> int:
    """How many members may pool their own results before protection ends: max(2, ⌊n/3⌋) (SCIENCE.md § 2.6)."""
    return max(2, n // 3)
