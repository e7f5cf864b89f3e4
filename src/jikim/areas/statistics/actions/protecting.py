"""What one round may show: the whole, and its tables by what was asked about the person, protected together.

The tables are protected as one release (rules/disclosure overlap): a later one gives way where they would prove too much.
A follow-up shows the first round's tables and no others, with what was merged then still merged (rule 5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jikim.rules.disclosure import OTHER, ReportForm, Settings, WorkplaceRelease, protect_workplace
from jikim.rules.disclosure.overlap import protect_tables
from jikim.rules.disclosure.reasons import Reason, not_shown_before
from jikim.vault.aggregate import RoundStatistics

UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Protected:
    """The whole with its units, and the other tables by variable: what of them may be printed."""

    release: WorkplaceRelease
    tables: Mapping[str, WorkplaceRelease] = field(default_factory=dict)


def protected(statistics: RoundStatistics, settings: Settings, first: Mapping[str, Any] | None = None) -> Protected:
    """The release of one round. `first` is the content of the first round's release, if this is a follow-up."""
    tables = statistics.tables.by
    if not tables:
        merged = _merged_in(first, UNIT)
        return Protected(protect_workplace(statistics.whole, statistics.units, settings, merged))
    allowed = {name: groups for name, groups in tables.items() if first is None or _shown_in(first, name)}
    shown = protect_tables(
        statistics.whole, allowed, settings, together=statistics.tables.together,
        merged_before={name: _merged_in(first, name) for name in allowed},
    )  # fmt: skip
    plain = protect_workplace(statistics.whole, (), settings)
    if plain.form is ReportForm.NO_FIGURES:
        return Protected(plain)
    for name in tables:
        if name not in allowed:
            shown[name] = _kept_back(plain, not_shown_before())
    return Protected(shown.pop(UNIT, plain), shown)


def _kept_back(plain: WorkplaceRelease, why: Reason) -> WorkplaceRelease:
    return replace(plain, notes=(*plain.notes, why))


def groups_in(content: Mapping[str, Any], variable: str) -> Sequence[Mapping[str, Any]]:
    """The groups a release shows by this variable."""
    if variable == UNIT:
        found: Sequence[Mapping[str, Any]] = content["units"]
        return found
    return next((table["groups"] for table in content.get("tables", ()) if table["by"] == variable), ())


def _shown_in(content: Mapping[str, Any], variable: str) -> bool:
    return bool(groups_in(content, variable))


def _merged_in(content: Mapping[str, Any] | None, variable: str) -> tuple[str, ...]:
    if content is None:
        return ()
    return next((tuple(group["members"]) for group in groups_in(content, variable) if group["key"] == OTHER), ())
