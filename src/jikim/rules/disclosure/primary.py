"""Rules 1, 2, 2b and 6 for one group on its own. Never looks at its siblings: that is workplace.py and suppress.py."""

from __future__ import annotations

import math
from enum import StrEnum

from jikim.rules.disclosure.settings import Measure
from jikim.rules.disclosure.statistics import MeasureStatistics, coalition_size
from jikim.rules.words import Text

# Sums of scores carry rounding dust; a range that touches a cut-off within this counts as touching the wrong side.
DUST = 1e-7


class ShareForm(StrEnum):
    """How a share may be shown on its own."""

    EXACT = "exact"
    UNDER = "under"
    OVER = "over"


def share_form(count: int, n: int, minimum: int = 3) -> ShareForm:
    """Rule 2: exact only if at least `minimum` are on each side. Both sides small is shown as the smaller one's band."""
    if count >= minimum and n - count >= minimum:
        return ShareForm.EXACT
    return ShareForm.UNDER if count <= n - count else ShareForm.OVER


def band_percent(n: int, minimum: int = 3) -> int:
    """Width of rule 2's band in per cent: ⌈10·minimum/n⌉·10 (for 3 of n: ⌈30/n⌉·10), at most 100."""
    return min(100, math.ceil(10 * minimum / n) * 10)


def band_text(form: ShareForm, n: int, minimum: int = 3) -> Text:
    """Rule 2's band in words: "under 20 %" or its mirror."""
    width = band_percent(n, minimum)
    if form is ShareForm.UNDER:
        return Text(f"{width}% 미만", f"under {width} %")
    return Text(f"{100 - width}% 초과", f"over {100 - width} %")


def band_counts(form: ShareForm, n: int, minimum: int = 3) -> tuple[int, int]:
    """The counts an outsider who knows rule 2 reads from the band, both ends included."""
    return (0, minimum - 1) if form is ShareForm.UNDER else (n - minimum + 1, n)


def member_range(measure: Measure, n: int, total: float) -> tuple[float, float]:
    """Rule 2b: what n and the sum of scores prove about every member, in points (SCIENCE.md § 2.2b without s:
    Jikim's intervals use the season's spread, so that a group's own s is never recoverable).
    """
    width = measure.high - measure.low
    above = total - n * measure.low
    return measure.low + max(0.0, above - width * (n - 1)), measure.low + min(width, above)


def holds_both_sides(measure: Measure, low: float, high: float) -> bool:
    """Whether a range leaves both sides of every cut-off possible (at the cut-off is at risk)."""
    return not measure.cutoffs or (low < min(measure.cutoffs) - DUST and high > max(measure.cutoffs) - DUST)


def mean_is_safe(measure: Measure, stats: MeasureStatistics) -> bool:
    """Rule 2b: nobody's side of a cut-off follows from the mean."""
    if stats.scored < 1:
        return False
    return holds_both_sides(measure, *member_range(measure, stats.scored, stats.total))


def coalition_is_blind(measure: Measure, stats: MeasureStatistics) -> bool:
    """Rule 6: no coalition of c members who pool their own scores can prove another member's side of a cut-off."""
    n, c = stats.scored, coalition_size(stats.scored)
    if n <= c:
        return False
    lowest, highest = coalition_sums(measure, stats)
    low, _ = member_range(measure, n - c, stats.total - lowest)
    _, high = member_range(measure, n - c, stats.total - highest)
    return holds_both_sides(measure, low, high)


def coalition_sums(measure: Measure, stats: MeasureStatistics) -> tuple[float, float]:
    """Smallest and largest sum c members can have: exact if the vault gave them, else the bound
    |Σ_c x − c·m| ≤ √(SS·c(n−c)/n) (Cauchy–Schwarz), cut to what the scale allows.
    """
    n, c = stats.scored, coalition_size(stats.scored)
    spread = max(0.0, stats.squares - stats.total**2 / n)
    reach = math.sqrt(spread * c * (n - c) / n)
    middle = c * stats.total / n
    least = max(c * measure.low, stats.total - (n - c) * measure.high, middle - reach)
    most = min(c * measure.high, stats.total - (n - c) * measure.low, middle + reach)
    return (least if stats.lowest is None else stats.lowest, most if stats.highest is None else stats.highest)


def sums_leave_counts(
    measure: Measure, stats: MeasureStatistics, sums: tuple[float, float], counts: tuple[int, int]
) -> bool:
    """Whether a sum of scores known to lie in `sums` leaves every count at risk in `counts` possible (rule 3, jointly):
    persons at risk score at least the lowest cut-off, the others less than the highest, those without a class anything.
    """
    if not measure.cutoffs:
        return True
    width, unknown, floor = (
        measure.high - measure.low,
        stats.scored - stats.classed,
        stats.scored * measure.low,
    )
    least = counts[1] * (min(measure.cutoffs) - measure.low)
    most = (
        counts[0] * width
        + (stats.classed - counts[0]) * (max(measure.cutoffs) - measure.low)
        + unknown * width
    )
    return least <= sums[1] - floor + DUST and sums[0] - floor <= most + DUST
