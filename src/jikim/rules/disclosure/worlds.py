"""Most questions of the attacker answered without a programme: by a world built from the true one with a few exchanges.

The protector knows the truth, which fits everything shown. Moving a few people at risk between the groups of one table,
all totals kept, gives another world that fits; if it leaves the question open, no solver is needed. Sufficient only: what
it cannot show is asked of margins.py, which decides. Other tables stay as they are; they meet this one in its totals, of
persons, and of the scores of those at risk (whose possible range is kept), see margins.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jikim.rules.disclosure.settings import Measure
from jikim.rules.disclosure.statistics import MeasureStatistics

DUST = 1e-7
INFINITE = float("inf")
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shown:
    """One printed group of a table: its true sums, the counts at risk that print alike."""

    truth: MeasureStatistics
    counts: tuple[int, int]


@dataclass(slots=True)
class TableWorlds:
    """One table in one measure. `unclassed` is the mean of those with a score and no class, the same in every table;
    `risk_scores` the range of the sum of scores of those at risk that all other tables allow.
    """

    measure: Measure
    groups: Sequence[Shown]
    unclassed: float
    risk_scores: Range

    @property
    def least(self) -> float:
        return min(self.measure.cutoffs, default=self.measure.low) - self.measure.low

    @property
    def most(self) -> float:
        return max(self.measure.cutoffs, default=self.measure.high) - self.measure.low

    @property
    def width(self) -> float:
        return self.measure.high - self.measure.low

    def sums(self, part: MeasureStatistics) -> float:
        """Scores from the scale's lowest point, of those with a class."""
        return part.total - part.scored * self.measure.low - (part.scored - part.classed) * self.unclassed

    def range_of(self, at_risk: int, classed: int, scores: float) -> Range | None:
        """The sums that those at risk may have among these; None if nobody can answer like that."""
        low = max(at_risk * self.least, scores - (classed - at_risk) * self.most)
        high = min(at_risk * self.width, scores)
        return (low, high) if low <= high + DUST and scores >= -DUST else None

    def risk_range(self) -> Range | None:
        """What the sum of scores of those at risk can be, with every group's true count."""
        found = [self.range_of(g.truth.at_risk, g.truth.classed, self.sums(g.truth)) for g in self.groups]
        known = [one for one in found if one is not None]
        return None if len(known) < len(found) else (sum(one[0] for one in known), sum(one[1] for one in known))

    def fits(self, at_risk: Sequence[int], split: tuple[int, int, int, float] | None = None) -> bool:
        """Whether these counts at risk, by group, go with everybody's scores. `split` cuts people with a class out of one
        group: (group, how many, at risk, sum of their scores).
        """
        found: list[Range] = []
        for i, (group, count) in enumerate(zip(self.groups, at_risk, strict=True)):
            classed, scores = group.truth.classed, self.sums(group.truth)
            if split is not None and split[0] == i:
                _, size, inside, own = split
                one = self.range_of(inside, size, own)
                if one is None:
                    return False
                found.append(one)
                classed, scores, count = classed - size, scores - own, count - inside
            rest = self.range_of(count, classed, scores)
            if rest is None or not 0 <= count <= classed:
                return False
            found.append(rest)
        low, high = sum(one[0] for one in found), sum(one[1] for one in found)
        return low <= self.risk_scores[1] + DUST and high >= self.risk_scores[0] - DUST

    def with_count(self, place: int, count: int) -> list[int] | None:
        """Counts at risk by group with `count` in one of them, the others giving or taking as little as each can bear."""
        if not self.groups[place].counts[0] <= count <= self.groups[place].counts[1]:
            return None
        now = [group.truth.at_risk for group in self.groups]
        step = 1 if count < now[place] else -1
        while now[place] != count:
            now[place] -= step
            others = [i for i in range(len(now)) if i != place and self._slack(i, now[i] + step) >= -DUST]
            if not others:
                return None
            now[max(others, key=lambda i: self._slack(i, now[i] + step))] += step
        return now if self.fits(now) else None

    def _slack(self, place: int, count: int) -> float:
        """How far a count is from being impossible in a group; negative if it is, or would print otherwise."""
        group = self.groups[place]
        if not group.counts[0] <= count <= group.counts[1] or not 0 <= count <= group.truth.classed:
            return -1.0
        found = self.range_of(count, group.truth.classed, self.sums(group.truth))
        return -1.0 if found is None else found[1] - found[0]

    def reaches(self, place: int, low: int, high: int) -> bool:
        """Whether a group's count at risk may be as little as `low` and as much as `high`."""
        return self.with_count(place, low) is not None and self.with_count(place, high) is not None

    def leaves_open(self, place: int, persons: int, width: int) -> bool:
        """Whether so many people of a group keep their count unknown by `width` and their mean on both sides of every
        cut-off. Which of the group have a score and a class is not shown, so in this world they do.
        """
        group = self.groups[place].truth
        size = min(persons, group.classed)
        now = [one.truth.at_risk for one in self.groups]
        few, many = max(0, group.at_risk - group.classed + size), min(size, group.at_risk)
        top = max(
            (n for n in range(group.at_risk, self.groups[place].counts[1] + 1) if self.with_count(place, n) is not None),
            default=group.at_risk,
        )  # fmt: skip
        if min(size, top) - few < width:
            return False
        low, high = (place, size, few, size * self.least), (place, size, many, size * self.most)
        return not self.measure.cutoffs or (self.fits(now, low) and self.fits(now, high))


def table_worlds(measure: Measure, tables: Sequence[Sequence[Shown]]) -> list[TableWorlds | None]:
    """For each table its worlds, or None where the true sums do not even fit the simple picture this module has."""
    without_class = [
        group.truth for table in tables for group in table if group.truth.scored and not group.truth.classed
    ]
    whole = [group.truth for group in tables[0]] if tables else []
    chosen = without_class or whole
    persons = sum(part.scored for part in chosen)
    unclassed = sum(part.total for part in chosen) / persons - measure.low if persons else 0.0
    made = [TableWorlds(measure, groups, unclassed, (-INFINITE, INFINITE)) for groups in tables]
    ranges = [one.risk_range() for one in made]
    if any(one is None for one in ranges):
        return [None] * len(made)
    known = [one for one in ranges if one is not None]
    for i, one in enumerate(made):
        others = known[:i] + known[i + 1 :]
        one.risk_scores = (max((o[0] for o in others), default=-INFINITE), min((o[1] for o in others), default=INFINITE))
    return list(made)
