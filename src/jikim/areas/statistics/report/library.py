"""What to do first: the library's measures a report may name, with how binding each is on the document's date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from jikim.rules.library import Measure, Standing, standing_on
from jikim.shared.library import laws
from jikim.shared.library.overlay import current


def measures() -> tuple[Measure, ...]:
    """As editors left them: those the library marks for the report, first of each subscale first."""
    named = (one for one in current().measures.values() if one.first_for)
    return tuple(sorted(named, key=lambda one: one.first_rank))


def basis(measure: Measure, on: dt.date) -> Standing:
    """Mandatory where the law is in force on that day, else a recommendation of the Ministry."""
    return standing_on(laws(), measure.origin, on)


def first_three(order: Sequence[str], on: dt.date, *, number: int = 3) -> list[tuple[Measure, Standing]]:
    """The first measure of each of the most pressing subscales; their second ones where there are too few."""
    by_subscale: dict[str, list[Measure]] = {}
    for measure in measures():
        by_subscale.setdefault(measure.first_for, []).append(measure)
    ranked = [by_subscale.get(key, []) for key in order]
    deepest = max((len(part) for part in ranked), default=0)
    chosen = [part[depth] for depth in range(deepest) for part in ranked if len(part) > depth]
    return [(measure, basis(measure, on)) for measure in chosen[:number]]
