"""Measures: what an employer can do, what it answers, what it takes, and how one sees that it was done and that it helped."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jikim.rules.library.entry import Effort, Factor, Level, Origin, Subject, TimeNeeded
from jikim.rules.words import Text


class Cost(StrEnum):
    """Money of the first year, wages of those already employed left out."""

    FREE = "free"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> Text:
        return {
            "free": Text("비용 없음", "No cost"), "low": Text("100만 원 미만", "Under 1 million won"),
            "medium": Text("100만~1,000만 원", "1 to 10 million won"), "high": Text("1,000만 원 이상", "10 million won or more"),
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    occupations  keys of occupations; empty: fits all
    from_size    fewest workers of a workplace it makes sense for
    done, effect what counts as evidence that it is done, and that it works
    elsewhere    kind of place where this is done; never a named company
    first_for    subscale for which a workplace's report may name it, with its rank there (0: not named)
    """

    key: str
    title: Text
    what: Text
    factors: tuple[Factor, ...]
    subjects: tuple[Subject, ...]
    occupations: tuple[str, ...]
    level: Level
    effort: Effort
    time: TimeNeeded
    cost: Cost
    from_size: int
    steps: tuple[Text, ...]
    done: Text
    effect: Text
    elsewhere: Text
    first_for: str
    first_rank: int
    origin: Origin

    def fits(self, occupation: str = "", workers: int | None = None) -> bool:
        """Whether it makes sense there; an empty occupation or unknown size excludes nothing."""
        right_job = not occupation or not self.occupations or occupation in self.occupations
        return right_job and (workers is None or workers >= self.from_size)


@dataclass(frozen=True, slots=True)
class Measures:
    """One file of measures in one immutable version."""

    id: str
    version: str
    title: Text
    measures: tuple[Measure, ...]
