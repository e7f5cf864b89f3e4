"""Several tables of one workplace (by unit, by sex, by age …) released together: safe singly is not safe jointly.

The tables come in order of importance; a later one gives way where the attacker finds something in all of them, or
where its groups and an earlier one's are nearly the same people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from jikim.rules.disclosure import reasons
from jikim.rules.disclosure.facts import attack_release
from jikim.rules.disclosure.figures import Figure
from jikim.rules.disclosure.settings import Settings
from jikim.rules.disclosure.statistics import GroupStatistics
from jikim.rules.disclosure.workplace import GroupRelease, ReportForm, WorkplaceRelease, protect_workplace

#: persons in a category of one variable and a category of another: (variable, variable) → {(category, category): n}
Together = Mapping[tuple[str, str], Mapping[tuple[str, str], int]]
#: more printed groups than this in one table are compared singly and by what is left, no longer in every union
MOST_UNITED = 9


def protect_tables(
    whole: GroupStatistics,
    tables: Mapping[str, Sequence[GroupStatistics]],
    settings: Settings,
    *,
    merged_before: Mapping[str, Collection[str]] | None = None,
    together: Together | None = None,
) -> dict[str, WorkplaceRelease]:
    """A release per variable, which together prove no more than each alone may.

    Each table is a partition of `whole`; "not given" is one of its groups. A crossed table is named `unit × sex` and
    its groups `U1 × F`. `merged_before` are each variable's categories that an earlier round showed as `other`.
    `together` are the true counts of pairs of categories, known to colleagues: with them, a table is also held back
    whose groups, in any union, are an earlier table's less or more a few people (rule 5, within a release).
    Errors: ValueError as protect_workplace, and if crossed categories are more than the attacker can hold (20,000).
    """
    shown: dict[str, WorkplaceRelease] = {}
    for variable, groups in tables.items():
        made = protect_workplace(whole, groups, settings, (merged_before or {}).get(variable, ()))
        if made.units and any(
            _too_alike((earlier, release), (variable, made), together or {}, whole.answered, settings.unit_minimum)
            for earlier, release in shown.items() if release.units
        ):  # fmt: skip
            made = _not_at_all(made)
        shown[variable] = made
    # Items need no attack here: their tables meet in one count alone, which each table is made safe against being known.
    found = attack_release({v: (shown[v], tables[v]) for v in shown}, settings, insider=True, items=False)
    # measures do not bind each other, so the others hold in any part of the tables
    return _one_after_the_other(shown, tables, settings, {one.measure for one in found}) if found else shown


def _one_after_the_other(
    made: Mapping[str, WorkplaceRelease], tables: Mapping[str, Sequence[GroupStatistics]], settings: Settings,
    measures: Collection[str],
) -> dict[str, WorkplaceRelease]:  # fmt: skip
    """Each table beside the earlier ones, so that it is a later one that gives way."""
    shown: dict[str, WorkplaceRelease] = {}
    for variable, release in made.items():
        shown[variable] = release
        shown[variable] = _held_back(shown, tables, variable, settings, measures)
    return shown


def nearly_the_same(first: NDArray[np.int64], minimum: int) -> bool:
    """Whether some union of the rows and some union of the columns of a table of persons differ by fewer than `minimum`
    people, but by somebody. `first` (rows, columns) counts persons; what is in no row or no column does not occur.
    """
    rows, columns = _unions(first.shape[0]), _unions(first.shape[1])
    both = rows @ first @ columns.T
    apart = (rows @ first.sum(axis=1))[:, None] + (columns @ first.sum(axis=0))[None, :] - 2 * both
    return bool(((apart > 0) & (apart < minimum)).any())


def _unions(many: int) -> NDArray[np.int64]:
    """0/1 rows: every union of `many` groups that is neither nobody nor everybody (of many groups: one, or all but one)."""
    if many <= MOST_UNITED:
        sets = (np.arange(1, 2**many - 1)[:, None] >> np.arange(many)) & 1
        return sets.astype(np.int64)
    one = np.eye(many, dtype=np.int64)
    return np.vstack([one, 1 - one])


def _too_alike(
    first: tuple[str, WorkplaceRelease], second: tuple[str, WorkplaceRelease], together: Together, answered: int, minimum: int
) -> bool:  # fmt: skip
    counts = together.get((first[0], second[0]))
    flipped = counts is None and (counts := together.get((second[0], first[0]))) is not None
    if counts is None:
        return False
    table = np.zeros((len(first[1].units), len(second[1].units)), np.int64)
    row_of = {member: i for i, unit in enumerate(first[1].units) for member in unit.members}
    column_of = {member: j for j, unit in enumerate(second[1].units) for member in unit.members}
    for pair, n in counts.items():
        a, b = reversed(pair) if flipped else pair
        table[row_of[a], column_of[b]] += n
    if int(table.sum()) != answered:
        raise ValueError(
            f"the pairs of {first[0]} and {second[0]} hold {table.sum()} answers, the whole {answered}"
        )
    return nearly_the_same(table, minimum)


def _not_at_all(release: WorkplaceRelease) -> WorkplaceRelease:
    notes = (*release.notes, reasons.across_tables())
    return replace(release, form=ReportForm.WHOLE_ONLY, units=(), notes=notes)


def _held_back(
    shown: Mapping[str, WorkplaceRelease],
    tables: Mapping[str, Sequence[GroupStatistics]],
    newest: str,
    settings: Settings,
    measures: Collection[str],
) -> WorkplaceRelease:
    """The newest table without the measures through which the tables prove too much together."""
    release = shown[newest]
    while release.units:
        now = {v: (release if v == newest else shown[v], tables[v]) for v in shown}
        leaking = {finding.measure for finding in attack_release(now, settings, insider=True, items=False, only=measures)}
        if not leaking:
            break
        units = tuple(_without(unit, leaking) for unit in release.units)
        if units == release.units:
            return _not_at_all(release)
        release = replace(release, units=units, notes=(*release.notes, reasons.across_tables()))
    return release


def _without(unit: GroupRelease, measures: set[str]) -> GroupRelease:
    blank = Figure(reason=reasons.across_tables())
    return replace(
        unit,
        means={k: blank if k in measures else f for k, f in unit.means.items()},
        shares={k: blank if k in measures else f for k, f in unit.shares.items()},
        counts={k: blank if k in measures else f for k, f in unit.counts.items()},
    )


def pairs(variables: Collection[str]) -> list[tuple[str, str]]:
    """Every two variables, as `together` names them."""
    return list(combinations(variables, 2))
