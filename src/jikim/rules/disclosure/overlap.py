"""Several tables of one workplace (by unit, by sex, by age …) released together: safe singly is not safe jointly.

The tables come in order of importance; a later one gives way where the attacker finds something in all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from jikim.rules.disclosure import reasons
from jikim.rules.disclosure.facts import attack_release
from jikim.rules.disclosure.figures import Figure
from jikim.rules.disclosure.settings import Settings
from jikim.rules.disclosure.statistics import GroupStatistics
from jikim.rules.disclosure.workplace import GroupRelease, ReportForm, WorkplaceRelease, protect_workplace


def protect_tables(
    whole: GroupStatistics, tables: Mapping[str, Sequence[GroupStatistics]], settings: Settings
) -> dict[str, WorkplaceRelease]:
    """A release per variable, which together prove no more than each alone may.

    Each table is a partition of `whole`; "not given" is one of its groups. A crossed table is named `unit × sex` and
    its groups `U1 × F`. Errors: ValueError as protect_workplace,
    and if the tables' categories combine to more than the attacker can hold (20,000).
    """
    shown: dict[str, WorkplaceRelease] = {}
    for variable, groups in tables.items():
        shown[variable] = protect_workplace(whole, groups, settings)
        if len(shown) > 1:
            shown[variable] = _held_back(shown, tables, variable, settings)
    return shown


def _held_back(
    shown: Mapping[str, WorkplaceRelease],
    tables: Mapping[str, Sequence[GroupStatistics]],
    newest: str,
    settings: Settings,
) -> WorkplaceRelease:
    """The newest table without the measures through which the tables prove too much together."""
    release = shown[newest]
    while release.units:
        now = {v: (release if v == newest else shown[v], tables[v]) for v in shown}
        leaking = {finding.measure for finding in attack_release(now, settings)}
        if not leaking:
            break
        reason = reasons.across_tables()
        units = tuple(_without(unit, leaking) for unit in release.units)
        if units == release.units:
            return replace(release, form=ReportForm.WHOLE_ONLY, units=(), notes=(*release.notes, reason))
        release = replace(release, units=units, notes=(*release.notes, reason))
    return release


def _without(unit: GroupRelease, measures: set[str]) -> GroupRelease:
    blank = Figure(reason=reasons.across_tables())
    return replace(
        unit,
        means={k: blank if k in measures else f for k, f in unit.means.items()},
        shares={k: blank if k in measures else f for k, f in unit.shares.items()},
    )
