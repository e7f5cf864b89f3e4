"""The season's figures for disclosure control. Product releases never go below 5."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FLOOR = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """A score that may be shown as a mean.

    `cutoffs` are all published cut-offs (men's and women's); `spread` is the *season's* pooled standard deviation
    of persons, the only one an interval may use: a workplace's own would give away its members (SCIENCE.md § 2.6).
    Points run from `low` to `high`.
    """

    key: str
    cutoffs: tuple[float, ...] = ()
    spread: float | None = None
    low: float = 0.0
    high: float = 100.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Minimum group sizes (persons) and the measures. Errors: ValueError for a minimum under 5."""

    measures: Mapping[str, Measure] = field(default_factory=dict)
    unit_minimum: int = 10
    whole_minimum: int = 5
    whole_share_minimum: int = 10
    abuse_minimum: int = 20
    share_minimum: int = 3
    z: float = 1.959964

    def __post_init__(self) -> None:
        if min(self.unit_minimum, self.whole_minimum) < FLOOR:
            raise ValueError(
                f"no group under {FLOOR} may be shown (unit {self.unit_minimum}, whole {self.whole_minimum})"
            )
        if self.unit_minimum < self.whole_minimum or self.whole_share_minimum < 2 * FLOOR:
            raise ValueError(
                "units need at least the whole workplace's minimum, and its shares at least 10 persons"
            )
        if self.share_minimum < 3 or self.abuse_minimum < self.unit_minimum:
            raise ValueError("a share needs 3 on each side, and an abuse item at least the unit's minimum")
