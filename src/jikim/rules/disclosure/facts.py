"""What a workplace's release tells an outsider, as facts for the attacker: exactly what is printed, nothing more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jikim.rules.disclosure.figures import Figure
from jikim.rules.disclosure.joint import EVERYBODY, Attack, Group, JointAttack, Known, Quantity
from jikim.rules.disclosure.margins import MarginAttack
from jikim.rules.disclosure.primary import ShareForm, band_counts, band_text
from jikim.rules.disclosure.settings import Measure, Settings
from jikim.rules.disclosure.statistics import CountStatistics, GroupStatistics, MeasureStatistics, pool
from jikim.rules.disclosure.workplace import GroupRelease, WorkplaceRelease
from jikim.rules.disclosure.worlds import Shown, TableWorlds, table_worlds
from jikim.rules.words import Text

DUST = 1e-6
CROSS = " × "


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a release proves that it must not: of which group, in which measure, and what."""

    measure: str
    group: str
    what: Text


def group_of(variable: str, members: Sequence[str]) -> Group:
    """The persons of these groups of a table; `unit × sex` holds groups like `U1 × F`."""
    names = variable.split(CROSS)
    if len(names) == 1:  # a unit's own name may hold the sign
        return [{variable: member} for member in members]
    return [dict(zip(names, member.split(CROSS), strict=True)) for member in members]


def categories_of(groups: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Every single variable's categories, in the order met, from all tables, crossed ones included."""
    found: dict[str, dict[str, None]] = {}
    for variable, members in groups.items():
        for name in variable.split(CROSS):
            found.setdefault(name, {})
        for way in group_of(variable, members):
            for name, value in way.items():
                found[name][value] = None
    return {name: list(values) or ["-"] for name, values in found.items()}


def facts_of(release: WorkplaceRelease, variable: str, measure: str, settings: Settings) -> list[Known]:
    """What the printed release says about one measure, units being the categories of `variable`."""
    if release.whole is None:
        most = settings.whole_minimum - 1
        return [Known(EVERYBODY, Quantity.PERSONS, 0, most)]
    known = list(_facts_of_group(EVERYBODY, release.whole, measure, settings))
    for unit in release.units:
        known += _facts_of_group(group_of(variable, unit.members), unit, measure, settings)
    return known


def _facts_of_group(group: Group, release: GroupRelease, measure: str, settings: Settings) -> Iterator[Known]:
    yield Known(group, Quantity.PERSONS, release.answered, release.answered)
    mean, share = release.means.get(measure), _share_of(release, measure)
    if mean is not None and mean.value is not None and mean.n is not None:
        yield Known(group, Quantity.SCORED, mean.n, mean.n)
        yield Known(group, Quantity.SCORES, (mean.value - 0.5) * mean.n, (mean.value + 0.5) * mean.n)
    if share is not None and share.n is not None:
        low, high = printed_counts(share, share.n, settings.share_minimum)
        yield Known(group, Quantity.CLASSED, share.n, share.n)
        yield Known(group, Quantity.AT_RISK, low, high)


def printed_counts(share: Figure, n: int, share_minimum: int) -> tuple[int, int]:
    """The counts that print like this share, by rounding or by band."""
    if share.value is not None:
        same = [c for c in range(n + 1) if round(100 * c / n) == share.value]
        return same[0], same[-1]
    under = share.band == band_text(ShareForm.UNDER, n, share_minimum)
    return band_counts(ShareForm.UNDER if under else ShareForm.OVER, n, share_minimum)


def attack_release(
    tables: Mapping[str, tuple[WorkplaceRelease, Sequence[GroupStatistics]]], settings: Settings, *,
    insider: bool = False, items: bool = True, only: Collection[str] | None = None,
) -> list[Finding]:  # fmt: skip
    """What overlapping tables of one workplace prove together against the rules; empty if they hold.

    `tables` maps each variable (unit, sex, "unit × sex", …) to its release and to the true statistics of its groups: these say
    which groups are small, but the attacker is not told them; an `insider` knows how many of each answered. Printed
    bands must keep all their counts; a group under the minimum must keep its mean open on both sides of every cut-off
    and its count at risk unknown by two or more. Yes/no `items` are attacked like shares;
    `only` these measures and items, if given.
    """
    found: list[Finding] = []
    categories = categories_of({v: [u.key for u in units] for v, (_, units) in tables.items()})
    asked = dict.fromkeys(key for release, _ in tables.values() if release.whole for key in release.whole.counts)
    for measure in (*settings.measures.values(), *(Measure(key) for key in asked if items)):
        if (only is not None and measure.key not in only) or not _anything_at_stake(tables, measure.key, settings):
            continue
        known = [
            f for variable, (release, _) in tables.items() for f in facts_of(release, variable, measure.key, settings)
        ]
        if insider:
            known += [
                Known(group_of(variable, (unit.key,)), Quantity.PERSONS, unit.answered, unit.answered)
                for variable, (_, units) in tables.items() for unit in units
            ]  # fmt: skip
        worlds = _worlds_of(tables, measure, settings)
        attack = _attacker(categories, measure, known, crossed=any(CROSS in variable for variable in tables))
        for variable, (release, units) in tables.items():
            found += _narrowed_bands(attack, release, variable, measure, settings, worlds.get(variable))
            # A table not shown at all promises nothing: nine of a unit of ten have nearly its mean, whatever is done.
            if release.units:
                found += _proven_small_groups(attack, release, units, variable, measure, settings, worlds.get(variable))
    return list(dict.fromkeys(found))


def _worlds_of(
    tables: Mapping[str, tuple[WorkplaceRelease, Sequence[GroupStatistics]]], measure: Measure, settings: Settings
) -> dict[str, TableWorlds | None]:
    """The short way for plain tables whose groups the release shows all; none where a table is crossed or partly shown."""
    shown: dict[str, list[Shown]] = {}
    for variable, (release, units) in tables.items():
        if not release.units:
            continue
        truth = {unit.key: unit for unit in units}
        if CROSS in variable or {member for group in release.units for member in group.members} != set(truth):
            return {}
        shown[variable] = [
            _shown(group, pool(group.key, [truth[member] for member in group.members]), measure.key, settings)
            for group in release.units
        ]
    return dict(zip(shown, table_worlds(measure, list(shown.values())), strict=True))


def _shown(group: GroupRelease, truth: GroupStatistics, key: str, settings: Settings) -> Shown:
    statistics, share = _statistics(truth, key), _share_of(group, key)
    told = share is not None and share.n is not None
    counts = printed_counts(share, share.n, settings.share_minimum) if told else (0, statistics.classed)  # type: ignore[union-attr,arg-type]
    return Shown(statistics, counts)


def _statistics(group: GroupStatistics, key: str) -> MeasureStatistics:
    """A yes/no item as a measure whose scores are not known."""
    if key in group.measures:
        return group.measures[key]
    count = group.counts.get(key, CountStatistics(0, 0))
    return MeasureStatistics(count.asked, 50.0 * count.asked, 0.0, count.asked, count.yes)


def _attacker(
    categories: Mapping[str, Sequence[str]], measure: Measure, known: Sequence[Known], *, crossed: bool
) -> Attack:
    """Plain tables meet in their totals only; crossed ones need every combination."""
    return JointAttack(categories, measure, known) if crossed else MarginAttack(categories, measure, known)


def _anything_at_stake(
    tables: Mapping[str, tuple[WorkplaceRelease, Sequence[GroupStatistics]]], key: str, settings: Settings
) -> bool:
    """Whether this measure has a band, or a small group beside printed ones: all that an attack could find."""
    for release, units in tables.values():
        groups = (*release.units, *((release.whole,) if release.whole else ()))
        if any((share := _share_of(group, key)) is not None and share.band is not None for group in groups):
            return True
        if release.units and any(0 < unit.answered < _minimum(key, settings) for unit in units):
            return True
    return False


def _minimum(key: str, settings: Settings) -> int:
    return settings.unit_minimum if key in settings.measures else settings.abuse_minimum


def _share_of(group: GroupRelease, key: str) -> Figure | None:
    return group.shares.get(key) or group.counts.get(key)


def _narrowed_bands(
    attack: Attack, release: WorkplaceRelease, variable: str, measure: Measure, settings: Settings,
    worlds: TableWorlds | None,
) -> Iterator[Finding]:  # fmt: skip
    for place, unit in enumerate((release.whole, *release.units), -1):
        share = None if unit is None else _share_of(unit, measure.key)
        if unit is None or share is None or share.band is None or share.n is None:
            continue
        group = EVERYBODY if unit is release.whole else group_of(variable, unit.members)
        first, last = printed_counts(share, share.n, settings.share_minimum)
        if worlds is not None and place >= 0 and worlds.reaches(place, first, last):
            continue
        if not attack.reaches(group, {Quantity.AT_RISK: 1.0}, first, last):
            low, high = attack.count(group, Quantity.AT_RISK)
            what = Text(
                f"구간이 {low:g}–{high:g}명으로 좁혀집니다.",
                f"its band is narrowed to {low:g}–{high:g} people",
            )
            yield Finding(measure.key, unit.key, what)


def _proven_small_groups(
    attack: Attack, release: WorkplaceRelease, units: Sequence[GroupStatistics], variable: str, measure: Measure,
    settings: Settings, worlds: TableWorlds | None,
) -> Iterator[Finding]:  # fmt: skip
    minimum = _minimum(measure.key, settings)
    place_of = {member: place for place, group in enumerate(release.units) for member in group.members}
    for unit in units:
        if not 0 < unit.answered < minimum:
            continue
        if worlds is not None and worlds.leaves_open(place_of[unit.key], unit.answered, min(2, unit.answered)):
            continue
        group = group_of(variable, (unit.key,))
        if not attack.is_unknown_by(group, Quantity.AT_RISK, min(2, unit.answered)):
            low, high = attack.count(group, Quantity.AT_RISK)
            what = Text(
                f"위험군 수가 {low:g}–{high:g}명으로 드러납니다.",
                f"its count at risk is proven: {low:g}–{high:g}",
            )
            yield Finding(measure.key, unit.key, what)
        if not attack.leaves_mean_open(group):
            what = Text(
                "평균이 기준의 어느 쪽인지 드러납니다.", "the side of the cut-off its mean is on is proven"
            )
            yield Finding(measure.key, unit.key, what)
