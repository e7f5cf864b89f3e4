"""What a workplace is compared with: the season's, a sector's, a size class's and an occupation's figures, protected too.

A cell is made from the workplaces whose own result may be shown. The others enter only the season's cell, all together,
and only if their sum, and what was added to it since each earlier reference, may be shown on its own. So neither what is
published nor an earlier or overlapping cell, subtracted from a cell, leaves a workplace that was hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jikim.areas.statistics.actions.dependability import ANSWERS, WORKPLACES, agreement, reliability
from jikim.rules.disclosure import (
    GroupStatistics,
    Measure,
    MeasureStatistics,
    Settings,
    WorkplaceRelease,
    pool,
)
from jikim.rules.disclosure.primary import ShareForm, coalition_is_blind, mean_is_safe, share_form
from jikim.rules.scoring import Instrument
from jikim.vault.aggregate import ItemCounts, SeasonStatistics

#: and what is hidden enters only from this many workplaces and persons on
HIDDEN_WORKPLACES, HIDDEN_ANSWERS = 2, 10
#: an occupation's items are counted anew when its answers have grown by this much, told in tens: ten people or more
GROWN = 20
#: items named as most often reported
ITEMS = 5
SIZES: tuple[tuple[str, int], ...] = (("10-29", 30), ("30-99", 100), ("100-299", 300), ("300+", 10**9))


@dataclass(frozen=True, slots=True)
class Member:
    """A workplace's part in a reference: its sums, and what its own release shows."""

    statistics: GroupStatistics
    release: WorkplaceRelease
    sector: str
    size: str
    #: number of the first reference it entered
    since: int = 1
    #: its tables besides units, by variable
    tables: Mapping[str, WorkplaceRelease] = field(default_factory=dict)


def size_class(service_workers: int) -> str:
    """Size by customer service workers."""
    return next(key for key, below in SIZES if service_workers < below)


def spreads(wholes: Iterable[GroupStatistics], instrument: Instrument) -> dict[str, float | None]:
    """The season's pooled standard deviation of persons within workplaces, per subscale, to one decimal."""
    groups = [group for group in wholes if group.measures]
    out: dict[str, float | None] = {}
    for subscale in instrument.subscales:
        parts = [group.measures[subscale.key] for group in groups if group.measures[subscale.key].scored > 1]
        freedom = sum(part.scored - 1 for part in parts)
        within = sum(part.squares - part.total**2 / part.scored for part in parts)
        out[subscale.key] = round((within / freedom) ** 0.5, 1) if freedom >= ANSWERS else None
    return out


def reference_content(
    members: Mapping[str, Member], season: SeasonStatistics, settings: Settings, instrument: Instrument,
    earlier: Mapping[str, Any] | None = None, *, hidden_enter: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """The reference as it is stored: whole points and per cents only. `earlier` is the content of the one before it.

    hidden_enter    False: only what is printed enters any cell, because an earlier reference's hidden part shrank
    """
    everyone = list(members.values())
    shown = [member for member in everyone if member.release.whole is not None]
    cells = _Cells(settings, [subscale.key for subscale in instrument.subscales], hidden_enter=hidden_enter)
    told = _told(season.items)
    jobs = {entry.job for entry in told if entry.job}
    before = (earlier or {}).get("items", {})
    return {
        # only those whose own count is printed: a total less the printed ones would count the others
        "workplaces": len(shown),
        "answered": sum(member.statistics.answered for member in shown),
        "offered": sum(member.statistics.offered or 0 for member in shown),
        "provisional": season.provisional,
        "minimums": {
            "whole": settings.whole_minimum, "unit": settings.unit_minimum, "share": settings.share_minimum,
            "whole_share": settings.whole_share_minimum,
        },
        "spread": {key: measure.spread for key, measure in settings.measures.items()},
        "season": cells.of([(m, m.statistics) for m in everyone]),
        "sectors": cells.by(everyone, lambda m: m.sector),
        "sizes": cells.by(everyone, lambda m: m.size),
        "jobs": {job: cell for job in sorted(jobs) if (cell := cells.of(_of_job(members, season, job)))},
        "items": {entry.job: _items(entry, instrument, before.get(entry.job)) for entry in told},
        "reliability": reliability(season, instrument),
        "agreement": agreement([member.statistics for member in everyone], instrument),
    }  # fmt: skip


class _Cells:
    """Makes protected cells of one season."""

    def __init__(self, settings: Settings, measures: Sequence[str], *, hidden_enter: bool) -> None:
        self.settings, self.measures, self.hidden_enter = settings, measures, hidden_enter

    def by(self, members: Sequence[Member], key: Callable[[Member], str]) -> dict[str, Any]:
        groups: dict[str, list[tuple[Member, GroupStatistics]]] = {}
        for member in members:
            if member.release.whole is not None:
                groups.setdefault(key(member), []).append((member, member.statistics))
        return {name: cell for name, part in sorted(groups.items()) if name and (cell := self.of(part, shown_only=True))}

    def of(self, parts: Sequence[tuple[Member, GroupStatistics]], *, shown_only: bool = False) -> dict[str, Any] | None:
        """One cell: per subscale mean and share, each None where it stands on too little."""
        present = [(member, group) for member, group in parts if group.answered]
        if len(present) < WORKPLACES or sum(group.answered for _, group in present) < ANSWERS:
            return None
        return {
            key: {"mean": self._mean(key, present, shown_only), "share": self._share(key, present, shown_only)}
            for key in self.measures
        }

    def _mean(self, key: str, parts: Sequence[tuple[Member, GroupStatistics]], shown_only: bool) -> dict[str, int] | None:
        measure = self.settings.measures.get(key, Measure(key))

        def safe(hidden: MeasureStatistics) -> bool:
            return self.hidden_enter and not shown_only and mean_is_safe(measure, hidden) and coalition_is_blind(measure, hidden)

        found = _chosen(key, parts, "means", lambda stats: stats.scored, safe)
        if found is None:
            return None
        stats, workplaces = found
        return {"value": round(stats.total / stats.scored), "n": stats.scored, "workplaces": workplaces}

    def _share(self, key: str, parts: Sequence[tuple[Member, GroupStatistics]], shown_only: bool) -> dict[str, int] | None:
        def safe(hidden: MeasureStatistics) -> bool:
            return self.hidden_enter and not shown_only and share_form(hidden.at_risk, hidden.classed) is ShareForm.EXACT

        found = _chosen(key, parts, "shares", lambda stats: stats.classed, safe)
        if found is None:
            return None
        stats, workplaces = found
        return {"value": round(100 * stats.at_risk / stats.classed), "n": stats.classed, "workplaces": workplaces}


def _chosen(
    key: str, parts: Sequence[tuple[Member, GroupStatistics]], block: str,
    size: Callable[[MeasureStatistics], int], safe: Callable[[MeasureStatistics], bool],
) -> tuple[MeasureStatistics, int] | None:  # fmt: skip
    """The sums a cell is made from, and of how many workplaces; None where they are too few."""
    shown: list[MeasureStatistics] = []
    hidden: list[tuple[int, MeasureStatistics]] = []
    for member, group in parts:
        stats = group.measures.get(key)
        if stats is None or not size(stats):
            continue
        # a part of a workplace is not printed, even where the whole is
        if group.answered == member.statistics.answered and _published(member, block, key):
            shown.append(stats)
        else:
            hidden.append((member.since, stats))
    # since each earlier reference: a reader may hold it and subtract
    added = [[stats for since, stats in hidden if since > first] for first in {0, *(since for since, _ in hidden)}]
    if all(
        len(part) >= HIDDEN_WORKPLACES and sum(map(size, part)) >= HIDDEN_ANSWERS and safe(_sum(part)) for part in added if part
    ):
        shown += [stats for _, stats in hidden]
    if len(shown) < WORKPLACES or sum(map(size, shown)) < ANSWERS:
        return None
    return _sum(shown), len(shown)


def _published(member: Member, block: str, key: str) -> bool:
    whole = member.release.whole
    return whole is not None and getattr(whole, block)[key].status == "published"


def _sum(parts: Sequence[MeasureStatistics]) -> MeasureStatistics:
    return pool("", [GroupStatistics("", 0, {"m": part}) for part in parts]).measures["m"]


def _of_job(members: Mapping[str, Member], season: SeasonStatistics, job: str) -> list[tuple[Member, GroupStatistics]]:
    return [
        (members[key], group)
        for key, statistics in season.rounds.items() if key in members
        for group in statistics.jobs if group.key == job
    ]  # fmt: skip


def _told(items: Sequence[ItemCounts]) -> tuple[ItemCounts, ...]:
    """The season and its occupations, but for one when the season less all of them would leave a few people."""
    if not items:
        return ()
    whole, *jobs = items
    jobs.sort(key=lambda entry: (-entry.answered, entry.job))
    if jobs and 0 < whole.answered - sum(entry.answered for entry in jobs) < HIDDEN_ANSWERS:
        jobs.pop()
    return (whole, *jobs)


def _items(entry: ItemCounts, instrument: Instrument, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """What was most often answered on the unfavourable side, over workplaces: whole per cents.

    An occupation that grew by a few keeps what was said before: the difference would be theirs.
    """
    tens = entry.answered // 10 * 10
    if entry.job and before and tens - before.get("tens", tens) < GROWN:
        return dict(before)
    shares = sorted(
        (-(bad / asked), key)
        for key, asked, bad in zip(instrument.item_keys, entry.asked, entry.unfavourable, strict=True)
        if asked >= ANSWERS
    )
    return {
        "workplaces": entry.rounds, "tens": tens,
        "top": [{"item": key, "share": round(-100 * share)} for share, key in shares[:ITEMS]],
    }  # fmt: skip
