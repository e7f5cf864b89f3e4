"""Cells as they are printed: value, band or reason. Whole points only, so that no decimals leak a sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jikim.rules.disclosure import reasons
from jikim.rules.disclosure.families import Counts, Shown, known_counts, protect_means, protect_shares
from jikim.rules.disclosure.primary import ShareForm, band_text
from jikim.rules.disclosure.reasons import Reason, Rule
from jikim.rules.disclosure.settings import Measure, Settings
from jikim.rules.disclosure.statistics import MeasureStatistics
from jikim.rules.words import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed cell. Exactly one of `value` (whole points, or per cent), `band` is set; neither if suppressed.

    `n` is the number of persons behind a value or band, `interval` a mean's 95 % interval in whole points.
    `reason` says which rule acted: on every suppressed figure and on every band.
    """

    value: int | None = None
    band: Text | None = None
    n: int | None = None
    interval: tuple[int, int] | None = None
    reason: Reason | None = None

    @property
    def status(self) -> str:
        return "published" if self.value is not None else "band" if self.band is not None else "suppressed"


def protected_shares(cells: list[Counts], settings: Settings, part_minimum: int) -> list[Shown]:
    top, parts = protect_shares(cells[0], cells[1:], whole_minimum=settings.whole_share_minimum,
                                part_minimum=part_minimum, share_minimum=settings.share_minimum)  # fmt: skip
    return [top, *parts]


def share_figures(
    cells: list[Counts], shown: list[Shown], settings: Settings, part_minimum: int
) -> list[Figure]:
    minimums = [settings.whole_share_minimum] + [part_minimum] * (len(cells) - 1)
    return [
        _share_figure(c, s, m, settings.share_minimum) for c, s, m in zip(cells, shown, minimums, strict=True)
    ]


def _share_figure(cell: Counts, shown: Shown, minimum: int, share_minimum: int) -> Figure:
    count, n = cell
    if shown.rule is Rule.COMPLEMENTARY:
        return Figure(reason=reasons.by_subtraction())
    if shown.hidden:
        return Figure(reason=reasons.too_few_for_shares(minimum))
    if shown.form is not ShareForm.EXACT:
        return Figure(
            band=band_text(shown.form, n, share_minimum), n=n, reason=reasons.share_in_band(share_minimum)
        )
    return Figure(value=whole_points(100 * count / n), n=n)


def mean_figures(
    measure: Measure,
    stats: list[MeasureStatistics],
    cells: list[Counts],
    shown: list[Shown],
    settings: Settings,
    small: Sequence[Sequence[MeasureStatistics]] = (),
) -> list[Figure]:
    """The means of a whole and its parts; `small[i]` are the groups under the minimum that part i was merged from."""
    banded = [s.form is not ShareForm.EXACT and not s.hidden for s in shown]
    counts = [known_counts(c, s, settings.share_minimum) if b else None
              for c, s, b in zip(cells, shown, banded, strict=True)]  # fmt: skip
    top, parts = protect_means(measure, stats[0], stats[1:], counts,
                               whole_minimum=settings.whole_minimum, part_minimum=settings.unit_minimum,
                               small=small)  # fmt: skip
    minimums = [settings.whole_minimum] + [settings.unit_minimum] * len(parts)
    return [_mean_figure(measure, s, rule, m, settings.z)
            for s, rule, m in zip(stats, [top, *parts], minimums, strict=True)]  # fmt: skip


def _mean_figure(
    measure: Measure, stats: MeasureStatistics, rule: Rule | None, minimum: int, z: float
) -> Figure:
    if rule is Rule.PRIMARY:
        return Figure(reason=reasons.too_few(minimum))
    if rule is Rule.COMPLEMENTARY:
        return Figure(reason=reasons.by_subtraction())
    if rule is Rule.SHARE:
        return Figure(reason=reasons.beside_band())
    if rule is not None:
        return Figure(reason=reasons.single_persons(rule))
    value = whole_points(stats.total / stats.scored)
    return Figure(value=value, n=stats.scored, interval=_interval(measure, value, stats.scored, z))


def _interval(measure: Measure, value: int, n: int, z: float) -> tuple[int, int] | None:
    """Around the printed mean, from the season's spread: neither the mean's decimals nor the group's own s shows."""
    if measure.spread is None:
        return None
    half = z * measure.spread / float(n**0.5)
    return whole_points(max(measure.low, value - half)), whole_points(min(measure.high, value + half))


def whole_points(value: float) -> int:
    """Printed figures are whole, half to even."""
    return round(value)
