"""One figure over a whole and its parts: what to hide so that subtracting the parts from the whole proves nothing.

Pure and exact for one whole and one partition, which is what a workplace's report shows; overlapping tables go
through audit.py. Never decides which groups exist: workplace.py does, by rules 1 and 4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jikim.rules.disclosure.primary import (
    ShareForm,
    band_counts,
    coalition_is_blind,
    holds_both_sides,
    mean_is_safe,
    share_form,
    sums_leave_counts,
)
from jikim.rules.disclosure.reasons import Rule
from jikim.rules.disclosure.settings import Measure
from jikim.rules.disclosure.statistics import GroupStatistics, MeasureStatistics, pool

Counts = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """How one cell comes out: exact (`rule` None), as a band (`form`), or hidden by `rule`."""

    rule: Rule | None = None
    form: ShareForm = ShareForm.EXACT

    @property
    def hidden(self) -> bool:
        return self.rule is not None


def hide_siblings(order: Sequence[int], hidden: set[int], safe: Callable[[set[int]], bool]) -> set[int]:
    """The first siblings of `order` to hide as well until `safe`; all of them if nothing less will do."""
    more = set(hidden)
    for index in order:
        if safe(more):
            break
        more.add(index)
    return more - hidden


def _by_size(sizes: Sequence[int], among: set[int]) -> list[int]:
    return sorted(among, key=lambda i: (sizes[i], i))


# Shares: a cell is (how many at risk, how many classed).


def protect_shares(
    whole: Counts, parts: Sequence[Counts], *, whole_minimum: int, part_minimum: int, share_minimum: int
) -> tuple[Shown, list[Shown]]:
    """Rules 1, 2 and 3 for the shares of a whole and of its parts."""
    top = _share_alone(whole, whole_minimum, share_minimum)
    shown = [Shown(Rule.SHARE) if top.hidden else _share_alone(p, part_minimum, share_minimum) for p in parts]
    sizes = [n for _, n in parts]
    exact = {i for i, s in enumerate(shown) if s == Shown()}
    few = {i for i, s in enumerate(shown) if s.hidden}

    def drawn(unshown: set[int]) -> list[Shown]:
        return [Shown(Rule.COMPLEMENTARY) if i in unshown - few else s for i, s in enumerate(shown)]

    # Exact shares give way first; only where that is not enough do bands (two of them can pin each other).
    order = _by_size(sizes, exact) + _by_size(sizes, set(range(len(parts))) - exact - few)
    more = hide_siblings(order, few, lambda h: shares_hold(whole, top, parts, drawn(h), share_minimum))
    return top, drawn(few | more)


def _share_alone(cell: Counts, minimum: int, share_minimum: int) -> Shown:
    count, n = cell
    if n < max(minimum, 2 * share_minimum):
        return Shown(Rule.PRIMARY)
    return Shown(form=share_form(count, n, share_minimum))


def known_counts(cell: Counts, shown: Shown, share_minimum: int) -> tuple[int, int]:
    """What the printed cell alone says about its count."""
    count, n = cell
    if shown.hidden:
        return 0, n
    return (count, count) if shown.form is ShareForm.EXACT else band_counts(shown.form, n, share_minimum)


def provable_counts(whole: tuple[int, int], parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bounds on each part's count from bounds on the whole and on all parts (exact: one equation, integers)."""
    low, high = sum(p[0] for p in parts), sum(p[1] for p in parts)
    return [(max(p[0], whole[0] - (high - p[1])), min(p[1], whole[1] - (low - p[0]))) for p in parts]


def shares_hold(
    whole: Counts, top: Shown, parts: Sequence[Counts], shown: Sequence[Shown], share_minimum: int
) -> bool:
    """Whether no printed band can be narrowed, and no hidden share is proven closer than a band would print it."""
    known = [known_counts(c, s, share_minimum) for c, s in zip(parts, shown, strict=True)]
    proven = provable_counts(known_counts(whole, top, share_minimum), known)
    for (count, n), state, alone, (low, high) in zip(parts, shown, known, proven, strict=True):
        if not state.hidden:
            if (low, high) != alone:
                return False
        elif _is_primary(count, n, state, share_minimum) and high - low < min(n, share_minimum - 1):
            return False
    return True


def _is_primary(count: int, n: int, state: Shown, share_minimum: int) -> bool:
    return state.rule is Rule.PRIMARY or min(count, n - count) < share_minimum


# Means: a cell is its measure's statistics; `counts` is what the printed share says about its count at risk.


def protect_means(
    measure: Measure,
    whole: MeasureStatistics,
    parts: Sequence[MeasureStatistics],
    counts: Sequence[Counts | None],
    *,
    whole_minimum: int,
    part_minimum: int,
    small: Sequence[Sequence[MeasureStatistics]] = (),
) -> tuple[Rule | None, list[Rule | None]]:
    """Rules 1, 2b, 3 and 6 for the means of a whole (`counts[0]`) and of its parts; None is shown, else what hid it.

    `small[i]` are the groups under the minimum that part i was merged from: its mean must not give theirs away.
    """
    top = _mean_alone(measure, whole, whole_minimum, counts[0])
    if top is not None:
        return top, [top for _ in parts]
    inside = small or [()] * len(parts)
    rules = [_mean_alone(measure, p, part_minimum, c) or _beside_members(measure, p, few)
             for p, c, few in zip(parts, counts[1:], inside, strict=True)]  # fmt: skip
    primary = {i for i, rule in enumerate(rules) if rule is not None}

    def safe(hidden: set[int]) -> bool:
        within = [member for i in hidden for member in inside[i]]
        return _residual_is_safe(measure, [parts[i] for i in sorted(hidden)], part_minimum, within)

    order = _by_size([p.scored for p in parts], set(range(len(parts))) - primary)
    for index in hide_siblings(order, primary, safe) if primary else ():
        rules[index] = Rule.COMPLEMENTARY
    return None, rules


def _mean_alone(
    measure: Measure, stats: MeasureStatistics, minimum: int, counts: Counts | None
) -> Rule | None:
    if stats.scored < minimum:
        return Rule.PRIMARY
    if not mean_is_safe(measure, stats):
        return Rule.MEAN
    if not coalition_is_blind(measure, stats):
        return Rule.COLLUSION
    if counts is not None and not sums_leave_counts(measure, stats, (stats.total, stats.total), counts):
        return Rule.SHARE
    return None


def _beside_members(
    measure: Measure, merged: MeasureStatistics, members: Sequence[MeasureStatistics]
) -> Rule | None:
    """A small group that is most of a merged one has nearly its mean."""
    open_ = all(
        holds_both_sides(measure, *_provable_mean(measure, merged, one)) for one in members if one.scored
    )
    return None if open_ else Rule.COMPLEMENTARY


def _residual_is_safe(
    measure: Measure,
    hidden: Sequence[MeasureStatistics],
    minimum: int,
    within: Sequence[MeasureStatistics] = (),
) -> bool:
    """Whole minus the printed parts is known: it must be at least two parts, pass as a group, and leave each open,
    the small groups `within` them too.
    """
    rest = pool("", [GroupStatistics(str(i), p.scored, {"m": p}) for i, p in enumerate(hidden)]).measures["m"]
    if len(hidden) < 2 or _mean_alone(measure, rest, minimum, None) is not None:
        return False
    few = [p for p in (*hidden, *within) if 0 < p.scored < minimum]
    return all(holds_both_sides(measure, *_provable_mean(measure, rest, p)) for p in few)


def _provable_mean(measure: Measure, rest: MeasureStatistics, part: MeasureStatistics) -> tuple[float, float]:
    others = rest.scored - part.scored
    return (
        max(measure.low, (rest.total - others * measure.high) / part.scored),
        min(measure.high, (rest.total - others * measure.low) / part.scored),
    )
