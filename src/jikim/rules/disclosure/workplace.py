"""A workplace's report: which groups, which figures, which form, and which rule hid the rest (SCIENCE.md § 2).

The only door between a workplace's statistics and its report. Never prints a group that rules 1 to 4 and 6 refuse.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from jikim.rules.disclosure import reasons
from jikim.rules.disclosure.figures import Figure, mean_figures, protected_shares, share_figures
from jikim.rules.disclosure.reasons import Reason
from jikim.rules.disclosure.settings import Measure, Settings
from jikim.rules.disclosure.statistics import CountStatistics, GroupStatistics, MeasureStatistics, pool

OTHER = "other"
NOT_SCORED = MeasureStatistics(0, 0.0, 0.0, 0, 0)
NOT_ASKED = CountStatistics(0, 0)


class ReportForm(StrEnum):
    """The three reports: with units, the whole workplace only, or no figures of its own."""

    FULL = "full"
    WHOLE_ONLY = "whole_only"
    NO_FIGURES = "no_figures"


@dataclass(frozen=True, slots=True)
class GroupRelease:
    """What may be printed of the whole workplace, of one unit, or of the units merged into `other`."""

    key: str
    members: tuple[str, ...]
    answered: int
    offered: int | None
    means: Mapping[str, Figure] = field(default_factory=dict)
    shares: Mapping[str, Figure] = field(default_factory=dict)
    counts: Mapping[str, Figure] = field(default_factory=dict)

    @property
    def merged(self) -> bool:
        return len(self.members) > 1


@dataclass(frozen=True, slots=True)
class WorkplaceRelease:
    """Everything the report may know. `whole` is None only in the form without figures; `offered` is always known."""

    form: ReportForm
    offered: int | None
    whole: GroupRelease | None
    units: tuple[GroupRelease, ...]
    notes: tuple[Reason, ...]


def protect_workplace(
    whole: GroupStatistics,
    units: Sequence[GroupStatistics],
    settings: Settings,
    merged_before: Collection[str] = (),
) -> WorkplaceRelease:
    """The release of one workplace and round.

    `units` are a partition of `whole` ("not given" is a unit); empty if units were not asked. `merged_before` are the
    units an earlier round showed as `other`: they stay there (rule 5: the same partition, or a coarser one).
    Errors: ValueError if units do not add up, or if one is named `other` or twice.
    """
    _check_partition(whole, units)
    if whole.answered < settings.whole_minimum:
        note = reasons.too_few(settings.whole_minimum)
        return WorkplaceRelease(ReportForm.NO_FIGURES, whole.offered, None, (), (note,))
    parts, notes = roll_up(units, settings, merged_before)
    few = {u.key: u for u in units if u.answered < settings.unit_minimum}
    small = [[few[key] for key in members if key in few] for _, members in parts]
    releases = _release(whole, [group for group, _ in parts], settings, small)
    printed = tuple(replace(r, members=members) for r, (_, members) in zip(releases[1:], parts, strict=True))
    form = ReportForm.FULL if printed else ReportForm.WHOLE_ONLY
    acting = _acting(releases)
    return WorkplaceRelease(form, whole.offered, releases[0], printed, tuple(notes) + acting)


def roll_up(
    units: Sequence[GroupStatistics], settings: Settings, merged_before: Collection[str] = ()
) -> tuple[list[tuple[GroupStatistics, tuple[str, ...]]], list[Reason]]:
    """Rule 4: units under the minimum, then the next smallest until two are merged and they pass it, become `other`.

    Returns the groups to print with what each holds (none if fewer than two would be left) and what to say about it.
    """
    minimum = settings.unit_minimum
    small = [u for u in units if u.answered < minimum or u.key in merged_before]
    rest = sorted((u for u in units if u not in small), key=lambda u: (u.answered, u.key))
    while small and rest and (len(small) < 2 or sum(u.answered for u in small) < minimum):
        small.append(rest.pop(0))
    if len(rest) + bool(small) < 2:
        return [], ([reasons.one_group_only(minimum)] if len(units) > 1 else [])
    merged = {u.key for u in small}
    printed: list[tuple[GroupStatistics, tuple[str, ...]]] = [
        (u, (u.key,)) for u in units if u.key not in merged
    ]
    if not small:
        return printed, []
    names = tuple(u.key for u in units if u.key in merged)
    return [*printed, (pool(OTHER, small), names)], [reasons.rolled_up(", ".join(names), minimum)]


def _check_partition(whole: GroupStatistics, units: Sequence[GroupStatistics]) -> None:
    keys = [u.key for u in units]
    if len(set(keys)) != len(keys) or OTHER in keys:
        raise ValueError(f"units need names of their own, none of them {OTHER!r}: {keys}")
    if not units:
        return
    sums = pool(whole.key, units)
    if sums.answered != whole.answered:
        raise ValueError(f"units of {whole.key} hold {sums.answered} answers, the whole {whole.answered}")
    for key, stats in whole.measures.items():
        part = sums.measures.get(key)
        if part is None or (part.scored, part.classed, part.at_risk) != (
            stats.scored,
            stats.classed,
            stats.at_risk,
        ):
            raise ValueError(f"units of {whole.key} do not add up to the whole in {key}")
        if abs(part.total - stats.total) > 1e-6 * max(1.0, abs(stats.total)):
            raise ValueError(f"units of {whole.key} do not add up to the whole's sum in {key}")
    for key, count in whole.counts.items():
        if sums.counts.get(key) != count:
            raise ValueError(f"units of {whole.key} do not add up to the whole in {key}")


def _release(
    whole: GroupStatistics, parts: list[GroupStatistics], settings: Settings, small: list[list[GroupStatistics]]
) -> list[GroupRelease]:
    groups = [whole, *parts]
    blank: list[dict[str, Figure]] = [{} for _ in groups]
    means, shares, counts = blank, [dict(b) for b in blank], [dict(b) for b in blank]
    for key in whole.measures:
        stats = [g.measures.get(key, NOT_SCORED) for g in groups]
        cells = [(s.at_risk, s.classed) for s in stats]
        shown = protected_shares(cells, settings, settings.unit_minimum)
        _place(shares, key, share_figures(cells, shown, settings, settings.unit_minimum))
        measure = settings.measures.get(key, Measure(key))
        inside = [[u.measures.get(key, NOT_SCORED) for u in few] for few in small]
        _place(means, key, mean_figures(measure, stats, cells, shown, settings, inside))
    for key in whole.counts:
        asked = [g.counts.get(key, NOT_ASKED) for g in groups]
        cells = [(c.yes, c.asked) for c in asked]
        shown = protected_shares(cells, settings, settings.abuse_minimum)
        _place(counts, key, share_figures(cells, shown, settings, settings.abuse_minimum))
    return [GroupRelease(g.key, (g.key,), g.answered, g.offered, means[i], shares[i], counts[i])
            for i, g in enumerate(groups)]  # fmt: skip


def _place(blocks: list[dict[str, Figure]], key: str, figures: list[Figure]) -> None:
    for block, figure in zip(blocks, figures, strict=True):
        block[key] = figure


def _acting(releases: Sequence[GroupRelease]) -> tuple[Reason, ...]:
    """Each rule that hid or coarsened a figure, once, in the order of the figures."""
    figures = (f for r in releases for block in (r.means, r.shares, r.counts) for f in block.values())
    return tuple(dict.fromkeys(f.reason for f in figures if f.reason is not None))
